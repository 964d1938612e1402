import { type CustomerSummaryColumns, clampedSummaryColumns } from "../data/customer-summary.ts";
import { parseSeason, type SeasonFactors } from "../season/factors.ts";
import { fitGammaGamma, type GammaGammaParams } from "../spend/gamma-gamma.ts";
import { isFamilyName, transactionFamily } from "../transactions/families.ts";
import type { FamilyName, Params } from "../transactions/family.ts";
import { weakPrior } from "../transactions/priors.ts";

/** Fitted model of purchases and dropout. */
export type TransactionModel = {
  family: FamilyName;
  /** In the order of the family's `parameterNames`. */
  params: Params;
  /** Without the prior. */
  logLikelihood: number;
  /** The data do not identify `boundaryParameters`. */
  boundary: boolean;
  boundaryParameters: readonly string[];
  /** Of the logarithms of the parameters, row-major. */
  covariance: readonly number[];
};

/**
 * Fitted model of the value of an order. `gamma_gamma` is fitted. `shrunk_mean` replaces it where no usable Gamma-Gamma exists: the
 * same formulas with p = 1, q = 2, v = the mean value, so that a customer's mean over x orders has weight x and the shop's mean 1.
 * `levelVariance`: estimated variance of the logarithm of the shop's mean order value.
 */
export type SpendModel = { params: GammaGammaParams; levelVariance: number } & (
  | { family: "gamma_gamma"; logLikelihood: number; boundary: boolean }
  | { family: "shrunk_mean"; reason: "too_few_values" | "no_usable_mean" | "did_not_converge" }
);

/** Levels of the predictive distribution between which 80 % of the outcomes in the shop's own holdout lay; [0.1, 0.9] without a holdout. */
export type IntervalLevels = { orders: readonly [number, number]; value: readonly [number, number] };

export const NOMINAL_LEVELS: IntervalLevels = { orders: [0.1, 0.9], value: [0.1, 0.9] };

/** A fitted model: plain JSON, so that it can be stored and read back with `parseFittedModel`. Time in weeks, money in minor units. */
export type FittedModel = {
  version: 2;
  transactions: TransactionModel;
  spend: SpendModel;
  /** Not null where the model's time is operational time of this season. */
  season: SeasonFactors | null;
  intervalLevels: IntervalLevels;
  customers: number;
  repeatCustomers: number;
};

export type NoModelReason =
  | "too_few_customers"
  | "no_repeat_purchases"
  | "history_too_short"
  | "did_not_converge";

export type FitResult = { ok: true; model: FittedModel } | { ok: false; reason: NoModelReason };

/** Fewer customers than this are not enough for a fit. */
export const MIN_CUSTOMERS = 20;
/** At least one customer has to be observed for this many weeks. */
export const MIN_HISTORY_WEEKS = 8;

export type FitOptions = {
  /** Default MBG/NBD, with dropout from the first order on. */
  family?: FamilyName;
  /** Default MIN_CUSTOMERS. */
  minCustomers?: number;
  /** Default MIN_HISTORY_WEEKS. */
  minHistoryWeeks?: number;
  /** Whether the fit uses `weakPrior`. Default true; false is maximum likelihood. */
  regularised?: boolean;
};

/** With fewer customers with a repeat order of known value, Gamma-Gamma is not fitted. */
const MIN_VALUED_CUSTOMERS = 10;

/** Why there can be no model of these customers, where that shows without a fit. */
export function tooLittleForFit(
  histories: CustomerSummaryColumns,
  options: Pick<FitOptions, "minCustomers" | "minHistoryWeeks"> = {},
): NoModelReason | null {
  const counts = countRows(countedRows(clampedSummaryColumns(histories)));
  return reasonAgainst(counts, options);
}

interface RowCounts {
  readonly customers: number;
  readonly repeatCustomers: number;
  /** Weeks for which somebody is observed. */
  readonly longest: number;
}

