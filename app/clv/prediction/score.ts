import type { Day } from "../calendar.ts";
import {
  type CustomerSummary,
  type CustomerSummaryColumns,
  clampedSummaryColumns,
} from "../data/customer-summary.ts";
import { groupEqualRows } from "../data/group-rows.ts";
import { scoringOrder } from "../data/scoring-order.ts";
import { calendarDays } from "../season/clock.ts";
import { gammaGammaExpectedSpend } from "../spend/gamma-gamma.ts";
import { weeklyRate } from "../transactions/discounted-orders.ts";
import { transactionFamily } from "../transactions/families.ts";
import { type ModelTime, modelTime } from "./model-time.ts";
import { cubaturePoints } from "./parameter-points.ts";
import { PredictiveOrders } from "./predictive-orders.ts";
import { PredictiveValue } from "./predictive-value.ts";
import type { FittedModel } from "./value-model.ts";

export type ScoreOptions = {
  /** Horizon of the prediction; 52 weeks are the next 12 months. */
  horizonWeeks: number;
  /** 0.1 = 10 % a year. */
  yearlyDiscount: number;
  /** The day at whose end the customers are observed; required by a model with a season. */
  asOfDay?: Day;
};

export const DEFAULT_SCORE_OPTIONS: ScoreOptions = { horizonWeeks: 52, yearlyDiscount: 0.1 };

/** The range of the next order's time is between these quantiles, given that the order takes place within the horizon. */
const EARLY = 0.1;
const LATE = 0.9;

/** The time of the next order is stated only where an order within the horizon has at least this probability. */
export const NEXT_ORDER_MIN_PROBABILITY = 0.5;

/**
 * Predictions as columns, one entry per row of the input, every number finite.
 *
 * - `pAlive`: P(alive); always 1 after a single purchase in families without dropout at the first one (BG/NBD, BG/CNBD-k)
 * - `orderProbability`: probability of at least one order within the horizon
 * - `expectedOrders`, `ordersLow`, `ordersHigh`: within the horizon, with the ends of the 80 % interval (whole numbers)
 * - `expectedSpendMinor`: expected value of one order
 * - `expectedValueMinor`: discounted value of the horizon; `valueLowMinor`, `valueHighMinor`: its 80 % interval. Not rounded.
 * - `nextOrderFromDays`, `nextOrderToDays`: whole days from now, the middle 80 % of the time to the next order given that it is
 *   within the horizon; both -1 where an order within the horizon has a probability below one half
 */
export type ScoreColumns = {
  pAlive: Float64Array;
  orderProbability: Float64Array;
  expectedOrders: Float64Array;
  ordersLow: Float64Array;
  ordersHigh: Float64Array;
  expectedSpendMinor: Float64Array;
  expectedValueMinor: Float64Array;
  valueLowMinor: Float64Array;
  valueHighMinor: Float64Array;
  nextOrderFromDays: Float64Array;
  nextOrderToDays: Float64Array;
};

/**
 * Numbers per distinct (x, tx, T), adjacent in memory because they are read together: P(alive), P(order), expected orders and their
 * interval, the range of the next order, then discounted orders and the interval of the value in units of v + x m.
 */
const RECORD_SIZE = 10;

/**
 * Predictions of all customers. Terms in (x, T) alone are computed once per pair, terms in (x, tx, T) once per distinct summary.
 * Expectations are at the fitted parameters; intervals include the uncertainty of the parameters. Throws a RangeError for a horizon
 * or a discount that is not finite and >= 0, and for a model with a season without `options.asOfDay`.
 */
