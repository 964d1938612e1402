import type { BgNbdParams } from "./bg-nbd.ts";
import { minimiseInBox, type Objective } from "./box-minimum.ts";
import { groupEqualRows } from "./distinct-rows.ts";
import type { PurchaseColumns } from "./purchase-columns.ts";
import { digammaDifference, lnGammaRatio } from "./special-functions.ts";

/**
 * Distinct histories with weights, T and tx divided by `timeScale` (the mean T), so that a fit in days and one in weeks take the same
 * path. Rows point into `distinctX` (ascending), where everything that depends on x alone is summed once.
 */
type MergedRows = {
  rows: number;
  weight: Float64Array;
  xIndex: Int32Array;
  tx: Float64Array;
  T: Float64Array;
  distinctX: Float64Array;
  weightOfX: Float64Array;
  totalWeight: number;
  totalX: number;
  timeScale: number;
};

function mergeRows({ x, tx, T, weight }: PurchaseColumns): MergedRows {
  const { groupOf, firstRow } = groupEqualRows([x, tx, T]);
  const rows = firstRow.length;
  const merged = new Float64Array(rows);
  let totalWeight = 0;
  let totalX = 0;
  let totalTime = 0;
  for (let i = 0; i < x.length; i++) {
    const w = weight ? weight[i]! : 1;
    merged[groupOf[i]!]! += w;
    totalWeight += w;
    totalX += w * x[i]!;
    totalTime += w * T[i]!;
  }
  const timeScale = totalTime > 0 ? totalTime / totalWeight : 1;
  const distinctX = Float64Array.from(new Set(x)).sort();
  const indexOfX = new Map([...distinctX].map((value, index) => [value, index]));
  const xIndex = new Int32Array(rows);
  const weightOfX = new Float64Array(distinctX.length);
  for (let g = 0; g < rows; g++) {
    const index = indexOfX.get(x[firstRow[g]!]!)!;
    xIndex[g] = index;
    weightOfX[index]! += merged[g]!;
  }
  return {
    rows,
    weight: merged,
    xIndex,
    tx: Float64Array.from(firstRow, (row) => tx[row]! / timeScale),
    T: Float64Array.from(firstRow, (row) => T[row]! / timeScale),
    distinctX,
    weightOfX,
    totalWeight,
    totalX,
    timeScale,
  };
}

/**
 * Minus the mean log-likelihood per customer as a function of (ln r, ln(alpha / r), ln(a / b), ln b), alpha in units of the time scale.
 * The ratios are the mean time between purchases and the odds of leaving, which the data fix well even where they leave open how much
 * customers differ; alpha and a by themselves run along ridges with r and b.
 * The gradient is analytic: Fader, Hardie and Lee 2005, differentiated with w = S / (1 + S), differences of digammas as sums over x.
 */
