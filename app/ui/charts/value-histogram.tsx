import type { ValueBucket } from "../../segments/value-distribution.ts";
import { useLocale } from "../locale.tsx";
import { BarChart } from "./bar-chart.tsx";
import { ChartFrame } from "./chart-frame.tsx";

/** How many customers have spent how much. Bars stand for the ranges as they come; they need not be of equal width. */
export function ValueHistogram({ buckets }: { buckets: readonly ValueBucket[] }) {
  const { t, format } = useLocale();
  const rangeOf = ({ fromMinor, toMinor }: ValueBucket) =>
    toMinor === null
      ? t("segments.distribution.from", { from: format.moneyWhole(fromMinor) })
      : t("segments.distribution.range", {
          from: format.moneyWhole(fromMinor),
          to: format.moneyWhole(toMinor),
        });
  const count = buckets.reduce((sum, bucket) => sum + bucket.customers, 0);
  const largest = buckets.reduce((a, b) => (b.customers > a.customers ? b : a), buckets[0]!);
  return (
    <ChartFrame
      title={t("segments.distribution")}
      basis={t("segments.distribution.basis")}
      summary={t("segments.distribution.summary", {
        count,
        customers: format.number(largest.customers),
        range: rangeOf(largest),
      })}
      table={{
        columns: [
          { heading: t("segments.distribution.column") },
          { heading: t("segments.customers.label"), numeric: true },
        ],
        rows: buckets.map((bucket) => [rangeOf(bucket), format.number(bucket.customers)]),
      }}
    >
      <BarChart
        name={t("segments.distribution.basis")}
        formatTick={(value) => (Number.isInteger(value) ? format.compact(value) : "")}
        height={200}
        ranges
        bars={buckets.map((bucket) => ({
          key: String(bucket.fromMinor),
          label:
            bucket.toMinor === null
              ? t("segments.distribution.label_from", { from: format.moneyCompact(bucket.fromMinor) })
              : format.moneyCompact(bucket.fromMinor),
          open: bucket.toMinor === null,
          title: rangeOf(bucket),
          parts: [
            {
              label: t("segments.customers.label"),
              colour: "blue",
              value: bucket.customers,
              valueText: format.number(bucket.customers),
            },
          ],
        }))}
      />
    </ChartFrame>
  );
}
