import { dayOfIso, isoOfDay } from "../../../clv/calendar.ts";
import {
  type FittedModel,
  MIN_CUSTOMERS,
  MIN_HISTORY_WEEKS,
  parseFittedModel,
} from "../../../clv/prediction/value-model.ts";
import { monthlyFactors } from "../../../clv/season/factors.ts";
import type { HoldoutReport } from "../../../clv/selection/holdout-evaluation.ts";
import { transactionFamily } from "../../../clv/transactions/families.ts";
import type { Db } from "../../../db/client.ts";
import { shopState } from "../../../db/queries/pages/shop-state.ts";
import { cohortTotals } from "../../../db/queries/pages/summary.ts";
import { readShop } from "../../../db/queries/source/shops.ts";
import { shopValuation } from "../../../db/queries/valuation/customer-value-rows.ts";
import { type ModelInForceRow, modelInForce } from "../../../db/queries/valuation/predictions.ts";
import type { ShopRef } from "../../../platform/ids.ts";
import { type LearningReason, learningReason } from "../learning.ts";
import { type ShopFacts, shopFactsOf } from "../shop-facts.ts";
import { habitsOf, type ModelHabits } from "./habits.ts";
import { parseHoldoutReport } from "./stored-test.ts";

/** `nbd`, `bg_nbd`, `mbg_nbd`, `pareto_nbd`, `bg_cnbd_k2`, ... */
export type FamilyKey = string;

export interface ModelParameter {
  readonly name: string;
  readonly value: number;
  /** 80 % confidence interval; null where it is not known or the parameter rests on its bound. */
  readonly range: { readonly low: number; readonly high: number } | null;
  readonly onBound: boolean;
}

export interface ErrorMeasures {
  readonly mae: number;
  readonly rmse: number;
  /** (predicted - actual) / actual in total; null where nothing happened. */
  readonly bias: number | null;
  readonly auc: number | null;
  readonly gini: number | null;
  readonly topDecileCapture: number | null;
}

/** Share of customers whose outcome the 80 % interval held. */
export interface Coverage {
  /** With the quantiles of the model itself. */
  readonly plain: number;
  /** With levels calibrated on one half of the customers, measured on the other half; pages show intervals of this kind. */
  readonly calibrated: number;
}

export interface CandidateResult {
  readonly name: FamilyKey | "same_rate" | "cohort_average";
  readonly seasonal: boolean;
  readonly logLikelihood: number | null;
  readonly boundary: boolean;
  readonly orders: ErrorMeasures;
  readonly value: ErrorMeasures | null;
  /** Continuous ranked probability score of the orders per customer; null for the plain averages. */
  readonly crps: number | null;
  /** null for the plain averages, which have no intervals. */
  readonly coverage80: { readonly orders: Coverage; readonly value: Coverage | null } | null;
}

/** How the candidates predicted the last part of the shop's past, which they were not shown. */
export interface ModelTest {
  /** Last day that the candidates saw. */
  readonly seenUntilDay: string;
  readonly fromDay: string;
  readonly toDay: string;
  readonly weeks: number;
  /** Customers known by `seenUntilDay`. */
  readonly customers: number;
  readonly actualOrders: number;
  readonly actualValueMinor: number;
  readonly candidates: readonly CandidateResult[];
  readonly chosen: {
    readonly name: CandidateResult["name"];
    readonly seasonal: boolean;
    readonly reason: "lowest_error" | "simpler_of_equals" | "baseline_better";
  };
  /** Ten groups by predicted value, highest first; means per customer. */
  readonly groups: readonly {
    readonly customers: number;
    readonly predictedOrders: number;
    readonly actualOrders: number;
    readonly predictedValueMinor: number;
    readonly actualValueMinor: number;
  }[];
  /** Shares of the probability integral transform in ten equal bins; none where there is no distribution to show. */
  readonly pit: { readonly orders: readonly number[]; readonly value: readonly number[] | null };
  /** Orders of all customers in each week of the test. */
  readonly weekly: readonly {
    readonly fromDay: string;
    readonly actual: number;
    readonly predicted: number;
  }[];
  /** Share of the actual value (orders where there are no amounts) that the best k/20 of the customers by prediction brought. */
  readonly lift: readonly number[];
}

