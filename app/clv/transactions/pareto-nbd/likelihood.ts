import { groupEqualRows } from "../../data/group-rows.ts";
import type { WeightedSummary } from "../../data/weighted-summary.ts";
import type { WeightedLogLikelihood } from "../fit.ts";
import { purchaseProcessLogLikelihood } from "../purchase-likelihood.ts";
import { type DropoutIntegral, dropoutIntegral, stepDown, stepUp } from "./dropout-integral.ts";

/** Distinct (x, time) of the rows, ordered by time and then x; each row's pair at tx and at T. */
type Pairs = {
  size: number;
  x: Float64Array;
  /** Pairs of time t are those from start[t] up to, not including, start[t + 1]. */
  start: Int32Array;
  ofTx: Int32Array;
  ofT: Int32Array;
};

function pairsOf({ rows, xIndex, txIndex, TIndex, distinctX, times }: WeightedSummary): Pairs {
  const keyX = new Float64Array(2 * rows);
  const keyTime = new Float64Array(2 * rows);
  for (let i = 0; i < rows; i++) {
    keyX[i] = xIndex[i]!;
    keyX[rows + i] = xIndex[i]!;
    keyTime[i] = txIndex[i]!;
    keyTime[rows + i] = TIndex[i]!;
  }
  const { groupOf, firstRow } = groupEqualRows([keyX, keyTime]);
  const order = Int32Array.from(firstRow.keys()).sort((left, right) => {
    const l = firstRow[left]!;
    const r = firstRow[right]!;
    return keyTime[l]! - keyTime[r]! || keyX[l]! - keyX[r]!;
  });
  const rank = new Int32Array(order.length);
  const start = new Int32Array(times.length + 1);
  const x = new Float64Array(order.length);
  order.forEach((group, at) => {
    rank[group] = at;
    x[at] = distinctX[keyX[firstRow[group]!]!]!;
    start[keyTime[firstRow[group]!]! + 1]! += 1;
  });
  for (let t = 0; t < times.length; t++) start[t + 1]! += start[t]!;
  const pairOf = groupOf.map((group) => rank[group]!);
  return { size: order.length, x, start, ofTx: pairOf.slice(0, rows), ofT: pairOf.slice(rows) };
}

/** A recurrence over this many steps costs about as much as one quadrature. */
const MAX_RECURRENCE_STEPS = 100;

/**
 * Log-likelihood of weighted rows and its gradient in [r, alpha, s, beta], times in units of the rows' `timeScale`.
 * The integral of a row is a difference of `dropoutIntegral` at (x, tx) and (x, T). It is computed once per distinct (x, time): by
 * quadrature for one x of each time, and for the other x by recurrence in the direction in which errors decrease. A row costs one
 * exponential and one logarithm. Source: Fader and Hardie, note 009.
 */
