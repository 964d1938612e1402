import type { ModelTest } from "../../valuation/pages/model/model-page.ts";
import { ChartFrame } from "../charts/chart-frame.tsx";
import { LineChart } from "../charts/line-chart.tsx";
import { Explain } from "../explain/explain.tsx";
import { useLocale } from "../locale.tsx";

/** The weeks in which a month begins, the first week included. */
function monthStarts(weekly: ModelTest["weekly"]) {
  const months = weekly.map(({ fromDay }, x) => ({ x, month: Number(fromDay.slice(5, 7)) - 1 }));
  return months.filter(({ x, month }) => month !== months[x - 1]?.month);
}

/** Orders of all known customers in each hidden week, predicted and as they came. */
export function WeeklyChart({ test: { weekly } }: { test: ModelTest }) {
  const { t, format } = useLocale();
  const title = t("model.weekly.title");
  const sum = (of: (week: (typeof weekly)[number]) => number) =>
    weekly.reduce((all, week) => all + of(week), 0);
  return (
    <ChartFrame
      title={title}
      basis={t("model.weekly.basis")}
      explain={<Explain figure={title} formula="model.weekly.formula" />}
      summary={t("model.weekly.summary", {
        actual: format.number(sum((week) => week.actual)),
        predicted: format.number(sum((week) => week.predicted)),
        weeks: weekly.length,
      })}
      legend={[
        { label: t("model.weekly.actual"), colour: "blue", mark: "line" },
        { label: t("model.weekly.predicted"), colour: "purple", mark: "dashed" },
      ]}
      table={{
        columns: [
          { heading: t("model.weekly.week") },
          { heading: t("model.weekly.actual"), numeric: true },
          { heading: t("model.weekly.predicted"), numeric: true },
        ],
        rows: weekly.map((week) => [
          format.day(week.fromDay),
          format.number(week.actual),
          format.number(week.predicted, 1),
        ]),
      }}
    >
      <LineChart
        name={title}
        height={240}
        from={0}
        to={Math.max(1, weekly.length - 1)}
        series={[
          {
            key: "actual",
            colour: "blue",
            filled: true,
            points: weekly.map((week, x) => ({ x, y: week.actual })),
          },
          {
            key: "predicted",
            colour: "purple",
            dashed: true,
            points: weekly.map((week, x) => ({ x, y: week.predicted })),
          },
        ]}
        ticks={monthStarts(weekly).map(({ x, month }) => ({ x, label: format.monthShort(month) }))}
        formatTick={format.compact}
        stops={weekly.map((week, x) => ({
          x,
          title: t("model.weekly.stop", { day: format.day(week.fromDay) }),
          readings: [
            { label: t("model.weekly.actual"), value: format.number(week.actual), colour: "blue" },
            { label: t("model.weekly.predicted"), value: format.number(week.predicted, 1), colour: "purple" },
          ],
        }))}
      />
    </ChartFrame>
  );
}
