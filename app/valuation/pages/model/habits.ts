import { gammaQuantile } from "../../../clv/numerics/gamma-quantile.ts";
import type { FittedModel } from "../../../clv/prediction/value-model.ts";

/** The fitted distributions in quantities that can be said in words. */
export interface ModelHabits {
  /** Weeks between two orders while somebody is a customer; null is more than ten years. */
  readonly ordering: {
    /** At the mean rate of ordering. */
    readonly meanWeeks: number | null;
    readonly medianWeeks: number | null;
    /** The tenth of the customers who order most often order at least once in this time. */
    readonly busiestTenthWeeks: number | null;
  };
  readonly leaving:
    | { readonly kind: "never" }
    /** Mean probability of dropout after an order; `afterFirst`: the first order included. */
    | { readonly kind: "after_order"; readonly probability: number; readonly afterFirst: boolean }
    /** Half of the customers have dropped out after this many weeks; null for more than ten years. */
    | { readonly kind: "lifetime"; readonly medianWeeks: number | null };
  readonly orderValue: {
    readonly meanMinor: number;
    /** Eight of ten customers have a mean order value in this range; null where there are too few to learn it from. */
    readonly range: { readonly lowMinor: number; readonly highMinor: number } | null;
  };
}

/** Ten years: beyond it a number of weeks says no more than "hardly ever". */
const REACH_WEEKS = 522;

/**
 * The population behind the fitted parameters, in quantities that can be said in words. Rates are gamma(r, alpha): the time between orders at a rate
 * of l is k / l weeks. Dropout is beta(a, b) after an order, or exponential with rates gamma(s, beta), a mixture whose median is
 * beta (2^(1/s) - 1) weeks. Mean order values of customers are p / nu with nu gamma(q, v).
 */
export function habitsOf({ transactions, spend }: Pick<FittedModel, "transactions" | "spend">): ModelHabits {
  const [r = 1, alpha = 1] = transactions.params;
  const k = eventsPerOrder(transactions.family);
  const { p, q, v } = spend.params;
  return {
    ordering: {
      meanWeeks: withinReach((k * alpha) / r),
      medianWeeks: withinReach((k * alpha) / gammaQuantile(r, 0.5)),
      busiestTenthWeeks: withinReach((k * alpha) / gammaQuantile(r, 0.9)),
    },
    leaving: leavingOf(transactions),
    orderValue: {
      meanMinor: (p * v) / (q - 1),
      range:
        spend.family === "gamma_gamma"
          ? { lowMinor: (p * v) / gammaQuantile(q, 0.9), highMinor: (p * v) / gammaQuantile(q, 0.1) }
          : null,
    },
  };
}

/** An order is every k-th event of a customer's clock in the CNBD-k families, every event in the others. */
function eventsPerOrder(family: string): number {
  const k = /_k(\d+)$/.exec(family)?.[1];
  return k === undefined ? 1 : Number(k);
}

function withinReach(weeks: number): number | null {
  return weeks <= REACH_WEEKS ? weeks : null;
}

function leavingOf({
  family,
  params,
  boundaryParameters,
}: FittedModel["transactions"]): ModelHabits["leaving"] {
  const [, , third = 0, fourth = 1] = params;
  if (family === "nbd") return { kind: "never" };
  if (family === "pareto_nbd") {
    return { kind: "lifetime", medianWeeks: withinReach(fourth * (2 ** (1 / third) - 1)) };
  }
  const probability = third / (third + fourth);
  // With `a` on its lower bound the model is the one without dropout.
  if (boundaryParameters.includes("a") && probability < 0.001) return { kind: "never" };
  return { kind: "after_order", probability, afterFirst: family.startsWith("mbg") };
}
