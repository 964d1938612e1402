import { COUNT_EDGES, NEGLIGIBLE } from "./count-edges.ts";
import {
  type FamilyLikelihood,
  fitFamily,
  type RowsLogLikelihood,
  totalLogLikelihood,
} from "./family-fit.ts";
import type { MergedRows } from "./merged-rows.ts";
import { digammaDifference, lnGammaRatio, lnRising, regularisedBeta } from "./special-functions.ts";
import { type Params, type TransactionFamily, withAliveProbability } from "./transaction-family.ts";

/**
 * NBD (Ehrenberg 1959): purchases are Poisson with a rate that is gamma(r, alpha) over customers, and nobody ever leaves. The limit of every
 * other family as dropout vanishes. Parameters [r, alpha]; given x purchases in T weeks the rate is gamma(r + x, alpha + T).
 */
function logLikelihood(params: Params, x: number, _tx: number, T: number): number {
  const alpha = params[1]!;
  return lnRising(params[0]!, x) - params[0]! * Math.log1p(T / alpha) - x * Math.log(alpha + T);
}

function rowsLogLikelihood({ distinctX, weightOfX, times, weightOfT, xOfT }: MergedRows): RowsLogLikelihood {
  return (params, gradient) => {
    const r = params[0]!;
    const alpha = params[1]!;
    let sum = 0;
    let dr = 0;
    let dAlpha = 0;
    let lnRate = 0;
    let harmonic = 0;
    let from = 0;
    for (let i = 0; i < distinctX.length; i++) {
      const x = distinctX[i]!;
      if (x - from > 512) {
        lnRate += lnGammaRatio(r + from, x - from);
        harmonic += digammaDifference(r + from, x - from);
        from = x;
      }
      for (; from < x; from++) {
        lnRate += Math.log(r + from);
        harmonic += 1 / (r + from);
      }
      sum += weightOfX[i]! * lnRate;
      dr += weightOfX[i]! * harmonic;
    }
    for (let t = 0; t < times.length; t++) {
      const w = weightOfT[t]!;
      if (w === 0) continue;
      const time = times[t]!;
      const lnGrowth = Math.log1p(time / alpha);
      sum -= w * r * lnGrowth + xOfT[t]! * Math.log(alpha + time);
      dr -= w * lnGrowth;
      dAlpha += ((w * r * time) / alpha - xOfT[t]!) / (alpha + time);
    }
    gradient[0] = dr;
    gradient[1] = dAlpha;
    return sum;
  };
}

/** Negative binomial tail: P(at least m) = I_z(m, r + x), z = weeks / (alpha + T + weeks). */
function atLeast(params: Params, x: number, T: number, weeks: number, m: number): number {
  const span = params[1]! + T + weeks;
  if (span === Number.POSITIVE_INFINITY) return 1;
  return regularisedBeta(weeks / span, (params[1]! + T) / span, m, params[0]! + x);
}

const likelihood: FamilyLikelihood = {
  parameterNames: ["r", "alpha"],
  k: 1,
  fourthIsTime: false,
  rowsLogLikelihood,
};

export const nbdFamily: TransactionFamily = withAliveProbability({
  name: "nbd",
  parameterNames: likelihood.parameterNames,
  silenceMatters: false,
  logLikelihood,
  totalLogLikelihood: (params, columns) => totalLogLikelihood(likelihood, params, columns),
  aliveProbability: () => 1,
  expectedWhileAlive: (params, x, _tx, T, weeks) =>
    weeks > 0 ? ((params[0]! + x) / (params[1]! + T)) * weeks : 0,
  atLeastWhileAlive: (params, x, _tx, T, weeks, m) => (weeks > 0 ? atLeast(params, x, T, weeks, m) : 0),
  fillSurvivalWhileAlive: (params, x, _tx, T, weeks, survival) => {
    let i = 0;
    for (; i < COUNT_EDGES.length; i++) {
      survival[i] = weeks > 0 ? atLeast(params, x, T, weeks, COUNT_EDGES[i]!) : 0;
      if (survival[i]! < NEGLIGIBLE) break;
    }
    return i;
  },
  weeksToNextWhileAlive: (params, x, _tx, T, probability) => {
    if (!(probability < 1)) return null;
    if (probability <= 0) return 0;
    return (params[1]! + T) * Math.expm1(-Math.log1p(-probability) / (params[0]! + x));
  },
  discountedWhileAlive: (params, x, _tx, T, weeks, yearlyDiscount) => {
    if (!(weeks > 0)) return 0;
    const rate = (params[0]! + x) / (params[1]! + T);
    const delta = Math.log1p(yearlyDiscount) / 52;
    return rate * (delta > 0 ? -Math.expm1(-delta * weeks) / delta : weeks);
  },
  fit: (columns, options) => fitFamily(likelihood, columns, options),
});
