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

/** Parameters in the order of the family's `parameterNames`, all > 0; alpha and beta in the unit of time of the data, weeks in the app. */
export type Params = readonly number[];

/**
 * Normal prior on the fit's coordinates, which have no unit (m = mean T of the data, k = 1 but for CNBD-k):
 * [ln r, ln(k alpha / (r m))] for all, then [ln(a / b), ln b] or, for Pareto/NBD, [ln(s m / beta), ln(beta / m)].
 * In words: how equal the rates of customers are, the mean gap between purchases, the odds or rate of leaving, how equal those are.
 * Adds sum 0.5 ((u - mean) / sd)^2 to minus the total log-likelihood.
 */
export type LogNormalPrior = { mean: readonly number[]; sd: readonly number[] };

export type FitOptions = { prior?: LogNormalPrior };

export type FamilyFit = {
  params: Params;
  /** Sum over customers without the prior, in the time unit of the data, no constant dropped (for CNBD-k where `sumLnGaps` is given). */
  logLikelihood: number;
  /** The data leave something open: a parameter rests on its bound, or a direction has almost no curvature. */
  boundary: boolean;
  /** Those parameters: where b of (a / b, b) is named, say, it is how unequal customers are in leaving that is open. */
  boundaryParameters: string[];
  /**
   * Covariance of the logarithms of the parameters, row-major: the inverse of minus the second derivatives of log-likelihood and prior.
   * Directions that the data leave open have a variance of 4 in the fit's coordinates (a factor of 7 either way), not more.
   */
  covariance: Float64Array;
};

/**
 * A family of models of when customers buy and when they leave. x whole and >= 0, 0 <= tx <= T (`clampedSummary`), `weeks` >= 0.
 * Nothing here is ever NaN and nothing throws inside that domain and the box of the fit.
 */
export interface FamilyCore {
  readonly name: FamilyName;
  readonly parameterNames: readonly string[];
  /** Whether what is said of a customer who is alive depends on tx, and not on x and T alone (CNBD-k only). */
  readonly dependsOnRecency: boolean;
  /** One customer; the constant of CNBD-k in the gaps is not included. */
  logLikelihood(params: Params, x: number, tx: number, T: number): number;
  /** All rows, with the gradient in the parameters themselves; the constant of CNBD-k is included where `sumLnGaps` is given. */
  totalLogLikelihood(
    params: Params,
    columns: CustomerSummaryColumns,
  ): { logLikelihood: number; gradient: Float64Array };
  /** Probability of still being a customer at T; 0 rather than NaN. */
  aliveProbability(params: Params, x: number, tx: number, T: number): number;
  /** Expected orders in the next `weeks` weeks of a customer who is alive. `weeks` may be Infinity; so may the answer then. */
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
  /** Fills `tailProbabilities[i]` with P(at least COUNT_EDGES[i] orders | alive); returns how many edges matter. */
  fillTailProbabilitiesWhileAlive(
    params: Params,
    x: number,
    tx: number,
    T: number,
    weeks: number,
    tailProbabilities: Float64Array,
  ): number;
  /** Weeks within which the next order comes with this probability, of a customer who is alive; null where it never gets so likely. */
  weeksToNextWhileAlive(params: Params, x: number, tx: number, T: number, probability: number): number | null;
  /** Expected orders of the next `weeks` weeks (Infinity allowed) while alive, each discounted at its own time, `yearlyDiscount` >= 0. */
  discountedWhileAlive(
    params: Params,
    x: number,
    tx: number,
    T: number,
    weeks: number,
    yearlyDiscount: number,
  ): number;
  /** Maximum-likelihood parameters; null only without customers or where no start converged. */
  fit(columns: CustomerSummaryColumns, options?: FitOptions): FamilyFit | null;
}

/** The same for any customer, alive or not: P(alive) times what holds while alive. */
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
    yearlyDiscount: number,
  ): number;
}

/** Where P(alive) is 0 the answer is 0, also where the expectation while alive is endless. */
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
    discountedTransactions: (params, x, tx, T, weeks, yearlyDiscount) =>
      times(alive(params, x, tx, T), core.discountedWhileAlive(params, x, tx, T, weeks, yearlyDiscount)),
  };
}
