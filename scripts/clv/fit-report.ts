import { type Day, isoOfDay } from "../../app/clv/calendar.ts";
import { customerSummariesAt, dayRange, outcomesBetween } from "../../app/clv/data/transaction-log.ts";
import { type ErrorMeasures, errorMeasures } from "../../app/clv/selection/error-measures.ts";
import type { CandidateReport, Coverage, HoldoutReport } from "../../app/clv/selection/holdout-evaluation.ts";
import { fitGammaGamma, gammaGammaExpectedSpend } from "../../app/clv/spend/gamma-gamma.ts";
import type { LogFile } from "./log-file.ts";

/** Errors of one quantity, per customer; money in the file's own unit. */
export interface Errors {
  readonly mae: number;
  readonly rmse: number;
  readonly biasPct: number | null;
  readonly auc: number | null;
  readonly gini: number | null;
  readonly topDecileCapture: number | null;
}

export interface Holdout {
  readonly orders: Errors | null;
  readonly value: Errors | null;
  /** Continuous ranked probability score of the orders, per customer. Null where no distribution is predicted. */
  readonly crps: number | null;
  /** Share of the customers whose orders lay within their 80 % interval. Null where there is no interval. */
  readonly intervalCoverage80: number | null;
  /** The same for the value. */
  readonly valueIntervalCoverage80: number | null;
}

export interface ModelReport {
  readonly params: Readonly<Record<string, number>> | null;
  /** Weeks, days merged, no constant dropped; of the spend in the file's unit of money. */
  readonly logLikelihood: number | null;
  readonly boundary: boolean;
  readonly holdout: Holdout;
}

/** What `fit --json` prints. Models are keyed by family, with "+season" where they are fitted in the shop's seasonal time. */
export interface FitReport {
  readonly data: {
    readonly file: string;
    /** How the file was read, and what the reader of the figures has to know. */
    readonly understood: string;
    readonly notes: readonly string[];
    readonly rows: number;
    readonly refusedRows: number;
    readonly currency: string | null;
    readonly hasAmounts: boolean;
    readonly firstDay: string;
    readonly lastDay: string;
    readonly calibrationEnd: string;
    readonly holdoutEnd: string;
    readonly holdoutWeeks: number;
    /** Customers with an order by the end of calibration, and those with more than one order day by then. */
    readonly customers: number;
    readonly repeatCustomers: number;
    readonly repeatOrders: number;
    /** Order days of those customers in the holdout, and their value. */
    readonly holdoutOrders: number;
    readonly holdoutValue: number | null;
  };
  readonly models: Readonly<Record<string, ModelReport>>;
  readonly baselines: Readonly<Record<string, { readonly holdout: Holdout }>>;
  readonly selected: string | null;
  readonly reason: string;
  readonly seconds: number;
}

export interface Split {
  readonly calibrationEndDay: Day;
  readonly holdoutEndDay: Day;
}

/** Facts of the log and its split, before any model. */
export function dataOf(file: string, source: LogFile, split: Split): FitReport["data"] {
  const { columns, customerOf } = customerSummariesAt(source.log, split.calibrationEndDay);
  const later = outcomesBetween(source.log, customerOf, split.calibrationEndDay, split.holdoutEndDay);
  const range = dayRange(source.log)!;
  return {
    file,
    understood: source.understood,
    notes: source.notes,
    rows: source.rows,
    refusedRows: source.refused.length,
    currency: source.currency,
    hasAmounts: source.hasAmounts,
    firstDay: isoOfDay(range.firstDay),
    lastDay: isoOfDay(range.lastDay),
    calibrationEnd: isoOfDay(split.calibrationEndDay),
    holdoutEnd: isoOfDay(split.holdoutEndDay),
    holdoutWeeks: (split.holdoutEndDay - split.calibrationEndDay) / 7,
    customers: customerOf.length,
    repeatCustomers: columns.x.reduce((count, x) => count + (x > 0 ? 1 : 0), 0),
    repeatOrders: sum(columns.x),
    holdoutOrders: sum(later.orders),
    holdoutValue: source.hasAmounts ? sum(later.valueMinor) / 10 ** source.decimals : null,
  };
}

/** Models and baselines of a holdout by name. */
export function candidatesOf(
  report: HoldoutReport,
  decimals: number,
): { models: Record<string, ModelReport>; baselines: Record<string, { holdout: Holdout }> } {
  const models: Record<string, ModelReport> = {};
  const baselines: Record<string, { holdout: Holdout }> = {};
  for (const candidate of report.candidates) {
    const holdout = holdoutOf(candidate, decimals);
    const { params, logLikelihood, boundary } = candidate;
    if (isBaseline(candidate.name)) baselines[candidate.name] = { holdout };
    else models[candidateLabel(candidate)] = { params, logLikelihood, boundary, holdout };
  }
  return { models, baselines };
}

export const isBaseline = (name: string): boolean => name === "same_rate" || name === "cohort_average";

export function candidateLabel({ name, seasonal }: { name: string; seasonal: boolean }): string {
  return seasonal ? `${name}+season` : name;
}

function holdoutOf({ orders, value, crps, coverage80 }: CandidateReport, decimals: number): Holdout {
  return {
    orders: errorsOf(orders, 1),
    value: value && errorsOf(value, 10 ** decimals),
    crps,
    intervalCoverage80: shareOf(coverage80?.orders),
    valueIntervalCoverage80: shareOf(coverage80?.value),
  };
}

/** Of the intervals as they are shown: with the levels that the shop's own past taught. */
const shareOf = (coverage: Coverage | null | undefined): number | null => coverage?.calibrated ?? null;

function errorsOf({ mae, rmse, bias, auc, gini, topDecileCapture }: ErrorMeasures, unit: number): Errors {
  return {
    mae: mae / unit,
    rmse: rmse / unit,
    biasPct: bias === null ? null : 100 * bias,
    auc,
    gini,
    topDecileCapture,
  };
}

/**
 * Gamma-Gamma of the calibration in the file's unit of money, or null where it cannot be fitted. Its holdout is that of the mean value of an
 * order, over the customers who ordered: how much they order is the other models' part.
 */
export function spendModel({ log, decimals }: LogFile, split: Split): ModelReport | null {
  const { columns, customerOf } = customerSummariesAt(log, split.calibrationEndDay);
  const fit = fitGammaGamma(columns);
  if (!fit) return null;
  const unit = 10 ** decimals;
  const valued = columns.x.reduce(
    (count, x, i) => count + (x > 0 && columns.meanValueMinor[i]! > 0 ? 1 : 0),
    0,
  );
  const later = outcomesBetween(log, customerOf, split.calibrationEndDay, split.holdoutEndDay);
  const buyers = Array.from(customerOf.keys()).filter((row) => later.orders[row]! > 0);
  const expected = Float64Array.from(buyers, (row) =>
    gammaGammaExpectedSpend(fit.params, columns.x[row]!, columns.meanValueMinor[row]!),
  );
  const actual = Float64Array.from(buyers, (row) => later.valueMinor[row]! / later.orders[row]!);
  const hasMean = expected.every(Number.isFinite);
  return {
    params: { p: fit.params.p, q: fit.params.q, v: fit.params.v / unit },
    // A density per minor unit is smaller than one per unit by their ratio, once for each customer.
    logLikelihood: fit.logLikelihood + valued * Math.log(unit),
    boundary: fit.boundary,
    holdout: {
      orders: null,
      value: hasMean && buyers.length > 0 ? errorsOf(errorMeasures(expected, actual), unit) : null,
      crps: null,
      intervalCoverage80: null,
      valueIntervalCoverage80: null,
    },
  };
}

const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);
