import type { FamilyName } from "../transactions/family.ts";
import type { ErrorMeasures } from "./error-measures.ts";

/** `same_rate`: each customer continues at the rate so far; `cohort_average`: each customer buys at the average rate of all. */
export type BaselineName = "same_rate" | "cohort_average";
export type CandidateName = FamilyName | BaselineName;

/** Coverage of the 80 % intervals: share of outcomes inside, by the non-randomised probability integral transform (PIT). */
export type Coverage = {
  /** With the nominal levels of 10 % and 90 %. */
  plain: number;
  /** With levels calibrated on one half of the customers, measured on the other half. The app uses levels calibrated on all. */
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
  /** Mean continuous ranked probability score of orders per customer; lowest in expectation for the true distribution. Null for baselines. */
  crps: number | null;
  coverage80: { orders: Coverage; value: Coverage | null } | null;
};

export type ChoiceReason = "lowest_error" | "simpler_of_equals" | "baseline_better";

/** How well each candidate, fitted to the calibration period, predicted the holdout. Plain JSON. */
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
  /** Of the chosen candidate: ten groups of customers, highest predictions first; means per customer. */
  deciles: {
    customers: number;
    predictedOrders: number;
    actualOrders: number;
    predictedValueMinor: number;
    actualValueMinor: number;
  }[];
  /** PIT histogram: shares in ten equal bins; equal shares mean a calibrated model. */
  pit: { orders: number[]; value: number[] | null };
  /** Orders of all customers per week of the holdout. */
  weekly: { actual: number; predicted: number }[];
  /** Share of the actual value (of orders where there are no amounts) from the k/20 of the customers with the highest predictions, k = 0 .. 20. */
  lift: number[];
};