function meanLossOf(data: MergedRows): Objective {
  const { rows, weight, xIndex, tx, T, distinctX, weightOfX, totalWeight } = data;
  const leave = new Float64Array(distinctX.length);
  return (point, gradient) => {
    const r = Math.exp(point[0]!);
    const alpha = Math.exp(point[1]! + point[0]!);
    const a = Math.exp(point[2]! + point[3]!);
    const b = Math.exp(point[3]!);
    let sum = 0;
    let dr = 0;
    let dAlpha = 0;
    let da = 0;
    let db = 0;

    // Parts that depend on x alone: running sums over i < x, so that no two large values are ever subtracted.
    let lnPart = 0;
    let harmonicR = 0;
    let harmonicB = 0;
    let harmonicAB = 0;
    let from = 0;
    for (let k = 0; k < distinctX.length; k++) {
      const x = distinctX[k]!;
      if (x - from > 512) {
        const gap = x - from;
        lnPart += lnGammaRatio(r + from, gap) + lnGammaRatio(b + from, gap) - lnGammaRatio(a + b + from, gap);
        harmonicR += digammaDifference(r + from, gap);
        harmonicB += digammaDifference(b + from, gap);
        harmonicAB += digammaDifference(a + b + from, gap);
      } else {
        for (let i = from; i < x; i++) {
          lnPart += Math.log(r + i) - Math.log1p(a / (b + i));
          harmonicR += 1 / (r + i);
          harmonicB += 1 / (b + i);
          harmonicAB += 1 / (a + b + i);
        }
      }
      from = x;
      const w = weightOfX[k]!;
      sum += w * lnPart;
      dr += w * harmonicR;
      da -= w * harmonicAB;
      db += w * (harmonicB - harmonicAB);
      leave[k] = x > 0 ? Math.log(a / (b + (x - 1))) : 0;
    }

    for (let i = 0; i < rows; i++) {
      const x = distinctX[xIndex[i]!]!;
      const w = weight[i]!;
      const observed = alpha + T[i]!;
      const lnGrowth = Math.log1p(T[i]! / alpha);
      sum -= w * (r * lnGrowth + x * Math.log(observed));
      dr -= w * lnGrowth;
      dAlpha += w * ((r * T[i]!) / (alpha * observed) - x / observed);
      if (x > 0) {
        const active = alpha + tx[i]!;
        const silence = T[i]! - tx[i]!;
        const lnSilence = Math.log1p(silence / active);
        const lnOdds = leave[xIndex[i]!]! + (r + x) * lnSilence;
        const gone = lnOdds > 0 ? 1 / (1 + Math.exp(-lnOdds)) : 1 - 1 / (1 + Math.exp(lnOdds));
        sum += w * (lnOdds > 0 ? lnOdds - Math.log(gone) : Math.log1p(Math.exp(lnOdds)));
        dr += w * gone * lnSilence;
        dAlpha -= (w * gone * (r + x) * silence) / (active * observed);
        da += (w * gone) / a;
        db -= (w * gone) / (b + (x - 1));
      }
    }
    gradient[0] = (-r * dr - alpha * dAlpha) / totalWeight;
    gradient[1] = (-alpha * dAlpha) / totalWeight;
    gradient[2] = (-a * da) / totalWeight;
    gradient[3] = (-a * da - b * db) / totalWeight;
    return -sum / totalWeight;
  };
}

/** Box of the logarithms of r, alpha / r over mean T, a / b and b. Wide enough for real shops, and every sum stays finite inside it. */
const LOWER = [1e-4, 1e-6, 1e-6, 1e-4].map(Math.log);
const UPPER = [1e3, 1e6, 1e5, 1e4].map(Math.log);

const STARTS = [
  [0.3, 0.7, 0.3, 2.5],
  [1, 1, 1, 1],
  [0.1, 0.3, 0.1, 1],
].map((start) => start.map(Math.log));

export type BgNbdFit = {
  params: BgNbdParams;
  /** Sum over customers, weeks, no constant dropped. */
  logLikelihood: number;
  /** True where a parameter rests on its bound: the data do not say how large or small it is. */
  boundary: boolean;
};

/**
 * Maximum-likelihood parameters, or null where no start converged. Expects sound histories (`soundHistory`) with at least one repeat purchase.
 * The same histories in another order, or merged with weights, give the same answer up to rounding; time may be in any unit.
 */
export function fitBgNbd(columns: PurchaseColumns): BgNbdFit | null {
  const data = mergeRows(columns);
  const minimum = minimiseInBox(meanLossOf(data), STARTS, LOWER, UPPER, 1e-10);
  if (!minimum?.converged) return null;
  const [r, gap, odds, b] = Array.from(minimum.point, Math.exp) as [number, number, number, number];
  return {
    params: { r, alpha: gap * r * data.timeScale, a: odds * b, b },
    logLikelihood: -minimum.value * data.totalWeight - data.totalX * Math.log(data.timeScale),
    boundary: minimum.atEdge.includes(true),
  };
}

/** Log-likelihood of all rows and its gradient in (r, alpha, a, b) themselves; alpha in the columns' own time unit. */
export function bgNbdTotalLogLikelihood(
  params: BgNbdParams,
  columns: PurchaseColumns,
): { logLikelihood: number; gradient: [number, number, number, number] } {
  const data = mergeRows(columns);
  const { r, alpha, a, b } = params;
  const point = Float64Array.of(r, alpha / data.timeScale / r, a / b, b).map(Math.log);
  const slope = new Float64Array(4);
  const loss = meanLossOf(data)(point, slope);
  const scale = -data.totalWeight;
  return {
    logLikelihood: loss * scale - data.totalX * Math.log(data.timeScale),
    gradient: [
      ((slope[0]! - slope[1]!) * scale) / r,
      (slope[1]! * scale) / alpha,
      (slope[2]! * scale) / a,
      ((slope[3]! - slope[2]!) * scale) / b,
    ],
  };
}
