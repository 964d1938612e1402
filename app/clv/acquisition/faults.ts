import { MILLION } from "./amount.ts";
import { computeFunnel, type Funnel } from "./funnel.ts";
import { computeScenario, lifetimeOf, type Scenario, type WhatIfQuestion } from "./what-if.ts";

/** Beside which field, what is wrong with it, and whether results can still be said. */
export interface Fault<Field extends string, Code extends string> {
  readonly field: Field;
  readonly code: Code;
  readonly isError: boolean;
}

export type FunnelFault = Fault<
  "spend" | "leads" | "customers" | "first" | "margin" | `later.${number}`,
  | "more_leads_than_reached"
  | "more_customers_than_leads"
  | "more_buyers_than_customers"
  | "nobody_buys"
  | "cost_above_first"
  | "cost_above_value"
  | "margin_missing"
>;

/** A count cannot exceed that of the step before it; what costs more than it brings is said, and computed. */
export function faultsOfFunnel(funnel: Funnel): FunnelFault[] {
  const result = computeFunnel(funnel);
  const { leads, customers, judged, asEntered, onMargin } = result;
  const { reached } = funnel;
  const found: FunnelFault[] = [];
  if (reached !== null && leads !== null && leads > reached) {
    found.push({ field: "leads", code: "more_leads_than_reached", isError: true });
  }
  if (leads !== null && customers !== null && customers > leads) {
    found.push({ field: "customers", code: "more_customers_than_leads", isError: true });
  }
  for (const [at, { buyers }] of funnel.later.entries()) {
    if (buyers.by === "count" && customers !== null && customers > 0 && buyers.count > customers) {
      found.push({ field: `later.${at}`, code: "more_buyers_than_customers", isError: true });
    }
  }
  if (found.length > 0) return found;
  if (customers === 0) {
    found.push({ field: "customers", code: "nobody_buys", isError: false });
  } else if (judged.profitMinor !== null && judged.profitMinor < 0) {
    found.push({ field: "spend", code: "cost_above_value", isError: false });
  } else if (judged.nowMinor !== null && judged.nowMinor < 0) {
    found.push({ field: "spend", code: "cost_above_first", isError: false });
  }
  if (asEntered.basis === "mixed" && onMargin === null) {
    found.push({ field: "margin", code: "margin_missing", isError: false });
  }
  return found;
}

export type ScenarioFault = Fault<
  "costPerLead" | "conversion" | "lifetime" | "costToServe" | "customersSince" | "price",
  | "nobody_buys"
  | "lead_above_value"
  | "cac_above_value"
  | "infinite_lifetime"
  | "cut_off"
  | "cost_above_value"
  | "no_customers"
>;

export function faultsOfScenario(scenario: Scenario, question: WhatIfQuestion): ScenarioFault[] {
  const { lifetime, model } = scenario;
  const result = computeScenario(scenario, question);
  const found: ScenarioFault[] = [];
  if (model === "since" && scenario.customersSince === 0) {
    return [{ field: "customersSince", code: "no_customers", isError: true }];
  }
  if (scenario.conversionPpm === 0) {
    found.push({ field: "conversion", code: "nobody_buys", isError: false });
  }
  if (result.lifetime !== null && lifetimeOf(lifetime, question.horizonYears).isCutOff) {
    const isInfinite = lifetime.by === "churn" && lifetime.ppm === 0;
    found.push({ field: "lifetime", code: isInfinite ? "infinite_lifetime" : "cut_off", isError: false });
  }
  if (scenario.costToServeMinor > 0 && result.clvMinor < 0) {
    found.push({ field: "costToServe", code: "cost_above_value", isError: false });
  } else if (scenario.costPerLeadMinor > 0 && scenario.costPerLeadMinor > result.clvMinor) {
    found.push({ field: "costPerLead", code: "lead_above_value", isError: false });
  } else if (result.netClvMinor !== null && result.netClvMinor < 0) {
    found.push({ field: "costPerLead", code: "cac_above_value", isError: false });
  }
  return found;
}

/** What a field may hold: more than this is a slip of the keyboard, and less than nothing is no price. */
export const BOUNDS = {
  // A thousand million of a currency that counts in thousands: rupiah, peso or pound.
  minor: { least: 0, most: 10_000_000_000_000 },
  count: { least: 0, most: 1_000_000_000 },
  share: { least: 0, most: MILLION },
  years: { least: 0.01, most: 100 },
  paymentsPerYear: { least: 0.01, most: 366 },
  hours: { least: 0, most: 100_000 },
  months: { least: 0, most: 120 },
  ratio: { least: 0.1, most: 100 },
} as const satisfies Record<string, { readonly least: number; readonly most: number }>;

export type BoundName = keyof typeof BOUNDS;
