import type { Params } from "../transactions/family.ts";

/** Where every log-parameter has a smaller standard deviation than this, one point is enough. */
const NEGLIGIBLE_SD = 0.03;
/** Upper bound of the standard deviation of a log-parameter, for parameters that the data do not identify. */
const MAX_SD = 1;
/** A conditional standard deviation below this is rounding error of 0. */
const MIN_SD = 1e-6;

/**
 * Cubature points of fitted parameters, with equal weights: the logarithms of the points have the mean and the covariance of the fit
 * (third-degree spherical-radial rule, Arasaratnam and Haykin 2009). `covariance` is that of the logarithms, row-major, size x size.
 * Returns 2 x size points, or the fit alone where its uncertainty is negligible (`NEGLIGIBLE_SD`).
 */
export function cubaturePoints(params: Params, covariance: ArrayLike<number>): readonly Params[] {
  const size = params.length;
  const deviation = params.map((_, i) => Math.sqrt(Math.max(0, covariance[i * size + i] ?? 0)));
  if (deviation.every((one) => one < NEGLIGIBLE_SD)) return [params];
  const shrink = deviation.map((one) => (one > MAX_SD ? MAX_SD / one : 1));
  const factor = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = (covariance[i * size + j] ?? 0) * shrink[i]! * shrink[j]!;
      for (let k = 0; k < j; k++) sum -= factor[i * size + k]! * factor[j * size + k]!;
      const diagonal = factor[j * size + j]!;
      factor[i * size + j] = i === j ? Math.sqrt(Math.max(0, sum)) : diagonal > MIN_SD ? sum / diagonal : 0;
    }
  }
  const reach = Math.sqrt(size);
  const points: Params[] = [];
  for (let j = 0; j < size; j++) {
    for (const side of [reach, -reach]) {
      points.push(params.map((value, i) => value * Math.exp(side * factor[i * size + j]!)));
    }
  }
  return points;
}
