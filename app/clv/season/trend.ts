import { type Day, monthOfDay } from "../calendar.ts";
import type { TransactionLog } from "../data/transaction-log.ts";
import type { SeasonBaseline } from "./baseline.ts";
import { DAYS_PER_YEAR } from "./factors.ts";

/**
 * Logarithmic slope per year of orders over what model and season expect, shrunk towards 0; 0 where it could be chance.
 *
 * Its standard error is not that of independent orders, which is several times too small: a few good customers who stay or leave carry a small
 * shop's orders for months. Customers are independent, so their own contributions to the score are squared and summed (the sandwich); to that
 * comes what happens to all of them in a month.
 */
export function trendSlope(
  { parts, visit }: SeasonBaseline,
  factors: readonly number[],
  { log, customerOf, firstDay, endDay }: TrendCustomers,
  fromDay: Day,
): number {
  const cells = parts.map(({ part, throughDay, orders, expected }) => ({
    years: (throughDay - endDay) / DAYS_PER_YEAR,
    orders,
    expected: expected * factors[part]!,
  }));
  const line = trendLine(cells);
  if (!line) return 0;
  const fromMean = cells.map(({ years }) => years - line.meanYears);
  const growth = cells.map(({ years }) => Math.exp(line.level + line.slope * years));
  const scoreOfDay = new Float64Array(endDay - fromDay + 1);
  for (const [p, { afterDay, throughDay }] of parts.entries()) {
    scoreOfDay.fill(fromMean[p]!, afterDay + 1 - fromDay, throughDay + 1 - fromDay);
  }
  const weights = parts.map(({ part }, p) => fromMean[p]! * factors[part]! * growth[p]!);
  const expectedScore = new Float64Array(scoreOfDay.length);
  visit((at, part, expected) => {
    expectedScore[at]! += expected * weights[part]!;
  });
  let squares = 0;
  for (let row = 0; row < customerOf.length; row++) {
    const customer = customerOf[row]!;
    let score = -expectedScore[firstDay[row]! - fromDay]!;
    for (let at = log.start[customer]! + 1; at < log.start[customer + 1]! && log.day[at]! <= endDay; at++) {
      score += scoreOfDay[log.day[at]! - fromDay]!;
    }
    squares += score * score;
  }
  const months = new Map<number, MonthCell>();
  for (const [p, { throughDay }] of parts.entries()) {
    const month = monthOfDay(throughDay);
    const cell = months.get(month) ?? { orders: 0, mean: 0, score: 0 };
    const mean = cells[p]!.expected * growth[p]!;
    cell.orders += cells[p]!.orders;
    cell.mean += mean;
    cell.score += mean * fromMean[p]!;
    months.set(month, cell);
  }
  squares += commonVariance([...months.values()]);
  return shrunkSlope(line.slope, Math.sqrt(squares) / line.information);
}

/** The log, and the rows of `customerSummariesAt` with the day of each one's first order. */
export type TrendCustomers = {
  log: TransactionLog;
  customerOf: Int32Array;
  firstDay: Int32Array;
  endDay: Day;
};

type MonthCell = { orders: number; mean: number; score: number };

/** Variance of the score through months that differ for everybody: v sum score^2, v from the residuals' excess over Poisson noise. */
function commonVariance(months: readonly MonthCell[]): number {
  let excess = 0;
  let means = 0;
  let scores = 0;
  for (const { orders, mean, score } of months) {
    excess += (orders - mean) ** 2 - mean;
    means += mean * mean;
    scores += score * score;
  }
  return means > 0 ? (Math.max(0, excess) / means) * scores : 0;
}

/** Repeat orders of all customers in one part of a year beside what model and season expect of them; `years` is the part's place in time. */
type TrendCell = { years: number; orders: number; expected: number };

/** Level and slope, per year, of the logarithm of orders / expected, and the information on the slope about the weighted mean of the years. */
type TrendLine = { level: number; slope: number; meanYears: number; information: number };

/** Doubling or halving in a year is the most that is believed. */
const MAX_SLOPE = Math.LN2;

/** Poisson regression of orders on ln expected + level + slope x years, or null where there is nothing to see. Source: Fisher scoring. */
function trendLine(cells: readonly TrendCell[]): TrendLine | null {
  const orders = cells.reduce((sum, cell) => sum + cell.orders, 0);
  const expected = cells.reduce((sum, cell) => sum + cell.expected, 0);
  if (!(orders > 0 && expected > 0)) return null;
  let level = Math.log(orders / expected);
  let slope = 0;
  let line: TrendLine | null = null;
  for (let round = 0; round < 12; round++) {
    let w0 = 0;
    let w1 = 0;
    let w2 = 0;
    let s0 = 0;
    let s1 = 0;
    for (const cell of cells) {
      const mean = cell.expected * Math.exp(level + slope * cell.years);
      w0 += mean;
      w1 += mean * cell.years;
      w2 += mean * cell.years ** 2;
      s0 += cell.orders - mean;
      s1 += (cell.orders - mean) * cell.years;
    }
    const information = w2 - (w1 * w1) / w0;
    if (!(information > 0)) return null;
    slope = Math.max(-MAX_SLOPE, Math.min(MAX_SLOPE, slope + (s1 - (w1 * s0) / w0) / information));
    level = Math.log(
      orders / cells.reduce((sum, cell) => sum + cell.expected * Math.exp(slope * cell.years), 0),
    );
    line = { level, slope, meanYears: w1 / w0, information };
  }
  return line;
}

/** A slope has to be so many standard errors away from 0 to count at all: a model that does not quite fit looks like a small one. */
const MIN_Z_SCORE = 4;
/** Standard deviation of true slopes that is assumed: habits that change by more than some 15 % a year are rare. */
const PRIOR_SLOPE_SD = 0.15;

/** Mean of the true slope given the measured one, slopes being normal about 0; 0 where the measured one could be chance. */
function shrunkSlope(slope: number, standardError: number): number {
  if (!(Math.abs(slope) > MIN_Z_SCORE * standardError)) return 0;
  return (slope * PRIOR_SLOPE_SD ** 2) / (PRIOR_SLOPE_SD ** 2 + standardError ** 2);
}