export function scoreColumns(
  model: FittedModel,
  histories: CustomerSummaryColumns,
  options: ScoreOptions = DEFAULT_SCORE_OPTIONS,
): ScoreColumns {
  const size = histories.x.length;
  const out = emptyScores(size);
  refuseOptions(options);
  const { horizonWeeks: calendarWeeks } = options;
  const time = modelTime(model.season, clampedSummaryColumns(histories), options.asOfDay, calendarWeeks);
  const { columns } = time;
  const { groupOf, firstRow } = groupEqualRows([columns.x, columns.tx, columns.T]);
  const records = scoreHistories(model, rowsOf(columns, firstRow), time, calendarWeeks, options);
  const spend = model.spend.params;
  for (let row = 0; row < size; row++) {
    const record = groupOf[row]! * RECORD_SIZE;
    const x = columns.x[row]!;
    const meanMinor = columns.meanValueMinor[row]!;
    const unitMinor = spend.v + x * meanMinor;
    const spendMinor = gammaGammaExpectedSpend(spend, x, meanMinor);
    out.pAlive[row] = records[record]!;
    out.orderProbability[row] = records[record + 1]!;
    out.expectedOrders[row] = records[record + 2]!;
    out.ordersLow[row] = records[record + 3]!;
    out.ordersHigh[row] = records[record + 4]!;
    out.nextOrderFromDays[row] = records[record + 5]!;
    out.nextOrderToDays[row] = records[record + 6]!;
    out.expectedSpendMinor[row] = spendMinor;
    out.expectedValueMinor[row] = records[record + 7]! * spendMinor;
    out.valueLowMinor[row] = records[record + 8]! * unitMinor;
    out.valueHighMinor[row] = records[record + 9]! * unitMinor;
  }
  return out;
}

function rowsOf({ x, tx, T }: CustomerSummaryColumns, rows: Int32Array): CustomerSummaryColumns {
  const of = (column: Float64Array): Float64Array => Float64Array.from(rows, (row) => column[row]!);
  return { x: of(x), tx: of(tx), T: of(T), meanValueMinor: new Float64Array(rows.length) };
}

function refuseOptions({ horizonWeeks, yearlyDiscount }: ScoreOptions): void {
  for (const [name, value] of Object.entries({ horizonWeeks, yearlyDiscount })) {
    if (!(value >= 0 && value < Number.POSITIVE_INFINITY)) {
      throw new RangeError(`${name} ${value} should be a finite number of at least 0`);
    }
  }
}

/** One record for each of these distinct summaries, whose times are in the model's time. */
function scoreHistories(
  model: FittedModel,
  { x: xs, tx: txs, T: Ts, meanValueMinor }: CustomerSummaryColumns,
  { weeks, clock }: ModelTime,
  calendarWeeks: number,
  options: ScoreOptions,
): Float64Array {
  // In the model's time, so that the whole horizon is discounted as in calendar time.
  const discountRate = weeks > 0 ? weeklyRate(options.yearlyDiscount) * (calendarWeeks / weeks) : 0;
  const days = (inModelWeeks: number): number =>
    clock ? calendarDays(clock, options.asOfDay ?? 0, inModelWeeks) : 7 * inModelWeeks;
  const { params, covariance } = model.transactions;
  const family = transactionFamily(model.transactions.family);
  const [fewOrders, manyOrders] = model.intervalLevels.orders;
  const [lowLevel, highLevel] = model.intervalLevels.value;
  const orders = new PredictiveOrders(family, cubaturePoints(params, covariance), weeks);
  const value = new PredictiveValue(model.spend.params, model.spend.levelVariance);
  const records = new Float64Array(RECORD_SIZE * xs.length);
  const { order, newXAndT } = scoringOrder(
    { x: xs, tx: txs, T: Ts, meanValueMinor },
    family.dependsOnRecency,
  );
  const pair = { expected: 0, discounted: 0, anyOrder: 0, fromDays: 0, toDays: 0 };
  for (let at = 0; at < order.length; at++) {
    const row = order[at]!;
    const x = xs[row]!;
    const tx = txs[row]!;
    const T = Ts[row]!;
    if (newXAndT[at]) {
      pair.expected = family.expectedWhileAlive(params, x, tx, T, weeks);
      pair.discounted = family.discountedWhileAlive(params, x, tx, T, weeks, discountRate);
      pair.anyOrder = family.tailProbabilityWhileAlive(params, x, tx, T, weeks, 1);
      const wait = (share: number): number =>
        days(family.weeksToNextWhileAlive(params, x, tx, T, share * pair.anyOrder) ?? weeks);
      pair.fromDays = Math.floor(wait(EARLY));
      pair.toDays = Math.ceil(wait(LATE));
      value.setCustomer(x);
    }
    orders.setCustomer(x, tx, T);
    const alive = family.aliveProbability(params, x, tx, T);
    const expects = alive * pair.anyOrder >= NEXT_ORDER_MIN_PROBABILITY;
    const discountShare = pair.expected > 0 ? pair.discounted / pair.expected : 1;
    const record = row * RECORD_SIZE;
    records[record] = alive;
    records[record + 1] = alive * pair.anyOrder;
    // Infinite given alive, still 0 for P(alive) = 0.
    records[record + 2] = alive > 0 ? alive * pair.expected : 0;
    records[record + 3] = orders.quantile(fewOrders);
    records[record + 4] = orders.quantile(manyOrders);
    records[record + 5] = expects ? pair.fromDays : -1;
    records[record + 6] = expects ? pair.toDays : -1;
    records[record + 7] = alive > 0 ? alive * pair.discounted : 0;
    records[record + 8] = discountShare * value.quantile(lowLevel, orders.tailProbabilities, orders.edges);
    records[record + 9] = discountShare * value.quantile(highLevel, orders.tailProbabilities, orders.edges);
  }
  return records;
}