export function paretoNbdWeightedLogLikelihood(data: WeightedSummary): WeightedLogLikelihood {
  const { rows, weight, xIndex, txIndex, TIndex, distinctX, times, weightOfT } = data;
  const purchaseProcess = purchaseProcessLogLikelihood(1, data);
  const pairs = pairsOf(data);
  const f = new Float64Array(pairs.size);
  const byN = new Float64Array(pairs.size);
  const byS = new Float64Array(pairs.size);
  const byKappa = new Float64Array(pairs.size);
  const pull = new Float64Array(pairs.size);
  const lnAlpha = new Float64Array(times.length);
  const lnBeta = new Float64Array(times.length);
  const perAlpha = new Float64Array(times.length);
  const perBeta = new Float64Array(times.length);
  const integral: DropoutIntegral = { f: 0, byN: 0, byS: 0, byKappa: 0 };

  const keep = (pair: number): void => {
    f[pair] = integral.f;
    byN[pair] = integral.byN;
    byS[pair] = integral.byS;
    byKappa[pair] = integral.byKappa;
  };

  const fillTime = (first: number, end: number, r: number, s: number, kappa: number): void => {
    if (first === end) return;
    // Below `turn` errors decrease downwards, above it upwards.
    const turn = kappa > 1 ? s / (kappa - 1) - r : Number.POSITIVE_INFINITY;
    let root = end - 1;
    for (; root > first && pairs.x[root]! > turn; root--);
    dropoutIntegral(r + pairs.x[root]!, s, 1 + kappa, true, integral);
    keep(root);
    for (let pair = root - 1; pair >= first; pair--) {
      const x = pairs.x[pair]!;
      if (pairs.x[pair + 1]! - x > MAX_RECURRENCE_STEPS) dropoutIntegral(r + x, s, 1 + kappa, true, integral);
      else for (let at = pairs.x[pair + 1]! - 1; at >= x; at--) stepDown(r + at, s, kappa, integral);
      keep(pair);
    }
    integral.f = f[root]!;
    integral.byN = byN[root]!;
    integral.byS = byS[root]!;
    integral.byKappa = byKappa[root]!;
    for (let pair = root + 1; pair < end; pair++) {
      const x = pairs.x[pair]!;
      if (x - pairs.x[pair - 1]! > MAX_RECURRENCE_STEPS) dropoutIntegral(r + x, s, 1 + kappa, true, integral);
      else for (let at = pairs.x[pair - 1]!; at < x; at++) stepUp(r + at, s, kappa, integral);
      keep(pair);
    }
  };

  return (params, gradient) => {
    const r = params[0]!;
    const alpha = params[1]!;
    const s = params[2]!;
    const beta = params[3]!;
    let sum = purchaseProcess(params, gradient);
    let dr = gradient[0]!;
    let dAlpha = gradient[1]!;
    let ds = 0;
    let dBeta = 0;
    for (let t = 0; t < times.length; t++) {
      const time = times[t]!;
      lnAlpha[t] = Math.log(alpha + time);
      lnBeta[t] = Math.log(beta + time);
      perAlpha[t] = 1 / (alpha + time);
      perBeta[t] = 1 / (beta + time);
      fillTime(pairs.start[t]!, pairs.start[t + 1]!, r, s, (beta - alpha) * perAlpha[t]!);
      const w = weightOfT[t]!;
      if (w === 0) continue;
      const lnLifetime = Math.log1p(time / beta);
      sum -= w * s * lnLifetime;
      ds -= w * lnLifetime;
      dBeta += ((w * s * time) / beta) * perBeta[t]!;
    }
    pull.fill(0);
    for (let i = 0; i < rows; i++) {
      const at = txIndex[i]!;
      const end = TIndex[i]!;
      const w = weight[i]!;
      const n = r + distinctX[xIndex[i]!]!;
      const atTx = pairs.ofTx[i]!;
      const atT = pairs.ofT[i]!;
      const rise = lnAlpha[end]! - lnAlpha[at]!;
      const fade = lnBeta[end]! - lnBeta[at]!;
      const lnRatio = n * rise + s * fade;
      let lost = w;
      if (lnRatio > 600) {
        sum += w * (lnRatio + Math.log(f[atTx]!));
      } else {
        const odds = f[atTx]! * Math.exp(lnRatio);
        const over = 1 - f[atT]! + odds;
        sum += w * Math.log(over);
        lost = (w * odds) / over;
        pull[atT]! -= w / over;
      }
      pull[atTx]! += lost / f[atTx]!;
      dr += lost * rise;
      ds += lost * fade;
      dAlpha += lost * n * (perAlpha[end]! - perAlpha[at]!);
      dBeta += lost * s * (perBeta[end]! - perBeta[at]!);
    }
    for (let t = 0; t < times.length; t++) {
      let kappaPull = 0;
      for (let pair = pairs.start[t]!; pair < pairs.start[t + 1]!; pair++) {
        dr += pull[pair]! * byN[pair]!;
        ds += pull[pair]! * byS[pair]!;
        kappaPull += pull[pair]! * byKappa[pair]!;
      }
      dAlpha -= kappaPull * (beta + times[t]!) * perAlpha[t]! * perAlpha[t]!;
      dBeta += kappaPull * perAlpha[t]!;
    }
    gradient[0] = dr;
    gradient[1] = dAlpha;
    gradient[2] = ds;
    gradient[3] = dBeta;
    return sum;
  };
}
