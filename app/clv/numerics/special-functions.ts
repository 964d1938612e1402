/**
 * The special functions that the models need, for positive real arguments; others end in ten steps too.
 * Differences of log-gamma and digamma have functions of their own (finite sums or differences of Stirling series), because the
 * subtraction of two large values loses the digits of a small difference.
 * Source of the asymptotic series: NIST DLMF 5.11.
 * Reference values: test/unit/clv/numerics/special-functions.test.ts.
 */

const HALF_LN_TWO_PI = 0.9189385332046728;

/** Arguments are shifted by whole numbers until the asymptotic series holds: at least 10. */
const SHIFTS = 10;

/** Stirling's correction lnG(z) - [(z - 1/2) ln z - z + ln(2 pi)/2]; absolute error below 1e-15 for z >= 10. */
export function stirlingCorrection(z: number): number {
  const w = 1 / (z * z);
  return (1 / 12 - w * (1 / 360 - w * (1 / 1260 - w * (1 / 1680 - w * (1 / 1188 - (w * 691) / 360360))))) / z;
}

/** Natural logarithm of the gamma function. Domain: z > 0. Relative error about 1e-15 away from its zeros 1 and 2. */
export function lnGamma(z: number): number {
  let shift = 0;
  let y = z;
  for (let i = 0; i < SHIFTS && y < SHIFTS; i++) {
    shift += Math.log(y);
    y += 1;
  }
  return (y - 0.5) * Math.log(y) - y + HALF_LN_TWO_PI + stirlingCorrection(y) - shift;
}

/** lnG(z + s) - lnG(z) without cancellation. Domain: z > 0, s >= 0 (real). */
export function lnGammaRatio(z: number, s: number): number {
  if (s === 0) return 0;
  let shift = 0;
  let y = z;
  for (let i = 0; i < SHIFTS && y < SHIFTS; i++) {
    shift += Math.log1p(s / y);
    y += 1;
  }
  return (
    (y + s - 0.5) * Math.log1p(s / y) +
    s * (Math.log(y) - 1) +
    stirlingCorrection(y + s) -
    stirlingCorrection(y) -
    shift
  );
}

/** ln of the rising factorial (z)_n = z (z+1) ... (z+n-1). Domain: z > 0, n a whole number >= 0. */
export function lnRising(z: number, n: number): number {
  if (n > 64) return lnGammaRatio(z, n);
  let sum = 0;
  for (let i = 0; i < n; i++) sum += Math.log(z + i);
  return sum;
}

/** Digamma, the derivative of lnGamma. Domain: z > 0. */
export function digamma(z: number): number {
  let shift = 0;
  let y = z;
  for (let i = 0; i < SHIFTS && y < SHIFTS; i++) {
    shift += 1 / y;
    y += 1;
  }
  const w = 1 / (y * y);
  const tail =
    w * (1 / 12 - w * (1 / 120 - w * (1 / 252 - w * (1 / 240 - w * (1 / 132 - (w * 691) / 32760)))));
  return Math.log(y) - 0.5 / y - tail - shift;
}

/** digamma(z + s) - digamma(z) without cancellation. Domain: z > 0, s >= 0 (real). */
export function digammaDifference(z: number, s: number): number {
  let shift = 0;
  let y = z;
  for (let i = 0; i < SHIFTS && y < SHIFTS; i++) {
    shift += s / (y * (y + s));
    y += 1;
  }
  const u = y + s;
  const series = (v: number): number => {
    const w = 1 / (v * v);
    return w * (1 / 12 - w * (1 / 120 - w * (1 / 252 - w * (1 / 240 - w * (1 / 132 - (w * 691) / 32760)))));
  };
  return Math.log1p(s / y) + (0.5 * s) / (y * u) + series(y) - series(u) + shift;
}

/** Trigamma, the derivative of digamma: the variance of the logarithm of a gamma variable of that shape. z > 0. */
export function trigamma(z: number): number {
  let shift = 0;
  let y = z;
  for (let i = 0; i < SHIFTS && y < SHIFTS; i++) {
    shift += 1 / (y * y);
    y += 1;
  }
  const w = 1 / (y * y);
  return (
    1 / y + w / 2 + (w / y) * (1 / 6 - w * (1 / 30 - w * (1 / 42 - w * (1 / 30 - (w * 5) / 66)))) + shift
  );
}

/** ln(1 + e^s) for any real s, without overflow. */
export function softplus(s: number): number {
  return s > 0 ? s + Math.log1p(Math.exp(-s)) : Math.log1p(Math.exp(s));
}

/** Density of the standard normal distribution. */
export function normalDensity(z: number): number {
  return 0.3989422804014327 * Math.exp(-0.5 * z * z);
}

/**
 * P(Z > z) for a standard normal Z; `density` is its density at z, an argument because callers have it already. Absolute error
 * below 1e-7 (Abramowitz and Stegun 26.2.17), a thousandth of the accuracy of the intervals that use it.
 */
export function normalTail(z: number, density: number): number {
  const u = 1 / (1 + 0.2316419 * Math.abs(z));
  const poly =
    u * (0.31938153 + u * (-0.356563782 + u * (1.781477937 + u * (-1.821255978 + u * 1.330274429))));
  return z >= 0 ? density * poly : 1 - density * poly;
}
