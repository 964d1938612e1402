import type { Day } from "../calendar.ts";
import type { CustomerSummaryColumns } from "../data/customer-summary.ts";
import { intensityOf, type SeasonFactors } from "./factors.ts";

/**
 * A clock that runs faster where the shop is busier: its time is the sum of the season's intensity over the days. A model in which
 * customers leave at purchases is exactly stationary in that time, so no family has to know of seasons: only its times are warped.
 */
export type SeasonClock = {
  /** Operational days passed at the end of day `fromDay` - 1 + i. */
  readonly passed: Float64Array;
  readonly fromDay: Day;
  /** Operational days in a day before and after the table: the mean of its first and of its last year. */
  readonly paceBefore: number;
  readonly paceAfter: number;
};

/** So many days after the last observed one are in the table; further ahead the clock runs at the pace of a whole year. */
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

/** Operational days passed at the end of a calendar day, which may have a fraction. */
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

/** The inverse: calendar days, with a fraction, after the end of `fromDay` in which so many operational weeks pass. */
export function calendarDays(clock: SeasonClock, fromDay: number, weeks: number): number {
  const { passed, fromDay: first, paceBefore, paceAfter } = clock;
  const wanted = passedAt(clock, fromDay) + 7 * weeks;
  const last = passed.length - 1;
  if (wanted <= 0) return wanted / paceBefore + first - 1 - fromDay;
  if (wanted >= passed[last]!) return last + (wanted - passed[last]!) / paceAfter + first - 1 - fromDay;
  let low = 0;
  let high = last;
  while (low + 1 < high) {
    const middle = (low + high) >> 1;
    if (passed[middle]! <= wanted) low = middle;
    else high = middle;
  }
  const share = (wanted - passed[low]!) / (passed[low + 1]! - passed[low]!);
  return low + share + first - 1 - fromDay;
}

/**
 * The same histories in operational time. `firstDay` holds the day of each row's first order, `endDay` the end of observation of all.
 * `sumLnGaps` is left out: it would need every gap, and is a constant of the data that no fit depends on.
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
    // The last day of a history that was bought today has to be the end itself, so that tx <= T holds to the last bit.
    tx[i] = columns.x[i] === 0 ? 0 : (passedAt(clock, first + Math.round(columns.tx[i]! * 7)) - start) / 7;
  }
  const { x, meanValueMinor, weight } = columns;
  return weight ? { x, tx, T, meanValueMinor, weight } : { x, tx, T, meanValueMinor };
}
