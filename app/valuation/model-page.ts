import { dayOfIso, isoOfDay } from "../clv/calendar.ts";
import type { HoldoutReport } from "../clv/holdout-report.ts";
import { monthlyFactors } from "../clv/season.ts";
import { transactionFamily } from "../clv/transaction-families.ts";
import { type FittedModel, MIN_CUSTOMERS, MIN_HISTORY_WEEKS, parseFittedModel } from "../clv/value-model.ts";
import type { Db } from "../db/client.ts";
import { shopValuation } from "../db/queries/customer-value-rows.ts";
import { type ModelInForceRow, modelInForce } from "../db/queries/predictions.ts";
import { shopFacts } from "../db/queries/settings.ts";
import { shopState } from "../db/queries/shop-state.ts";
import { cohortTotals } from "../db/queries/summary.ts";
import type { ShopRef } from "../platform/ids.ts";
import { learningReason } from "./learning.ts";
import { habitsOf } from "./model-habits.ts";
import type { ModelParameter, ModelTest, ModelView } from "./model-view.ts";
import { shopFactsOf } from "./shop-facts.ts";
import { parseHoldoutReport } from "./stored-test.ts";

/** Below it the weak prior, worth a few customers, moves what is said of them. */
const LEANS_BELOW = 100;
/** Normal quantile of an 80 % interval. */
const Z_80 = 1.2815515655446004;

/** The model in force, how it predicted this shop's own past, or what is missing for one. */
export async function readModelPage(db: Db, shop: ShopRef): Promise<ModelView> {
  const { shopId } = shop;
  const [facts, valuation, inForce, state] = await Promise.all([
    shopFacts(db.pool, shopId),
    shopValuation(db.pool, shopId),
    modelInForce(db.pool, shopId),
    shopState(db.pool, shopId),
  ]);
  const base = { shop: shopFactsOf(shop, facts) };
  if (!valuation) return { ...base, state: "waiting" };
  const totals = await cohortTotals(db.pool, shopId, valuation.as_of_day);
  if (totals.customers === 0) return { ...base, state: state.sync_running ? "waiting" : "empty" };
  const model = parseFittedModel(inForce?.model);
  if (inForce && model) return { ...base, ...readyOf(inForce, model) };
  return {
    ...base,
    state: "learning",
    reason: inForce ? "not_fitted_yet" : learningReason(valuation.learning),
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
): Omit<Extract<ModelView, { state: "ready" }>, "shop"> {
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
