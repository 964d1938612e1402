import { area, curveLinear, curveStepAfter, line } from "d3-shape";
import { type ChartColour, chartColour } from "./chart-colours.ts";
import type { PlaceTick } from "./label-room.ts";
import { type ChartStop, DRAWING, Plot } from "./plot.tsx";

export interface LinePoint {
  /** Any unit, the same for all series of a chart (day, month, index). */
  readonly x: number;
  readonly y: number;
}

export interface LineSeries {
  readonly key: string;
  readonly colour: ChartColour;
  readonly points: readonly LinePoint[];
  readonly shape?: "line" | "step";
  readonly dashed?: boolean;
  /** Fills down to zero. */
  readonly filled?: boolean;
  /** 0 to 1, for lines that recede behind another. */
  readonly opacity?: number;
}

/** The area between a lower and an upper bound, as of a prediction interval. */
export interface LineBand {
  readonly key: string;
  readonly colour: ChartColour;
  readonly points: readonly { readonly x: number; readonly low: number; readonly high: number }[];
}

export interface LineChartProps {
  readonly name: string;
  readonly series: readonly LineSeries[];
  readonly bands?: readonly LineBand[];
  /** Extent of the x axis in the unit of the points. */
  readonly from: number;
  readonly to: number;
  readonly ticks: readonly { readonly x: number; readonly label: string }[];
  readonly stops: readonly (Omit<ChartStop, "at"> & { readonly x: number })[];
  readonly formatTick: (value: number) => string;
  readonly height?: number;
  /** A vertical mark, as for today. */
  readonly mark?: number;
}

/** Lines, steps, areas and intervals over a continuous axis. */
export function LineChart(props: LineChartProps) {
  const { name, series, bands = [], from, to, formatTick, height, mark } = props;
  const width = to - from || 1;
  const at = (x: number) => (x - from) / width;
  const values = [
    ...series.flatMap((s) => s.points.map((p) => p.y)),
    ...bands.flatMap((b) => b.points.flatMap((p) => [p.low, p.high])),
  ];
  const ticks: PlaceTick[] = props.ticks.map(({ x, label }) => ({ at: at(x), label }));
  const stops: ChartStop[] = props.stops.map(({ x, ...stop }) => ({ ...stop, at: at(x) }));
  const x = (point: { readonly x: number }) => at(point.x) * DRAWING;
  const extent: [number, number] = [
    values.reduce((a, b) => Math.min(a, b), 0),
    values.reduce((a, b) => Math.max(a, b), 0),
  ];
  return (
    <Plot name={name} extent={extent} formatTick={formatTick} ticks={ticks} stops={stops} height={height}>
      {(y) => (
        <>
          {bands.map(({ key, colour, points }) => (
            <path
              key={key}
              fill={chartColour(colour)}
              fillOpacity={0.18}
              d={
                area<LineBand["points"][number]>()
                  .x(x)
                  .y0((p) => y(p.low))
                  .y1((p) => y(p.high))(points) ?? ""
              }
            />
          ))}
          {series
            .filter((s) => s.filled)
            .map(({ key, colour, points, shape }) => (
              <path
                key={key}
                fill={chartColour(colour)}
                fillOpacity={0.1}
                d={
                  area<LinePoint>()
                    .curve(shape === "step" ? curveStepAfter : curveLinear)
                    .x(x)
                    .y0(y(0))
                    .y1((p) => y(p.y))(points) ?? ""
                }
              />
            ))}
          {mark !== undefined && (
            <line
              x1={at(mark) * DRAWING}
              x2={at(mark) * DRAWING}
              y1={0}
              y2={DRAWING}
              stroke="var(--p-color-border-tertiary)"
              strokeDasharray="2 3"
            />
          )}
          {series.map(({ key, colour, points, shape, dashed, opacity }) => (
            <path
              key={key}
              fill="none"
              stroke={chartColour(colour)}
              strokeOpacity={opacity}
              strokeWidth={2}
              strokeLinejoin="round"
              strokeLinecap="round"
              strokeDasharray={dashed ? "5 5" : undefined}
              d={
                line<LinePoint>()
                  .curve(shape === "step" ? curveStepAfter : curveLinear)
                  .x(x)
                  .y((p) => y(p.y))(points) ?? ""
              }
            />
          ))}
        </>
      )}
    </Plot>
  );
}
