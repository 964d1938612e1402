import { lnGamma, lnGammaRatio, softplus } from "../../numerics/special-functions.ts";
import type { Params } from "../family.ts";
import { type BetaGeometric, stagesSum } from "./model.ts";

/**
 * Expected number of transactions in the next `weeks` weeks, given alive at T. Infinity for an infinite horizon where a <= 1.
 * Domain: x whole and >= 0, 0 <= tx <= T, weeks >= 0, parameters > 0.
 *
 * k = 1: Fader, Hardie and Lee 2005, equation 10 (for MBG with b + 1 in place of b), after Euler's transformation of 2F1 (DLMF
 * 15.8.1) with the first terms separated: a = 1 is not a special case and nothing cancels. For large a the untransformed series
 * is better conditioned.
 * k > 1: the sum over the number of stages in the horizon, exact; the established packages approximate it.
 * Where either series needs too many terms, the same quantity is integrated over the dropout probability p (relative error 1e-9).
 * Reference values: 644 vectors at 50 digits, test/unit/clv/transactions/reference-values.test.ts.
 */
export function betaGeometricExpectation(
  model: BetaGeometric,
  params: Params,
  x: number,
  tx: number,
  T: number,
  weeks: number,
): number {
  if (!(weeks > 0)) return 0;
  const { k, e } = model;
  const r = params[0]!;
  const a = params[2]!;
  const b = params[3]! + e;
  const observed = params[1]! + T;
  const c = a + b + x - 1;
  if (weeks === Number.POSITIVE_INFINITY) return a > 1 ? c / (a - 1) : Number.POSITIVE_INFINITY;
  const n = r + k * x;
  const z = weeks / (observed + weeks);
  const lnRest = -Math.log1p(weeks / observed);
  let value = Number.NaN;
  if (k === 1) {
    value =
      a > 50 ? untransformedSeries(a, b + x, n, c, z, lnRest) : transformedSeries(a, b, r, c, z, lnRest);
  } else {
    value = 0;
    let weight = 1 / stagesSum(k, n, params[1]!, tx, T);
    for (let j = 0; j < k; j++) {
      if (weight > 0) value += weight * sumOverStages(k, j, a, b + x, n + j, z, lnRest);
      weight *= ((n + j) / (j + 1)) * ((T - tx) / observed);
    }
  }
  return value >= 0 && Number.isFinite(value)
    ? value
    : integratedExpectation(k, stageWeights(k, n, params[1]!, tx, T), a, b + x, n, weeks / observed);
}

const MAX_TERMS = 20_000;
/** Rounding error is 1e-16 of the largest term: if that term is this many times the result, fewer than ten digits are correct. */
const LARGEST_SHARE = 1e6;

/** NaN where the series needs too many terms, or where alternating terms are so large that too few digits remain. */
function transformedSeries(a: number, b: number, r: number, c: number, z: number, lnRest: number): number {
  const d = a - 1;
  const f = a + b - 1 - r;
  const lead = d === 0 ? -lnRest : -Math.expm1(d * lnRest) / d;
  const scale = Math.exp(d * lnRest);
  let term = f * z;
  let sum = 0;
  let largest = 0;
  for (let j = 1; j <= MAX_TERMS; j++) {
    sum += term;
    const size = Math.abs(term);
    if (size > largest) largest = size;
    if (size <= 1e-17 * Math.abs(sum)) {
      const value = c * lead - scale * sum;
      return scale * largest < LARGEST_SHARE * value ? value : Number.NaN;
    }
    term *= (((f + j) * (d + j)) / ((c + j) * (j + 1))) * z;
  }
  return Number.NaN;
}

function untransformedSeries(a: number, b: number, n: number, c: number, z: number, lnRest: number): number {
  let term = 1;
  let sum = 0;
  for (let j = 0; j <= MAX_TERMS; j++) {
    term *= (((n + j) * (b + j)) / ((c + j) * (j + 1))) * z;
    sum += term;
    if (term <= 1e-17 * sum) return (c / (a - 1)) * -Math.expm1(n * lnRest + Math.log1p(sum));
  }
  return Number.NaN;
}

