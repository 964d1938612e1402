import type { Day } from "../calendar.ts";
import type { CustomerSummaryColumns } from "../data/customer-summary.ts";
import { intensityOf, type SeasonFactors } from "./factors.ts";

/**
 * Operational time: the sum of the season's intensity over the days, so that it passes faster where the shop is busier. A model with
 * dropout at purchases is exactly stationary in operational time, so families need no season of their own: only their times change.
 */
export type SeasonClock = {
  /** Operational days passed at the end of day `fromDay` - 1 + i. */
  readonly passed: Float64Array;
  readonly fromDay: Day;
  /** Operational days in a day before and after the table: the mean of its first and of its last year. */
  readonly paceBefore: number;
  readonly paceAfter: number;
};

/** Days after the last observed one in the table; later days use the mean pace of a year. */
const DAYS_AHEAD = 20 * 365 + 5;

export function seasonClock(season: SeasonFactors): SeasonClock {
  const { fromDay, toDay } = season.trend;
  const days = toDay - fromDay + 1 + DAYS_AHEAD;
  const passed = new Float64Array(days + 1);
  for (let i = 0; i < days; i++) passed[i + 1] = passed[i]! + intensityOf(season, fromDay + i);
  return {
    passed,
    fromDay,
    paceBefore: passed[365]! / 365,
    paceAfter: (passed[days]! - passed[days - 365]!) / 365,
  };
}

/** Operational days passed at the end of a calendar day; `day` may be fractional. */
function passedAt({ passed, fromDay, paceBefore, paceAfter }: SeasonClock, day: number): number {
  const at = day - fromDay + 1;
  const last = passed.length - 1;
  if (at <= 0) return at * paceBefore;
  if (at >= last) return passed[last]! + (at - last) * paceAfter;
  const whole = Math.floor(at);
  return at === whole
    ? passed[whole]!
    : passed[whole]! + (at - whole) * (passed[whole + 1]! - passed[whole]!);
}

/** Operational weeks from the end of `fromDay` to the end of `toDay`. */
export function operationalWeeks(clock: SeasonClock, fromDay: number, toDay: number): number {
  return (passedAt(clock, toDay) - passedAt(clock, fromDay)) / 7;
}

/** The inverse: fractional calendar days after the end of `fromDay` in which `weeks` operational weeks pass. */
export function calendarDays(clock: SeasonClock, fromDay: number, weeks: number): number {
  const { passed, fromDay: first, paceBefore, paceAfter } = clock;
  const wanted = passedAt(clock, fromDay) + 7 * weeks;
  const last = passed.length - 1;
  if (wanted <= 0) return wanted / paceBefore + first - 1 - fromDay;
  if (wanted >= passed[last]!) return last + (wanted - passed[last]!) / paceAfter + first - 1 - fromDay;
  let low = 0;
  let high = last;
  for (let halving = 0; halving < 32 && low + 1 < high; halving++) {
    const middle = (low + high) >> 1;
    if (passed[middle]! <= wanted) low = middle;
    else high = middle;
  }
  const share = (wanted - passed[low]!) / (passed[low + 1]! - passed[low]!);
  return low + share + first - 1 - fromDay;
}

/**
 * The same summaries in operational time. `firstDay`: day of each row's first order; `endDay`: end of observation of all rows.
 * Without `sumLnGaps`: it would need every gap, and it is a constant that does not affect the fit.
 */
export function operationalColumns(
  clock: SeasonClock,
  columns: CustomerSummaryColumns,
  firstDay: ArrayLike<number>,
  endDay: Day,
): CustomerSummaryColumns {
  const rows = columns.x.length;
  const tx = new Float64Array(rows);
  const T = new Float64Array(rows);
  const end = passedAt(clock, endDay);
  for (let i = 0; i < rows; i++) {
    const first = firstDay[i]!;
    const start = passedAt(clock, first);
    T[i] = (end - start) / 7;
    // An order on `endDay` has to give exactly tx = T, so that tx <= T holds without rounding error.
    tx[i] = columns.x[i] === 0 ? 0 : (passedAt(clock, first + Math.round(columns.tx[i]! * 7)) - start) / 7;
  }
  const { x, meanValueMinor, weight } = columns;
  return weight ? { x, tx, T, meanValueMinor, weight } : { x, tx, T, meanValueMinor };
}
