import type { BgNbdParams } from "./bg-nbd.ts";
import { fitBgNbd } from "./bg-nbd-fit.ts";
import type { GammaGammaParams } from "./gamma-gamma.ts";
import { fitGammaGamma } from "./gamma-gamma.ts";
import type { PurchaseColumns } from "./purchase-columns.ts";
import { soundHistory } from "./purchase-columns.ts";

/** How often customers buy, and for how long. Another family is another member of this union. */
export type TransactionModel = {
  family: "bg_nbd";
  params: BgNbdParams;
  logLikelihood: number;
  /** A parameter rests on its bound: the data leave its size open. */
  boundary: boolean;
};

/**
 * What an order is worth. `gamma_gamma` is fitted. `shrunk_mean` stands in where no usable Gamma-Gamma exists: the same formulas with p = 1,
 * q = 2, v = the mean value, so that a customer's own mean over x orders weighs x against 1 for the shop's.
 */
export type SpendModel =
  | { family: "gamma_gamma"; params: GammaGammaParams; logLikelihood: number; boundary: boolean }
  | {
      family: "shrunk_mean";
      params: GammaGammaParams;
      reason: "too_few_values" | "no_usable_mean" | "did_not_converge";
    };

/** A fitted model: plain JSON, so that it can be stored and read back with `parseFittedModel`. Time in weeks, money in minor units. */
export type FittedModel = {
  version: 1;
  transactions: TransactionModel;
  spend: SpendModel;
  customers: number;
  repeatCustomers: number;
};

export type NoModelReason =
  | "too_few_customers"
  | "no_repeat_purchases"
  | "history_too_short"
  | "did_not_converge";

export type FitResult = { ok: true; model: FittedModel } | { ok: false; reason: NoModelReason };

export type FitOptions = {
  /** Fewer customers than this are not enough to tell habits from chance. Default 30. */
  minCustomers?: number;
  /** The longest observed customer has to be at least this old, in weeks. Default 8. */
  minHistoryWeeks?: number;
};

/** Fewer customers with a valued repeat order than this cannot carry three parameters. */
const MIN_VALUED_CUSTOMERS = 10;

/**
 * Fits the value model to a shop's customers. Never throws and never returns NaN: unsound rows are taken as the nearest sound ones
 * (`soundHistory`), rows with a weight that is not above 0 are left out, and what cannot be fitted is a reason.
 */
export function fitValueModel(histories: PurchaseColumns, options: FitOptions = {}): FitResult {
  const columns = soundColumns(histories);
  let customers = 0;
  let repeatCustomers = 0;
  let longest = 0;
  for (let i = 0; i < columns.x.length; i++) {
    const weight = columns.weight[i]!;
    customers += weight;
    if (columns.x[i]! > 0) repeatCustomers += weight;
    longest = Math.max(longest, columns.T[i]!);
  }
  if (customers === 0 || customers < (options.minCustomers ?? 30)) {
    return { ok: false, reason: "too_few_customers" };
  }
  if (longest === 0 || longest < (options.minHistoryWeeks ?? 8)) {
    return { ok: false, reason: "history_too_short" };
  }
  if (repeatCustomers === 0) return { ok: false, reason: "no_repeat_purchases" };
  const fit = fitBgNbd(columns);
  if (!fit) return { ok: false, reason: "did_not_converge" };
  return {
    ok: true,
    model: {
      version: 1,
      transactions: { family: "bg_nbd", ...fit },
      spend: fitSpend(columns),
      customers,
      repeatCustomers,
    },
  };
}

