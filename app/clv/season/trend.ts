import { type Day, monthOfDay } from "../calendar.ts";
import type { TransactionLog } from "../data/transaction-log.ts";
import type { SeasonBaseline } from "./baseline.ts";
import { DAYS_PER_YEAR } from "./factors.ts";

/**
 * Slope per year of ln(orders / expected by model and season), shrunk towards 0; 0 where it is not significant.
 *
 * The standard error of independent orders would be several times too small, because few customers with many orders dominate a small
 * shop for months. Customers are independent, so the squared contributions of each customer to the score are summed (sandwich
 * estimator, Huber 1967); the variance of effects that all customers share in a month is added.
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

/** Variance of the score from effects that all customers share in a month: v sum score^2, v from the residuals beyond Poisson noise. */
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

/** Repeat orders of all customers in one part of a year, and the expectation of model and season; `years`: time of the part from the end. */
type TrendCell = { years: number; orders: number; expected: number };

/** Level, and slope per year, of ln(orders / expected); Fisher information of the slope, about the weighted mean of the years. */
type TrendLine = { level: number; slope: number; meanYears: number; information: number };

/** The slope is limited to doubling or halving in a year. */
const MAX_SLOPE = Math.LN2;

/** Halvings of the range of slopes: what is left of it is 1e-15. */
const HALVINGS = 50;

/**
 * Poisson regression ln E[orders] = ln expected + level + slope x years, with the level that gives all orders at each slope; null
 * without orders or without expectation. The score falls with the slope, so halving finds its root, or the limit that it is beyond.
 */
function trendLine(cells: readonly TrendCell[]): TrendLine | null {
  const orders = cells.reduce((sum, cell) => sum + cell.orders, 0);
  const expected = cells.reduce((sum, cell) => sum + cell.expected, 0);
  if (!(orders > 0 && expected > 0)) return null;
  const orderYears = cells.reduce((sum, cell) => sum + cell.orders * cell.years, 0);
  const momentsAt = (slope: number) => {
    let w0 = 0;
    let w1 = 0;
    let w2 = 0;
    for (const cell of cells) {
      const mean = cell.expected * Math.exp(slope * cell.years);
      w0 += mean;
      w1 += mean * cell.years;
      w2 += mean * cell.years ** 2;
    }
    return { w0, meanYears: w1 / w0, variance: w2 / w0 - (w1 / w0) ** 2 };
  };
  let low = -MAX_SLOPE;
  let high = MAX_SLOPE;
  for (let halving = 0; halving < HALVINGS; halving++) {
    const middle = 0.5 * (low + high);
    if (orderYears > orders * momentsAt(middle).meanYears) low = middle;
    else high = middle;
  }
  const slope = 0.5 * (low + high);
  const { w0, meanYears, variance } = momentsAt(slope);
  if (!(variance > 0)) return null;
  return { level: Math.log(orders / w0), slope, meanYears, information: orders * variance };
}

/** A slope counts only from this many standard errors on: a model that does not fit exactly shows a small slope too. */
const MIN_Z_SCORE = 4;
/** Prior standard deviation of true slopes: purchase rates that change by more than about 15 % a year are rare. */
const PRIOR_SLOPE_SD = 0.15;

/** Posterior mean of the slope under a normal prior about 0; 0 where the measured slope is not significant. */
function shrunkSlope(slope: number, standardError: number): number {
  if (!(Math.abs(slope) > MIN_Z_SCORE * standardError)) return 0;
  return (slope * PRIOR_SLOPE_SD ** 2) / (PRIOR_SLOPE_SD ** 2 + standardError ** 2);
}
