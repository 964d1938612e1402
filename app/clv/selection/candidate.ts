import type { Day } from "../calendar.ts";
import type { CustomerSummaryColumns } from "../data/customer-summary.ts";
import { scoringOrder } from "../data/scoring-order.ts";
import { modelTime } from "../prediction/model-time.ts";
import { cubaturePoints } from "../prediction/parameter-points.ts";
import { PredictiveOrders } from "../prediction/predictive-orders.ts";
import { PredictiveValue } from "../prediction/predictive-value.ts";
import type { FittedModel } from "../prediction/value-model.ts";
import { gammaGammaExpectedSpend } from "../spend/gamma-gamma.ts";
import { COUNT_EDGES } from "../transactions/count-bins.ts";
import { transactionFamily } from "../transactions/families.ts";
import { errorMeasures } from "./error-measures.ts";
import type { BaselineName, CandidateReport } from "./holdout-evaluation.ts";
import { coverageOf, type PitValues } from "./interval-calibration.ts";

/** A calibration period, to which candidates are fitted, and the holdout period that they predict, row by row. */
export type HoldoutSplit = {
  columns: CustomerSummaryColumns;
  calibrationEndDay: Day;
  holdoutWeeks: number;
  orders: Float64Array;
  /** Null where no order has an amount. */
  valueMinor: Float64Array | null;
  /** Orders of all rows in each week of the holdout. */
  weeklyOrders: Float64Array;
};

/** A candidate's predictions of the holdout, and their errors. */
export type Candidate = {
  report: CandidateReport;
  orders: Float64Array;
  valueMinor: Float64Array | null;
  /** CRPS of each row; null for baselines. */
  scores: Float64Array | null;
  /** Null for baselines, which predict no distribution. */
  pit: { orders: PitValues; value: PitValues | null } | null;
  model: FittedModel | null;
};

/** Predicts the holdout with a model that was fitted to the calibration period. */
export function evaluateModel(past: HoldoutSplit, model: FittedModel): Candidate {
  const { params, covariance, family: name, logLikelihood, boundary } = model.transactions;
  const family = transactionFamily(name);
  const { columns, weeks } = modelTime(model.season, past.columns, past.calibrationEndDay, past.holdoutWeeks);
  const size = columns.x.length;
  const expected = new Float64Array(size);
  const pit = emptyPit(size);
  const spend = model.spend.params;
  const expectedValue = past.valueMinor && new Float64Array(size);
  const valuePit = past.valueMinor && emptyPit(size);
  const predicted = new PredictiveOrders(family, cubaturePoints(params, covariance), weeks);
  const value = new PredictiveValue(spend, model.spend.levelVariance);
  const { order, newXAndT, newSummary } = scoringOrder(columns, family.dependsOnRecency);
  const scores = new Float64Array(size);
  let whileAlive = 0;
  let orders = 0;
  let crps = 0;
  for (let at = 0; at < size; at++) {
    const row = order[at]!;
    const x = columns.x[row]!;
    const tx = columns.tx[row]!;
    const T = columns.T[row]!;
    if (newXAndT[at]) {
      whileAlive = family.expectedWhileAlive(params, x, tx, T, weeks);
      value.setCustomer(x);
    }
    if (newSummary[at]) {
      const alive = family.aliveProbability(params, x, tx, T);
      orders = alive === 0 ? 0 : alive * whileAlive;
      predicted.setCustomer(x, tx, T);
    }
    const actual = past.orders[row]!;
    expected[row] = orders;
    pit.below[row] = actual === 0 ? 0 : 1 - predicted.tailProbability(actual);
    pit.upTo[row] = 1 - predicted.tailProbability(actual + 1);
    scores[row] = rankedProbabilityScore(predicted, actual);
    crps += scores[row]!;
    if (!past.valueMinor || !expectedValue || !valuePit) continue;
    const mean = columns.meanValueMinor[row]!;
    const unit = spend.v + x * mean;
    const worth = past.valueMinor[row]!;
    const { tailProbabilities, edges } = predicted;
    expectedValue[row] = orders * gammaGammaExpectedSpend(spend, x, mean);
    const none = 1 - (edges > 0 ? tailProbabilities[0]! : 0);
    const upTo = worth > 0 && unit > 0 ? 1 - value.exceeds(worth / unit, tailProbabilities, edges) : none;
    valuePit.upTo[row] = upTo;
    valuePit.below[row] = worth > 0 ? upTo : 0;
  }
  return {
    report: {
      name,
      seasonal: model.season !== null,
      params: Object.fromEntries(family.parameterNames.map((key, i) => [key, params[i]!])),
      // A likelihood in operational time cannot be compared with one in calendar time.
      logLikelihood: model.season ? null : logLikelihood,
      boundary,
      orders: errorMeasures(expected, past.orders),
      value: past.valueMinor && expectedValue && errorMeasures(expectedValue, past.valueMinor),
      crps: size === 0 ? 0 : crps / size,
      coverage80: {
        orders: coverageOf(pit),
        value: valuePit && coverageOf(valuePit),
      },
    },
    orders: expected,
    valueMinor: expectedValue,
    scores,
    pit: { orders: pit, value: valuePit },
    model,
  };
}