export type ModelView =
  /** Orders are being read, or the first figures are on their way. */
  | { readonly state: "waiting"; readonly shop: ShopFacts }
  | { readonly state: "empty"; readonly shop: ShopFacts }
  | {
      readonly state: "learning";
      readonly shop: ShopFacts;
      readonly reason: LearningReason;
      /** Customers with orders, and with at least two. */
      readonly customers: number;
      readonly repeatCustomers: number;
      /** Whole weeks since the first order. */
      readonly historyWeeks: number;
      readonly needed: { readonly customers: number; readonly historyWeeks: number };
    }
  | {
      readonly state: "ready";
      readonly shop: ShopFacts;
      /** ISO 8601 instant. */
      readonly fittedAt: string;
      /** A later fit took too long and was ended, so this model stays in force. */
      readonly newerFitStopped: boolean;
      readonly asOfDay: string;
      readonly customers: number;
      readonly repeatCustomers: number;
      readonly family: FamilyKey;
      readonly habits: ModelHabits;
      readonly parameters: readonly ModelParameter[];
      readonly logLikelihood: number;
      readonly spendFamily: "gamma_gamma" | "shrunk_mean";
      readonly spendParameters: readonly { readonly name: string; readonly value: number }[];
      /** There are so few customers that the weak prior (what is usual in other shops) noticeably moves the fit. */
      readonly leansOnPrior: boolean;
      /** January to December, 1 is an average month; null where no yearly pattern is used. */
      readonly season: readonly number[] | null;
      /** null: too little past to hold a part of it back. */
      readonly test: ModelTest | null;
    };

/** Below it the weak prior, worth a few customers, moves what is said of them. */
const LEANS_BELOW = 100;
/** Normal quantile of an 80 % interval. */
const Z_80 = 1.2815515655446004;

/** The model in force, how it predicted this shop's own past, or what is missing for one. */
export async function readModelPage(db: Db, shop: ShopRef): Promise<ModelView> {
  const { shopId } = shop;
  const [facts, valuation, inForce, state] = await Promise.all([
    readShop(db.pool, shopId),
    shopValuation(db.pool, shopId),
    modelInForce(db.pool, shopId),
    shopState(db.pool, shopId),
  ]);
  const base = { shop: shopFactsOf(shop, facts) };
  if (!valuation) return { ...base, state: "waiting" };
  const totals = await cohortTotals(db.pool, shopId, valuation.as_of_day);
  if (totals.customers === 0) return { ...base, state: state.sync_running ? "waiting" : "empty" };
  const model = parseFittedModel(inForce?.model);
  if (inForce && model) {
    return { ...base, ...readyOf(inForce, model), newerFitStopped: valuation.learning === "took_too_long" };
  }
  return {
    ...base,
    state: "learning",
    reason: learningReason(valuation.learning),
    customers: totals.customers,
    repeatCustomers: totals.repeat_customers,
    historyWeeks:
      totals.first_day === null ? 0 : Math.floor(daysBetween(totals.first_day, valuation.as_of_day) / 7),
    needed: { customers: MIN_CUSTOMERS, historyWeeks: MIN_HISTORY_WEEKS },
  };
}

function daysBetween(from: string, to: string): number {
  return (dayOfIso(to) ?? 0) - (dayOfIso(from) ?? 0);
}

function readyOf(
  row: ModelInForceRow,
  model: FittedModel,
): Omit<Extract<ModelView, { state: "ready" }>, "shop" | "newerFitStopped"> {
  const { transactions, spend } = model;
  const validation = parseHoldoutReport(row.validation);
  return {
    state: "ready",
    fittedAt: row.fitted_at.toISOString(),
    asOfDay: row.as_of_day,
    customers: model.customers,
    repeatCustomers: model.repeatCustomers,
    family: transactions.family,
    habits: habitsOf(model),
    parameters: parametersOf(transactions),
    logLikelihood: transactions.logLikelihood,
    spendFamily: spend.family,
    spendParameters: Object.entries(spend.params).map(([name, value]) => ({ name, value })),
    leansOnPrior: model.customers < LEANS_BELOW,
    season: model.season && monthlyFactors(model.season),
    test: validation && testOf(validation),
  };
}

/** The covariance is that of the logarithms, so an interval is never below zero. */
function parametersOf({
  family,
  params,
  boundaryParameters,
  covariance,
}: FittedModel["transactions"]): ModelParameter[] {
  return transactionFamily(family).parameterNames.map((name, i) => {
    const value = params[i] ?? 0;
    const onBound = boundaryParameters.includes(name);
    const variance = covariance[i * params.length + i] ?? 0;
    const spread = variance > 0 ? Math.exp(Z_80 * Math.sqrt(variance)) : null;
    return {
      name,
      value,
      range: onBound || spread === null ? null : { low: value / spread, high: value * spread },
      onBound,
    };
  });
}

function testOf(validation: HoldoutReport): ModelTest {
  const { calibrationEndDay, holdoutEndDay, candidates, chosen, deciles, pit, weekly, lift } = validation;
  return {
    seenUntilDay: isoOfDay(calibrationEndDay),
    fromDay: isoOfDay(calibrationEndDay + 1),
    toDay: isoOfDay(holdoutEndDay),
    weeks: Math.round(validation.holdoutWeeks),
    customers: validation.customers,
    actualOrders: validation.actualOrders,
    actualValueMinor: validation.actualValueMinor,
    candidates,
    chosen,
    groups: deciles,
    pit,
    weekly: weekly.map((week, i) => ({ ...week, fromDay: isoOfDay(calibrationEndDay + 1 + 7 * i) })),
    lift,
  };
}
