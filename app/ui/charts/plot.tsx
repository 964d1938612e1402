import { scaleLinear } from "d3-scale";
import { Fragment, type KeyboardEvent, type PointerEvent, type ReactNode, useState } from "react";
import { useLocale } from "../locale.tsx";
import { type ChartColour, chartColour } from "./chart-colours.ts";
import { type Anchor, anchorOf, type PlaceTick, thinWidths } from "./label-room.ts";
import styles from "./plot.module.css";

/** Side of the square that charts draw in; it is stretched to the box on the page. */
export const DRAWING = 1000;

/** What is read off the chart at one place. */
export interface ChartStop {
  readonly at: number;
  readonly title: string;
  readonly readings: readonly {
    readonly label: string;
    readonly value: string;
    readonly colour?: ChartColour;
  }[];
}

interface PlotProps {
  /** Accessible name: what the chart shows. */
  readonly name: string;
  /** Extent of all values drawn; zero is always part of the axis. */
  readonly extent: readonly [number, number];
  readonly formatTick: (value: number) => string;
  readonly ticks: readonly PlaceTick[];
  readonly stops: readonly ChartStop[];
  /** Pixels. */
  readonly height?: number;
  /** Draws into a square of DRAWING x DRAWING; `y` turns a value into its height from the top. */
  readonly children: (y: (value: number) => number) => ReactNode;
}

const anchorClass: Readonly<Record<Anchor, string | undefined>> = {
  start: styles.placeFirst,
  middle: "",
  end: styles.placeLast,
};

function Places({ ticks }: { ticks: readonly PlaceTick[] }) {
  const thin = thinWidths(ticks);
  return (
    <div className={styles.places} aria-hidden="true">
      {ticks.map((tick, index) => {
        const left = `${tick.at * 100}%`;
        return (
          <Fragment key={left}>
            {tick.border && <span className={styles.border} style={{ left }} />}
            <span
              className={`${styles.place} ${anchorClass[anchorOf(tick)]} ${styles[`thin${thin[index]}`] ?? ""}`}
              style={{ left }}
            >
              {tick.label}
            </span>
          </Fragment>
        );
      })}
    </div>
  );
}

/** Axes, grid and a reading cursor for pointer and keyboard; needs no measuring, so the server draws it whole. */
export function Plot({ name, extent, formatTick, ticks, stops, height = 240, children }: PlotProps) {
  const { t } = useLocale();
  const [active, setActive] = useState<number | null>(null);
  const low = Math.min(0, extent[0]);
  const high = Math.max(0, extent[1]);
  const flat = low === high;
  const scale = scaleLinear()
    .domain(flat ? [0, 1] : [low, high])
    .range([DRAWING, 0]);
  if (!flat) scale.nice(4);
  const values = flat ? [0] : scale.ticks(4);
  const y = (value: number) => scale(value);
  const stop = active === null ? undefined : stops[active];
  const last = stops.length - 1;
  const spoken = stops[active ?? last];

  const onPointer = (event: PointerEvent<HTMLDivElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const at = (event.clientX - box.left) / box.width;
    let nearest = 0;
    for (let i = 1; i < stops.length; i += 1) {
      if (Math.abs(stops[i]!.at - at) < Math.abs(stops[nearest]!.at - at)) nearest = i;
    }
    setActive(stops.length > 0 ? nearest : null);
  };
  const onKey = (event: KeyboardEvent) => {
    const from = active ?? last;
    const to = { ArrowLeft: from - 1, ArrowRight: from + 1, Home: 0, End: last }[event.key];
    if (event.key === "Escape") setActive(null);
    if (to === undefined) return;
    event.preventDefault();
    setActive(Math.min(last, Math.max(0, to)));
  };

  return (
    <div className={styles.plot}>
      <div className={styles.values} style={{ height }} aria-hidden="true">
        {values.map((value) => (
          <span key={value} className={styles.value} style={{ top: `${(y(value) / DRAWING) * 100}%` }}>
            {formatTick(value)}
          </span>
        ))}
      </div>
      <div className={styles.field} style={{ height }}>
        <svg
          className={styles.drawing}
          viewBox={`0 0 ${DRAWING} ${DRAWING}`}
          preserveAspectRatio="none"
          role="img"
          aria-label={name}
        >
          {values.map((value) => (
            <line
              key={value}
              className={value === 0 ? styles.zero : styles.grid}
              x1={0}
              x2={DRAWING}
              y1={y(value)}
              y2={y(value)}
            />
          ))}
          {children(y)}
        </svg>
        {stop && <div className={styles.hair} style={{ left: `${stop.at * 100}%` }} />}
        {spoken && (
          <div
            className={styles.cursor}
            role="slider"
            tabIndex={0}
            aria-label={t("charts.cursor", { name })}
            aria-valuemin={0}
            aria-valuemax={last}
            aria-valuenow={active ?? last}
            aria-valuetext={[spoken.title, ...spoken.readings.map((r) => `${r.label} ${r.value}`)].join(", ")}
            onPointerMove={onPointer}
            onPointerDown={onPointer}
            onPointerLeave={() => setActive(null)}
            onBlur={() => setActive(null)}
            onKeyDown={onKey}
          />
        )}
        {stop && (
          <div
            className={styles.reading}
            aria-hidden="true"
            style={
              stop.at > 0.5
                ? { right: `calc(${(1 - stop.at) * 100}% + 12px)` }
                : { left: `calc(${stop.at * 100}% + 12px)` }
            }
          >
            <div className={styles.readingTitle}>{stop.title}</div>
            {stop.readings.map(({ label, value, colour }) => (
              <div key={label} className={styles.readingLine}>
                <span className={styles.readingLabel}>
                  {colour && <span className={styles.swatch} style={{ background: chartColour(colour) }} />}
                  {label}
                </span>
                <span>{value}</span>
              </div>
            ))}
          </div>
        )}
      </div>
      <Places ticks={ticks} />
    </div>
  );
}
