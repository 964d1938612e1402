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
  /** The day at whose end the customers are seen; a model with a season needs it. */
  asOfDay?: Day;
};

export const DEFAULT_SCORE_OPTIONS: ScoreOptions = { horizonWeeks: 52, yearlyDiscount: 0.1 };

/** Between these shares of the likely times of a next order lies the range that is stated. */
const EARLY = 0.1;
const LATE = 0.9;

/** From this probability of an order within the horizon on, an expected time of the next order is stated. */
export const NEXT_ORDER_MIN_PROBABILITY = 0.5;

/**
 * Prediction of each customer, one entry a row of the input, every number finite.
 *
 * - `pAlive`: probability of still being a customer (always 1 after a single purchase where the family lets nobody leave before a second: BG/NBD, BG/CNBD-k)
 * - `orderProbability`: probability of at least one order within the horizon
 * - `expectedOrders`, `ordersLow`, `ordersHigh`: within the horizon, with the ends of the 80 % interval (whole numbers)
 * - `expectedSpendMinor`: expected value of one order
 * - `expectedValueMinor`: discounted value of the horizon; `valueLowMinor`, `valueHighMinor`: its 80 % interval. Not rounded.
 * - `nextOrderFromDays`, `nextOrderToDays`: whole days from now, the middle 80 % of the time to the next order given that it comes
 *   within the horizon; both -1 where an order within the horizon is less likely than not
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
 * What is scored of a distinct (x, tx, T), as one record, because numbers that are read together should stand together in memory: the first
 * seven columns of a score, then discounted orders and the ends of the value's interval in units of v + x m.
 */
const RECORD_SIZE = 10;

/**
 * Scores columns of customers. What depends on (x, T) alone is computed once per pair, what depends on (x, tx, T) once per distinct history.
 * Expectations are those of the fitted parameters; intervals hold the uncertainty of the parameters too.
 */
export function scoreColumns(
  model: FittedModel,
  histories: CustomerSummaryColumns,
  options: ScoreOptions = DEFAULT_SCORE_OPTIONS,
): ScoreColumns {
  const size = histories.x.length;
  const out = emptyScores(size);
  const calendarWeeks = Number.isFinite(options.horizonWeeks) ? Math.max(0, options.horizonWeeks) : 0;
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

/** A record for each of these distinct histories, whose times are the model's. */
function scoreHistories(
  model: FittedModel,
  { x: xs, tx: txs, T: Ts, meanValueMinor }: CustomerSummaryColumns,
  { weeks, clock }: ModelTime,
  calendarWeeks: number,
  options: ScoreOptions,
): Float64Array {
  // A year of the calendar is as long in the model's time as the horizon makes it.
  const yearlyDiscount =
    weeks > 0 ? Math.expm1((Math.log1p(options.yearlyDiscount) * calendarWeeks) / weeks) : 0;
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
      pair.discounted = family.discountedWhileAlive(params, x, tx, T, weeks, yearlyDiscount);
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
    // What is endless while alive is still nothing for who is not.
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

/** Prediction of one customer; the same numbers as `scoreColumns`, with the reason where no time of a next order is stated. */
export type CustomerScore = {
  pAlive: number;
  /** 1 - orderProbability: the chance that the customer places no order within the horizon. */
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
