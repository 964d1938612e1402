import type { CandidateResult, ModelTest } from "../../valuation/pages/model/model-page.ts";
import { isBaseline } from "./family-text.ts";

export interface Compared {
  /** The candidate in use. */
  readonly chosen: CandidateResult;
  /** The same, or the model with the lowest error where the average customer is in use. */
  readonly best: CandidateResult;
  readonly sameRate: CandidateResult | undefined;
  readonly cohortAverage: CandidateResult | undefined;
  /** Candidates that are models. */
  readonly models: number;
}

export type Measure = "value" | "orders";

/** What customers are ranked and grouped by: net sales where any order has an amount. */
export const rankedBy = ({ candidates }: ModelTest): Measure =>
  candidates.some(({ value }) => value !== null) ? "value" : "orders";

export function comparedIn(test: ModelTest): Compared {
  const { candidates, chosen } = test;
  const first = candidates[0];
  if (!first) throw new Error("A test has no candidates.");
  const models = candidates.filter(({ name }) => !isBaseline(name));
  const inUse =
    candidates.find(({ name, seasonal }) => name === chosen.name && seasonal === chosen.seasonal) ?? first;
  const best = models.reduce((a, b) => (b.orders.mae < a.orders.mae ? b : a), models[0] ?? inUse);
  return {
    chosen: inUse,
    best: isBaseline(inUse.name) ? best : inUse,
    sameRate: candidates.find(({ name }) => name === "same_rate"),
    cohortAverage: candidates.find(({ name }) => name === "cohort_average"),
    models: models.length,
  };
}

export interface TestTotals {
  readonly predictedOrders: number;
  readonly predictedValueMinor: number;
}

/** What was predicted for all customers together, by the candidate in use. */
export function totalsOf({ groups }: ModelTest): TestTotals {
  return {
    predictedOrders: groups.reduce((sum, group) => sum + group.customers * group.predictedOrders, 0),
    predictedValueMinor: groups.reduce((sum, group) => sum + group.customers * group.predictedValueMinor, 0),
  };
}

/** (predicted - actual) / actual; null where nothing happened. */
export const biasOf = (predicted: number, actual: number): number | null =>
  actual === 0 ? null : (predicted - actual) / Math.abs(actual);
