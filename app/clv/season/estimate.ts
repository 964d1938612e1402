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
  /** The end of observation, and the log at that day as `customerSummariesAt` gives it. */
  endDay: Day;
  columns: CustomerSummaryColumns;
  customerOf: Int32Array;
  firstDay: Int32Array;
  /**
   * Fits a model without season: expected repeat orders of a new customer in so many weeks, or null where none converged. Called with
   * `columns` itself first, then with the same histories in operational time.
   */
  expectNew: (columns: CustomerSummaryColumns) => ((weeks: number) => number) | null;
};

export type NoSeasonReason = "history_too_short" | "no_pattern" | "did_not_converge";
export type SeasonResult = { ok: true; season: SeasonFactors } | { ok: false; reason: NoSeasonReason };

const TWO_YEARS = 730;
const ONE_YEAR = 365;
/** With two years a season can be compared with itself: chance of one in a thousand is enough. */
const SCORE_TWO_YEARS = 3.09;
/** In a single year nothing tells a season from events, so the months have to differ by far more than chance would have it, and by much. */
const SCORE_ONE_YEAR = 6;
const MIN_VARIANCE_ONE_YEAR = 0.15 ** 2;

/**
 * Season and trend of a shop's repeat orders, or why there are none to speak of. Orders of each quarter of a month are compared with
 * what a stationary model expects of the customers there were; the model is fitted twice, the second time in the time that the first season
 * makes, so that its parameters and the season do not explain the same orders.
 *
 * Needs two years, or one in which months differ by at least 15 % (standard deviation) beyond Poisson noise with a score of 6. A trend needs
 * two years. The order of the customers and the unit of money do not matter.
 */
export function estimateSeason(input: SeasonInput): SeasonResult {
  const { log, columns, firstDay, endDay, expectNew } = input;
  let fromDay = endDay + 1;
  for (const day of firstDay) fromDay = Math.min(fromDay, day);
  if (endDay - fromDay + 1 < ONE_YEAR) return { ok: false, reason: "history_too_short" };
  const customers = new Float64Array(endDay - fromDay + 1);
  for (const day of firstDay) customers[day - fromDay]! += 1;
  const repeatOrders = repeatOrdersByDay(log, endDay);
  let season: SeasonFactors | null = null;
  for (let round = 0; round < 2; round++) {
    const clock = season && seasonClock(season);
    const newCustomer = expectNew(clock ? operationalColumns(clock, columns, firstDay, endDay) : columns);
    if (!newCustomer) return { ok: false, reason: "did_not_converge" };
    const baseline = seasonBaseline(repeatOrders, customers, fromDay, endDay, newCustomer, clock);
    season = seasonFrom(baseline, input, fromDay);
    if (!season) return { ok: false, reason: "no_pattern" };
  }
  return season ? { ok: true, season } : { ok: false, reason: "no_pattern" };
}

/** Season and trend take turns in explaining the orders; the second turn changes little, the third nothing that matters. */
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

/** Factors of the quarter months: those of the months, and within them what is left between quarters. All 1 where there is no pattern. */
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
