import { BarChart } from "../charts/bar-chart.tsx";
import { ChartFrame } from "../charts/chart-frame.tsx";
import { Explain } from "../explain/explain.tsx";
import { useLocale } from "../locale.tsx";

/** Orders of each month of the year against an average month. */
export function SeasonChart({ season }: { season: readonly number[] }) {
  const { t, format } = useLocale();
  const title = t("model.season.title");
  const months = season.map((factor, month) => ({ month, factor, name: format.monthShort(month) }));
  const ranked = [...months].sort((a, b) => b.factor - a.factor);
  const high = ranked[0];
  const low = ranked.at(-1);
  return (
    <ChartFrame
      title={title}
      basis={t("model.season.basis")}
      explain={<Explain figure={title} formula="model.season.formula" />}
      summary={
        high && low
          ? t("model.season.summary", {
              high: high.name,
              highFactor: format.number(high.factor, 2),
              low: low.name,
              lowFactor: format.number(low.factor, 2),
            })
          : undefined
      }
      table={{
        columns: [{ heading: t("model.season.month") }, { heading: t("model.season.factor"), numeric: true }],
        rows: months.map(({ name, factor }) => [name, format.number(factor, 2)]),
      }}
    >
      <BarChart
        name={title}
        height={180}
        formatTick={(value) => format.number(value, 1)}
        bars={months.map(({ month, name, factor }) => ({
          key: String(month),
          label: name,
          title: name,
          parts: [
            {
              label: t("model.season.factor"),
              colour: "blue",
              value: factor,
              valueText: format.number(factor, 2),
            },
          ],
        }))}
      />
    </ChartFrame>
  );
}
