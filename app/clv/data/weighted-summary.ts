import type { CustomerSummaryColumns } from "./customer-summary.ts";
import { groupEqualRows } from "./group-rows.ts";

/**
 * Distinct (x, tx, T) with their weights. Times are divided by `timeScale` (the mean T), so that a fit is the same in days and in
 * weeks. Rows hold indices into `distinctX` (ascending) and `times` (every distinct tx and T), so that a term in x alone or in one
 * time alone is computed once per evaluation.
 */
export type WeightedSummary = {
  rows: number;
  weight: Float64Array;
  xIndex: Int32Array;
  /** Index into `times`. */
  txIndex: Int32Array;
  TIndex: Int32Array;
  distinctX: Float64Array;
  weightOfX: Float64Array;
  times: Float64Array;
  /** For each of `times`: weight of the rows with that T, and the weighted sum of their x. */
  weightOfT: Float64Array;
  xOfT: Float64Array;
  totalWeight: number;
  totalX: number;
  timeScale: number;
};

/** Merges equal (x, tx, T). Rows with a weight <= 0 are ignored. Expects rows in the domain of the models (`clampedSummary`). */
export function weightedSummary({ x, tx, T, weight }: CustomerSummaryColumns): WeightedSummary {
  const { groupOf, firstRow } = groupEqualRows([x, tx, T]);
  const rows = firstRow.length;
  const merged = new Float64Array(rows);
  for (let i = 0; i < x.length; i++) {
    const w = weight ? weight[i]! : 1;
    if (w > 0) merged[groupOf[i]!]! += w;
  }
  const xOfRow = new Float64Array(rows);
  const timesOfRow = new Float64Array(2 * rows);
  let totalWeight = 0;
  let totalX = 0;
  let totalTime = 0;
  for (let g = 0; g < rows; g++) {
    const row = firstRow[g]!;
    xOfRow[g] = x[row]!;
    timesOfRow[g] = tx[row]!;
    timesOfRow[rows + g] = T[row]!;
    totalWeight += merged[g]!;
    totalX += merged[g]! * x[row]!;
    totalTime += merged[g]! * T[row]!;
  }
  const timeScale = totalTime > 0 ? totalTime / totalWeight : 1;
  const byTime = groupEqualRows([timesOfRow]);
  const times = Float64Array.from(byTime.firstRow, (at) => timesOfRow[at]! / timeScale);
  const { values: distinctX, indexOf: xIndex } = ascendingValues(xOfRow);
  const TIndex = byTime.groupOf.slice(rows);
  const weightOfX = new Float64Array(distinctX.length);
  const weightOfT = new Float64Array(times.length);
  const xOfT = new Float64Array(times.length);
  for (let g = 0; g < rows; g++) {
    const w = merged[g]!;
    weightOfX[xIndex[g]!]! += w;
    weightOfT[TIndex[g]!]! += w;
    xOfT[TIndex[g]!]! += w * xOfRow[g]!;
  }
  return {
    rows,
    weight: merged,
    xIndex,
    txIndex: byTime.groupOf.slice(0, rows),
    TIndex,
    distinctX,
    weightOfX,
    times,
    weightOfT,
    xOfT,
    totalWeight,
    totalX,
    timeScale,
  };
}

/** About `wanted` evenly spread rows, on the same time scale: for starting values only, never for a result. */
export function subsample(data: WeightedSummary, wanted: number): WeightedSummary {
  const step = Math.max(1, Math.floor(data.rows / wanted));
  const rows = Math.ceil(data.rows / step);
  const pick = (from: Int32Array): Int32Array => Int32Array.from({ length: rows }, (_, i) => from[i * step]!);
  const weight = Float64Array.from({ length: rows }, (_, i) => data.weight[i * step]!);
  const xIndex = pick(data.xIndex);
  const TIndex = pick(data.TIndex);
  const weightOfX = new Float64Array(data.distinctX.length);
  const weightOfT = new Float64Array(data.times.length);
  const xOfT = new Float64Array(data.times.length);
  let totalWeight = 0;
  let totalX = 0;
  for (let i = 0; i < rows; i++) {
    const w = weight[i]!;
    const x = data.distinctX[xIndex[i]!]!;
    weightOfX[xIndex[i]!]! += w;
    weightOfT[TIndex[i]!]! += w;
    xOfT[TIndex[i]!]! += w * x;
    totalWeight += w;
    totalX += w * x;
  }
  return {
    ...data,
    rows,
    weight,
    xIndex,
    txIndex: pick(data.txIndex),
    TIndex,
    weightOfX,
    weightOfT,
    xOfT,
    totalWeight,
    totalX,
  };
}

function ascendingValues(column: Float64Array): { values: Float64Array; indexOf: Int32Array } {
  const { groupOf, firstRow } = groupEqualRows([column]);
  const order = Array.from(firstRow.keys()).sort(
    (left, right) => column[firstRow[left]!]! - column[firstRow[right]!]!,
  );
  const rank = new Int32Array(order.length);
  order.forEach((group, at) => {
    rank[group] = at;
  });
  return {
    values: Float64Array.from(order, (group) => column[firstRow[group]!]!),
    indexOf: groupOf.map((group) => rank[group]!),
  };
}