/**
 * Expected orders when j stages of the current gap have passed: sum over l of P(l stages in the horizon) V(floor((l + j) / k)),
 * where V(m) = sum over i < m of B(a, b + i) / B(a, b) is the expected number of orders out of m opportunities, each of which may
 * be followed by dropout. Every term is positive. NaN where the sum needs too many terms.
 */
function sumOverStages(
  k: number,
  j: number,
  a: number,
  b: number,
  n: number,
  z: number,
  lnRest: number,
): number {
  const odds = Math.expm1(-lnRest);
  const mean = n * odds;
  const sd = Math.sqrt(mean * (1 + odds));
  if (!(mean + 40 * (sd + odds) < 2 * MAX_TERMS)) return Number.NaN;
  let from = Math.floor(Math.max(0, mean - 12 * sd - 40));
  if (n * lnRest > -600) from = 0;
  const lnStart =
    from * Math.log(z) + n * lnRest + lnGammaRatio(n, from) - (from > 1 ? lnGamma(from + 1) : 0);
  let mass = Math.exp(lnStart);
  let orders = 0;
  let stays = 1;
  let chances = 0;
  let sum = 0;
  for (let l = from; l <= 40 * MAX_TERMS; l++) {
    for (const due = Math.floor((l + j) / k); chances < due; chances++) {
      orders += stays;
      stays *= (b + chances) / (a + b + chances);
    }
    const term = mass * orders;
    sum += term;
    // Beyond the mean the probabilities fall at least geometrically; the rest of the sum is then below 1e-18 of it.
    if (l > mean + k && term * (1 + odds) <= 1e-18 * sum) return sum;
    mass *= ((n + l) / (l + 1)) * z;
  }
  return Number.NaN;
}

/** Probabilities that 0, 1, ..., k - 1 Erlang stages of the current gap have passed, given alive. */
export function stageWeights(k: number, n: number, alpha: number, tx: number, T: number): Float64Array {
  const weights = new Float64Array(k);
  let weight = 1 / stagesSum(k, n, alpha, tx, T);
  for (let j = 0; j < k; j++) {
    weights[j] = weight;
    weight *= ((n + j) / (j + 1)) * ((T - tx) / (alpha + T));
  }
  return weights;
}

/**
 * E[(1 - E[(1 - p)^M]) / p] for p ~ beta(a, b), where M is the number of purchases in the horizon without dropout: the expectation
 * over the dropout probability p. Trapezoidal rule in w with logit(p) = sinh(w), where the integrand falls double exponentially at
 * both ends. The step resolves both the beta distribution, whose logit has a standard deviation of about sqrt(1/a + 1/b), and the
 * change of slope at p = 1 / E[M]. Source of the rule: Takahasi and Mori 1974.
 */
function integratedExpectation(
  k: number,
  stages: Float64Array,
  a: number,
  b: number,
  n: number,
  growth: number,
): number {
  const middle = Math.log(a / b);
  const step = Math.min(1 / 64, Math.sqrt((1 / a + 1 / b) / (1 + middle * middle)) / 4);
  const start = -Math.asinh(750 / Math.min(a, b, 1));
  const lnWeight = (u: number): number => -a * softplus(-u) - b * softplus(u) + 0.5 * Math.log1p(u * u);
  const peak = lnWeight(middle);
  const counts = (w: number): boolean => lnWeight(Math.sinh(w)) - peak > LN_NEGLIGIBLE;
  const inside = Math.asinh(middle);
  const first = Math.floor((border(counts, inside, start) - start) / step);
  const last = Math.ceil((border(counts, inside, -start) - start) / step);
  // Never more within the bounds of the fit, where 4,000 are the most.
  if (last - first > MAX_NODES) throw new RangeError(`a ${a} and b ${b} need more than ${MAX_NODES} nodes`);
  let mass = 0;
  let total = 0;
  for (let i = first; i <= last; i++) {
    const u = Math.sinh(start + i * step);
    const weight = Math.exp(lnWeight(u) - peak);
    const p = u < 0 ? Math.exp(u) / (1 + Math.exp(u)) : 1 / (1 + Math.exp(-u));
    mass += weight;
    total += weight * ordersGivenDropoutRate(k, stages, n, growth, p, -softplus(u));
  }
  return total / mass;
}

