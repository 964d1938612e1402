import { type Day, monthOfDay } from "../calendar.ts";
import type { CustomerSummaryColumns } from "../data/customer-summary.ts";
import { repeatOrdersByDay, type TransactionLog } from "../data/transaction-log.ts";
import { type SeasonBaseline, type SeasonPart, seasonBaseline } from "./baseline.ts";
import { operationalColumns, seasonClock } from "./clock.ts";
import { QUARTER_MONTHS, type SeasonFactors, seasonOf, trendAt } from "./factors.ts";
import { type SeasonCell, shrunkFactors } from "./shrinkage.ts";
import { trendSlope } from "./trend.ts";

export type SeasonInput = {
  log: TransactionLog;
  /** End of observation; the fields below are those of `customerSummariesAt` for this day. */
  endDay: Day;
  columns: CustomerSummaryColumns;
  customerOf: Int32Array;
  firstDay: Int32Array;
  /**
   * Fits a model without season and returns its expected repeat orders of a new customer as a function of weeks, or null where no
   * fit converged. Called with `columns` first, then with the same summaries in operational time.
   */
  expectNew: (columns: CustomerSummaryColumns) => ((weeks: number) => number) | null;
};

export type NoSeasonReason = "history_too_short" | "no_pattern" | "did_not_converge";
export type SeasonResult = { ok: true; season: SeasonFactors } | { ok: false; reason: NoSeasonReason };

const TWO_YEARS = 730;
const ONE_YEAR = 365;
/** Two years can be compared with each other: the z-score of a significance level of 0.001. */
const SCORE_TWO_YEARS = 3.09;
/** In a single year a season cannot be distinguished from events, so both the z-score and the variance between months have to be large. */
const SCORE_ONE_YEAR = 6;
const MIN_VARIANCE_ONE_YEAR = 0.15 ** 2;

/**
 * Season and trend of a shop's repeat orders, or the reason why there are none. The orders of each quarter month are compared with
 * those that a stationary model expects of the customers acquired by then. The model is fitted twice, the second time in the
 * operational time of the first season, so that its parameters and the season do not explain the same orders.
 *
 * Needs two years, or one year in which months differ by a standard deviation of at least 15 % beyond Poisson noise, with a z-score
 * above 6. A trend needs two years. A shop without a repeat order in the last year has neither: that nobody buys any more is dropout,
 * and as a trend it would slow the season's time down until years pass like minutes. The result does not depend on the order of the customers or on the unit of money.
 */
export function estimateSeason(input: SeasonInput): SeasonResult {
  const { log, columns, firstDay, endDay, expectNew } = input;
  let fromDay = endDay + 1;
  for (const day of firstDay) fromDay = Math.min(fromDay, day);
  if (endDay - fromDay + 1 < ONE_YEAR) return { ok: false, reason: "history_too_short" };
  const customers = new Float64Array(endDay - fromDay + 1);
  for (const day of firstDay) customers[day - fromDay]! += 1;
  const repeatOrders = repeatOrdersByDay(log, endDay);
  const isQuiet = repeatOrders.counts.subarray(-ONE_YEAR).every((orders) => orders === 0);
  let season: SeasonFactors | null = null;
  for (let round = 0; round < 2; round++) {
    const clock = season && seasonClock(season);
    const newCustomer = expectNew(clock ? operationalColumns(clock, columns, firstDay, endDay) : columns);
    if (!newCustomer) return { ok: false, reason: "did_not_converge" };
    if (isQuiet) return { ok: false, reason: "no_pattern" };
    const baseline = seasonBaseline(repeatOrders, customers, fromDay, endDay, newCustomer, clock);
    season = seasonFrom(baseline, input, fromDay);
    if (!season) return { ok: false, reason: "no_pattern" };
  }
  return season ? { ok: true, season } : { ok: false, reason: "no_pattern" };
}

/** Season and trend are estimated in turns; after three turns the changes are negligible. */
const TURNS = 3;

function seasonFrom(baseline: SeasonBaseline, input: SeasonInput, fromDay: Day): SeasonFactors | null {
  const { parts } = baseline;
  if (!parts.some((part) => part.orders > 0 && part.expected > 0)) return null;
  const twoYears = input.endDay - fromDay + 1 >= TWO_YEARS;
  const trend = { lnPerYear: 0, fromDay, toDay: input.endDay };
  let factors: number[] = [];
  for (let turn = 0; turn < TURNS; turn++) {
    factors = yearlyFactors(
      parts.map((part) => ({ ...part, expected: part.expected * Math.exp(trendAt(trend, part.throughDay)) })),
      twoYears,
    );
    if (!twoYears) break;
    trend.lnPerYear = trendSlope(baseline, factors, input, fromDay);
  }
  if (trend.lnPerYear === 0 && factors.every((factor) => factor === 1)) return null;
  return seasonOf(factors, trend);
}

/** Factors of the quarter months: the factor of the month times a factor within the month. All 1 where there is no pattern. */
function yearlyFactors(parts: readonly SeasonPart[], twoYears: boolean): number[] {
  const byMonth = new Map<number, SeasonCell>();
  for (const { part, throughDay, orders, expected } of parts) {
    const month = monthOfDay(throughDay);
    const cell = byMonth.get(month) ?? { part: Math.floor(part / 4), orders: 0, expected: 0 };
    cell.orders += orders;
    cell.expected += expected;
    byMonth.set(month, cell);
  }
  const months = shrunkFactors([...byMonth.values()], 12);
  const strong = twoYears
    ? months.zScore > SCORE_TWO_YEARS
    : months.zScore > SCORE_ONE_YEAR && months.betweenParts + months.betweenYears > MIN_VARIANCE_ONE_YEAR;
  const ofMonth = (part: number): number => (strong ? months.factors[Math.floor(part / 4)]! : 1);
  const quarters = shrunkFactors(
    parts.map(({ part, orders, expected }) => ({ part, orders, expected: expected * ofMonth(part) })),
    QUARTER_MONTHS,
  );
  const finer = twoYears ? quarters.zScore > SCORE_TWO_YEARS : strong && quarters.zScore > SCORE_ONE_YEAR;
  return quarters.factors.map((factor, part) => (finer ? factor : 1) * ofMonth(part));
}