function countRows({ x, T, weight }: CustomerSummaryColumns & { weight: Float64Array }): RowCounts {
  let customers = 0;
  let repeatCustomers = 0;
  let longest = 0;
  for (let i = 0; i < x.length; i++) {
    customers += weight[i]!;
    if (x[i]! > 0) repeatCustomers += weight[i]!;
    longest = Math.max(longest, T[i]!);
  }
  return { customers, repeatCustomers, longest };
}

function reasonAgainst(
  { customers, repeatCustomers, longest }: RowCounts,
  { minCustomers = MIN_CUSTOMERS, minHistoryWeeks = MIN_HISTORY_WEEKS }: FitOptions,
): NoModelReason | null {
  if (customers === 0 || customers < minCustomers) return "too_few_customers";
  if (longest === 0 || longest < minHistoryWeeks) return "history_too_short";
  return repeatCustomers === 0 ? "no_repeat_purchases" : null;
}

/**
 * Fits the value model to a shop's customers. Never throws and never returns NaN: rows outside the domain of the models are clamped
 * to it (`clampedSummaryColumns`), rows with a weight <= 0 are left out, and where no fit is possible the result is a reason.
 */
export function fitValueModel(histories: CustomerSummaryColumns, options: FitOptions = {}): FitResult {
  const columns = countedRows(clampedSummaryColumns(histories));
  const counts = countRows(columns);
  const reason = reasonAgainst(counts, options);
  if (reason) return { ok: false, reason };
  const transactions = fitTransactions(columns, options.family ?? "mbg_nbd", options.regularised ?? true);
  if (!transactions) return { ok: false, reason: "did_not_converge" };
  return {
    ok: true,
    model: {
      version: 2,
      transactions,
      spend: fitSpend(columns),
      season: null,
      intervalLevels: NOMINAL_LEVELS,
      customers: counts.customers,
      repeatCustomers: counts.repeatCustomers,
    },
  };
}

function fitTransactions(
  columns: CustomerSummaryColumns,
  family: FamilyName,
  regularised: boolean,
): TransactionModel | null {
  const fit = transactionFamily(family).fit(columns, regularised ? { prior: weakPrior(family) } : {});
  return fit && { family, ...fit, covariance: Array.from(fit.covariance) };
}

/** Rows with a finite weight above 0. */
function countedRows(histories: CustomerSummaryColumns): CustomerSummaryColumns & { weight: Float64Array } {
  const { x, tx, T, meanValueMinor, sumLnGaps } = histories;
  const weight = histories.weight ?? new Float64Array(x.length).fill(1);
  if (weight.every((one) => one > 0 && one < Number.POSITIVE_INFINITY)) return { ...histories, weight };
  const kept = Int32Array.from(weight.keys()).filter(
    (i) => weight[i]! > 0 && weight[i]! < Number.POSITIVE_INFINITY,
  );
  const of = (column: Float64Array): Float64Array => Float64Array.from(kept, (i) => column[i]!);
  return {
    x: of(x),
    tx: of(tx),
    T: of(T),
    meanValueMinor: of(meanValueMinor),
    weight: of(weight),
    ...(sumLnGaps ? { sumLnGaps: of(sumLnGaps) } : {}),
  };
}

/** Gamma-Gamma where its mean agrees with the data within a factor of two, else the shrunk mean. Expects clamped columns. */
export function fitSpend(columns: CustomerSummaryColumns): SpendModel {
  const isValued = (i: number): boolean => columns.x[i]! > 0 && columns.meanValueMinor[i]! > 0;
  const weightOf = (i: number): number => (columns.weight ? columns.weight[i]! : 1);
  let valued = 0;
  let total = 0;
  for (let i = 0; i < columns.x.length; i++) {
    if (!isValued(i)) continue;
    valued += weightOf(i);
    total += weightOf(i) * columns.meanValueMinor[i]!;
  }
  const mean = valued > 0 ? total / valued : 0;
  // Squares of ratios: the square of a tiny mean would underflow to 0.
  let squares = 0;
  for (let i = 0; i < columns.x.length; i++) {
    if (isValued(i)) squares += weightOf(i) * (columns.meanValueMinor[i]! / mean - 1) ** 2;
  }
  const relativeVariance = valued > 0 ? squares / valued : 0;
  const levelVariance = Math.min(1, valued > 0 ? relativeVariance / valued : 1);
  const fallback = { family: "shrunk_mean", params: { p: 1, q: 2, v: mean }, levelVariance } as const;
  if (valued < MIN_VALUED_CUSTOMERS) return { ...fallback, reason: "too_few_values" };
  const fit = fitGammaGamma(columns);
  if (!fit) return { ...fallback, reason: "did_not_converge" };
  const { p, q, v } = fit.params;
  const modelMean = q > 1 ? (p * v) / (q - 1) : Number.POSITIVE_INFINITY;
  if (modelMean > 2 * mean || modelMean < mean / 2) return { ...fallback, reason: "no_usable_mean" };
  return { family: "gamma_gamma", ...fit, levelVariance };
}