/** A weight of 1e-30 of that at the peak. */
const LN_NEGLIGIBLE = -69;
const MAX_NODES = 10_000;

/** Where `counts`, true at `inside` and false at `outside`, changes, to a millionth of the distance. */
function border(counts: (w: number) => boolean, inside: number, outside: number): number {
  let [near, far] = [inside, outside];
  for (let halving = 0; halving < 20; halving++) {
    const middle = 0.5 * (near + far);
    if (counts(middle)) near = middle;
    else far = middle;
  }
  return far;
}

/** Expected orders for dropout probability p: (1 - E[q^M]) / p, q = 1 - p given as its logarithm, M = floor((stages in the horizon + j) / k). */
function ordersGivenDropoutRate(
  k: number,
  stages: Float64Array,
  n: number,
  growth: number,
  p: number,
  lnQ: number,
): number {
  if (k === 1) return p > 1e-290 ? -Math.expm1(-n * Math.log1p(p * growth)) / p : n * growth;
  let share = 0;
  for (let j = 0; j < k; j++) {
    share += stages[j]! * dropoutWithin(k, j, n + j, growth, Math.min(lnQ, -1e-200));
  }
  return share / Math.max(p, 1e-200);
}

/** Below the smallest number: exp of it is 0. */
const LN_NOTHING = -746;
const MOST_STAGES = 8;
/** By k: cosine and sine of the k-th parts of a circle. */
const COS = circleParts(Math.cos);
const SIN = circleParts(Math.sin);

function circleParts(of: (angle: number) => number): readonly (readonly number[])[] {
  return Array.from({ length: MOST_STAGES + 1 }, (_, k) =>
    Array.from({ length: k }, (_, part) => of((2 * Math.PI * part) / k)),
  );
}

/** (1 + step)^n - 1 for a whole n of at most `MOST_STAGES`, without the subtraction. */
function powerLessOne(step: number, n: number): number {
  let sum = 0;
  const size = Math.abs(n);
  for (let i = 0; i < size; i++) sum += step * (1 + sum);
  return n < 0 ? -sum / (1 + sum) : sum;
}

/**
 * P(dropout within the horizon) for j stages passed: 1 - E[q^M]. q^floor(i / k) is a sum over the k-th roots of unity w of powers of
 * s w, s = q^(1/k); each term is a value of the generating function of the negative binomial, E[y^A] = (1 + growth (1 - y))^-n.
 * For q near 0 only M = 0 contributes.
 */
function dropoutWithin(k: number, j: number, n: number, growth: number, lnQ: number): number {
  if (lnQ < -21) {
    let none = 0;
    let mass = Math.exp(-n * Math.log1p(growth));
    for (let l = 0; l < k - j; l++) {
      none += mass;
      mass *= ((n + l) / (l + 1)) * (growth / (1 + growth));
    }
    return 1 - none;
  }
  const step = Math.expm1(lnQ / k);
  let loss = 0;
  // The roots w and 1 / w have conjugate terms, so half of them are enough.
  for (let root = 0; root <= k / 2; root++) {
    const cos = COS[k]!;
    const sin = SIN[k]!;
    // 1/k sum over i < k of (s w)^(j - i), minus its value at s = 1 (1 for the root 1, else 0): keeps all digits for small p.
    let re = 0;
    let im = 0;
    for (let i = 0; i < k; i++) {
      const change = powerLessOne(step, j - i) / k;
      const at = ((j - i + k) * root) % k;
      re += change * cos[at]!;
      im += change * sin[at]!;
    }
    if (root === 0) {
      const fall = Math.expm1(-n * Math.log1p(-growth * step));
      loss -= re + fall + re * fall;
    } else {
      const u = growth * (1 - (1 + step) * cos[root]!);
      const v = -growth * (1 + step) * sin[root]!;
      const lnSize = -0.5 * n * Math.log1p(u * (2 + u) + v * v);
      // Far from the root 1 the term is nothing after many stages.
      if (lnSize < LN_NOTHING) continue;
      const turn = -n * Math.atan2(v, 1 + u);
      const both = 2 * root === k ? 1 : 2;
      loss -= both * Math.exp(lnSize) * (re * Math.cos(turn) - im * Math.sin(turn));
    }
  }
  return Math.max(0, loss);
}
