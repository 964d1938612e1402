import { lnGammaRatio, lnRising } from "../../numerics/special-functions.ts";
import type { Params } from "../family.ts";

/**
 * One implementation for four models; a customer buys at every k-th event of a Poisson process whose rate is gamma(r, alpha) over
 * customers, and leaves for good at a purchase with a probability that is beta(a, b) over customers.
 *
 * - k = 1, e = 0: BG/NBD (Fader, Hardie and Lee 2005); e = 1: MBG/NBD (Batislam et al. 2007), where one can also leave at the first purchase
 * - k > 1: BG/CNBD-k and MBG/CNBD-k (Platzer and Reutterer 2016; Reutterer, Platzer and Schroeder 2020): Erlang-k gaps, more regular buyers
 *
 * Parameters are [r, alpha, a, b], all > 0. Time has the unit of alpha, weeks in the app; alpha counts stages, so a mean gap is k alpha / r.
 */
export type BetaGeometric = { k: number; e: 0 | 1 };

/**
 * lnB(a, b) - lnB(a, b + n), minus the logarithm of the chance to stay n times: the sum over i < n of ln(1 + a / (b + i)). For long sums the
 * same as differences of log-gammas over the shorter of the two steps, a and n: over the longer one their digits would be lost.
 */
export function lnBetaRatio(a: number, b: number, n: number): number {
  if (n > 64) {
    return a < n ? lnGammaRatio(b + n, a) - lnGammaRatio(b, a) : lnGammaRatio(a + b, n) - lnGammaRatio(b, n);
  }
  let sum = 0;
  for (let i = 0; i < n; i++) sum += Math.log1p(a / (b + i));
  return sum;
}

/**
 * P(fewer than k stages since the last purchase) in units of P(none): sum over j < k of (n)_j / j! ((T - tx) / (alpha + T))^j, n = r + k x.
 * 1 for k = 1.
 */
export function stagesSum(k: number, n: number, alpha: number, tx: number, T: number): number {
  const share = (T - tx) / (alpha + T);
  let term = 1;
  let sum = 1;
  for (let j = 1; j < k; j++) {
    term *= ((n + j - 1) / j) * share;
    sum += term;
  }
  return sum;
}

/** ln S, where 1 : S are the odds of still being a customer; -Infinity where nobody can have left yet. */
function lnOddsOfDropout(model: BetaGeometric, params: Params, x: number, tx: number, T: number): number {
  const { k, e } = model;
  if (x + e === 0) return Number.NEGATIVE_INFINITY;
  const n = params[0]! + k * x;
  const alpha = params[1]!;
  const lnStages = k === 1 ? 0 : Math.log(stagesSum(k, n, alpha, tx, T));
  return (
    Math.log(params[2]! / (params[3]! + (x + e - 1))) + n * Math.log1p((T - tx) / (alpha + tx)) - lnStages
  );
}

/**
 * Log-likelihood of one customer, in the unit of alpha. For k = 1 no constant is dropped; for k > 1 the density of the gaps between
 * purchases, (k - 1) sum ln(gap) - x lnG(k), is left out: it depends on no parameter (`gapConstant`).
 * Domain: x whole and >= 0, 0 <= tx <= T, parameters > 0.
 */
export function betaGeometricLogLikelihood(
  model: BetaGeometric,
  params: Params,
  x: number,
  tx: number,
  T: number,
): number {
  const { k, e } = model;
  const r = params[0]!;
  const alpha = params[1]!;
  const stages = k * x;
  const lnOdds = lnOddsOfDropout(model, params, x, tx, T);
  const lnStages = k === 1 ? 0 : Math.log(stagesSum(k, r + stages, alpha, tx, T));
  return (
    lnRising(r, stages) -
    r * Math.log1p(T / alpha) -
    stages * Math.log(alpha + T) -
    lnBetaRatio(params[2]!, params[3]!, x + e) +
    lnStages +
    (lnOdds > 0 ? lnOdds + Math.log1p(Math.exp(-lnOdds)) : Math.log1p(Math.exp(lnOdds)))
  );
}

/** Probability of still being a customer at T: 1 / (1 + S), from the side that cannot overflow. 0 rather than NaN below 1e-308. */
export function betaGeometricAlive(
  model: BetaGeometric,
  params: Params,
  x: number,
  tx: number,
  T: number,
): number {
  const lnOdds = lnOddsOfDropout(model, params, x, tx, T);
  if (lnOdds <= 0) return 1 / (1 + Math.exp(lnOdds));
  const staying = Math.exp(-lnOdds);
  return staying / (1 + staying);
}
