import type { Day } from "../calendar.ts";
import { averageOrderValue, type Explained, firstOrderMultiple } from "./formulas.ts";
import type { ValueEvent } from "./value-events.ts";
import { WINDOWS } from "./windows.ts";

/** Half a year in days, for the value per half year after the first order. */
const HALF_YEAR_DAYS = 182.5;

export type WindowValue = Explained & {
  days: number;
  /** False while the window is not complete: averages leave such a value out. */
  isMature: boolean;
};

export type HalfYearValue = {
  index: number;
  fromDay: Day;
  toDay: Day;
  netSalesMinor: number;
  isMature: boolean;
};

export type CustomerHistory = {
  firstDay: Day;
  lastDay: Day;
  orders: number;
  netSalesMinor: number;
  firstOrderMinor: number;
  averageOrderValue: Explained;
  firstOrderMultiple: Explained;
  windows: WindowValue[];
  halfYears: HalfYearValue[];
  /** Days between successive days with an order; null with fewer than two such days. */
  medianGapDays: number | null;
  firstToSecondDays: number | null;
  secondToThirdDays: number | null;
};

/**
 * Historic value of one customer at the end of `asOfDay`, or null without an order by then. Events may come in any order; of several
 * orders on the first day the first in the list is the first order. Gaps are between days, so orders of one day are one occasion.
 */
export function customerHistory(events: readonly ValueEvent[], asOfDay: Day): CustomerHistory | null {
  const seen = events.filter((event) => event.day <= asOfDay);
  const orders = seen.filter((event) => event.isOrder).sort((left, right) => left.day - right.day);
  const first = orders[0];
  const last = orders[orders.length - 1];
  if (!first || !last) return null;
  const netSalesMinor = sumOf(seen);
  const gaps = gapsBetween(orders.map((order) => order.day));
  return {
    firstDay: first.day,
    lastDay: last.day,
    orders: orders.length,
    netSalesMinor,
    firstOrderMinor: first.netSalesMinor,
    averageOrderValue: averageOrderValue(netSalesMinor, orders.length),
    firstOrderMultiple: firstOrderMultiple(netSalesMinor, first.netSalesMinor),
    windows: WINDOWS.map((days) => ({
      ...valueWithin(seen, first.day, days),
      days,
      isMature: asOfDay - first.day + 1 >= days,
    })),
    halfYears: halfYearValues(seen, first.day, asOfDay),
    medianGapDays: gaps.length === 0 ? null : median(gaps),
    firstToSecondDays: gaps[0] ?? null,
    secondToThirdDays: gaps[1] ?? null,
  };
}

/** Value of the days 0 to `days` - 1 after the first order. */
export function valueWithin(events: readonly ValueEvent[], firstDay: Day, days: number): Explained {
  const inside = events.filter((event) => event.day < firstDay + days);
  const value = sumOf(inside);
  return {
    formula: "value_within_window",
    value,
    inputs: { firstDay, days, orders: inside.filter((event) => event.isOrder).length, netSalesMinor: value },
  };
}

/** Half years alternate between 183 and 182 days, so that two of them are a year of 365 days. They add up to the whole value. */
function halfYearValues(events: readonly ValueEvent[], firstDay: Day, asOfDay: Day): HalfYearValue[] {
  const start = (index: number): Day => firstDay + Math.ceil(index * HALF_YEAR_DAYS);
  const begun = Math.floor((asOfDay - firstDay) / HALF_YEAR_DAYS) + 1;
  return Array.from({ length: begun }, (_, index) => {
    const fromDay = start(index);
    const toDay = start(index + 1) - 1;
    return {
      index,
      fromDay,
      toDay,
      // A refund may be dated before the first counted order: it belongs to the first half year.
      netSalesMinor: sumOf(
        events.filter((event) => event.day <= toDay && (index === 0 || event.day >= fromDay)),
      ),
      isMature: toDay <= asOfDay,
    };
  });
}

function gapsBetween(sortedDays: readonly Day[]): number[] {
  const gaps: number[] = [];
  for (let i = 1; i < sortedDays.length; i++) {
    const gap = sortedDays[i]! - sortedDays[i - 1]!;
    if (gap > 0) gaps.push(gap);
  }
  return gaps;
}

function sumOf(events: readonly ValueEvent[]): number {
  let sum = 0;
  for (const event of events) sum += event.netSalesMinor;
  return sum;
}

/** Middle value; the mean of the two middle ones for an even count. 0 for an empty list. */
export function median(values: ArrayLike<number>): number {
  const sorted = Float64Array.from(values).sort();
  if (sorted.length === 0) return 0;
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
