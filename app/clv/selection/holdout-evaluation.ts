import type { FamilyName } from "../transactions/family.ts";
import type { ErrorMeasures } from "./error-measures.ts";

/** `same_rate`: everybody goes on as so far; `cohort_average`: everybody buys as the average customer did. */
export type BaselineName = "same_rate" | "cohort_average";
export type CandidateName = FamilyName | BaselineName;

/** Of the 80 % intervals: share of customers whose outcome they held, by the probability integral transform (no random draws needed). */
export type Coverage = {
  /** As the model says. */
  plain: number;
  /** With levels that one half of the customers taught, on the other half. What the app shows uses levels taught by all. */
  calibrated: number;
};

export type CandidateReport = {
  name: CandidateName;
  seasonal: boolean;
  params: Record<string, number> | null;
  logLikelihood: number | null;
  boundary: boolean;
  orders: ErrorMeasures;
  /** Null where no order has an amount. */
  value: ErrorMeasures | null;
  /** Continuous ranked probability score of the orders, per customer: lower is better, and only the true distribution is best. Null for baselines. */
  crps: number | null;
  coverage80: { orders: Coverage; value: Coverage | null } | null;
};

export type ChoiceReason = "lowest_error" | "simpler_of_equals" | "baseline_better";

/** How well each candidate predicted the last part of a shop's past, fitted to the part before. Plain JSON. */
export type HoldoutReport = {
  version: 2;
  /** Days since 1970-01-01 in the shop's calendar. */
  calibrationEndDay: number;
  holdoutEndDay: number;
  holdoutWeeks: number;
  customers: number;
  repeatCustomers: number;
  actualOrders: number;
  actualValueMinor: number;
  candidates: CandidateReport[];
  chosen: { name: CandidateName; seasonal: boolean; reason: ChoiceReason };
  /** Of the chosen one: ten groups of customers, highest prediction first; means per customer. */
  deciles: {
    customers: number;
    predictedOrders: number;
    actualOrders: number;
    predictedValueMinor: number;
    actualValueMinor: number;
  }[];
  /** Shares of the probability integral transform in ten equal bins; flat is calibrated. */
  pit: { orders: number[]; value: number[] | null };
  /** Orders of all customers per week of the holdout. */
  weekly: { actual: number; predicted: number }[];
  /** Cumulative share of the actual value (orders where there are no amounts) of the best k/20 by prediction, k = 0 .. 20. */
  lift: number[];
};
