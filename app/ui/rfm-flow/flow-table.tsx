import { BlockStack, Text } from "@shopify/polaris";
import type { CSSProperties } from "react";
import type { RfmGroup } from "../../clv/historic/rfm.ts";
import { useLocale } from "../locale.tsx";
import { ShareBar } from "../segments/share-bar.tsx";
import styles from "./flow.module.css";
import type { FlowCell, FlowMeasure, FlowTable } from "./flow-figures.ts";

interface FlowProps {
  readonly table: FlowTable;
  readonly measure: FlowMeasure;
  /** What the rows and the columns are, such as "31 Oct 2026". */
  readonly days: { readonly from: string; readonly to: string };
}

function useTexts(measure: FlowMeasure) {
  const { t, format } = useLocale();
  return {
    group: (group: RfmGroup) => (group === "PROSPECTS" ? t("flow.not_yet") : t(`rfm.${group}`)),
    value: ({ value }: FlowCell) =>
      value === null
        ? t("flow.unknown")
        : measure === "customers"
          ? format.number(value)
          : format.moneyWhole(value),
  };
}

function Matrix({ table, measure, days }: FlowProps) {
  const { t, format } = useLocale();
  const texts = useTexts(measure);
  return (
    <table className={styles.table}>
      <caption>
        <Text as="span" visuallyHidden>
          {t("flow.caption", { ...days, measure: t(`flow.measure.${measure}`) })}
        </Text>
      </caption>
      <thead>
        <tr>
          <th scope="col">{t("flow.corner", days)}</th>
          <th scope="col">{t("flow.customers")}</th>
          {table.groups.map((group) => (
            <th key={group} scope="col">
              {texts.group(group)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {table.rows.map(({ from, customers, cells }) => (
          <tr key={from}>
            <th scope="row">{texts.group(from)}</th>
            <td>{format.number(customers)}</td>
            {cells.map((cell) =>
              cell.customers === 0 ? (
                <td key={cell.to} className={styles.nothing}>
                  –
                </td>
              ) : (
                <td
                  key={cell.to}
                  className={`${styles.cell} ${cell.to === from ? styles.stayed : ""}`}
                  style={{ "--share": cell.share } as CSSProperties}
                >
                  {texts.value(cell)}
                </td>
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function List({ table, measure, days }: FlowProps) {
  const { t } = useLocale();
  const texts = useTexts(measure);
  return (
    <div>
      {table.rows.map(({ from, customers, cells }) => (
        <div key={from} className={styles.group}>
          <BlockStack gap="200">
            <Text as="h3" variant="headingSm">
              {t("flow.group", { group: texts.group(from), customers, day: days.from })}
            </Text>
            {cells
              .filter((cell) => cell.customers > 0)
              .sort((a, b) => b.customers - a.customers)
              .map((cell) => (
                <ShareBar
                  key={cell.to}
                  label={cell.to === from ? t("flow.stayed") : t("flow.to", { group: texts.group(cell.to) })}
                  value={texts.value(cell)}
                  share={cell.share}
                  tone={cell.to === from ? "success" : "primary"}
                />
              ))}
          </BlockStack>
        </div>
      ))}
    </div>
  );
}

/** Who moved from which group to which: a matrix, or on a narrow screen a list by group. Colours and bars show shares of the row's customers. */
export function FlowTableView(props: FlowProps) {
  return (
    <>
      <div className={styles.wide}>
        <Matrix {...props} />
      </div>
      <div className={styles.narrow}>
        <List {...props} />
      </div>
    </>
  );
}