/** Reads a stored model. Null for anything that is not a complete model of this version, so that the caller fits again instead of failing. */
export function parseFittedModel(stored: unknown): FittedModel | null {
  if (!isRecord(stored) || stored.version !== 2) return null;
  const { customers, repeatCustomers } = stored;
  if (!isAmount(customers) || !isAmount(repeatCustomers)) return null;
  const transactions = parseTransactions(stored.transactions);
  const spend = parseSpend(stored.spend);
  const intervalLevels = parseLevels(stored.intervalLevels);
  const season = stored.season === null ? null : parseSeason(stored.season);
  if (!transactions || !spend || !intervalLevels || (stored.season !== null && !season)) return null;
  return { version: 2, transactions, spend, season, intervalLevels, customers, repeatCustomers };
}

function parseTransactions(stored: unknown): TransactionModel | null {
  if (!isRecord(stored) || !isFamilyName(stored.family)) return null;
  const { family, params, logLikelihood, boundary, boundaryParameters, covariance } = stored;
  const { parameterNames } = transactionFamily(family);
  if (!isList(params, isPositive) || params.length !== parameterNames.length) return null;
  if (!isList(covariance, isNumber) || covariance.length !== params.length ** 2) return null;
  if (!isNumber(logLikelihood) || typeof boundary !== "boolean") return null;
  if (!isList(boundaryParameters, (name): name is string => typeof name === "string")) return null;
  return { family, params, logLikelihood, boundary, boundaryParameters, covariance };
}

function parseSpend(stored: unknown): SpendModel | null {
  if (!isRecord(stored) || !isRecord(stored.params)) return null;
  const { family, logLikelihood, boundary, reason, levelVariance } = stored;
  const { p, q, v } = stored.params;
  if (!isPositive(p) || !isPositive(q) || !(q > 1) || !isAmount(v) || !isAmount(levelVariance)) return null;
  const params = { p, q, v };
  if (family === "gamma_gamma" && isNumber(logLikelihood) && typeof boundary === "boolean") {
    return { family, params, levelVariance, logLikelihood, boundary };
  }
  if (
    family === "shrunk_mean" &&
    (reason === "too_few_values" || reason === "no_usable_mean" || reason === "did_not_converge")
  ) {
    return { family, params, levelVariance, reason };
  }
  return null;
}

function parseLevels(stored: unknown): IntervalLevels | null {
  if (!isRecord(stored)) return null;
  const pair = (levels: unknown): readonly [number, number] | null => {
    if (!isList(levels, isNumber) || levels.length !== 2) return null;
    const [low, high] = levels as [number, number];
    return low >= 0 && low < high && high <= 1 ? [low, high] : null;
  };
  const orders = pair(stored.orders);
  const value = pair(stored.value);
  return orders && value ? { orders, value } : null;
}

function isList<T>(value: unknown, isItem: (item: unknown) => item is T): value is T[] {
  return Array.isArray(value) && value.every(isItem);
}

function isNumber(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isPositive(value: unknown): value is number {
  return isAmount(value) && value > 0;
}

function isAmount(value: unknown): value is number {
  return isNumber(value) && value >= 0;
}
