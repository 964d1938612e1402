import type { Params } from "../transactions/family.ts";

/** Below this standard deviation of every log-parameter the data have settled the parameters, and one point says as much as many. */
const NEGLIGIBLE_SD = 0.03;
/** A log-parameter that the data leave open is not varied further than this. */
const MAX_SD = 1;
/** A standard deviation below this, given the other parameters, is the rounding of none. */
const MIN_SD = 1e-6;

/**
 * Points with equal weights that stand for the uncertainty of fitted parameters: mean and covariance of their logarithms are the fit's
 * (third-degree spherical-radial cubature, Arasaratnam and Haykin 2009). `covariance` is row-major, of the logarithms. One point,
 * the fit itself, where the parameters are settled.
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
