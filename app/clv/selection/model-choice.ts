import { type Day, FIRST_DAY, isDay, LAST_DAY } from "../calendar.ts";
import type { CustomerSummaryColumns } from "../data/customer-summary.ts";
import {
  customerSummariesAt,
  dayRange,
  outcomesBetween,
  type TransactionLog,
} from "../data/transaction-log.ts";
import {
  type FitOptions,
  type FitResult,
  type FittedModel,
  fitValueModel,
  type IntervalLevels,
  NOMINAL_LEVELS,
  type NoModelReason,
} from "../prediction/value-model.ts";
import { operationalColumns, seasonClock } from "../season/clock.ts";
import { estimateSeason } from "../season/estimate.ts";
import type { SeasonFactors } from "../season/factors.ts";
import { transactionFamily } from "../transactions/families.ts";
import type { FamilyName } from "../transactions/family.ts";
import { weakPrior } from "../transactions/priors.ts";
import { bestModel, isBetter } from "./best-candidate.ts";
import { type Candidate, evaluateBaseline, evaluateModel, type HoldoutSplit } from "./candidate.ts";
import { liftCurve, rankedGroups } from "./error-measures.ts";
import type { ChoiceReason, HoldoutReport } from "./holdout-evaluation.ts";
import { calibratedLevels, pitHistogram } from "./interval-calibration.ts";
import { actualByWeek, expectedByWeek } from "./weekly-orders.ts";

export type HoldoutResult = { ok: true; report: HoldoutReport } | { ok: false; reason: NoModelReason };

export type ModelChoice = {
  /** The chosen model, fitted to all customers as of the end day. */
  fit: FitResult;
  /** How well the candidates predicted the holdout, or why there is no holdout. */
  holdout: HoldoutResult;
};

export type ChoiceOptions = Omit<FitOptions, "family"> & {
  /** End of the calibration period. Default: half a year before `endDay`, or a third of the history where that is less. */
  calibrationEndDay?: Day;
  /** A candidate whose CRPS exceeds the lowest one by more than this share cannot win by its mean error. Default 0.05. */
  crpsTolerance?: number;
  /** Default: all families of `FAMILIES`; simpler ones first, because the order decides ties. */
  families?: readonly FamilyName[];
};

/**
 * `crpsTolerance` for uses that add predictions up. A sum needs a correct distribution, so the mean error per customer decides only
 * between models with nearly the same CRPS.
 */
export const CRPS_TOLERANCE_FOR_TOTALS = 0.01;

/** Simpler families first, and the default first among equally simple ones. Without NBD, which is the limit of each. */
const FAMILIES: readonly FamilyName[] = [
  "mbg_nbd",
  "bg_nbd",
  "pareto_nbd",
  "bg_cnbd_k2",
  "mbg_cnbd_k2",
  "bg_cnbd_k3",
  "mbg_cnbd_k3",
];
/** Used without a holdout. */
const DEFAULT_FAMILY: FamilyName = "mbg_nbd";
const LONGEST_HOLDOUT_DAYS = 26 * 7;
const SHORTEST_HOLDOUT_DAYS = 4 * 7;
/** A season is used only if it lowers the CRPS by at least this share. */
const SEASON_GAIN = 0.005;
const DAYS_OF_A_YEAR = 365;

/**
 * Evaluates every candidate on a holdout of the shop's own past and fits the winner to the whole past.
 *
 * The winner has the lowest mean absolute error of orders per customer among the families whose CRPS is near the lowest one
 * (`crpsTolerance`). Without this condition the mean error would prefer models that predict too few orders, because most customers do
 * not buy again. Ties go to the simpler family, and a difference within noise is a tie (`bestModel`). A season is used if it lowers
 * the CRPS. Where the average of all customers predicts better than the winner, that average is the prediction of each customer.
 * Decision 007 has the reasons. Orders after `endDay` are not seen. Throws a RangeError for a day that is none.
 */
export function chooseModel(log: TransactionLog, endDay: Day, options: ChoiceOptions = {}): ModelChoice {
  for (const day of [endDay, options.calibrationEndDay ?? endDay]) {
    if (!isDay(day))
      throw new RangeError(`the day ${day} should be a whole number between ${FIRST_DAY} and ${LAST_DAY}`);
  }
  const now = { ...customerSummariesAt(log, endDay), endDay };
  const { columns } = now;
  const split = holdoutSplit(log, endDay, options.calibrationEndDay);
  const evaluation = split.ok ? evaluateCandidates(log, split.past, split.calibration, options) : split;
  if (!evaluation.ok) {
    const fit = fitValueModel(columns, { ...options, family: DEFAULT_FAMILY });
    return { fit, holdout: evaluation };
  }
  const { winner, report } = evaluation;
  if (!winner.model) return { fit: averageModel(columns, options), holdout: { ok: true, report } };
  const { family } = winner.model.transactions;
  const season = winner.model.season && seasonOf(log, now, family);
  const fit = fitInTime(now, season, { ...options, family });
  if (!fit.ok) return { fit, holdout: { ok: true, report } };
  const model = { ...fit.model, intervalLevels: levelsOf(winner) };
  return { fit: { ok: true, model }, holdout: { ok: true, report } };
}

