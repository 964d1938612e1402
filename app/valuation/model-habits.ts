import { gammaQuantile } from "../clv/gamma-quantile.ts";
import type { FamilyKey, ModelHabits } from "./model-view.ts";

export interface FittedDistributions {
  readonly family: FamilyKey;
  /** r, alpha, then a, b (BG, MBG) or s, beta (Pareto); weeks. */
  readonly params: readonly number[];
  readonly boundaryParameters: readonly string[];
  readonly spend: {
    readonly family: "gamma_gamma" | "shrunk_mean";
    readonly params: { readonly p: number; readonly q: number; readonly v: number };
  };
}

/** Orders are every k-th event of a customer's clock in the CNBD-k families, every event in the others. */
export function eventsPerOrder(family: FamilyKey): number {
  const k = /_k(\d+)$/.exec(family)?.[1];
  return k === undefined ? 1 : Number(k);
}

export function parameterNames(family: FamilyKey): readonly string[] {
  if (family === "nbd") return ["r", "alpha"];
  return family === "pareto_nbd" ? ["r", "alpha", "s", "beta"] : ["r", "alpha", "a", "b"];
}

/**
 * The population behind the fitted parameters. Rates are gamma(r, alpha): the time between orders at a rate of l is k / l weeks. Dropout is beta(a, b) after
 * an order, or exponential with rates gamma(s, beta), whose mixture has the median beta (2^(1/s) - 1). Mean order values are p / nu with nu gamma(q, v).
 */
export function habitsOf(model: FittedDistributions): ModelHabits {
  const [r = 1, alpha = 1, third = 0, fourth = 1] = model.params;
  const weeksAt = (rate: number) => withinReach(eventsPerOrder(model.family) / rate);
  const { p, q, v } = model.spend.params;
  const meanMinor = q > 1 ? (p * v) / (q - 1) : (p * v) / q;
  return {
    ordering: {
      meanWeeks: weeksAt(r / alpha),
      medianWeeks: weeksAt(gammaQuantile(r, 0.5) / alpha),
      busiestTenthWeeks: weeksAt(gammaQuantile(r, 0.9) / alpha),
    },
    leaving: leavingOf(model, third, fourth),
    orderValue: {
      meanMinor,
      range:
        model.spend.family === "gamma_gamma" && v > 0
          ? { lowMinor: (p * v) / gammaQuantile(q, 0.9), highMinor: (p * v) / gammaQuantile(q, 0.1) }
          : null,
    },
  };
}

/** Ten years: beyond it a number of weeks says no more than "hardly ever". */
const REACH_WEEKS = 522;

const withinReach = (weeks: number): number | null => (weeks <= REACH_WEEKS ? weeks : null);

function leavingOf(model: FittedDistributions, third: number, fourth: number): ModelHabits["leaving"] {
  const { family, boundaryParameters } = model;
  if (family === "nbd") return { kind: "never" };
  if (family === "pareto_nbd") {
    return { kind: "lifetime", medianWeeks: withinReach(fourth * (2 ** (1 / third) - 1)) };
  }
  const probability = third / (third + fourth);
  // a on its lower bound is the model without dropout.
  if (boundaryParameters.includes("a") && probability < 0.001) return { kind: "never" };
  return { kind: "after_order", probability, afterFirst: family.startsWith("mbg") };
}
