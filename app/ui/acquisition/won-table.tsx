import { BlockStack, Card, Text } from "@shopify/polaris";
import type { WonRow, WonView } from "../../acquisition/won-view.ts";
import type { WonResult } from "../../clv/acquisition/won-customers.ts";
import { ChartTableView } from "../charts/chart-table.tsx";
import { useLocale } from "../locale.tsx";
import { moneyOr, paybackWords, ratioWords, shownMoney } from "./money-words.ts";
import { ofCustomer, sourceName } from "./won-words.ts";

type FullView = Extract<WonView, { state: "full" }>;

/** Every place with its cost and value; the realised part apart from the expected one. */
export function WonTable({ view }: { view: FullView }) {
  const { t, format } = useLocale();
  const none = t("acquisition.none");
  const { dimension } = view.asked;
  const seen = new Map<string, number>();
  /** A row's name stands for it: two of one name are told apart. */
  const named = (row: WonRow): string => {
    const name = sourceName(dimension, row, t, format);
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    return times === 1 ? name : `${name} (${times})`;
  };
  const cells = (name: string, result: WonResult): string[] => [
    name,
    moneyOr(result.spendMinor, format, none),
    format.number(result.customers),
    moneyOr(result.cacMinor, format, none),
    moneyOr(ofCustomer(result.firstMinor, result), format, none),
    moneyOr(ofCustomer(result.realisedMinor, result), format, none),
    moneyOr(ofCustomer(result.expectedMinor, result), format, none),
    result.ltvToCac === null ? none : ratioWords(result.ltvToCac, format),
    result.payback.state === "unknown" ? none : paybackWords(result.payback, format, t),
    result.customers === 0 ? none : shownMoney(result.limits.target.cacMinor, format),
    result.customers === 0 ? none : shownMoney(result.limits.breakEven.cacMinor, format),
    result.verdict === "incomplete" ? none : t(`funnel.verdict.${result.verdict}.badge`),
  ];
  const apart = (
    [
      ["others", view.apart.othersMinor],
      ["channel", view.apart.wholeChannelMinor],
      ["commission", view.apart.commissionMinor],
    ] as const
  ).flatMap(([of, minor]) =>
    minor === 0 ? [] : [t(`acquisition.apart.${of}`, { amount: format.money(minor) })],
  );
  const { unassigned } = view;
  const numeric = (heading: string) => ({ heading, numeric: true });
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {t("acquisition.table")}
        </Text>
        <Text as="p" tone="subdued">
          {t(view.learning === null ? "acquisition.table.note" : "acquisition.table.no_prediction")}
        </Text>
        <ChartTableView
          name={t("acquisition.table")}
          table={{
            columns: [
              { heading: t(`acquisition.by.${dimension}`) },
              numeric(t("acquisition.spend")),
              numeric(t("acquisition.customers")),
              numeric(t("acquisition.cac")),
              numeric(t("acquisition.first")),
              numeric(t("acquisition.realised")),
              numeric(t("acquisition.expected")),
              numeric(t("acquisition.ltv_cac")),
              numeric(t("acquisition.payback")),
              numeric(t("acquisition.most_third")),
              numeric(t("acquisition.most_even")),
              { heading: t("acquisition.verdict") },
            ],
            rows: [...view.rows.map((row) => cells(named(row), row)), cells(t("acquisition.all"), view.all)],
          }}
        />
        {view.more > 0 && (
          <Text as="p" tone="subdued">
            {t("acquisition.more", { more: view.more })}
          </Text>
        )}
        {apart.length > 0 && <Text as="p">{t("acquisition.apart", { parts: format.list(apart) })}</Text>}
        {unassigned.orders > 0 && (
          <Text as="p" tone="subdued">
            {t("acquisition.unassigned", {
              orders: unassigned.orders,
              amount: format.money(unassigned.netSalesMinor),
            })}
          </Text>
        )}
      </BlockStack>
    </Card>
  );
}
