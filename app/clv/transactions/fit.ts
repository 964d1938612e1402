import { type CustomerSummaryColumns, refuseOutsideDomain } from "../data/customer-summary.ts";
import { subsample, type WeightedSummary, weightedSummary } from "../data/weighted-summary.ts";
import { boundedMinimize, boundedNewton, hessianOf, type Objective } from "../numerics/bounded-minimize.ts";
import { lnGamma } from "../numerics/special-functions.ts";
import { symmetricEigen } from "../numerics/symmetric-eigen.ts";
import type { FamilyFit, FitOptions, LogNormalPrior, Params } from "./family.ts";

/** Log-likelihood of weighted rows at parameters in units of their `timeScale`; fills the gradient in those parameters. */
export type WeightedLogLikelihood = (params: Float64Array, gradient: Float64Array) => number;

/** What the fit needs of a family; it has two parameters [r, alpha] or four. */
export type FamilyLikelihood = {
  parameterNames: readonly string[];
  /** Events of the Poisson process per purchase. */
  k: number;
  /** Whether the fourth parameter is a time (beta of Pareto/NBD). */
  fourthIsTime: boolean;
  weightedLogLikelihood: (data: WeightedSummary) => WeightedLogLikelihood;
};

/**
 * Bounds of the coordinates of the fit (`LogNormalPrior`): ln r, ln(mean gap / mean T), ln(odds or rate of dropout), ln(b or
 * beta / mean T). Ratios, because the data identify them well even where the heterogeneity of customers is not identified;
 * alpha, a and s by themselves are strongly correlated with r, b and beta. Wide enough for real shops; every sum is finite inside.
 */
const LOWER = [1e-4, 1e-6, 1e-6, 1e-4].map(Math.log);
const UPPER = [1e3, 1e6, 1e5, 1e4].map(Math.log);
const STARTS = [
  [0.3, 0.7, 0.3, 2.5],
  [1, 1, 1, 1],
  [0.1, 0.3, 0.1, 1],
].map((start) => start.map(Math.log));
const TOLERANCE = 1e-10;
/** With more than twice as many distinct rows, starting values are compared on a subsample of this size; the result is from all rows. */
const SUBSAMPLE_SIZE = 8_000;
/** Largest variance of a direction, in squared logarithms; a direction that reaches it counts as not identified. */
const UNIDENTIFIED_VARIANCE = 4;

/** Fills `params`, in units of the time scale, from coordinates. */
function paramsAt(family: FamilyLikelihood, point: Float64Array, params: Float64Array): void {
  params[0] = Math.exp(point[0]!);
  params[1] = Math.exp(point[0]! + point[1]!) / family.k;
  if (params.length < 4) return;
  params[2] = Math.exp(point[2]! + point[3]!);
  params[3] = Math.exp(point[3]!);
}

/** Minus the mean log-likelihood per customer, with the prior, as a function of the coordinates. No allocation per call. */
function meanNegativeLogLikelihood(
  family: FamilyLikelihood,
  data: WeightedSummary,
  prior: LogNormalPrior | undefined,
): Objective {
  const size = family.parameterNames.length;
  const likelihood = family.weightedLogLikelihood(data);
  const params = new Float64Array(size);
  const slope = new Float64Array(size);
  const { totalWeight } = data;
  return (point, gradient) => {
    paramsAt(family, point, params);
    let loss = -likelihood(params, slope);
    gradient[1] = -params[1]! * slope[1]!;
    gradient[0] = gradient[1]! - params[0]! * slope[0]!;
    if (size === 4) {
      gradient[2] = -params[2]! * slope[2]!;
      gradient[3] = gradient[2]! - params[3]! * slope[3]!;
    }
    if (prior) {
      for (let i = 0; i < size; i++) {
        const score = (point[i]! - prior.mean[i]!) / prior.sd[i]!;
        loss += 0.5 * score * score;
        gradient[i]! += score / prior.sd[i]!;
      }
    }
    for (let i = 0; i < size; i++) gradient[i]! /= totalWeight;
    return loss / totalWeight;
  };
}

/** The constant of the log-likelihood: the change of the time unit and, for k > 1, the density of the gaps. */
function constantPart(k: number, data: WeightedSummary, columns: CustomerSummaryColumns): number {
  let constant = -k * data.totalX * Math.log(data.timeScale);
  if (k > 1 && columns.sumLnGaps) {
    let gaps = 0;
    for (let i = 0; i < columns.x.length; i++) {
      const w = columns.weight ? columns.weight[i]! : 1;
      if (w > 0) gaps += w * columns.sumLnGaps[i]!;
    }
    constant += (k - 1) * gaps - data.totalX * lnGamma(k);
  }
  return constant;
}

/**
 * Maximum-likelihood parameters of a family, or the posterior mode with a prior. The result does not depend, up to rounding, on
 * the order of the rows, on whether equal rows are merged with weights, or on the unit of time. Null without customers or where no
 * start converged. Throws a RangeError for a row outside of the domain of the models (`refuseOutsideDomain`). At most 32,000
 * evaluations of the likelihood for each start, usually 100 in all.
 * Reference values: optima of the established packages on three logs, test/unit/clv/transactions/fit.test.ts.
 */
