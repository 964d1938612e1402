import { type CustomerSummaryColumns, clampedSummaryColumns } from "../data/customer-summary.ts";
import { scoringOrder } from "../data/scoring-order.ts";
import { modelTime } from "../prediction/model-time.ts";
import { cubaturePoints } from "../prediction/parameter-points.ts";
import { type ScoreOptions, scoreColumns } from "../prediction/score.ts";
import type { FittedModel } from "../prediction/value-model.ts";
import { transactionFamily } from "../transactions/families.ts";
import type { Params } from "../transactions/family.ts";
import type { HoldoutReport } from "./holdout-evaluation.ts";

/** Expected value of all customers together within the horizon, with a range. Minor units, not rounded. */
export type TotalValue = { expectedMinor: number; lowMinor: number; highMinor: number };

/** Normal quantile of an 80 % interval. */
const Z_80 = 1.2815515655446004;
/** Variance / mean of the number of orders: above 1, because customers differ and some buy in bursts. */
const OVERDISPERSION = 2;

/** A range whose ends are this many times more and less than the middle says nothing: hardly an order is expected of everybody. */
const MAX_SPREAD = 100;

/**
 * The range assumes that past errors repeat; it is not a calibrated interval. It contains the uncertainty of the parameters and of the
 * mean order value, the variance of the number of orders, and on one side the model's whole bias in its own holdout (`tested`). Null where it is wider than
 * `MAX_SPREAD`.
 */
export function totalValue(
  model: FittedModel,
  histories: CustomerSummaryColumns,
  options: ScoreOptions,
  tested: HoldoutReport | null,
): TotalValue | null {
  const scores = scoreColumns(model, histories, options);
  const expectedMinor = sum(scores.expectedValueMinor);
  const orders = sum(scores.expectedOrders);
  const { params, covariance } = model.transactions;
  const points = cubaturePoints(params, covariance);
  let variance = model.spend.levelVariance + (orders > 0 ? OVERDISPERSION / orders : 0);
  if (points.length > 1 && orders > 0) {
    const { columns, weeks } = modelTime(
      model.season,
      clampedSummaryColumns(histories),
      options.asOfDay,
      options.horizonWeeks,
    );
    const central = Math.log(expectedOrders(model, params, columns, weeks));
    for (const point of points) {
      variance += (Math.log(expectedOrders(model, point, columns, weeks)) - central) ** 2 / points.length;
    }
  }
  const chosen = tested?.candidates.find(
    ({ name, seasonal }) => name === tested.chosen.name && seasonal === tested.chosen.seasonal,
  );
  const bias = (chosen?.value ?? chosen?.orders)?.bias ?? 0;
  const missed = bias > -1 ? 1 / (1 + bias) : 1;
  const spread = Math.exp(Z_80 * Math.sqrt(variance));
  if (!(spread <= MAX_SPREAD)) return null;
  return {
    expectedMinor,
    lowMinor: (expectedMinor * Math.min(1, missed)) / spread,
    highMinor: expectedMinor * Math.max(1, missed) * spread,
  };
}

function expectedOrders(
  model: FittedModel,
  params: Params,
  { x, tx, T }: CustomerSummaryColumns,
  weeks: number,
): number {
  const family = transactionFamily(model.transactions.family);
  const { order, newXAndT } = scoringOrder({ x, tx, T, meanValueMinor: x }, family.dependsOnRecency);
  let whileAlive = 0;
  let total = 0;
  for (let at = 0; at < order.length; at++) {
    const row = order[at]!;
    if (newXAndT[at]) whileAlive = family.expectedWhileAlive(params, x[row]!, tx[row]!, T[row]!, weeks);
    const alive = family.aliveProbability(params, x[row]!, tx[row]!, T[row]!);
    total += alive === 0 ? 0 : alive * whileAlive;
  }
  return total;
}

function sum(values: Float64Array): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
