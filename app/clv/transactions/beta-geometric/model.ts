import { lnGammaRatio, lnRising } from "../../numerics/special-functions.ts";
import type { Params } from "../family.ts";

/**
 * One implementation for four models. A customer buys at every k-th event of a Poisson process whose rate is gamma(r, alpha) over
 * customers, and drops out after a purchase with a probability that is beta(a, b) over customers.
 *
 * - k = 1, e = 0: BG/NBD (Fader, Hardie and Lee 2005): dropout after repeat purchases only
 * - k = 1, e = 1: MBG/NBD (Batislam et al. 2007): dropout after the first purchase too
 * - k > 1: BG/CNBD-k and MBG/CNBD-k (Platzer and Reutterer 2016; Reutterer, Platzer and Schroeder 2020): Erlang-k gaps, more regular
 *
 * Parameters are [r, alpha, a, b], all > 0. Time has the unit of alpha, weeks in the app. The rate is that of the k stages of a gap,
 * so the mean gap is k alpha / r.
 */
export type BetaGeometric = { k: number; e: 0 | 1 };

/**
 * ln(B(a, b) / B(a, b + n)): minus the logarithm of the probability of no dropout at n purchases. The sum over i < n of
 * ln(1 + a / (b + i)); for n > 64 as a difference of log-gammas over the smaller of a and n, which keeps the most digits.
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
 * P(fewer than k stages since the last purchase) / P(no stage since): sum over j < k of (n)_j / j! ((T - tx) / (alpha + T))^j,
 * n = r + k x. 1 for k = 1.
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

/** Log-odds of having dropped out by T; -Infinity where dropout is not possible yet. */
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
 * Log-likelihood of one customer, time in the unit of alpha. For k = 1 with all constants; for k > 1 without the density of the gaps
 * between purchases, (k - 1) sum ln(gap) - x lnG(k), which depends on no parameter. Domain: x whole and >= 0, 0 <= tx <= T,
 * parameters > 0. Source: Fader, Hardie and Lee 2005; Reutterer, Platzer and Schroeder 2020.
 * Reference values: test/unit/clv/transactions/reference-values.test.ts (50 digits).
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

/** P(alive at T) = 1 / (1 + odds of dropout), written so that it cannot overflow; 0, never NaN, below 1e-308. */
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