/** Customer summaries of a log at the end of a day. */
type SummariesAt = ReturnType<typeof customerSummariesAt> & { endDay: Day };

type Split =
  | { ok: true; past: HoldoutSplit; calibration: SummariesAt }
  | { ok: false; reason: NoModelReason };

function holdoutSplit(log: TransactionLog, endDay: Day, wanted: Day | undefined): Split {
  const range = dayRange(log);
  if (!range || range.firstDay > endDay) return { ok: false, reason: "too_few_customers" };
  const observed = endDay - range.firstDay + 1;
  const holdoutDays = Math.min(LONGEST_HOLDOUT_DAYS, Math.floor(observed / 21) * 7);
  const calibrationEndDay = wanted ?? endDay - holdoutDays;
  if (endDay - calibrationEndDay < SHORTEST_HOLDOUT_DAYS) return { ok: false, reason: "history_too_short" };
  const calibration = { ...customerSummariesAt(log, calibrationEndDay), endDay: calibrationEndDay };
  const { columns, customerOf } = calibration;
  const outcomes = outcomesBetween(log, customerOf, calibrationEndDay, endDay);
  return {
    ok: true,
    calibration,
    past: {
      columns,
      calibrationEndDay,
      holdoutWeeks: (endDay - calibrationEndDay) / 7,
      orders: outcomes.orders,
      valueMinor: log.valueMinor.some((value) => value > 0) ? outcomes.valueMinor : null,
      weeklyOrders: actualByWeek(log, customerOf, calibrationEndDay, endDay),
    },
  };
}

type Evaluation =
  | { ok: true; winner: Candidate; report: HoldoutReport }
  | { ok: false; reason: NoModelReason };

function evaluateCandidates(
  log: TransactionLog,
  past: HoldoutSplit,
  calibration: SummariesAt,
  options: ChoiceOptions,
): Evaluation {
  const models: Candidate[] = [];
  let reason: NoModelReason = "did_not_converge";
  for (const family of options.families ?? FAMILIES) {
    const fit = fitValueModel(calibration.columns, { ...options, family });
    if (fit.ok) models.push(evaluateModel(past, fit.model));
    else reason = fit.reason;
  }
  const best = bestModel(models, past.orders, options.crpsTolerance ?? 0.05);
  if (!best?.one.model) return { ok: false, reason };
  const candidates = [...models];
  let winner = best.one;
  const { family } = best.one.model.transactions;
  const seasonal = evaluateSeason(log, past, calibration, { ...options, family });
  if (seasonal) {
    candidates.push(seasonal);
    if (seasonWins(log, past, calibration, best.one, seasonal, { ...options, family })) winner = seasonal;
  }
  const average = evaluateBaseline(past, "cohort_average");
  candidates.push(evaluateBaseline(past, "same_rate"), average);
  let why: ChoiceReason = best.reason;
  // Only the average can replace a model, so only the average is compared: the model stays where "the same rate" alone is better.
  if (isBetter(average, winner, past.orders)) {
    winner = average;
    why = "baseline_better";
  }
  return { ok: true, winner, report: reportOf(past, candidates, winner, why) };
}

/** Null where the history shows no season. */
function evaluateSeason(
  log: TransactionLog,
  past: HoldoutSplit,
  calibration: SummariesAt,
  options: FitOptions & { family: FamilyName },
): Candidate | null {
  const season = seasonOf(log, calibration, options.family);
  const fit = season && fitInTime(calibration, season, options);
  return fit?.ok ? evaluateModel(past, fit.model) : null;
}

/**
 * A holdout of half a year contains half of the seasons only. Where at least a year remains for the calibration, the half year before
 * is held out as well and both count; where the calibration before it shows no season, that half year is not counted.
 */
function seasonWins(
  log: TransactionLog,
  past: HoldoutSplit,
  calibration: SummariesAt,
  plain: Candidate,
  seasonal: Candidate,
  options: FitOptions & { family: FamilyName },
): boolean {
  let [without, withSeason] = [totalScore(plain), totalScore(seasonal)];
  const earlier = holdoutSplit(
    log,
    calibration.endDay,
    calibration.endDay - Math.round(7 * past.holdoutWeeks),
  );
  const shown = earlier.ok ? earlier.past.calibrationEndDay - (dayRange(log)?.firstDay ?? 0) : 0;
  if (earlier.ok && shown >= DAYS_OF_A_YEAR) {
    const before = fitValueModel(earlier.calibration.columns, options);
    const itsSeason = before.ok ? evaluateSeason(log, earlier.past, earlier.calibration, options) : null;
    if (before.ok && itsSeason) {
      without += totalScore(evaluateModel(earlier.past, before.model));
      withSeason += totalScore(itsSeason);
    }
  }
  return withSeason < without * (1 - SEASON_GAIN);
}