/** Prediction of one customer: the numbers of `scoreColumns`, and a reason where no time of the next order is stated. */
export type CustomerScore = {
  pAlive: number;
  /** 1 - orderProbability: the probability of no order within the horizon. */
  churnProbability: number;
  orderProbability: number;
  expectedOrders: number;
  ordersLow: number;
  ordersHigh: number;
  expectedSpendMinor: number;
  expectedValueMinor: number;
  valueLowMinor: number;
  valueHighMinor: number;
  nextOrder: { ok: true; fromDays: number; toDays: number } | { ok: false; reason: "order_unlikely" };
};

export function scoreCustomer(
  model: FittedModel,
  history: CustomerSummary,
  options: ScoreOptions = DEFAULT_SCORE_OPTIONS,
): CustomerScore {
  const columns = scoreColumns(
    model,
    {
      x: Float64Array.of(history.x),
      tx: Float64Array.of(history.tx),
      T: Float64Array.of(history.T),
      meanValueMinor: Float64Array.of(history.meanValueMinor),
    },
    options,
  );
  const fromDays = columns.nextOrderFromDays[0]!;
  return {
    pAlive: columns.pAlive[0]!,
    churnProbability: 1 - columns.orderProbability[0]!,
    orderProbability: columns.orderProbability[0]!,
    expectedOrders: columns.expectedOrders[0]!,
    ordersLow: columns.ordersLow[0]!,
    ordersHigh: columns.ordersHigh[0]!,
    expectedSpendMinor: columns.expectedSpendMinor[0]!,
    expectedValueMinor: columns.expectedValueMinor[0]!,
    valueLowMinor: columns.valueLowMinor[0]!,
    valueHighMinor: columns.valueHighMinor[0]!,
    nextOrder:
      fromDays < 0
        ? { ok: false, reason: "order_unlikely" }
        : { ok: true, fromDays, toDays: columns.nextOrderToDays[0]! },
  };
}

function emptyScores(size: number): ScoreColumns {
  const column = (): Float64Array => new Float64Array(size);
  return {
    pAlive: column(),
    orderProbability: column(),
    expectedOrders: column(),
    ordersLow: column(),
    ordersHigh: column(),
    expectedSpendMinor: column(),
    expectedValueMinor: column(),
    valueLowMinor: column(),
    valueHighMinor: column(),
    nextOrderFromDays: column(),
    nextOrderToDays: column(),
  };
}
