import type { CustomerSummaryColumns } from "../data/customer-summary.ts";

export type FamilyName =
  | "nbd"
  | "bg_nbd"
  | "mbg_nbd"
  | "pareto_nbd"
  | "bg_cnbd_k2"
  | "bg_cnbd_k3"
  | "mbg_cnbd_k2"
  | "mbg_cnbd_k3";

/** Parameters in the order of the family's `parameterNames`, all > 0; alpha and beta in the time unit of the data, weeks in the app. */
export type Params = readonly number[];

/**
 * Normal prior on the coordinates u of the fit, which have no unit (m = mean T of the data, k = 1 except for CNBD-k):
 * [ln r, ln(k alpha / (r m))] for all families, then [ln(a / b), ln b] or, for Pareto/NBD, [ln(s m / beta), ln(beta / m)].
 * In words: homogeneity of the purchase rates, mean gap between purchases, odds or rate of dropout, homogeneity of dropout.
 * Adds sum 0.5 ((u - mean) / sd)^2 to minus the total log-likelihood.
 */
export type LogNormalPrior = { mean: readonly number[]; sd: readonly number[] };

export type FitOptions = { prior?: LogNormalPrior };

export type FamilyFit = {
  params: Params;
  /** Sum over customers without the prior, in the time unit of the data, with all constants (for CNBD-k only where `sumLnGaps` is given). */
  logLikelihood: number;
  /** The data do not identify everything: a parameter is at its bound, or a direction has almost no curvature. */
  boundary: boolean;
  /** The parameters that are not identified. Example: b means that the heterogeneity of dropout is not, while a / b is. */
  boundaryParameters: string[];
  /**
   * Covariance of the logarithms of the parameters, row-major: the inverse of minus the Hessian of log-likelihood and prior.
   * The variance of a direction that is not identified is limited to 4 in the coordinates of the fit (a factor of 7 either way).
   */
  covariance: Float64Array;
};

/**
 * A family of models of purchases and dropout. Domain: x whole and >= 0, 0 <= tx <= T (`clampedSummary`), `weeks` >= 0, parameters
 * within the bounds of the fit. Inside it no result is NaN and nothing throws.
 */
export interface FamilyCore {
  readonly name: FamilyName;
  readonly parameterNames: readonly string[];
  /** Whether results given alive depend on recency tx, and not on x and T alone (CNBD-k only). */
  readonly dependsOnRecency: boolean;
  /** Of one customer, without the constant of CNBD-k in the gaps. */
  logLikelihood(params: Params, x: number, tx: number, T: number): number;
  /** Of all rows, with the gradient in the parameters; includes the constant of CNBD-k where `sumLnGaps` is given. */
  totalLogLikelihood(
    params: Params,
    columns: CustomerSummaryColumns,
  ): { logLikelihood: number; gradient: Float64Array };
  /** P(alive at T); 0 where it underflows, never NaN. */
  aliveProbability(params: Params, x: number, tx: number, T: number): number;
  /** Expected orders in the next `weeks` weeks, given alive. For `weeks` = Infinity the result may be Infinity. */
  expectedWhileAlive(params: Params, x: number, tx: number, T: number, weeks: number): number;
  /** P(at least m orders in the next `weeks` weeks | alive), m >= 1. */
  tailProbabilityWhileAlive(
    params: Params,
    x: number,
    tx: number,
    T: number,
    weeks: number,
    m: number,
  ): number;
  /** Fills `tailProbabilities[i]` with P(at least COUNT_EDGES[i] orders | alive); returns the number of entries filled. */
  fillTailProbabilitiesWhileAlive(
    params: Params,
    x: number,
    tx: number,
    T: number,
    weeks: number,
    tailProbabilities: Float64Array,
  ): number;
  /** Quantile of the time to the next order in weeks, given alive; null where the next order never reaches this probability. */
  weeksToNextWhileAlive(params: Params, x: number, tx: number, T: number, probability: number): number | null;
  /**
   * Expected orders in the next `weeks` weeks (Infinity allowed), given alive, each discounted at its own time at a continuous rate of
   * `delta` per week of the data (`weeklyRate`): >= 0, and 0 orders for an infinite one. A rate and not a yearly discount, because in
   * the time of a season a week may be so long that a year's discount overflows.
   */
  discountedWhileAlive(
    params: Params,
    x: number,
    tx: number,
    T: number,
    weeks: number,
    delta: number,
  ): number;
  /**
   * Maximum-likelihood parameters, or the posterior mode with a prior; null only without customers or where no start converged. Throws a
   * RangeError for a row outside of the domain.
   */
  fit(columns: CustomerSummaryColumns, options?: FitOptions): FamilyFit | null;
}

/** The same without the condition: P(alive) times the result given alive. */
export interface TransactionFamily extends FamilyCore {
  expectedTransactions(params: Params, x: number, tx: number, T: number, weeks: number): number;
  tailProbability(params: Params, x: number, tx: number, T: number, weeks: number, m: number): number;
  fillTailProbabilities(
    params: Params,
    x: number,
    tx: number,
    T: number,
    weeks: number,
    tailProbabilities: Float64Array,
  ): number;
  weeksToNextOrder(params: Params, x: number, tx: number, T: number, probability: number): number | null;
  discountedTransactions(
    params: Params,
    x: number,
    tx: number,
    T: number,
    weeks: number,
    delta: number,
  ): number;
}

/** 0 for P(alive) = 0, also where the expectation given alive is infinite. */
function times(alive: number, value: number): number {
  return alive === 0 ? 0 : alive * value;
}

export function withAliveProbability(core: FamilyCore): TransactionFamily {
  const alive = core.aliveProbability;
  return {
    ...core,
    expectedTransactions: (params, x, tx, T, weeks) =>
      times(alive(params, x, tx, T), core.expectedWhileAlive(params, x, tx, T, weeks)),
    tailProbability: (params, x, tx, T, weeks, m) =>
      alive(params, x, tx, T) * core.tailProbabilityWhileAlive(params, x, tx, T, weeks, m),
    fillTailProbabilities: (params, x, tx, T, weeks, tailProbabilities) => {
      const edges = core.fillTailProbabilitiesWhileAlive(params, x, tx, T, weeks, tailProbabilities);
      const share = alive(params, x, tx, T);
      for (let i = 0; i < edges; i++) tailProbabilities[i]! *= share;
      return edges;
    },
    weeksToNextOrder: (params, x, tx, T, probability) => {
      if (probability <= 0) return 0;
      const share = alive(params, x, tx, T);
      return probability < share ? core.weeksToNextWhileAlive(params, x, tx, T, probability / share) : null;
    },
    discountedTransactions: (params, x, tx, T, weeks, delta) =>
      times(alive(params, x, tx, T), core.discountedWhileAlive(params, x, tx, T, weeks, delta)),
  };
}
