/** Errors of predictions against actual outcomes, per customer and in total. */
export type ErrorMeasures = {
  /** Mean absolute error per customer. */
  mae: number;
  /** Root of the mean squared error per customer. */
  rmse: number;
  /** (predicted - actual) / actual in total; null where the actual total is 0. */
  bias: number | null;
  /** Probability that a customer with an outcome above 0 is ranked above one without; ties count half. Null where all or none have one. */
  auc: number | null;
  /** Gini coefficient of the outcomes in the order of the predictions / that in the perfect order. Null where all outcomes are equal. */
  gini: number | null;
  /** Share of the actual total from the tenth of the customers with the highest predictions; null where the actual total is 0. */
  topDecileCapture: number | null;
};

/** Rows in descending order of prediction. Rows with equal predictions form a group; every measure uses the mean of the group. */
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

/** All measures of one set of predictions. Both arrays have one entry per customer; predictions have to be finite. */
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

/** Standard error of the mean paired difference of two measures of the same customers; Infinity for fewer than two customers. */
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

/** Share of the actual total from the k / `steps` of the customers with the highest predictions, k = 0 .. steps; zeros for a total of 0. */
export function liftCurve(predicted: Float64Array, actual: Float64Array, steps: number): number[] {
  const ranking = rank(predicted);
  const total = captured(ranking, actual, actual.length);
  return Array.from({ length: steps + 1 }, (_, k) =>
    total === 0 ? 0 : captured(ranking, actual, (k * actual.length) / steps) / total,
  );
}

/** Rows of `count` groups of equal size, highest predictions first. Equal predictions stay in the order of the rows. */
export function rankedGroups(predicted: Float64Array, count: number): Int32Array[] {
  const { order } = rank(predicted);
  const edge = (k: number): number => Math.round((k * order.length) / count);
  return Array.from({ length: count }, (_, k) => order.subarray(edge(k), edge(k + 1)));
}

/** Actual total of the first `wanted` customers; a fraction of a customer, or of a group with equal predictions, counts in proportion. */
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

/** Twice the area between the concentration curve (Lorenz curve in the order of the ranking) and the diagonal, not normalised. */
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