/** Sum of the CRPS over all customers. */
function totalScore({ report, orders }: Candidate): number {
  return (report.crps ?? 0) * orders.length;
}

function seasonOf(log: TransactionLog, calibration: SummariesAt, family: FamilyName): SeasonFactors | null {
  const { expectedTransactions, ...its } = transactionFamily(family);
  const found = estimateSeason({
    log,
    ...calibration,
    expectNew: (columns) => {
      const fitted = its.fit(columns, { prior: weakPrior(family) });
      return fitted && ((weeks) => expectedTransactions(fitted.params, 0, 0, 0, weeks));
    },
  });
  return found.ok ? found.season : null;
}

/** Fits in the operational time of a season, or in calendar time without one. */
function fitInTime(
  { columns, firstDay, endDay }: SummariesAt,
  season: SeasonFactors | null,
  options: FitOptions,
): FitResult {
  if (!season) return fitValueModel(columns, options);
  const fit = fitValueModel(operationalColumns(seasonClock(season), columns, firstDay, endDay), options);
  return fit.ok ? { ok: true, model: { ...fit.model, season } } : fit;
}

function levelsOf({ pit }: Candidate): IntervalLevels {
  if (!pit) return NOMINAL_LEVELS;
  const orders = calibratedLevels(pit.orders);
  return { orders, value: pit.value ? calibratedLevels(pit.value) : orders };
}

/** All customers buy at the same rate without dropout: NBD with homogeneous rates. */
function averageModel(columns: CustomerSummaryColumns, options: FitOptions): FitResult {
  const fit = fitValueModel(columns, { ...options, family: "nbd" });
  if (!fit.ok) return fit;
  let repeats = 0;
  let weeks = 0;
  for (let i = 0; i < columns.x.length; i++) {
    repeats += columns.x[i]!;
    weeks += columns.T[i]!;
  }
  const equal = 1e6;
  const params = [equal, (equal * weeks) / repeats];
  const transactions: FittedModel["transactions"] = {
    family: "nbd",
    params,
    logLikelihood: transactionFamily("nbd").totalLogLikelihood(params, columns).logLikelihood,
    boundary: true,
    boundaryParameters: ["r"],
    covariance: [0, 0, 0, 0],
  };
  return { ok: true, model: { ...fit.model, transactions } };
}

const LIFT_STEPS = 20;
const GROUPS = 10;

function reportOf(
  past: HoldoutSplit,
  candidates: readonly Candidate[],
  winner: Candidate,
  reason: ChoiceReason,
): HoldoutReport {
  const { columns, calibrationEndDay, holdoutWeeks } = past;
  const expected = winner.model
    ? expectedByWeek(winner.model, columns, calibrationEndDay, holdoutWeeks)
    : past.weeklyOrders.map(() => total(winner.orders) / past.weeklyOrders.length);
  const ranking = winner.valueMinor ?? winner.orders;
  const shown = winner.pit ?? candidates.find((one) => one.pit)?.pit;
  const mean = (rows: Int32Array, values: Float64Array | null): number => {
    let sum = 0;
    for (const row of rows) sum += values ? values[row]! : 0;
    return rows.length === 0 ? 0 : sum / rows.length;
  };
  return {
    version: 2,
    calibrationEndDay,
    holdoutEndDay: calibrationEndDay + Math.round(7 * holdoutWeeks),
    holdoutWeeks,
    customers: columns.x.length,
    repeatCustomers: columns.x.reduce((count, x) => count + (x > 0 ? 1 : 0), 0),
    actualOrders: total(past.orders),
    actualValueMinor: past.valueMinor ? total(past.valueMinor) : 0,
    candidates: candidates.map((one) => one.report),
    chosen: { name: winner.report.name, seasonal: winner.report.seasonal, reason },
    deciles: rankedGroups(ranking, GROUPS).map((rows) => ({
      customers: rows.length,
      predictedOrders: mean(rows, winner.orders),
      actualOrders: mean(rows, past.orders),
      predictedValueMinor: mean(rows, winner.valueMinor),
      actualValueMinor: mean(rows, past.valueMinor),
    })),
    pit: {
      orders: shown ? pitHistogram(shown.orders) : [],
      value: shown?.value ? pitHistogram(shown.value) : null,
    },
    weekly: Array.from(past.weeklyOrders, (actual, week) => ({ actual, predicted: expected[week]! })),
    lift: liftCurve(ranking, past.valueMinor ?? past.orders, LIFT_STEPS),
  };
}

function total(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}
