import { regularisedBeta } from "../numerics/incomplete-beta.ts";
import { lnRising } from "../numerics/special-functions.ts";
import { COUNT_EDGES, NEGLIGIBLE_TAIL } from "./count-bins.ts";
import { NEGLIGIBLE_RATE } from "./discounted-orders.ts";
import { type Params, type TransactionFamily, withAliveProbability } from "./family.ts";
import { type FamilyLikelihood, fitFamily, totalLogLikelihood } from "./fit.ts";
import { purchaseProcessLogLikelihood } from "./purchase-likelihood.ts";

/**
 * NBD (Ehrenberg 1959): purchases are Poisson with a rate that is gamma(r, alpha) over customers, without dropout. The limit of
 * every other family as dropout goes to 0. Parameters [r, alpha]; given x purchases in T weeks the rate is gamma(r + x, alpha + T).
 */
function logLikelihood(params: Params, x: number, _tx: number, T: number): number {
  const alpha = params[1]!;
  return lnRising(params[0]!, x) - params[0]! * Math.log1p(T / alpha) - x * Math.log(alpha + T);
}

/** Negative binomial tail: P(at least m) = I_z(m, r + x), z = weeks / (alpha + T + weeks). */
function negativeBinomialTail(params: Params, x: number, T: number, weeks: number, m: number): number {
  const span = params[1]! + T + weeks;
  if (span === Number.POSITIVE_INFINITY) return 1;
  return regularisedBeta(weeks / span, (params[1]! + T) / span, m, params[0]! + x);
}

const likelihood: FamilyLikelihood = {
  parameterNames: ["r", "alpha"],
  k: 1,
  fourthIsTime: false,
  weightedLogLikelihood: (data) => purchaseProcessLogLikelihood(1, data),
};

export const nbdFamily: TransactionFamily = withAliveProbability({
  name: "nbd",
  parameterNames: likelihood.parameterNames,
  dependsOnRecency: false,
  logLikelihood,
  totalLogLikelihood: (params, columns) => totalLogLikelihood(likelihood, params, columns),
  aliveProbability: () => 1,
  expectedWhileAlive: (params, x, _tx, T, weeks) =>
    weeks > 0 ? ((params[0]! + x) / (params[1]! + T)) * weeks : 0,
  tailProbabilityWhileAlive: (params, x, _tx, T, weeks, m) =>
    weeks > 0 ? negativeBinomialTail(params, x, T, weeks, m) : 0,
  fillTailProbabilitiesWhileAlive: (params, x, _tx, T, weeks, tailProbabilities) => {
    let i = 0;
    for (; i < COUNT_EDGES.length; i++) {
      tailProbabilities[i] = weeks > 0 ? negativeBinomialTail(params, x, T, weeks, COUNT_EDGES[i]!) : 0;
      if (tailProbabilities[i]! < NEGLIGIBLE_TAIL) break;
    }
    return i;
  },
  weeksToNextWhileAlive: (params, x, _tx, T, probability) => {
    if (!(probability < 1)) return null;
    if (probability <= 0) return 0;
    const weeks = (params[1]! + T) * Math.expm1(-Math.log1p(-probability) / (params[0]! + x));
    return weeks < Number.POSITIVE_INFINITY ? weeks : null;
  },
  discountedWhileAlive: (params, x, _tx, T, weeks, delta) => {
    if (!(weeks > 0)) return 0;
    const rate = (params[0]! + x) / (params[1]! + T);
    return rate * (delta > NEGLIGIBLE_RATE ? -Math.expm1(-delta * weeks) / delta : weeks);
  },
  fit: (columns, options) => fitFamily(likelihood, columns, options),
});
