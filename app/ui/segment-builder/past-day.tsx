import { Banner, BlockStack, Button, Divider, Text, TextField } from "@shopify/polaris";
import type { BuilderView } from "../../segments/builder.ts";
import type { PreviewAnswer, RulePreview } from "../../segments/preview.ts";
import { FigureRow } from "../figures/figure.tsx";
import { useLocale } from "../locale.tsx";
import styles from "./builder.module.css";

interface DayFieldProps {
  readonly day: string | null;
  readonly days: NonNullable<BuilderView["earlierDays"]>;
  readonly onDay: (day: string | null) => void;
}

/** The day as of which the rule is asked. */
export function DayField({ day, days, onDay }: DayFieldProps) {
  const { t } = useLocale();
  return (
    <TextField
      type="date"
      label={t("builder.preview.day")}
      autoComplete="off"
      min={days.first}
      max={days.last}
      value={day ?? ""}
      helpText={day === null ? t("builder.preview.day.today") : t("builder.preview.day.help")}
      onChange={(chosen) => onDay(chosen === "" ? null : chosen)}
      connectedRight={
        // Disabled, it would drop the focus of whoever presses it.
        <Button onClick={() => onDay(null)}>{t("builder.preview.day.clear")}</Button>
      }
    />
  );
}

type Past = NonNullable<RulePreview["past"]>;

/** How a list of that day would have done, beside all customers of that day. */
export function Since({ past: { members, everybody } }: { readonly past: Past }) {
  const { t, format } = useLocale();
  const of = (sales: Past["members"]) => ({
    buyers: sales.customers === 0 ? t("figure.none") : format.percent(sales.buyers / sales.customers),
    each:
      sales.customers === 0
        ? t("figure.none")
        : format.money(Math.round(sales.net_sales_minor / sales.customers)),
  });
  const [these, all] = [of(members), of(everybody)];
  return (
    <div className={styles.since}>
      <Divider />
      <BlockStack gap="200">
        <Text as="h3" variant="headingSm">
          {t("builder.preview.since")}
        </Text>
        <BlockStack gap="150">
          <FigureRow label={t("builder.preview.since.orders")} value={format.number(members.orders)} />
          <FigureRow
            label={t("builder.preview.since.net_sales")}
            value={format.moneyWhole(members.net_sales_minor)}
          />
        </BlockStack>
        <table>
          <thead>
            <tr>
              <td />
              <th scope="col">{t("builder.preview.since.these")}</th>
              <th scope="col">{t("builder.preview.since.everybody")}</th>
            </tr>
          </thead>
          <tbody>
            <tr>
              <th scope="row">{t("builder.preview.since.buyers")}</th>
              <td>{these.buyers}</td>
              <td>{all.buyers}</td>
            </tr>
            <tr>
              <th scope="row">{t("builder.preview.since.each")}</th>
              <td>{these.each}</td>
              <td>{all.each}</td>
            </tr>
          </tbody>
        </table>
      </BlockStack>
    </div>
  );
}

type NotKnown = Extract<PreviewAnswer, { state: "not_known_then" }>["conditions"];

interface NotKnownThenProps {
  readonly conditions: NotKnown;
  /** The parts of the draft that these conditions are, in their order. */
  readonly parts: readonly (number | null)[];
  readonly textOfPart: (id: number) => string | null;
  readonly onShow: (id: number) => void;
}

/** The conditions that keep a rule from being asked of an earlier day. */
export function NotKnownThen({ conditions, parts, textOfPart, onShow }: NotKnownThenProps) {
  const { t, format } = useLocale();
  const reason = (condition: NotKnown[number]): string => {
    if (condition.why === "only_today") return t("builder.preview.not_known.only_today");
    return condition.from === null
      ? t("builder.preview.not_known.no_history")
      : t("builder.preview.not_known.from", { day: format.day(condition.from) });
  };
  return (
    <Banner tone="warning" title={t("builder.preview.not_known")}>
      <ul className={styles.unknown}>
        {conditions.map((condition, i) => {
          const part = parts[i] ?? null;
          return (
            <li key={condition.path}>
              {part === null ? (
                t("builder.rule")
              ) : (
                <Button variant="plain" textAlign="left" onClick={() => onShow(part)}>
                  {textOfPart(part) ?? t("builder.rule")}
                </Button>
              )}
              <p>{reason(condition)}</p>
            </li>
          );
        })}
      </ul>
    </Banner>
  );
}
