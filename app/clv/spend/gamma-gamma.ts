import { type CustomerSummaryColumns, refuseOutsideDomain } from "../data/customer-summary.ts";
import { boundedMinimize, boundedNewton, type Objective } from "../numerics/bounded-minimize.ts";
import { digamma, digammaDifference, lnGamma, lnGammaRatio } from "../numerics/special-functions.ts";

/**
 * Gamma-Gamma model of spend (Fader and Hardie, note 025): the value of one order is gamma(p, rate nu); nu is gamma(q, rate v)
 * over customers, independent of how often they buy. v has the money unit of the data (minor units here).
 */
export type GammaGammaParams = { p: number; q: number; v: number };

/**
 * Log-likelihood of one customer's mean value m over x repeat orders, with all constants. Domain: x >= 1, m > 0, parameters > 0.
 * Uses log1p and differences of log-gammas, so that no digits are lost for q around 1e7.
 * Reference values: 20 vectors at 50 digits, test/unit/clv/spend/gamma-gamma.test.ts.
 */
export function gammaGammaLogLikelihood(params: GammaGammaParams, x: number, m: number): number {
  const { p, q, v } = params;
  const s = p * x;
  const total = x * m;
  return (
    lnGammaRatio(q, s) - lnGamma(s) - Math.log(m) - s * Math.log1p(v / total) - q * Math.log1p(total / v)
  );
}

/**
 * Expected value of one order of a customer with x repeat orders of mean value m: p (v + x m) / (p x + q - 1), note 025.
 * Infinity where the model has no mean (q <= 1 and x = 0); `fitSpend` never returns such a model.
 */
export function gammaGammaExpectedSpend(params: GammaGammaParams, x: number, m: number): number {
  const { p, q, v } = params;
  const divisor = p * x + q - 1;
  return divisor > 0 ? (p * (v + x * m)) / divisor : Number.POSITIVE_INFINITY;
}

/** Rows that the model can be fitted to (x > 0, mean value > 0), with money divided by its weighted mean. */
type SpendRows = {
  distinctX: Float64Array;
  weightOfX: Float64Array;
  xIndex: Int32Array;
  total: Float64Array;
  weight: Float64Array;
  totalWeight: number;
  sumLnMean: number;
  moneyScale: number;
};

/** Every `step`-th of the usable rows. */
function spendRows({ x, meanValueMinor, weight }: CustomerSummaryColumns, step = 1): SpendRows {
  const used: number[] = [];
  let seen = 0;
  let totalWeight = 0;
  let totalMoney = 0;
  for (let i = 0; i < x.length; i++) {
    const w = weight ? weight[i]! : 1;
    if (!(x[i]! > 0 && meanValueMinor[i]! > 0 && w > 0) || seen++ % step > 0) continue;
    used.push(i);
    totalWeight += w;
    totalMoney += w * meanValueMinor[i]!;
  }
  const moneyScale = totalWeight > 0 ? totalMoney / totalWeight : 1;
  const distinctX = Float64Array.from(new Set(used.map((i) => x[i]!))).sort();
  const indexOfX = new Map([...distinctX].map((value, index) => [value, index]));
  const xIndex = Int32Array.from(used, (i) => indexOfX.get(x[i]!)!);
  const weights = Float64Array.from(used, (i) => (weight ? weight[i]! : 1));
  const weightOfX = new Float64Array(distinctX.length);
  let sumLnMean = 0;
  used.forEach((i, k) => {
    weightOfX[xIndex[k]!]! += weights[k]!;
    sumLnMean += weights[k]! * Math.log(meanValueMinor[i]! / moneyScale);
  });
  return {
    distinctX,
    weightOfX,
    xIndex,
    total: Float64Array.from(used, (i) => (x[i]! * meanValueMinor[i]!) / moneyScale),
    weight: weights,
    totalWeight,
    sumLnMean,
    moneyScale,
  };
}

/**
 * Minus the mean log-likelihood as a function of (ln p, ln q, ln(p v / q)), money in units of the mean. The third coordinate is
 * near the log of the mean order value, which the data identify well; v itself is strongly correlated with p and q. Special
 * functions are evaluated once per distinct x.
 */
