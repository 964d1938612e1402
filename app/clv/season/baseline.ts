import type { Day } from "../calendar.ts";
import { operationalWeeks, type SeasonClock } from "./clock.ts";
import { quarterMonthOf } from "./factors.ts";

/** A quarter of a month in one year, from the end of day `afterDay` to the end of day `throughDay`. */
export type SeasonPart = {
  /** Which of the 48. */
  part: number;
  afterDay: Day;
  throughDay: Day;
  /** Repeat orders of all customers. */
  orders: number;
  /** Expected orders of the customers acquired by then, at an intensity of 1. */
  expected: number;
};

export type SeasonBaseline = {
  parts: SeasonPart[];
  /** Calls `onExpected` with the expected orders, in each later part, of one customer whose first order was on day `fromDay` + `at`. */
  visit(onExpected: (at: number, part: number, expected: number) => void): void;
};

/**
 * Expected orders under a model without season in each quarter month between `fromDay` and `endDay`: expected orders in the model's
 * time, divided by the speed of that time in the part.
 *
 * - `repeatOrders`: repeat order days by day; `customers`: number by the day of the first order, from `fromDay` on
 * - `newCustomer`: expected repeat orders of a new customer in a number of operational weeks of `clock`, or of calendar weeks without one
 */
export function seasonBaseline(
  repeatOrders: { firstDay: Day; counts: Float64Array },
  customers: Float64Array,
  fromDay: Day,
  endDay: Day,
  newCustomer: (weeks: number) => number,
  clock: SeasonClock | null,
): SeasonBaseline {
  const weeksTo = (day: number): number =>
    clock ? operationalWeeks(clock, fromDay - 1, day) : (day - fromDay + 1) / 7;
  // The expectation at every seventh of a week, linear in between.
  const curve = new Float64Array(Math.ceil(weeksTo(endDay) * 7) + 2);
  for (let i = 1; i < curve.length; i++) curve[i] = newCustomer(i / 7);
  const expectedBy = (weeks: number): number => {
    const whole = Math.floor(weeks * 7);
    return curve[whole]! + (weeks * 7 - whole) * (curve[whole + 1]! - curve[whole]!);
  };
  const parts = observedParts(repeatOrders, fromDay, endDay);
  const ends = parts.map((part) => weeksTo(part.throughDay));
  const paces = parts.map(
    ({ afterDay, throughDay }) => (7 * (weeksTo(throughDay) - weeksTo(afterDay))) / (throughDay - afterDay),
  );
  const visit: SeasonBaseline["visit"] = (onExpected) => {
    let from = 0;
    for (let at = 0; at < customers.length; at++) {
      for (; from < parts.length - 1 && parts[from]!.throughDay < fromDay + at; from++);
      if (customers[at] === 0) continue;
      const start = weeksTo(fromDay + at);
      let before = 0;
      for (let p = from; p < parts.length; p++) {
        const by = expectedBy(ends[p]! - start);
        onExpected(at, p, (by - before) / paces[p]!);
        before = by;
      }
    }
  };
  visit((at, part, expected) => {
    parts[part]!.expected += customers[at]! * expected;
  });
  return { parts, visit };
}

function observedParts(
  { firstDay, counts }: { firstDay: Day; counts: Float64Array },
  fromDay: Day,
  endDay: Day,
): SeasonPart[] {
  const parts: SeasonPart[] = [];
  for (let day = fromDay; day <= endDay; day++) {
    const part = quarterMonthOf(day);
    let current = parts.at(-1);
    if (!current || current.part !== part) {
      current = { part, afterDay: day - 1, throughDay: day, orders: 0, expected: 0 };
      parts.push(current);
    }
    current.throughDay = day;
    current.orders += counts[day - firstDay] ?? 0;
  }
  return parts;
}
