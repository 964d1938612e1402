import type { Measured } from "../../experiments/measure.ts";
import { ChartFrame } from "../charts/chart-frame.tsx";
import { LineChart } from "../charts/line-chart.tsx";
import { dayNumber, monthMarks } from "../customer/value-timeline.ts";
import { useLocale } from "../locale.tsx";
import type { ExperimentKind } from "./verdict-banner.tsx";

/** The difference of net sales per person on the evening of each day, with the range of that look. */
export function DifferenceChart({
  result: { looks, firstDay, lastDay },
  of,
}: {
  readonly result: Measured;
  readonly of: ExperimentKind;
}) {
  const { t, format } = useLocale();
  const title = t("experiment.chart", { of });
  const from = dayNumber(firstDay);
  const to = Math.max(from + 1, dayNumber(lastDay));
  const [low, high] = [t("experiment.chart.low"), t("experiment.chart.high")];
  const difference = t("experiment.difference");
  const texts = looks.map((look) => ({
    look,
    day: format.day(look.day),
    difference: format.money(look.difference),
    low: look.interval ? format.money(look.interval.low) : t("figure.none"),
    high: look.interval ? format.money(look.interval.high) : t("figure.none"),
  }));
  return (
    <ChartFrame
      title={title}
      basis={t("experiment.chart.basis")}
      summary={t("experiment.chart.summary")}
      legend={[
        { label: difference, colour: "blue", mark: "line" },
        { label: t("experiment.interval"), colour: "blue", mark: "area" },
      ]}
      table={{
        columns: [
          { heading: t("experiment.chart.day") },
          { heading: difference, numeric: true },
          { heading: low, numeric: true },
          { heading: high, numeric: true },
        ],
        rows: texts.map((text) => [text.day, text.difference, text.low, text.high]),
      }}
    >
      <LineChart
        name={title}
        height={260}
        from={from}
        to={to}
        formatTick={format.moneyCompact}
        series={[
          {
            key: "difference",
            colour: "blue",
            points: looks.map((look) => ({ x: dayNumber(look.day), y: look.difference })),
          },
        ]}
        bands={[
          {
            key: "interval",
            colour: "blue",
            points: looks.flatMap(({ day, interval }) =>
              interval ? [{ x: dayNumber(day), ...interval }] : [],
            ),
          },
        ]}
        ticks={monthMarks(from, to, 6).map(({ x, month }) => ({ x, label: format.month(month) }))}
        stops={texts.map((text) => ({
          x: dayNumber(text.look.day),
          title: text.day,
          readings: [
            { label: difference, value: text.difference, colour: "blue" as const },
            { label: low, value: text.low },
            { label: high, value: text.high },
          ],
        }))}
      />
    </ChartFrame>
  );
}
