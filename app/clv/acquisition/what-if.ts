import { costShare, firstOrderMultiple, netClv, simpleClv } from "../historic/formulas.ts";
import {
  type Basis,
  costOfTime,
  MILLION,
  type OwnTime,
  partOf,
  quotient,
  type Range,
  type RelativeRange,
} from "./amount.ts";
import { type Limits, limitsOf, type Payback } from "./limits.ts";

/** `since` is no model of payments: all that the customers of a period have brought since they came, and how many they are. */
export const PRICE_MODELS = ["one_sale", "repeat", "rental", "subscription", "membership", "since"] as const;
export type PriceModel = (typeof PRICE_MODELS)[number];

export type Lifetime =
  | { readonly by: "years"; readonly years: number }
  /** Share of the customers who leave in a year, in parts per million. */
  | { readonly by: "churn"; readonly ppm: number };

/** What is assumed about a customer: money in minor units, shares in parts per million. */
export interface Scenario {
  readonly model: PriceModel;
  readonly costPerLeadMinor: number;
  /** Leads who become customers. */
  readonly conversionPpm: number;
  /** Spent on winning one customer. */
  readonly ownTime: OwnTime;
  /** Of an order, or of each payment. */
  readonly priceMinor: number;
  /** Once, by members alone. */
  readonly joiningFeeMinor: number;
  readonly paymentsPerYear: number;
  readonly lifetime: Lifetime;
  /** null leaves everything at revenue. */
  readonly marginPpm: number | null;
  /** Of one customer, over the whole lifetime. */
  readonly costToServeMinor: number;
  /** Customers who buy the upsell once, and what it costs them. */
  readonly upsellPpm: number;
  readonly upsellMinor: number;
  /** For `since` alone. */
  readonly netSalesSinceMinor: number;
  readonly customersSince: number;
  /** Of the prediction that the scenario began with, kept while a model is tried out that has no use for it; null without one. */
  readonly range: RelativeRange | null;
}

/** What is asked of every scenario alike. */
export interface WhatIfQuestion {
  readonly targetRatio: number;
  readonly cashBackMonths: number;
  /** Years at which a lifetime that follows from churn is cut off: without churn it is infinite. */
  readonly horizonYears: number;
  /** Taken off the yearly churn by the lever of retention. */
  readonly retentionLeverPpm: number;
  /** Put on price and upsell by the lever of revenue. */
  readonly revenueLeverPpm: number;
}

/** Days after the first order up to which value is counted: two weeks, half years, and longer. */
export const VALUE_DAYS = [14, 182, 365, 730, 1_825] as const;

export interface WhatIfResult {
  readonly basis: Basis;
  /** null for `since`. */
  readonly lifetime: { readonly years: number; readonly isCutOff: boolean } | null;
  /** null for `since`. */
  readonly payments: number | null;
  readonly revenueMinor: number;
  readonly clvMinor: number;
  readonly clvRange: Range | null;
  readonly cacMinor: number | null;
  /** CLV less CAC. */
  readonly netClvMinor: number | null;
  readonly netRange: Range | null;
  /** What the first payment leaves after the CAC. */
  readonly nowMinor: number | null;
  readonly ltvToCac: number | null;
  readonly leadShare: number | null;
  /** Revenue / first order; null where a customer pays fees and not orders. */
  readonly firstOrderMultiple: number | null;
  readonly limits: Limits;
  readonly payback: Payback;
  /** Value up to each of `VALUE_DAYS`; null for `since`, which has no times. */
  readonly valueWithin: readonly { readonly days: number; readonly valueMinor: number }[] | null;
}

const HAS_ORDERS: readonly PriceModel[] = ["one_sale", "repeat", "since"];
/** Whether a customer pays again and again, for as long as the lifetime is: that is what a prediction is about. */
export const isRegular = (model: PriceModel): boolean => model !== "one_sale" && model !== "since";

