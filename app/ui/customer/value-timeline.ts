import type { CustomerView } from "../../valuation/pages/customers/customer.ts";
import type { LineBand, LinePoint } from "../charts/line-chart.tsx";

const DAY_MS = 86_400_000;
export const HORIZON_DAYS = 365;

/** YYYY-MM-DD as days since 1970-01-01. */
export const dayNumber = (day: string): number => Date.parse(`${day}T00:00:00Z`) / DAY_MS;

export const dayText = (number: number): string => new Date(number * DAY_MS).toISOString().slice(0, 10);

/** First days of months between two days, at most `most` of them, evenly apart; months as year * 12 + month0. */
export function monthMarks(from: number, to: number, most: number): readonly { x: number; month: number }[] {
  const first = new Date(from * DAY_MS);
  const last = new Date(to * DAY_MS);
  const start = first.getUTCFullYear() * 12 + first.getUTCMonth() + (first.getUTCDate() > 1 ? 1 : 0);
  const end = last.getUTCFullYear() * 12 + last.getUTCMonth();
  const step = [1, 2, 3, 6, 12, 24, 36, 60].find((months) => (end - start) / months < most) ?? 120;
  const marks: { x: number; month: number }[] = [];
  for (let month = Math.ceil(start / step) * step; month <= end; month += step) {
    marks.push({ x: Date.UTC(Math.floor(month / 12), month % 12, 1) / DAY_MS, month });
  }
  return marks;
}

export interface ValueTimeline {
  readonly from: number;
  readonly today: number;
  readonly to: number;
  /** Starts at zero on the day of the first order, ends today. */
  readonly soFar: readonly LinePoint[];
  readonly expected: readonly LinePoint[];
  readonly interval: LineBand["points"];
}

/** What the chart draws: value so far as steps, then the expected year with its interval opening from today. */
export function valueTimeline({ timeline, asOfDay, prediction, historic }: CustomerView): ValueTimeline {
  const today = dayNumber(asOfDay);
  const days = timeline.map(({ day, cumulativeMinor }) => ({ x: dayNumber(day), y: cumulativeMinor }));
  const first = days[0]?.x ?? today;
  const ready = prediction.state === "ready";
  const to = ready ? today + HORIZON_DAYS : today;
  const now = historic.valueMinor;
  const end = now + (ready ? prediction.expectedValueMinor : 0);
  return {
    // A day's room before the first order, or the first step would stand on the axis.
    from: first - Math.max(1, Math.round((to - first) * 0.02)),
    today,
    to,
    soFar: days.length === 0 ? [] : [{ x: first, y: 0 }, ...days, { x: today, y: now }],
    expected: ready
      ? [
          { x: today, y: now },
          { x: to, y: end },
        ]
      : [],
    interval: ready
      ? [
          { x: today, low: now, high: now },
          { x: to, low: now + prediction.valueLowMinor, high: now + prediction.valueHighMinor },
        ]
      : [],
  };
}
