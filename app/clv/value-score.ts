import { bgNbdAliveProbability, bgNbdExpectedWhileAlive } from "./bg-nbd.ts";
import { groupEqualRows } from "./distinct-rows.ts";
import { gammaGammaExpectedSpend } from "./gamma-gamma.ts";
import {
  COUNT_EDGES,
  discountedOrdersWhileAlive,
  fillSurvival,
  logValueMoments,
  orderQuantile,
  valueQuantile,
} from "./order-distribution.ts";
import type { PurchaseColumns, PurchaseHistory } from "./purchase-columns.ts";
import { soundHistory } from "./purchase-columns.ts";
import type { FittedModel } from "./value-model.ts";

export type ScoreOptions = {
  /** Horizon of the prediction; 52 weeks are the next 12 months. */
  horizonWeeks: number;
  /** 0.1 = 10 % a year. */
  yearlyDiscount: number;
};

export const DEFAULT_SCORE_OPTIONS: ScoreOptions = { horizonWeeks: 52, yearlyDiscount: 0.1 };

/** Ends of the 80 % intervals. */
const LOW = 0.1;
const HIGH = 0.9;

/** From this probability of an order within the horizon on, an expected time of the next order is stated. */
export const NEXT_ORDER_MIN_PROBABILITY = 0.5;

/**
 * Prediction of each customer, one entry a row of the input, every number finite.
 *
 * - `pAlive`: probability of still being a customer (always 1 after a single purchase: BG/NBD lets nobody leave before a second)
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

/** Scores columns of customers. What depends on (x, T) alone is computed once per pair, what depends on (x, tx, T) once per triple. */
export function scoreColumns(
  model: FittedModel,
  histories: PurchaseColumns,
  options: ScoreOptions = DEFAULT_SCORE_OPTIONS,
): ScoreColumns {
  const size = histories.x.length;
  const columns = soundCopies(histories);
  const out = emptyScores(size);
  const { params } = model.transactions;
  const spend = model.spend.params;
  const weeks = Number.isFinite(options.horizonWeeks) ? Math.max(0, options.horizonWeeks) : 0;
  const moments = logValueMoments(spend.p);
  const pairs = groupEqualRows([columns.x, columns.T]);
  const triples = groupEqualRows([columns.x, columns.tx, columns.T]);
  const triplesOfPair = listByPair(triples.firstRow, pairs.groupOf, pairs.firstRow.length);
  const survival = new Float64Array(COUNT_EDGES.length);
  const unitLow = new Float64Array(triples.firstRow.length);
  const unitHigh = new Float64Array(triples.firstRow.length);
  const discountedOrders = new Float64Array(triples.firstRow.length);

  for (let pair = 0; pair < pairs.firstRow.length; pair++) {
    const x = columns.x[pairs.firstRow[pair]!]!;
    const T = columns.T[pairs.firstRow[pair]!]!;
    const expectedAlive = bgNbdExpectedWhileAlive(params, x, T, weeks);
    const discountedAlive = discountedOrdersWhileAlive(params, x, T, weeks, options.yearlyDiscount);
    const discountShare = expectedAlive > 0 ? discountedAlive / expectedAlive : 1;
    const edges = fillSurvival(params, x, T, weeks, survival);
    const anyOrder = survival[0]!;
    const wait = (level: number): number =>
      7 * (params.alpha + T) * Math.expm1(-Math.log1p(-level * anyOrder) / (params.r + x));
    const fromDays = Math.floor(wait(LOW));
    const toDays = Math.ceil(wait(HIGH));
    for (let at = triplesOfPair.start[pair]!; at < triplesOfPair.start[pair + 1]!; at++) {
      const triple = triplesOfPair.items[at]!;
      const row = triples.firstRow[triple]!;
      const alive = bgNbdAliveProbability(params, x, columns.tx[row]!, T);
      out.pAlive[row] = alive;
      out.orderProbability[row] = alive * anyOrder;
      out.expectedOrders[row] = alive * expectedAlive;
      out.ordersLow[row] = orderQuantile(params, x, T, weeks, alive, LOW, survival, edges);
      out.ordersHigh[row] = orderQuantile(params, x, T, weeks, alive, HIGH, survival, edges);
      const expects = alive * anyOrder >= NEXT_ORDER_MIN_PROBABILITY;
      out.nextOrderFromDays[row] = expects ? fromDays : -1;
      out.nextOrderToDays[row] = expects ? toDays : -1;
      discountedOrders[triple] = alive * discountedAlive;
      const shape = spend.p * x + spend.q;
      unitLow[triple] = discountShare * valueQuantile(alive, LOW, survival, edges, moments, shape);
      unitHigh[triple] = discountShare * valueQuantile(alive, HIGH, survival, edges, moments, shape);
    }
  }
  for (let i = 0; i < size; i++) {
    const triple = triples.groupOf[i]!;
    const row = triples.firstRow[triple]!;
    const x = columns.x[i]!;
    const meanMinor = columns.meanValueMinor[i]!;
    const scaleMinor = spend.v + x * meanMinor;
    const spendMinor = gammaGammaExpectedSpend(spend, x, meanMinor);
    out.pAlive[i] = out.pAlive[row]!;
    out.orderProbability[i] = out.orderProbability[row]!;
    out.expectedOrders[i] = out.expectedOrders[row]!;
    out.ordersLow[i] = out.ordersLow[row]!;
    out.ordersHigh[i] = out.ordersHigh[row]!;
    out.nextOrderFromDays[i] = out.nextOrderFromDays[row]!;
    out.nextOrderToDays[i] = out.nextOrderToDays[row]!;
    out.expectedSpendMinor[i] = spendMinor;
    out.expectedValueMinor[i] = discountedOrders[triple]! * spendMinor;
    out.valueLowMinor[i] = unitLow[triple]! * scaleMinor;
    out.valueHighMinor[i] = unitHigh[triple]! * scaleMinor;
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

function soundCopies(histories: PurchaseColumns): PurchaseColumns {
  const size = histories.x.length;
  const copy = {
    x: new Float64Array(size),
    tx: new Float64Array(size),
    T: new Float64Array(size),
    meanValueMinor: new Float64Array(size),
  };
  for (let i = 0; i < size; i++) {
    const sound = soundHistory({
      x: histories.x[i]!,
      tx: histories.tx[i]!,
      T: histories.T[i]!,
      meanValueMinor: histories.meanValueMinor[i]!,
    });
    copy.x[i] = sound.x;
    copy.tx[i] = sound.tx;
    copy.T[i] = sound.T;
    copy.meanValueMinor[i] = sound.meanValueMinor;
  }
  return copy;
}

/** The triples of each pair, as one list cut by `start`. */
function listByPair(
  firstRowOfTriple: Int32Array,
  pairOf: Int32Array,
  pairs: number,
): { start: Int32Array; items: Int32Array } {
  const start = new Int32Array(pairs + 1);
  for (const row of firstRowOfTriple) start[pairOf[row]! + 1]! += 1;
  for (let pair = 0; pair < pairs; pair++) start[pair + 1]! += start[pair]!;
  const next = start.slice();
  const items = new Int32Array(firstRowOfTriple.length);
  for (let triple = 0; triple < firstRowOfTriple.length; triple++) {
    const pair = pairOf[firstRowOfTriple[triple]!]!;
    items[next[pair]!] = triple;
    next[pair]! += 1;
  }
  return { start, items };
}