/** 1 / yearly churn, at most the horizon; a lifetime in years is as it was said. */
export function lifetimeOf(lifetime: Lifetime, horizonYears: number): { years: number; isCutOff: boolean } {
  if (lifetime.by === "years") return { years: lifetime.years, isCutOff: false };
  const years = quotient(MILLION, lifetime.ppm);
  return years === null || years > horizonYears
    ? { years: horizonYears, isCutOff: true }
    : { years, isCutOff: false };
}

/** A payment that falls on a border of binary fractions is not late for it. */
const EPSILON = 1e-9;
const DAYS_IN_YEAR = 365;

interface Flow {
  /** With the first payment. */
  readonly onceMinor: number;
  readonly perPaymentMinor: number;
  readonly payments: number;
  readonly perYear: number;
}

/**
 * Contribution of one customer by its times: payments at the beginning of each of their periods, the first one with the order. Of an
 * upsell nobody knows when it comes, so it is not in it.
 */
function flowOf(scenario: Scenario, payments: number): Flow {
  const left = (minor: number) => (scenario.marginPpm === null ? minor : partOf(minor, scenario.marginPpm));
  const perYear = scenario.model === "one_sale" ? 0 : scenario.paymentsPerYear;
  const served = payments > 0 ? scenario.costToServeMinor / payments : 0;
  return {
    onceMinor: scenario.model === "membership" ? left(scenario.joiningFeeMinor) : 0,
    perPaymentMinor: left(scenario.priceMinor) - served,
    payments,
    perYear,
  };
}

const broughtBy = (flow: Flow, made: number): number =>
  flow.onceMinor + flow.perPaymentMinor * Math.min(made, flow.payments);

/** Up to the moment `years` after the first payment, with the payment that falls on it. */
function paidUntil(flow: Flow, years: number): number {
  return broughtBy(flow, flow.perYear === 0 ? 1 : Math.floor(years * flow.perYear + EPSILON) + 1);
}

/** Within the first `years`, without the payment that begins the time after them; the first one is always made. */
function paidWithin(flow: Flow, years: number): number {
  return broughtBy(flow, Math.max(1, Math.ceil(years * flow.perYear - EPSILON)));
}

/** Contribution of one customer up to each of the years given, for drawing; null where no payment has a time. */
export function valueAfterYears(
  scenario: Scenario,
  question: Pick<WhatIfQuestion, "horizonYears">,
  years: readonly number[],
): number[] | null {
  const payments = paymentsOf(scenario, question.horizonYears);
  if (payments === null) return null;
  const flow = flowOf(scenario, payments);
  return years.map((after) => paidUntil(flow, after));
}

function paymentsOf(scenario: Scenario, horizonYears: number): number | null {
  if (scenario.model === "since") return null;
  if (!isRegular(scenario.model)) return 1;
  return scenario.paymentsPerYear * lifetimeOf(scenario.lifetime, horizonYears).years;
}

/** First payment with which a customer has brought the CAC, and its month. */
function paybackOf(flow: Flow, cacMinor: number, clvMinor: number): Payback {
  if (paidUntil(flow, 0) >= cacMinor) return { state: "first_order" };
  const needed = cacMinor - flow.onceMinor;
  const payment = flow.perPaymentMinor > 0 ? Math.ceil(needed / flow.perPaymentMinor - EPSILON) : null;
  if (payment !== null && flow.perYear > 0 && payment <= Math.ceil(flow.payments - EPSILON)) {
    if (broughtBy(flow, payment) >= cacMinor - EPSILON) {
      return { state: "later", months: ((payment - 1) * 12) / flow.perYear, payment };
    }
  }
  return { state: clvMinor >= cacMinor ? "not_dated" : "never" };
}

function revenueOf(scenario: Scenario, payments: number | null, years: number | null): number {
  const upsellMinor = partOf(scenario.upsellMinor, scenario.upsellPpm);
  if (payments === null) {
    return (quotient(scenario.netSalesSinceMinor, scenario.customersSince) ?? 0) + upsellMinor;
  }
  const once = scenario.model === "membership" ? scenario.joiningFeeMinor : 0;
  const perYear = isRegular(scenario.model) ? scenario.paymentsPerYear : 1;
  const paid =
    simpleClv(scenario.priceMinor, perYear, isRegular(scenario.model) ? (years ?? 0) : 1).value ?? 0;
  return once + paid + upsellMinor;
}

