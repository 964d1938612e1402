import { adjacentRows } from "./adjacent-rows.ts";
import type { Day } from "./calendar.ts";
import { gammaGammaExpectedSpend } from "./gamma-gamma.ts";
import { modelTime } from "./model-time.ts";
import { parameterDraws } from "./parameter-draws.ts";
import { PredictiveOrders } from "./predictive-orders.ts";
import { PredictiveValue } from "./predictive-value.ts";
import type { PurchaseColumns, PurchaseHistory } from "./purchase-columns.ts";
import { soundColumns } from "./purchase-columns.ts";
import { calendarDays } from "./season-clock.ts";
import { transactionFamily } from "./transaction-families.ts";
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
 * Scores columns of customers. What depends on (x, T) alone is computed once per pair, what depends on (x, tx, T) once per triple. Expectations are
 * those of the fitted parameters; intervals hold the uncertainty of the parameters too.
 */
export function scoreColumns(
  model: FittedModel,
  histories: PurchaseColumns,
  options: ScoreOptions = DEFAULT_SCORE_OPTIONS,
): ScoreColumns {
  const size = histories.x.length;
  const out = emptyScores(size);
  const calendarWeeks = Number.isFinite(options.horizonWeeks) ? Math.max(0, options.horizonWeeks) : 0;
  const time = modelTime(model.season, soundColumns(histories), options.asOfDay, calendarWeeks);
  const { columns, weeks } = time;
  // A year of the calendar is as long in the model's time as the horizon makes it.
  const yearlyDiscount =
    weeks > 0 ? Math.expm1((Math.log1p(options.yearlyDiscount) * calendarWeeks) / weeks) : 0;
  const days = (inModelWeeks: number): number =>
    time.clock ? calendarDays(time.clock, options.asOfDay ?? 0, inModelWeeks) : 7 * inModelWeeks;
  const { params, covariance } = model.transactions;
  const family = transactionFamily(model.transactions.family);
  const spend = model.spend.params;
  const [fewOrders, manyOrders] = model.intervalLevels.orders;
  const [lowLevel, highLevel] = model.intervalLevels.value;
  const orders = new PredictiveOrders(family, parameterDraws(params, covariance), weeks);
  const value = new PredictiveValue(spend, model.spend.levelVariance);

  const pair = { expected: 0, discounted: 0, anyOrder: 0, fromDays: 0, toDays: 0 };
  const history = { pAlive: 0, orderProbability: 0, low: 0, high: 0, unitLow: 0, unitHigh: 0 };
  const { order, newPair, newHistory } = adjacentRows(columns, family.silenceMatters);
  for (let at = 0; at < size; at++) {
    const row = order[at]!;
    const x = columns.x[row]!;
    const tx = columns.tx[row]!;
    const T = columns.T[row]!;
    if (newPair[at]) {
      pair.expected = family.expectedWhileAlive(params, x, tx, T, weeks);
      pair.discounted = family.discountedWhileAlive(params, x, tx, T, weeks, yearlyDiscount);
      pair.anyOrder = family.atLeastWhileAlive(params, x, tx, T, weeks, 1);
      const wait = (share: number): number =>
        days(family.weeksToNextWhileAlive(params, x, tx, T, share * pair.anyOrder) ?? weeks);
      pair.fromDays = Math.floor(wait(EARLY));
      pair.toDays = Math.ceil(wait(LATE));
      value.look(x);
    }
    if (newHistory[at]) {
      orders.look(x, tx, T);
      history.pAlive = family.aliveProbability(params, x, tx, T);
      history.orderProbability = history.pAlive * pair.anyOrder;
      history.low = orders.quantile(fewOrders);
      history.high = orders.quantile(manyOrders);
      const discountShare = pair.expected > 0 ? pair.discounted / pair.expected : 1;
      history.unitLow = discountShare * value.quantile(lowLevel, orders.survival, orders.edges);
      history.unitHigh = discountShare * value.quantile(highLevel, orders.survival, orders.edges);
    }
    const expects = history.orderProbability >= NEXT_ORDER_MIN_PROBABILITY;
    const meanMinor = columns.meanValueMinor[row]!;
    const unitMinor = spend.v + x * meanMinor;
    const spendMinor = gammaGammaExpectedSpend(spend, x, meanMinor);
    const alive = history.pAlive > 0;
    out.pAlive[row] = history.pAlive;
    out.orderProbability[row] = history.orderProbability;
    out.expectedOrders[row] = alive ? history.pAlive * pair.expected : 0;
    out.ordersLow[row] = history.low;
    out.ordersHigh[row] = history.high;
    out.nextOrderFromDays[row] = expects ? pair.fromDays : -1;
    out.nextOrderToDays[row] = expects ? pair.toDays : -1;
    out.expectedSpendMinor[row] = spendMinor;
    out.expectedValueMinor[row] = alive ? history.pAlive * pair.discounted * spendMinor : 0;
    out.valueLowMinor[row] = history.unitLow * unitMinor;
    out.valueHighMinor[row] = history.unitHigh * unitMinor;
  }
  return out;
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
  history: PurchaseHistory,
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