function emptyPit(size: number): PitValues {
  return { below: new Float64Array(size), upTo: new Float64Array(size) };
}

/**
 * CRPS of a count (Gneiting and Raftery 2007): sum over m >= 0 of (P(orders <= m) - [actual <= m])^2.
 * Within a bin of several counts the tail probability of its lower edge is used for all.
 */
function rankedProbabilityScore({ tailProbabilities, edges }: PredictiveOrders, actual: number): number {
  let score = 0;
  for (let k = 0; k < COUNT_EDGES.length && (k < edges || COUNT_EDGES[k]! <= actual); k++) {
    const from = COUNT_EDGES[k]!;
    const to = COUNT_EDGES[k + 1] ?? from + 1;
    const atLeast = k < edges ? tailProbabilities[k]! : 0;
    // P(orders <= m) = 1 - P(at least m + 1), for m + 1 from this edge up to the next.
    const reached = Math.max(0, Math.min(to - 1, actual) - from + 1);
    score += reached * (1 - atLeast) ** 2 + (to - from - reached) * atLeast ** 2;
  }
  return score;
}

/** Prediction without a model; a model has to be better than both baselines. */
export function evaluateBaseline(past: HoldoutSplit, name: BaselineName): Candidate {
  const { x, T, meanValueMinor } = past.columns;
  const size = x.length;
  let repeats = 0;
  let weeks = 0;
  let repeatValue = 0;
  for (let i = 0; i < size; i++) {
    repeats += x[i]!;
    weeks += T[i]!;
    repeatValue += x[i]! * meanValueMinor[i]!;
  }
  const averageValue = repeats > 0 ? repeatValue / repeats : 0;
  const averageOrders = weeks > 0 ? (repeats / weeks) * past.holdoutWeeks : 0;
  const own = name === "same_rate";
  const orders = Float64Array.from(x, (count, i) => {
    if (!own) return averageOrders;
    return T[i]! > 0 ? (count / T[i]!) * past.holdoutWeeks : 0;
  });
  const valueMinor =
    past.valueMinor && orders.map((count, i) => count * (own ? meanValueMinor[i]! : averageValue));
  return {
    report: {
      name,
      seasonal: false,
      params: null,
      logLikelihood: null,
      boundary: false,
      orders: errorMeasures(orders, past.orders),
      value: past.valueMinor && valueMinor && errorMeasures(valueMinor, past.valueMinor),
      crps: null,
      coverage80: null,
    },
    orders,
    valueMinor,
    scores: null,
    pit: null,
    model: null,
  };
}
