import { BlockStack, Card, InlineStack, Link, Select, Text } from "@shopify/polaris";
import type { ComparedPeriod, ComparisonView } from "../../valuation/pages/comparison/months.ts";
import tableStyles from "../charts/chart-table.module.css";
import { useLocale } from "../locale.tsx";
import styles from "./compare.module.css";
import { compareAddress } from "./compare-address.ts";

type Full = Extract<ComparisonView, { state: "full" }>;

function Amounts({ period }: { period: ComparedPeriod }) {
  const { format } = useLocale();
  const { unexplainedMinor } = period;
  return (
    <>
      <td className={`${tableStyles.numeric} ${styles.orders}`}>{format.number(period.orders)}</td>
      <td className={tableStyles.numeric}>{format.money(period.grossSalesMinor)}</td>
      <td className={tableStyles.numeric}>{format.money(period.totalMinor)}</td>
      <td className={tableStyles.numeric}>{format.money(period.netSalesMinor)}</td>
      <td className={`${tableStyles.numeric} ${unexplainedMinor === 0 ? "" : styles.problem}`}>
        {format.money(unexplainedMinor)}
      </td>
    </>
  );
}

/** The months of a year, Shopify's figures beside the app's; each leads to its own steps. */
export function MonthsCard({ view, onYear }: { view: Full; onYear: (year: number) => void }) {
  const { t, format } = useLocale();
  const title = t("compare.months.title", { year: String(view.year) });
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack align="space-between" blockAlign="center" gap="300">
          <Text as="h2" variant="headingSm">
            {title}
          </Text>
          <Select
            label={t("compare.year")}
            labelInline
            options={view.years.map((year) => ({ value: String(year), label: String(year) }))}
            value={String(view.year)}
            onChange={(year) => onYear(Number(year))}
          />
        </InlineStack>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable by keyboard */}
        <section className={`${tableStyles.scroll} ${styles.months}`} aria-label={title} tabIndex={0}>
          <table className={tableStyles.table}>
            <thead>
              <tr>
                <th scope="col">{t("compare.months.month")}</th>
                {(["orders", "gross", "total", "net", "unexplained"] as const).map((column) => (
                  <th
                    key={column}
                    scope="col"
                    className={`${tableStyles.numeric} ${column === "orders" ? styles.orders : ""}`}
                  >
                    {t(`compare.months.${column}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {view.months.map((period) => (
                <tr
                  key={period.month}
                  className={period.month === view.month ? styles.current : undefined}
                  aria-current={period.month === view.month ? "true" : undefined}
                >
                  <th scope="row">
                    <Link url={compareAddress(view.year, period.month)}>{format.month(period.month)}</Link>
                  </th>
                  <Amounts period={period} />
                </tr>
              ))}
            </tbody>
          </table>
        </section>
        <Text as="p" variant="bodySm" tone="subdued">
          {t("compare.months.about")}
        </Text>
      </BlockStack>
    </Card>
  );
}
