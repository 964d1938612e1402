import type { CustomerView } from "../../valuation/pages/customers/customer.ts";
import { useBasisWords } from "../basis/basis-words.tsx";
import { ChartFrame } from "../charts/chart-frame.tsx";
import { LineChart } from "../charts/line-chart.tsx";
import { isNothingLikely } from "../customers/expected-range.ts";
import { Explain } from "../explain/explain.tsx";
import { useLocale } from "../locale.tsx";
import { dayNumber, dayText, monthMarks, valueTimeline } from "./value-timeline.ts";

/** Cumulative value in steps, and the next 12 months as an interval that opens from today. */
export function ValueChart({ view }: { view: CustomerView }) {
  const { t, format } = useLocale();
  const { basis, named, note } = useBasisWords();
  const { from, today, to, soFar, expected, interval } = valueTimeline(view);
  const title = t("customer.chart.title");
  const { prediction, historic } = view;
  const year =
    prediction.state === "ready"
      ? {
          day: format.day(dayText(to)),
          expected: format.money(historic.valueMinor + prediction.expectedValueMinor),
          low: format.money(historic.valueMinor + prediction.valueLowMinor),
          high: format.money(historic.valueMinor + prediction.valueHighMinor),
        }
      : null;
  const nothing =
    prediction.state === "ready" && isNothingLikely(prediction.valueLowMinor, prediction.valueHighMinor);
  const none = t("figure.none");
  return (
    <ChartFrame
      title={title}
      basis={t(year ? "customer.chart.basis" : "customer.chart.basis_learning", named)}
      legend={[
        { label: t("customer.chart.so_far"), colour: "blue", mark: "line" },
        ...(year
          ? [{ label: t("customer.chart.expected"), colour: "purple" as const, mark: "dashed" as const }]
          : []),
        // An interval from zero to zero has no area to name.
        ...(year && !nothing
          ? [{ label: t("customer.chart.interval"), colour: "purple" as const, mark: "area" as const }]
          : []),
      ]}
      explain={
        <Explain
          figure={title}
          formula={basis === "revenue" ? "customer.historic.formula" : `customer.historic.formula_${basis}`}
          note={note}
        />
      }
      summary={
        year
          ? t(nothing ? "customer.chart.summary_nothing" : "customer.chart.summary", year)
          : t("customer.chart.summary_learning")
      }
      table={{
        columns: [
          { heading: t("customer.chart.day") },
          { heading: t("customer.chart.so_far"), numeric: true },
          ...(year
            ? [
                { heading: t("customer.chart.expected"), numeric: true },
                { heading: t("customer.chart.low"), numeric: true },
                { heading: t("customer.chart.high"), numeric: true },
              ]
            : []),
        ],
        rows: [
          ...view.timeline.map(({ day, cumulativeMinor }) => [
            format.day(day),
            format.money(cumulativeMinor),
            ...(year ? [none, none, none] : []),
          ]),
          ...(year ? [[year.day, none, year.expected, year.low, year.high]] : []),
        ],
      }}
    >
      <LineChart
        name={title}
        height={280}
        from={from}
        to={to}
        formatTick={format.moneyCompact}
        mark={year ? today : undefined}
        series={[
          { key: "so_far", colour: "blue", shape: "step", filled: true, points: soFar },
          { key: "expected", colour: "purple", dashed: true, points: expected },
        ]}
        bands={[{ key: "interval", colour: "purple", points: interval }]}
        ticks={monthMarks(from, to, 9).map(({ x, month }) => ({ x, label: format.month(month) }))}
        stops={[
          ...view.timeline.map(({ day, cumulativeMinor }) => ({
            x: dayNumber(day),
            title: format.day(day),
            readings: [
              {
                label: t("customer.chart.so_far"),
                value: format.money(cumulativeMinor),
                colour: "blue" as const,
              },
            ],
          })),
          ...(year
            ? [
                {
                  x: to,
                  title: t("customer.chart.in_a_year", { day: year.day }),
                  readings: [
                    { label: t("customer.chart.expected"), value: year.expected, colour: "purple" as const },
                    { label: t("customer.chart.low"), value: year.low },
                    { label: t("customer.chart.high"), value: year.high },
                  ],
                },
              ]
            : []),
        ]}
      />
    </ChartFrame>
  );
}
