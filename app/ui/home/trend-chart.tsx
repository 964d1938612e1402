import type { MonthTrend } from "../../valuation/pages/home.ts";
import { useBasisWords } from "../basis/basis-words.tsx";
import { BarChart } from "../charts/bar-chart.tsx";
import { ChartFrame } from "../charts/chart-frame.tsx";
import { Explain } from "../explain/explain.tsx";
import { useLocale } from "../locale.tsx";

const laterMinor = (month: MonthTrend) =>
  month.netSalesMinor - month.firstOrderNetSalesMinor - month.unassignedNetSalesMinor;

/** Net sales per month, or what is left of them: of first orders, of returning customers, and of nobody known where a shop has such orders. */
export function TrendChart({ trend }: { trend: readonly MonthTrend[] }) {
  const { t, format } = useLocale();
  const { named, note } = useBasisWords();
  const full = trend.filter((month) => !month.partial).slice(-12);
  const total = full.reduce((sum, month) => sum + month.netSalesMinor, 0);
  const later = full.reduce((sum, month) => sum + laterMinor(month), 0);
  const name = (month: MonthTrend) =>
    month.partial ? t("home.trend.partial", { month: format.month(month.month) }) : format.month(month.month);
  // Every label where they fit; else one a quarter, counted from the newest month.
  const every = trend.length > 12 ? 3 : 1;
  const axisLabel = every > 1 ? format.month : format.monthShort;
  const title = t("home.trend.title", named);
  const anyUnassigned = trend.some((month) => month.unassignedNetSalesMinor !== 0);
  return (
    <ChartFrame
      title={title}
      basis={t("home.trend.basis", named)}
      legend={[
        { label: t("home.trend.later"), colour: "blue" },
        { label: t("home.trend.first"), colour: "sky" },
        ...(anyUnassigned ? [{ label: t("home.trend.unassigned"), colour: "grey" as const }] : []),
      ]}
      summary={
        total > 0 && later >= 0
          ? t("home.trend.summary", {
              ...named,
              months: full.length,
              share: format.percent(later / total, 0),
              later: format.moneyWhole(later),
              total: format.moneyWhole(total),
            })
          : undefined
      }
      explain={<Explain figure={title} formula="home.trend.formula" values={named} note={note} />}
      table={{
        columns: [
          { heading: t("home.trend.month") },
          { heading: t("home.trend.total", named), numeric: true },
          { heading: t("home.trend.later"), numeric: true },
          { heading: t("home.trend.first"), numeric: true },
          ...(anyUnassigned ? [{ heading: t("home.trend.unassigned"), numeric: true }] : []),
          { heading: t("home.trend.orders"), numeric: true },
          { heading: t("home.trend.new_customers"), numeric: true },
        ],
        rows: trend
          .map((month) => [
            name(month),
            format.money(month.netSalesMinor),
            format.money(laterMinor(month)),
            format.money(month.firstOrderNetSalesMinor),
            ...(anyUnassigned ? [format.money(month.unassignedNetSalesMinor)] : []),
            format.number(month.orders),
            format.number(month.newCustomers),
          ])
          .reverse(),
      }}
    >
      <BarChart
        name={title}
        height={280}
        formatTick={format.moneyCompact}
        bars={trend.map((month, i) => ({
          key: String(month.month),
          label: (trend.length - 1 - i) % every === 0 ? axisLabel(month.month) : "",
          title: name(month),
          partial: month.partial,
          parts: [
            {
              label: t("home.trend.later"),
              colour: "blue",
              value: laterMinor(month),
              valueText: format.money(laterMinor(month)),
            },
            {
              label: t("home.trend.first"),
              colour: "sky",
              value: month.firstOrderNetSalesMinor,
              valueText: format.money(month.firstOrderNetSalesMinor),
            },
            ...(anyUnassigned
              ? [
                  {
                    label: t("home.trend.unassigned"),
                    colour: "grey" as const,
                    value: month.unassignedNetSalesMinor,
                    valueText: format.money(month.unassignedNetSalesMinor),
                  },
                ]
              : []),
          ],
          readings: [
            { label: t("home.trend.total", named), value: format.money(month.netSalesMinor) },
            { label: t("home.trend.new_customers"), value: format.number(month.newCustomers) },
          ],
        }))}
      />
    </ChartFrame>
  );
}