/** CAC = cost of a lead / conversion + own time; null where nobody is converted. */
export function cacOf({ costPerLeadMinor, conversionPpm, ownTime }: Scenario): number | null {
  const bought = quotient(costPerLeadMinor * MILLION, conversionPpm);
  return bought === null ? null : bought + costOfTime(ownTime);
}

/** The value varies and the cost to serve does not. */
function rangeOf({ model, range, costToServeMinor }: Scenario, grossMinor: number): Range | null {
  if (range === null || !isRegular(model)) return null;
  const end = (ppm: number) => partOf(grossMinor, ppm) - costToServeMinor;
  return { lowMinor: end(range.lowPpm), highMinor: end(range.highPpm) };
}

/**
 * Value, CAC, limits and payback of one customer under a scenario, by the plain formula: price x payments a year x years (x margin), less
 * the cost to serve. The range of a prediction goes in proportion to what is there before that cost. Money is minor units and not rounded.
 */
export function computeScenario(scenario: Scenario, question: WhatIfQuestion): WhatIfResult {
  const { model, marginPpm, priceMinor } = scenario;
  const lifetime = model === "since" ? null : lifetimeOf(scenario.lifetime, question.horizonYears);
  const payments = paymentsOf(scenario, question.horizonYears);
  const revenueMinor = revenueOf(scenario, payments, lifetime?.years ?? null);
  const grossMinor = marginPpm === null ? revenueMinor : partOf(revenueMinor, marginPpm);
  const clvMinor = netClv(grossMinor, 0, scenario.costToServeMinor).value ?? 0;
  const cacMinor = cacOf(scenario);
  const clvRange = rangeOf(scenario, grossMinor);
  const firstMinor = marginPpm === null ? priceMinor : partOf(priceMinor, marginPpm);
  // Without times there is the first order, and the rest at a time that nobody knows.
  const flow: Flow =
    payments === null
      ? { onceMinor: Math.min(firstMinor, clvMinor), perPaymentMinor: 0, payments: 0, perYear: 0 }
      : flowOf(scenario, payments);
  const now = paidUntil(flow, 0);
  return {
    basis: marginPpm === null ? "revenue" : "margin",
    lifetime: isRegular(model) ? lifetime : null,
    payments,
    revenueMinor,
    clvMinor,
    clvRange,
    cacMinor,
    netClvMinor: cacMinor === null ? null : (netClv(clvMinor, cacMinor, 0).value ?? 0),
    netRange:
      cacMinor === null || clvRange === null
        ? null
        : { lowMinor: clvRange.lowMinor - cacMinor, highMinor: clvRange.highMinor - cacMinor },
    nowMinor: cacMinor === null ? null : now - cacMinor,
    ltvToCac: cacMinor === null ? null : quotient(clvMinor, cacMinor),
    leadShare: clvMinor > 0 ? costShare(scenario.costPerLeadMinor, clvMinor).value : null,
    firstOrderMultiple: HAS_ORDERS.includes(model)
      ? firstOrderMultiple(revenueMinor, priceMinor).value
      : null,
    limits: limitsOf({
      clvMinor,
      withinMonthsMinor: paidWithin(flow, question.cashBackMonths / 12),
      targetRatio: question.targetRatio,
      conversionPpm: scenario.conversionPpm,
      ownTimeMinor: costOfTime(scenario.ownTime),
    }),
    payback: cacMinor === null ? { state: "unknown" } : paybackOf(flow, cacMinor, clvMinor),
    valueWithin:
      payments === null
        ? null
        : VALUE_DAYS.map((days) => ({ days, valueMinor: paidWithin(flow, days / DAYS_IN_YEAR) })),
  };
}
