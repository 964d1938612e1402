import { MILLION, partOf } from "./amount.ts";
import { computeScenario, type Scenario, type WhatIfQuestion } from "./what-if.ts";

export interface LeverResult {
  readonly clvMinor: number;
  /** More than without the lever. */
  readonly gainMinor: number;
}

export interface Levers {
  /** null where nobody stays or leaves: one sale, or a value measured since a date. `horizonYears` is what it is cut off at. */
  readonly retention: (LeverResult & { readonly isCutOff: boolean; readonly horizonYears: number }) | null;
  readonly revenue: LeverResult;
  readonly better: "retention" | "revenue" | "equal";
}

/** Fewer customers leave in a year, by as many percentage points. */
export function withRetention(scenario: Scenario, leverPpm: number): Scenario {
  const { lifetime } = scenario;
  const churnPpm = lifetime.by === "churn" ? lifetime.ppm : MILLION / lifetime.years;
  return { ...scenario, lifetime: { by: "churn", ppm: Math.max(0, churnPpm - leverPpm) } };
}

/** Everything that a customer pays is dearer by as much. */
export function withRevenue(scenario: Scenario, leverPpm: number): Scenario {
  const raised = (minor: number) => partOf(minor, MILLION + leverPpm);
  return {
    ...scenario,
    priceMinor: raised(scenario.priceMinor),
    joiningFeeMinor: raised(scenario.joiningFeeMinor),
    upsellMinor: raised(scenario.upsellMinor),
    netSalesSinceMinor: raised(scenario.netSalesSinceMinor),
  };
}

/** Which of two efforts brings more: to keep customers, or to sell more to each. */
export function leversOf(scenario: Scenario, question: WhatIfQuestion): Levers {
  const before = computeScenario(scenario, question);
  const revenueMinor = computeScenario(withRevenue(scenario, question.revenueLeverPpm), question).clvMinor;
  const revenue = { clvMinor: revenueMinor, gainMinor: revenueMinor - before.clvMinor };
  if (before.lifetime === null) return { retention: null, revenue, better: "revenue" };
  // A lifetime in years that is longer than the horizon is not cut back by keeping customers longer.
  const horizonYears = Math.max(question.horizonYears, before.lifetime.years);
  const kept = computeScenario(withRetention(scenario, question.retentionLeverPpm), {
    ...question,
    horizonYears,
  });
  const gainMinor = kept.clvMinor - before.clvMinor;
  const isCutOff = kept.lifetime?.isCutOff ?? false;
  const retention = { clvMinor: kept.clvMinor, gainMinor, isCutOff, horizonYears };
  if (gainMinor === revenue.gainMinor) return { retention, revenue, better: "equal" };
  return { retention, revenue, better: gainMinor > revenue.gainMinor ? "retention" : "revenue" };
}
