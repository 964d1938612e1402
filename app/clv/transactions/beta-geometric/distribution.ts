import { bracketedRoot } from "../../numerics/bracketed-root.ts";
import { regularisedBeta } from "../../numerics/incomplete-beta.ts";
import { COUNT_EDGES, NEGLIGIBLE_TAIL, SINGLE_COUNTS } from "../count-bins.ts";
import type { Params } from "../family.ts";
import { stageWeights } from "./expectation.ts";
import { type BetaGeometric, lnBetaRatio, stagesSum } from "./model.ts";

/**
 * P(at least m orders in the next `weeks` weeks | alive), for m >= 1.
 *
 * Given alive, and given that j of the k Erlang stages of the current gap have passed, the rate is gamma(n + j, alpha + T) with
 * n = r + k x; the dropout probability is beta(a, b + x + e), independent of the rate. There are at least m orders if the Poisson
 * process gives at least k m - j stages (negative binomial tail) and the customer did not drop out at the first m - 1 orders:
 * P = B(a, b + x + e + m - 1) / B(a, b + x + e) * sum over j of P(j) I_z(k m - j, n + j), z = weeks / (alpha + T + weeks).
 * Exact for given parameters; the uncertainty of the parameters is not included.
 */
export function betaGeometricTailProbability(
  model: BetaGeometric,
  params: Params,
  x: number,
  tx: number,
  T: number,
  weeks: number,
  m: number,
): number {
  if (!(weeks > 0)) return 0;
  const { k, e } = model;
  const alpha = params[1]!;
  const b = params[3]! + x + e;
  const n = params[0]! + k * x;
  const span = alpha + T + weeks;
  const endless = span === Number.POSITIVE_INFINITY;
  const z = endless ? 1 : weeks / span;
  const rest = endless ? 0 : (alpha + T) / span;
  const stays = Math.exp(-lnBetaRatio(params[2]!, b, m - 1));
  if (k === 1) return stays * regularisedBeta(z, rest, m, n);
  let reached = 0;
  let weight = 1 / stagesSum(k, n, alpha, tx, T);
  for (let j = 0; j < k; j++) {
    if (weight > 0) reached += weight * regularisedBeta(z, rest, k * m - j, n + j);
    weight *= ((n + j) / (j + 1)) * ((T - tx) / (alpha + T));
  }
  return stays * Math.min(1, reached);
}

/**
 * Fills `tailProbabilities[i]` with P(at least COUNT_EDGES[i] orders | alive) and returns the number of entries
 * filled: those before the first one below `NEGLIGIBLE_TAIL`. Absolute error below 1e-12.
 */
export function fillBetaGeometricTail(
  model: BetaGeometric,
  params: Params,
  x: number,
  tx: number,
  T: number,
  weeks: number,
  tailProbabilities: Float64Array,
): number {
  const { k, e } = model;
  const a = params[2]!;
  const b = params[3]! + x + e;
  const n = params[0]! + k * x;
  const observed = params[1]! + T;
  const z = weeks / (observed + weeks);
  const lnRest = -Math.log1p(weeks / observed);
  const recursive = n * lnRest > -575 && weeks > 0 && weeks < Number.POSITIVE_INFINITY;
  if (recursive) {
    tailProbabilities.fill(0, 0, SINGLE_COUNTS);
    const weights = k === 1 ? null : stageWeights(k, n, params[1]!, tx, T);
    for (let j = 0; j < k; j++) {
      const weight = weights ? weights[j]! : 1;
      if (weight > 0) addSingleCounts(k, j, n + j, z, lnRest, weight, tailProbabilities);
    }
  }
  let stays = 1;
  let i = 0;
  for (; i < COUNT_EDGES.length; i++) {
    const m = COUNT_EDGES[i]!;
    if (recursive && m <= SINGLE_COUNTS) {
      tailProbabilities[i] = Math.max(0, tailProbabilities[i]! * stays);
      stays *= (b + m - 1) / (a + b + m - 1);
    } else {
      tailProbabilities[i] = betaGeometricTailProbability(model, params, x, tx, T, weeks, m);
    }
    if (tailProbabilities[i]! < NEGLIGIBLE_TAIL) break;
  }
  return i;
}

/** Adds weight * P(at least k m - j stages) to entry m - 1 for m = 1 to 32, by the recurrence of the negative binomial distribution. */
function addSingleCounts(
  k: number,
  j: number,
  n: number,
  z: number,
  lnRest: number,
  weight: number,
  tailProbabilities: Float64Array,
): void {
  let mass = Math.exp(n * lnRest);
  let tail = -Math.expm1(n * lnRest);
  let stage = 1;
  for (let m = 1; m <= SINGLE_COUNTS; m++) {
    for (const due = k * m - j; stage < due; stage++) {
      mass *= ((n + stage - 1) / stage) * z;
      tail -= mass;
    }
    if (tail < 1e-15) return;
    tailProbabilities[m - 1]! += weight * tail;
  }
}

/**
 * Quantile of the time to the next order in weeks, given alive; a customer who is alive always orders again in these models.
 * P(no order within w) = ((alpha + T) / (alpha + T + w))^n * P(fewer than k stages since tx, at T + w) / (the same at T).
 * Closed form for k = 1, root finding for k > 1. Null for a probability of 1 or more.
 */
export function betaGeometricWeeksToNext(
  model: BetaGeometric,
  params: Params,
  x: number,
  tx: number,
  T: number,
  probability: number,
): number | null {
  if (!(probability < 1)) return null;
  if (probability <= 0) return 0;
  const { k } = model;
  const n = params[0]! + k * x;
  const alpha = params[1]!;
  const observed = alpha + T;
  const lnNone = Math.log1p(-probability);
  if (k === 1) return finite(observed * Math.expm1(-lnNone / n));
  const lnNow = Math.log(stagesSum(k, n, alpha, tx, T));
  const hazard = (growth: number): number => {
    const weeks = observed * Math.expm1(Math.min(growth, 700));
    return n * growth + lnNow - Math.log(stagesSum(k, n, alpha, tx, T + weeks));
  };
  const growth = bracketedRoot(hazard, -lnNone, (k - lnNone) / n);
  return growth === null ? null : finite(observed * Math.expm1(growth));
}

/** A time that no finite number can hold counts as never. */
function finite(weeks: number): number | null {
  return weeks < Number.POSITIVE_INFINITY ? weeks : null;
}