function meanNegativeLogLikelihood(data: SpendRows): Objective {
  const { distinctX, weightOfX, xIndex, total, weight, totalWeight, sumLnMean } = data;
  return (point, gradient) => {
    const p = Math.exp(point[0]!);
    const q = Math.exp(point[1]!);
    const v = Math.exp(point[2]! + point[1]! - point[0]!);
    let sum = -sumLnMean;
    let dp = 0;
    let dq = 0;
    let dv = 0;
    for (let k = 0; k < distinctX.length; k++) {
      const x = distinctX[k]!;
      const w = weightOfX[k]!;
      const s = p * x;
      sum += w * (lnGammaRatio(q, s) - lnGamma(s));
      dp += w * x * (digamma(q + s) - digamma(s));
      dq += w * digammaDifference(q, s);
    }
    for (let i = 0; i < total.length; i++) {
      const x = distinctX[xIndex[i]!]!;
      const w = weight[i]!;
      const spent = total[i]!;
      const lnShare = Math.log1p(v / spent);
      const lnGrowth = Math.log1p(spent / v);
      const s = p * x;
      sum -= w * (s * lnShare + q * lnGrowth);
      dp -= w * x * lnShare;
      dq -= w * lnGrowth;
      dv += (w * (q * spent - s * v)) / (v * (spent + v));
    }
    gradient[0] = (v * dv - p * dp) / totalWeight;
    gradient[1] = (-q * dq - v * dv) / totalWeight;
    gradient[2] = (-v * dv) / totalWeight;
    return -sum / totalWeight;
  };
}

/** Bounds of p, q and p v / q over the mean value, as logarithms. Constant order values drive p to its upper bound; `boundary` reports it. */
const LOWER = [1e-2, 1e-2, 1e-6].map(Math.log);
const UPPER = [1e4, 1e4, 1e6].map(Math.log);
const STARTS = [
  [6, 4, 0.8],
  [1, 2, 0.5],
  [50, 20, 1],
].map((start) => start.map(Math.log));

/** Starting values are compared on a sample of about this many customers; the result is always from all customers. */
const SUBSAMPLE_SIZE = 8_000;

/** Converts a point from the money unit of one set of rows to that of another; only the third coordinate has such a unit. */
function inUnitsOf(to: SpendRows, from: SpendRows, point: Float64Array): Float64Array {
  const [p, q, level] = point as unknown as [number, number, number];
  return Float64Array.of(p, q, level + Math.log(from.moneyScale / to.moneyScale));
}

export type GammaGammaFit = { params: GammaGammaParams; logLikelihood: number; boundary: boolean };

/**
 * Maximum-likelihood parameters over customers with x > 0 and a mean value > 0; null without such customers or where no start
 * converged. Throws a RangeError for a row outside of the domain of the models.
 */
export function fitGammaGamma(columns: CustomerSummaryColumns): GammaGammaFit | null {
  refuseOutsideDomain(columns);
  const data = spendRows(columns);
  if (data.total.length === 0) return null;
  const objective = meanNegativeLogLikelihood(data);
  let minimum = null;
  if (data.total.length > 2 * SUBSAMPLE_SIZE) {
    const sample = spendRows(columns, Math.floor(data.total.length / SUBSAMPLE_SIZE));
    const first = boundedMinimize(meanNegativeLogLikelihood(sample), STARTS, LOWER, UPPER, 1e-4);
    if (first) minimum = boundedNewton(objective, inUnitsOf(data, sample, first.point), LOWER, UPPER, 1e-10);
  }
  if (!minimum?.converged) minimum = boundedMinimize(objective, STARTS, LOWER, UPPER, 1e-10);
  if (!minimum?.converged) return null;
  const [p, q, level] = Array.from(minimum.point, Math.exp) as [number, number, number];
  return {
    params: { p, q, v: ((level * q) / p) * data.moneyScale },
    logLikelihood: -minimum.value * data.totalWeight - data.totalWeight * Math.log(data.moneyScale),
    boundary: minimum.atBound.includes(true),
  };
}
