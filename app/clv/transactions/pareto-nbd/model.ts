import { SIXTEEN_NODES } from "../../numerics/gauss-legendre.ts";
import { lnRising } from "../../numerics/special-functions.ts";
import { NEGLIGIBLE_RATE } from "../discounted-orders.ts";
import type { Params } from "../family.ts";
import { type DropoutIntegral, dropoutIntegral } from "./dropout-integral.ts";

/**
 * Pareto/NBD (Schmittlein, Morrison and Colombo 1987): purchases are Poisson with a rate that is gamma(r, alpha) over customers; the
 * lifetime is exponential with a rate that is gamma(s, beta) over customers. Parameters [r, alpha, s, beta], all > 0.
 * Given alive at T the two rates are gamma(r + x, alpha + T) and gamma(s, beta + T), independent of each other.
 */
const integral: DropoutIntegral = { f: 0, byN: 0, byS: 0, byKappa: 0 };

/**
 * -ln P(alive at T) = ln(1 + odds of dropout)
 * = ln(1 - f(T) + f(tx) ((alpha + T) / (alpha + tx))^n ((beta + T) / (beta + tx))^s), f of `dropoutIntegral`, n = r + x.
 * Source: Fader and Hardie, note 009.
 */
function lnInverseAlive(params: Params, x: number, tx: number, T: number): number {
  const n = params[0]! + x;
  const alpha = params[1]!;
  const s = params[2]!;
  const beta = params[3]!;
  if (T === tx) return 0;
  dropoutIntegral(n, s, (beta + T) / (alpha + T), false, integral);
  const now = integral.f;
  dropoutIntegral(n, s, (beta + tx) / (alpha + tx), false, integral);
  const silence = T - tx;
  const lnRatio = n * Math.log1p(silence / (alpha + tx)) + s * Math.log1p(silence / (beta + tx));
  if (lnRatio > 600) return lnRatio + Math.log(integral.f);
  // As a sum of two small terms: the plain difference of f would lose digits where T - tx is small.
  return Math.log1p(Math.max(0, integral.f * Math.expm1(lnRatio) + (integral.f - now)));
}

/**
 * Log-likelihood of one customer, with all constants. Domain: x whole and >= 0, 0 <= tx <= T, parameters > 0. Source: note 009.
 * Reference values: test/unit/clv/transactions/reference-values.test.ts (50 digits).
 */
export function paretoNbdLogLikelihood(params: Params, x: number, tx: number, T: number): number {
  const r = params[0]!;
  const alpha = params[1]!;
  return (
    lnRising(r, x) -
    r * Math.log1p(T / alpha) -
    x * Math.log(alpha + T) -
    params[2]! * Math.log1p(T / params[3]!) +
    lnInverseAlive(params, x, tx, T)
  );
}

/** P(alive at T). Source: note 009. */
export function paretoNbdAlive(params: Params, x: number, tx: number, T: number): number {
  return Math.exp(-lnInverseAlive(params, x, tx, T));
}

/** Expected orders in the next `weeks` weeks, given alive; Infinity for an infinite horizon where s <= 1. Source: note 009, equation 41. */
export function paretoNbdExpectation(params: Params, x: number, T: number, weeks: number): number {
  if (!(weeks > 0)) return 0;
  const betaAt = params[3]! + T;
  const d = params[2]! - 1;
  const growth = Math.log1p(weeks / betaAt);
  const lifetime = betaAt * (d === 0 ? growth : -Math.expm1(-d * growth) / d);
  return ((params[0]! + x) / (params[1]! + T)) * lifetime;
}

/** What is discounted or lost by exp(-60) is below the rounding error of the sum. */
const NEGLIGIBLE_EXPONENT = 60;
/**
 * A panel is 1 wide in ln(1 + u / (beta + T)), which the exponent exceeds `NEGLIGIBLE_EXPONENT` before 750, or it changes the exponent
 * by 8, of which there are a hundred at most.
 */
const MAX_PANELS = 1000;

/**
 * Expected orders in the next `weeks` weeks (Infinity allowed), given alive, discounted at a continuous rate of `delta` per week (0 for
 * an infinite one); over an infinite horizon this is DERT (Fader, Hardie and Lee 2005). Integral of rate * P(alive at u) * exp(-delta u),
 * in w = ln(1 + u / (beta + T)): exp(-(s - 1) w - delta (beta + T) (e^w - 1)), in panels over which the exponent changes by at most 8.
 */
export function paretoNbdDiscounted(
  params: Params,
  x: number,
  T: number,
  weeks: number,
  delta: number,
): number {
  const betaAt = params[3]! + T;
  const d = params[2]! - 1;
  const kappa = delta * betaAt;
  if (!(weeks > 0) || !(kappa > NEGLIGIBLE_RATE)) return paretoNbdExpectation(params, x, T, weeks);
  if (kappa === Number.POSITIVE_INFINITY) return 0;
  const end = Math.log1p(weeks / betaAt);
  let sum = 0;
  let from = 0;
  let panel = 0;
  for (; panel < MAX_PANELS && from < end; panel++) {
    const growth = Math.exp(from);
    // As expm1: the exponent has to grow where `from` is below the rounding error of 1.
    const exponent = kappa * Math.expm1(from) + d * from;
    if (exponent > NEGLIGIBLE_EXPONENT && kappa * growth + d > 0) break;
    const width = Math.min(1, 8 / Math.abs(d), Math.log1p(8 / (kappa * growth)), end - from);
    for (let i = 0; i < SIXTEEN_NODES.node.length; i++) {
      const w = from + width * SIXTEEN_NODES.node[i]!;
      sum += width * SIXTEEN_NODES.weight[i]! * Math.exp(-d * w - kappa * Math.expm1(w));
    }
    from = width < end - from ? from + width : end;
  }
  if (panel === MAX_PANELS) {
    throw new RangeError(`discounting at ${delta} a week needs more than ${MAX_PANELS} panels`);
  }
  return ((params[0]! + x) / (params[1]! + T)) * betaAt * sum;
}