export function fitFamily(
  family: FamilyLikelihood,
  columns: CustomerSummaryColumns,
  options: FitOptions = {},
): FamilyFit | null {
  refuseOutsideDomain(columns);
  const data = weightedSummary(columns);
  if (!(data.totalWeight > 0)) return null;
  const size = family.parameterNames.length;
  const lower = LOWER.slice(0, size);
  const upper = UPPER.slice(0, size);
  const objective = meanNegativeLogLikelihood(family, data, options.prior);
  let starts = STARTS.map((start) => start.slice(0, size));
  if (options.prior) starts = [[...options.prior.mean].slice(0, size), ...starts];
  let minimum = null;
  if (data.rows > 2 * SUBSAMPLE_SIZE) {
    const sample = meanNegativeLogLikelihood(family, subsample(data, SUBSAMPLE_SIZE), options.prior);
    const first = boundedMinimize(sample, starts, lower, upper, 1e-4);
    if (first) minimum = boundedNewton(objective, first.point, lower, upper, TOLERANCE);
  }
  if (!minimum?.converged) minimum = boundedMinimize(objective, starts, lower, upper, TOLERANCE);
  if (!minimum?.converged) return null;

  const scaled = new Float64Array(size);
  paramsAt(family, minimum.point, scaled);
  const logLikelihood = family.weightedLogLikelihood(data)(scaled, new Float64Array(size));
  const curvature = covarianceAt(objective, minimum.point, data.totalWeight);
  const boundaryParameters = family.parameterNames.filter(
    (_, i) => minimum.atBound[i] || curvature.unidentified[i],
  );
  return {
    params: Array.from(scaled, (value, i) => value * timeUnit(family, i, data.timeScale)),
    logLikelihood: logLikelihood + constantPart(family.k, data, columns),
    boundary: boundaryParameters.length > 0,
    boundaryParameters,
    covariance: curvature.covariance,
  };
}

function timeUnit(family: FamilyLikelihood, parameter: number, timeScale: number): number {
  return parameter === 1 || (parameter === 3 && family.fourthIsTime) ? timeScale : 1;
}

/** Covariance of the log-parameters from the Hessian at the optimum, and which coordinates are not identified. */
function covarianceAt(
  objective: Objective,
  point: Float64Array,
  totalWeight: number,
): { covariance: Float64Array; unidentified: boolean[] } {
  const size = point.length;
  const all = Array.from(point.keys());
  const hessian = hessianOf(objective, point, all).map((value) => value * totalWeight);
  const { values, vectors } = symmetricEigen(hessian, size);
  const inCoordinates = new Float64Array(size * size);
  const unidentified = all.map(() => false);
  for (let v = 0; v < size; v++) {
    const variance = values[v]! * UNIDENTIFIED_VARIANCE > 1 ? 1 / values[v]! : UNIDENTIFIED_VARIANCE;
    let main = 0;
    for (let i = 0; i < size; i++) {
      if (Math.abs(vectors[i * size + v]!) > Math.abs(vectors[main * size + v]!)) main = i;
      for (let j = 0; j < size; j++) {
        inCoordinates[i * size + j]! += variance * vectors[i * size + v]! * vectors[j * size + v]!;
      }
    }
    if (variance === UNIDENTIFIED_VARIANCE) unidentified[main] = true;
  }
  return { covariance: toLogParameters(inCoordinates, size), unidentified };
}

/** ln alpha = u0 + u1 + constant and ln a = u2 + u3; the other log-parameters are coordinates themselves. */
function toLogParameters(covariance: Float64Array, size: number): Float64Array {
  const out = covariance.slice();
  for (const [to, from] of [
    [1, 0],
    [2, 3],
  ] as const) {
    if (to >= size) continue;
    for (let j = 0; j < size; j++) out[to * size + j]! += out[from * size + j]!;
    for (let i = 0; i < size; i++) out[i * size + to]! += out[i * size + from]!;
  }
  return out;
}

/** Log-likelihood of all rows and its gradient in the parameters, in the time unit of the columns. */
export function totalLogLikelihood(
  family: FamilyLikelihood,
  params: Params,
  columns: CustomerSummaryColumns,
): { logLikelihood: number; gradient: Float64Array } {
  const data = weightedSummary(columns);
  const size = family.parameterNames.length;
  const scaled = Float64Array.from(params, (value, i) => value / timeUnit(family, i, data.timeScale));
  const gradient = new Float64Array(size);
  const logLikelihood = family.weightedLogLikelihood(data)(scaled, gradient);
  for (let i = 0; i < size; i++) gradient[i]! /= timeUnit(family, i, data.timeScale);
  return { logLikelihood: logLikelihood + constantPart(family.k, data, columns), gradient };
}
