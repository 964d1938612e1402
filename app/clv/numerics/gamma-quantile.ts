import { lnGamma } from "./special-functions.ts";

const MAX_SHAPE = 1e7;
const MAX_TERMS = 50_000;

/**
 * Regularised lower incomplete gamma function P(shape, x): the probability that a gamma variable of that shape and rate 1 is at most x.
 * Domain: 0 < shape <= 1e7, x >= 0. Series below shape + 1, Lentz's continued fraction above (Abramowitz & Stegun 6.5.29 and
 * 6.5.31). Throws a RangeError for a larger shape, of which either needs more than `MAX_TERMS` terms near the median, and where it
 * does not converge, which none of the domain is known to do.
 */
export function gammaCdf(shape: number, x: number): number {
  if (!(x > 0)) return 0;
  if (x === Number.POSITIVE_INFINITY) return 1;
  if (!(shape > 0 && shape <= MAX_SHAPE)) {
    throw new RangeError(`the shape ${shape} should be above 0 and at most ${MAX_SHAPE}`);
  }
  const front = Math.exp(shape * Math.log(x) - x - lnGamma(shape));
  if (x < shape + 1) {
    let term = 1 / shape;
    let sum = term;
    let n = 1;
    for (; n < MAX_TERMS && term > sum * 1e-17; n++) {
      term *= x / (shape + n);
      sum += term;
    }
    if (n === MAX_TERMS) throw new RangeError(notConverged(shape, x));
    return Math.min(1, front * sum);
  }
  if (front === 0) return 1;
  let b = x + 1 - shape;
  let c = 1e300;
  let d = 1 / b;
  let fraction = d;
  for (let n = 1; n < MAX_TERMS; n++) {
    const a = -n * (n - shape);
    b += 2;
    d = 1 / (a * d + b);
    c = b + a / c;
    fraction *= d * c;
    if (Math.abs(d * c - 1) < 1e-15) return Math.max(0, 1 - front * fraction);
  }
  throw new RangeError(notConverged(shape, x));
}

function notConverged(shape: number, x: number): string {
  return `the gamma distribution of shape ${shape} at ${x} did not converge in ${MAX_TERMS} terms`;
}

/**
 * The x with P(shape, x) = probability, by bisection of ln x. Domain: shape > 0, 0 < probability < 1. A quantile that underflows,
 * as for tiny shapes, is 0.
 */
export function gammaQuantile(shape: number, probability: number): number {
  let low = -740;
  let high = Math.log(shape + 40 * Math.sqrt(shape) + 800);
  if (gammaCdf(shape, Math.exp(low)) >= probability) return 0;
  for (let step = 0; step < 80; step++) {
    const middle = (low + high) / 2;
    if (gammaCdf(shape, Math.exp(middle)) < probability) low = middle;
    else high = middle;
  }
  return Math.exp((low + high) / 2);
}
