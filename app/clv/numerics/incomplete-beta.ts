import { gaussLegendre } from "./gauss-legendre.ts";
import { lnGamma, lnGammaRatio, stirlingCorrection } from "./special-functions.ts";

/** From here on for both arguments, the density is integrated, which takes the same time however large they are. */
const LARGE = 1_000;
/** The continued fraction needs fewer than 70 steps while one of its arguments is below `LARGE`. */
const MAX_STEPS = 400;
/** Where the density has fallen by e to the power of minus this, nothing is left to integrate. */
const NEGLIGIBLE_EXPONENT = 40;
const NODES = gaussLegendre(40);

/**
 * Regularised incomplete beta function I_x(p, q), with 1 - x given as `rest` because it may be far below 1e-16.
 * Domain: p, q > 0, 0 <= x <= 1, rest = 1 - x. Absolute error below 1e-12, and for p + q above 1e6 below 1e-15 times the root of
 * p + q, which is what the last digit of x is worth. Throws a RangeError where it does not converge, which no argument is known to do.
 * Source of the continued fraction: Didonato and Morris 1992, ACM TOMS 18, equation 9; it neither takes the difference of
 * nearly equal numbers nor slows down away from the mean.
 * Reference values: test/unit/clv/numerics/incomplete-beta.json (mpmath, 60 digits).
 */
export function regularisedBeta(x: number, rest: number, p: number, q: number): number {
  if (x <= 0 || p === Number.POSITIVE_INFINITY) return 0;
  if (rest <= 0 || q === Number.POSITIVE_INFINITY) return 1;
  /** How far x is below the mean p / (p + q), times p + q. */
  const below = p * rest - q * x;
  // Below (p + 1) / (p + q + 2), a little beside the mean: there the fraction converges fast.
  const isLower = below + rest - x >= 0;
  const tail = Math.min(1, isLower ? lowerTail(x, rest, p, q, below) : lowerTail(rest, x, q, p, -below));
  return isLower ? tail : 1 - tail;
}

/** I_x(p, q) for an x below the mean or close to it. */
function lowerTail(x: number, rest: number, p: number, q: number, below: number): number {
  if (p >= LARGE && q >= LARGE) return integratedTail(x, rest, p, q, below);
  const lnX = rest < 0.5 ? Math.log1p(-rest) : Math.log(x);
  const lnRest = x < 0.5 ? Math.log1p(-x) : Math.log(rest);
  const lnInverseBeta = p > q ? lnGammaRatio(p, q) - lnGamma(q) : lnGammaRatio(q, p) - lnGamma(p);
  const front = Math.exp(p * lnX + q * lnRest + lnInverseBeta);
  return front === 0 ? 0 : front * betaFraction(x, rest, p, q, below);
}

function betaFraction(x: number, rest: number, p: number, q: number, below: number): number {
  let c = (p / (p + 1)) * (below + 1);
  let d = 0;
  let inverse = c;
  for (let n = 1; n <= MAX_STEPS; n++) {
    const e = p + 2 * n - 1;
    const numerator = ((p + n - 1) / e) * (((p + q + n - 1) * x) / e) * n * (q - n) * x;
    // As at a whole q, where the fraction ends.
    if (numerator === 0) break;
    const b = n + ((n * (q - n)) / e) * x + ((p + n) / (e + 2)) * (below + 1 + n * (1 + rest));
    d = 1 / (b + numerator * d);
    c = b + numerator / c;
    const step = c * d;
    inverse *= step;
    if (Math.abs(step - 1) < 1e-15) break;
    if (Number.isNaN(step)) return Number.NaN;
    if (n === MAX_STEPS) throw new RangeError(notConverged(x, p, q));
  }
  return 1 / inverse;
}

function notConverged(x: number, p: number, q: number): string {
  return `the incomplete beta function of ${x} with ${p} and ${q} did not converge in ${MAX_STEPS} steps`;
}

/**
 * At t = x - s x rest, t^p (1 - t)^q is x^p rest^q times exp(-g(s)), where g(s) = s below - p l(-s rest) - q l(s x) grows from 0 and
 * l(u) = ln(1 + u) - u. So the integral goes to where g is `NEGLIGIBLE_EXPONENT`.
 */
function integratedTail(x: number, rest: number, p: number, q: number, below: number): number {
  const n = p + q;
  const lnDensity =
    p * logMinusLinear(-below / p) +
    q * logMinusLinear(below / q) -
    (stirlingCorrection(p) + stirlingCorrection(q) - stirlingCorrection(n));
  // x^p rest^q / B(p, q).
  const front = Math.sqrt((p / n) * (q / (2 * Math.PI))) * Math.exp(lnDensity);
  if (front === 0) return 0;
  // g begins as `below` s + curvature / 2 s^2.
  const curvature = p * rest * rest + q * x * x;
  const root = Math.sqrt(below * below + 2 * curvature * NEGLIGIBLE_EXPONENT);
  const end = Math.min((2 * NEGLIGIBLE_EXPONENT) / (below + root), 1 / rest);
  let sum = 0;
  for (let i = 0; i < NODES.node.length; i++) {
    const s = end * NODES.node[i]!;
    const grown = s * below - p * logMinusLinear(-s * rest) - q * logMinusLinear(s * x);
    sum += (NODES.weight[i]! * Math.exp(-grown)) / ((1 - s * rest) * (1 + s * x));
  }
  return front * end * sum;
}

/** ln(1 + u) - u without cancellation. Domain: u >= -1. */
function logMinusLinear(u: number): number {
  if (Math.abs(u) > 0.1) return Math.log1p(u) - u;
  // ln(1 + u) = 2 atanh(w) with w = u / (2 + u), and u = 2 w + u w: what is left are -u w and the powers of w above the first.
  const w = u / (2 + u);
  const v = w * w;
  const powers = 1 / 3 + v * (1 / 5 + v * (1 / 7 + v * (1 / 9 + v * (1 / 11 + v * (1 / 13)))));
  return w * (2 * v * powers - u);
}