function soundColumns(histories: PurchaseColumns): Required<PurchaseColumns> {
  const kept: number[] = [];
  for (let i = 0; i < histories.x.length; i++) {
    const weight = histories.weight ? histories.weight[i]! : 1;
    if (weight > 0 && weight < Number.POSITIVE_INFINITY) kept.push(i);
  }
  const size = kept.length;
  const columns = {
    x: new Float64Array(size),
    tx: new Float64Array(size),
    T: new Float64Array(size),
    meanValueMinor: new Float64Array(size),
    weight: Float64Array.from(kept, (i) => (histories.weight ? histories.weight[i]! : 1)),
  };
  kept.forEach((i, row) => {
    const sound = soundHistory({
      x: histories.x[i]!,
      tx: histories.tx[i]!,
      T: histories.T[i]!,
      meanValueMinor: histories.meanValueMinor[i]!,
    });
    columns.x[row] = sound.x;
    columns.tx[row] = sound.tx;
    columns.T[row] = sound.T;
    columns.meanValueMinor[row] = sound.meanValueMinor;
  });
  return columns;
}

/** Gamma-Gamma where it has a mean that agrees with the data to a factor of two, else the shrunk mean. Expects sound columns. */
export function fitSpend(columns: PurchaseColumns): SpendModel {
  let valued = 0;
  let total = 0;
  for (let i = 0; i < columns.x.length; i++) {
    if (!(columns.x[i]! > 0 && columns.meanValueMinor[i]! > 0)) continue;
    const weight = columns.weight ? columns.weight[i]! : 1;
    valued += weight;
    total += weight * columns.meanValueMinor[i]!;
  }
  const mean = valued > 0 ? total / valued : 0;
  const fallback = { p: 1, q: 2, v: mean };
  if (valued < MIN_VALUED_CUSTOMERS) {
    return { family: "shrunk_mean", params: fallback, reason: "too_few_values" };
  }
  const fit = fitGammaGamma(columns);
  if (!fit) return { family: "shrunk_mean", params: fallback, reason: "did_not_converge" };
  const { p, q, v } = fit.params;
  const modelMean = q > 1 ? (p * v) / (q - 1) : Number.POSITIVE_INFINITY;
  if (modelMean > 2 * mean || modelMean < mean / 2) {
    return { family: "shrunk_mean", params: fallback, reason: "no_usable_mean" };
  }
  return { family: "gamma_gamma", ...fit };
}

/** Reads a stored model back. Null for anything that is not a whole model of this version, so that a caller refits instead of failing. */
export function parseFittedModel(stored: unknown): FittedModel | null {
  if (!isRecord(stored) || stored.version !== 1) return null;
  const { transactions, spend, customers, repeatCustomers } = stored;
  if (!isRecord(transactions) || !isRecord(spend) || !isAmount(customers) || !isAmount(repeatCustomers)) {
    return null;
  }
  const timing = transactions.params;
  const money = spend.params;
  if (transactions.family !== "bg_nbd" || !isRecord(timing) || !isRecord(money)) return null;
  const { r, alpha, a, b } = timing;
  const { p, q, v } = money;
  if (!isPositive(r) || !isPositive(alpha) || !isPositive(a) || !isPositive(b)) return null;
  if (!isPositive(p) || !isPositive(q) || !(q > 1) || !isAmount(v)) return null;
  if (typeof transactions.logLikelihood !== "number" || typeof transactions.boundary !== "boolean")
    return null;
  const spendModel = parseSpend(spend, { p, q, v });
  return (
    spendModel && {
      version: 1,
      transactions: {
        family: "bg_nbd",
        params: { r, alpha, a, b },
        logLikelihood: transactions.logLikelihood,
        boundary: transactions.boundary,
      },
      spend: spendModel,
      customers,
      repeatCustomers,
    }
  );
}

function parseSpend(spend: Record<string, unknown>, params: GammaGammaParams): SpendModel | null {
  const { family, logLikelihood, boundary, reason } = spend;
  if (family === "gamma_gamma" && typeof logLikelihood === "number" && typeof boundary === "boolean") {
    return { family, params, logLikelihood, boundary };
  }
  if (
    family === "shrunk_mean" &&
    (reason === "too_few_values" || reason === "no_usable_mean" || reason === "did_not_converge")
  ) {
    return { family, params, reason };
  }
  return null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isPositive(value: unknown): value is number {
  return isAmount(value) && value > 0;
}

function isAmount(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value) && value >= 0;
}
