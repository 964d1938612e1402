import { scaleBand } from "d3-scale";
import { type ChartColour, chartColour } from "./chart-colours.ts";
import type { PlaceTick } from "./label-room.ts";
import { DRAWING, Plot } from "./plot.tsx";

export interface BarPart {
  readonly label: string;
  readonly colour: ChartColour;
  readonly value: number;
  readonly valueText: string;
}

export interface Bar {
  readonly key: string;
  /** On the axis; empty leaves the place without a label. */
  readonly label: string;
  readonly title: string;
  /** Stacked from zero: positive values upward, negative ones downward. */
  readonly parts: readonly BarPart[];
  /** More readings without a bar of their own, such as a total. */
  readonly readings?: readonly { readonly label: string; readonly value: string }[];
  /** The figure is not complete yet: drawn paler. */
  readonly partial?: boolean;
  /** A range without an upper border: its label stands below the bar. */
  readonly open?: boolean;
}

export interface BarChartProps {
  readonly name: string;
  readonly bars: readonly Bar[];
  readonly formatTick: (value: number) => string;
  readonly height?: number;
  /** The bars are ranges side by side: each label names the lower border of its range and stands there, not below the bar. */
  readonly ranges?: boolean;
}

function stack(parts: readonly BarPart[]) {
  let up = 0;
  let down = 0;
  return parts.map((part) => {
    const from = part.value >= 0 ? up : down;
    const to = from + part.value;
    if (part.value >= 0) up = to;
    else down = to;
    return { part, from, to };
  });
}

/** Columns, one or several parts stacked. */
export function BarChart({ name, bars, formatTick, height, ranges = false }: BarChartProps) {
  const keys = bars.map((bar) => bar.key);
  const gap = ranges ? 0.06 : 0.28;
  const place = scaleBand(keys, [0, DRAWING])
    .paddingInner(gap)
    .paddingOuter(gap / 2);
  const centre = (key: string) => ((place(key) ?? 0) + place.bandwidth() / 2) / DRAWING;
  const tickOf = (bar: Bar, index: number): PlaceTick =>
    ranges && !bar.open
      ? { at: index / bars.length, label: bar.label, border: true }
      : { at: centre(bar.key), label: bar.label };
  const stacks = bars.map((bar) => ({ bar, pieces: stack(bar.parts) }));
  const ends = stacks.flatMap(({ pieces }) => pieces.map((piece) => piece.to));
  const extent: [number, number] = [
    ends.reduce((a, b) => Math.min(a, b), 0),
    ends.reduce((a, b) => Math.max(a, b), 0),
  ];
  return (
    <Plot
      name={name}
      extent={extent}
      formatTick={formatTick}
      height={height}
      ticks={bars.map(tickOf).filter((tick) => tick.label !== "")}
      stops={bars.map((bar) => ({
        at: centre(bar.key),
        title: bar.title,
        readings: [
          ...bar.parts.map(({ label, colour, valueText }) => ({ label, colour, value: valueText })),
          ...(bar.readings ?? []),
        ],
      }))}
    >
      {(y) =>
        stacks.map(({ bar, pieces }) => (
          <g key={bar.key} opacity={bar.partial ? 0.5 : undefined}>
            {pieces.map(({ part, from, to }) => (
              <rect
                key={part.label}
                x={place(bar.key)}
                width={place.bandwidth()}
                y={Math.min(y(from), y(to))}
                height={Math.abs(y(from) - y(to))}
                fill={chartColour(part.colour)}
              />
            ))}
          </g>
        ))
      }
    </Plot>
  );
}
