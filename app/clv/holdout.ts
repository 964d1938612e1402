import type { PurchaseColumns } from "./purchase-columns.ts";
import type { FitOptions, NoModelReason } from "./value-model.ts";
import { fitValueModel } from "./value-model.ts";
import { scoreColumns } from "./value-score.ts";

/** What each customer did in the holdout, row by row beside the calibration columns: days with an order, and their value. */
export type HoldoutOutcomes = { orders: ArrayLike<number>; valueMinor: ArrayLike<number> };

export type HoldoutErrors = {
  /** Mean absolute error per customer. */
  mae: number;
  /** (predicted - actual) / actual over all customers; null where nothing happened. */
  bias: number | null;
  /** Share of the actual total that the tenth of the customers with the highest predictions brought; null as above. */
  topDecileCapture: number | null;
};

export type HoldoutPrediction = { orders: HoldoutErrors; value: HoldoutErrors };

export type HoldoutReport = {
  customers: number;
  holdoutWeeks: number;
  actualOrders: number;
  actualValueMinor: number;
  model: HoldoutPrediction & {
    /** Share of customers whose outcome lies within the 80 % interval, ends included; above 0.8 where outcomes are few whole numbers. */
    coverageOrders: number;
    coverageValue: number;
  };
  /** Each customer goes on buying at the own rate so far, x / T, at the own mean value. */
  sameRate: HoldoutPrediction;
  /** Each customer buys as often as the average customer did per week so far, at the average value. */
  cohortAverage: HoldoutPrediction;
  /** The model's absolute error in value per customer is below that of both baselines. */
  beatsBaselines: boolean;
};

export type HoldoutResult = { ok: true; report: HoldoutReport } | { ok: false; reason: NoModelReason };

/**
 * Fits on the calibration part of a shop's own past and measures the prediction on the part that follows, undiscounted.
 * `calibration` holds the customers known by the end of calibration; `outcomes` has one entry for each of them.
 */
export function validateOnHoldout(
  calibration: PurchaseColumns,
  outcomes: HoldoutOutcomes,
  holdoutWeeks: number,
  options: FitOptions = {},
): HoldoutResult {
  const fit = fitValueModel(calibration, options);
  if (!fit.ok) return fit;
  const size = calibration.x.length;
  const scores = scoreColumns(fit.model, calibration, { horizonWeeks: holdoutWeeks, yearlyDiscount: 0 });
  const { x, T, meanValueMinor } = calibration;
  let repeats = 0;
  let weeks = 0;
  let repeatValue = 0;
  for (let i = 0; i < size; i++) {
    repeats += x[i]!;
    weeks += T[i]!;
    repeatValue += x[i]! * meanValueMinor[i]!;
  }
  const meanValue = repeats > 0 ? repeatValue / repeats : 0;
  const averageOrders = weeks > 0 ? (repeats / weeks) * holdoutWeeks : 0;
  const rateOrders = Float64Array.from(x, (count, i) => (T[i]! > 0 ? (count / T[i]!) * holdoutWeeks : 0));
  const predict = (orders: ArrayLike<number>, value: ArrayLike<number>): HoldoutPrediction => ({
    orders: errorsOf(orders, outcomes.orders),
    value: errorsOf(value, outcomes.valueMinor),
  });
  const model = {
    ...predict(scores.expectedOrders, scores.expectedValueMinor),
    coverageOrders: coverage(scores.ordersLow, scores.ordersHigh, outcomes.orders, 0),
    // Values are whole minor units while the interval is not rounded.
    coverageValue: coverage(scores.valueLowMinor, scores.valueHighMinor, outcomes.valueMinor, 0.5),
  };
  const sameRate = predict(
    rateOrders,
    rateOrders.map((orders, i) => orders * meanValueMinor[i]!),
  );
  const cohortAverage = predict(
    new Float64Array(size).fill(averageOrders),
    new Float64Array(size).fill(averageOrders * meanValue),
  );
  return {
    ok: true,
    report: {
      customers: size,
      holdoutWeeks,
      actualOrders: total(outcomes.orders),
      actualValueMinor: total(outcomes.valueMinor),
      model,
      sameRate,
      cohortAverage,
      beatsBaselines: model.value.mae < sameRate.value.mae && model.value.mae < cohortAverage.value.mae,
    },
  };
}

function errorsOf(predicted: ArrayLike<number>, actual: ArrayLike<number>): HoldoutErrors {
  const size = predicted.length;
  const actualTotal = total(actual);
  let absolute = 0;
  for (let i = 0; i < size; i++) absolute += Math.abs(predicted[i]! - actual[i]!);
  return {
    mae: size === 0 ? 0 : absolute / size,
    bias: actualTotal === 0 ? null : total(predicted) / actualTotal - 1,
    topDecileCapture: actualTotal === 0 ? null : topDecileActual(predicted, actual) / actualTotal,
  };
}

/**
 * Actual total of the tenth of the customers with the highest predictions. Customers who share the prediction at the border count by the mean of
 * their group, so that the order of rows does not matter.
 */
function topDecileActual(predicted: ArrayLike<number>, actual: ArrayLike<number>): number {
  const size = predicted.length;
  const wanted = Math.ceil(size / 10);
  const ranked = Array.from({ length: size }, (_, i) => i).sort((l, r) => predicted[r]! - predicted[l]!);
  let captured = 0;
  for (let from = 0; from < wanted; ) {
    let to = from;
    let group = 0;
    while (to < size && predicted[ranked[to]!] === predicted[ranked[from]!]) group += actual[ranked[to++]!]!;
    captured += to <= wanted ? group : (group * (wanted - from)) / (to - from);
    from = to;
  }
  return captured;
}

function coverage(
  low: Float64Array,
  high: Float64Array,
  actual: ArrayLike<number>,
  tolerance: number,
): number {
  let inside = 0;
  for (let i = 0; i < low.length; i++) {
    if (actual[i]! >= low[i]! - tolerance && actual[i]! <= high[i]! + tolerance) inside += 1;
  }
  return low.length === 0 ? 1 : inside / low.length;
}

function total(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum;
}
