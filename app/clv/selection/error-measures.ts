/** How far predictions are from what happened, per customer and in total. */
export type ErrorMeasures = {
  /** Mean absolute error per customer. */
  mae: number;
  /** Root of the mean squared error per customer. */
  rmse: number;
  /** (predicted - actual) / actual in total; null where nothing happened. */
  bias: number | null;
  /** Chance that a customer with any actual is ranked above one without; ties count half. Null where all or none had any. */
  auc: number | null;
  /** Gini coefficient of the actuals in the order of the predictions, over that of the perfect order. Null as above, or where all are equal. */
  gini: number | null;
  /** Share of the actual total that the tenth of the customers with the highest predictions brought; null where nothing happened. */
  topDecileCapture: number | null;
};

/** Rows in descending order of prediction; rows that share one stand together, and count by the mean of their group in all that follows. */
type Ranking = {
  readonly order: Int32Array;
  /** Where each group of equal predictions begins in `order`, and the number of rows at the end. */
  readonly groups: Int32Array;
};

function rank(predicted: Float64Array): Ranking {
  const size = predicted.length;
  const order = Int32Array.from(predicted.keys()).sort((left, right) => predicted[right]! - predicted[left]!);
  const groups = new Int32Array(size + 1);
  let count = 0;
  for (let i = 0; i < size; i++) {
    if (i === 0 || predicted[order[i]!] !== predicted[order[i - 1]!]) groups[count++] = i;
  }
  groups[count] = size;
  return { order, groups: groups.slice(0, count + 1) };
}

/** All measures of one prediction. Both arrays hold one entry a customer; predictions have to be finite. */
export function errorMeasures(predicted: Float64Array, actual: Float64Array): ErrorMeasures {
  const size = predicted.length;
  let absolute = 0;
  let squared = 0;
  let predictedTotal = 0;
  let actualTotal = 0;
  for (let i = 0; i < size; i++) {
    const error = predicted[i]! - actual[i]!;
    absolute += Math.abs(error);
    squared += error * error;
    predictedTotal += predicted[i]!;
    actualTotal += actual[i]!;
  }
  const ranking = rank(predicted);
  const perfect = concentration(rank(actual), actual);
  return {
    mae: size === 0 ? 0 : absolute / size,
    rmse: size === 0 ? 0 : Math.sqrt(squared / size),
    bias: actualTotal === 0 ? null : predictedTotal / actualTotal - 1,
    auc: areaUnderCurve(ranking, actual),
    gini: perfect === 0 ? null : concentration(ranking, actual) / perfect,
    topDecileCapture:
      actualTotal === 0 ? null : captured(ranking, actual, Math.ceil(size / 10)) / actualTotal,
  };
}

/** Standard error of the mean difference between two measures of the same customers: what chance does to which of two is ahead. */
export function pairedStandardError(left: Float64Array, right: Float64Array): number {
  const size = left.length;
  if (size < 2) return Number.POSITIVE_INFINITY;
  let sum = 0;
  for (let i = 0; i < size; i++) sum += left[i]! - right[i]!;
  const mean = sum / size;
  let squares = 0;
  for (let i = 0; i < size; i++) squares += (left[i]! - right[i]! - mean) ** 2;
  return Math.sqrt(squares / (size - 1) / size);
}

/** Cumulative share of the actual total of the best k / `steps` of the customers by prediction, k = 0 .. steps; zeros where nothing happened. */
export function liftCurve(predicted: Float64Array, actual: Float64Array, steps: number): number[] {
  const ranking = rank(predicted);
  const total = captured(ranking, actual, actual.length);
  return Array.from({ length: steps + 1 }, (_, k) =>
    total === 0 ? 0 : captured(ranking, actual, (k * actual.length) / steps) / total,
  );
}

/** Customers in `count` groups of equal size, highest prediction first: the rows of each. Of equal predictions the order of the rows decides. */
export function rankedGroups(predicted: Float64Array, count: number): Int32Array[] {
  const { order } = rank(predicted);
  const edge = (k: number): number => Math.round((k * order.length) / count);
  return Array.from({ length: count }, (_, k) => order.subarray(edge(k), edge(k + 1)));
}

/** Actual total of the first `wanted` customers; a fraction of one, or of a group that shares its prediction, counts in proportion. */
function captured({ order, groups }: Ranking, actual: Float64Array, wanted: number): number {
  let sum = 0;
  for (let g = 0; g + 1 < groups.length && groups[g]! < wanted; g++) {
    const from = groups[g]!;
    const to = groups[g + 1]!;
    let group = 0;
    for (let i = from; i < to; i++) group += actual[order[i]!]!;
    sum += to <= wanted ? group : (group * (wanted - from)) / (to - from);
  }
  return sum;
}

/** Twice the area between the Lorenz curve in the order of the ranking and the diagonal, not normalised. */
function concentration({ order, groups }: Ranking, actual: Float64Array): number {
  const size = order.length;
  let area = 0;
  let before = 0;
  for (let g = 0; g + 1 < groups.length; g++) {
    let group = 0;
    for (let i = groups[g]!; i < groups[g + 1]!; i++) group += actual[order[i]!]!;
    area += (groups[g + 1]! - groups[g]!) * (2 * before + group);
    before += group;
  }
  return before === 0 ? 0 : area / (size * before) - 1;
}

function areaUnderCurve({ order, groups }: Ranking, actual: Float64Array): number | null {
  let positives = 0;
  let negatives = 0;
  let concordant = 0;
  for (let g = 0; g + 1 < groups.length; g++) {
    let some = 0;
    const size = groups[g + 1]! - groups[g]!;
    for (let i = groups[g]!; i < groups[g + 1]!; i++) if (actual[order[i]!]! > 0) some++;
    concordant += (size - some) * (positives + some / 2);
    positives += some;
    negatives += size - some;
  }
  return positives === 0 || negatives === 0 ? null : concordant / (positives * negatives);
}
