import { scaleLinear } from "d3-scale";
import { line } from "d3-shape";
import { type ChartColour, chartColour } from "./chart-colours.ts";
import styles from "./plot.module.css";

/** A course at a glance. Decoration beside a figure in words, so hidden from assistive technology. */
export function Sparkline({
  values,
  colour = "blue",
  height = 32,
}: {
  readonly values: readonly number[];
  readonly colour?: ChartColour;
  readonly height?: number;
}) {
  const low = values.reduce((a, b) => Math.min(a, b), 0);
  const high = values.reduce((a, b) => Math.max(a, b), 0);
  const y = scaleLinear(low === high ? [0, 1] : [low, high], [100, 0]);
  const step = values.length > 1 ? 100 / (values.length - 1) : 0;
  return (
    <svg
      className={styles.sparkline}
      height={height}
      viewBox="0 -4 100 108"
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <path
        fill="none"
        stroke={chartColour(colour)}
        strokeWidth={2}
        strokeLinejoin="round"
        d={
          line<number>()
            .x((_, i) => i * step)
            .y((value) => y(value))(values) ?? ""
        }
      />
    </svg>
  );
}
