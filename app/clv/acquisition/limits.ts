import { maximumCac } from "../historic/formulas.ts";
import { partOf, quotient } from "./amount.ts";

/** What may at most be paid for a customer and, at the rate at which leads become customers, for a lead. */
export interface Limit {
  readonly cacMinor: number;
  /** null where the rate is not known. */
  readonly costPerLeadMinor: number | null;
}

export interface Limits {
  /** So that LTV:CAC is the one that is wanted; 3 is a CAC of one third of the CLV. */
  readonly target: Limit;
  /** The whole contribution: nothing is gained or lost. */
  readonly breakEven: Limit;
  /** What comes back within the months that are waited for. */
  readonly cashBack: Limit;
}

interface LimitInputs {
  readonly clvMinor: number;
  readonly withinMonthsMinor: number;
  readonly targetRatio: number;
  /** Share of the leads that become customers, in parts per million. */
  readonly conversionPpm: number | null;
  /** Of each customer, beside the leads: as much less is left for those. */
  readonly ownTimeMinor: number;
}

/**
 * Maximum CAC = CLV x share; maximum cost per lead = (maximum CAC - own time of a customer) x lead-to-customer rate. A customer who brings
 * nothing may cost nothing.
 */
export function limitsOf(inputs: LimitInputs): Limits {
  const { clvMinor, withinMonthsMinor, targetRatio, conversionPpm, ownTimeMinor } = inputs;
  const limit = (minor: number): Limit => {
    const cacMinor = Math.max(0, minor);
    const leadsMinor = Math.max(0, cacMinor - ownTimeMinor);
    return { cacMinor, costPerLeadMinor: conversionPpm === null ? null : partOf(leadsMinor, conversionPpm) };
  };
  return {
    target: limit(maximumCac(clvMinor, quotient(1, targetRatio) ?? 0).value ?? 0),
    breakEven: limit(clvMinor),
    cashBack: limit(withinMonthsMinor),
  };
}

/** When what was paid for a customer has come back, in contribution. */
export type Payback =
  | { readonly state: "first_order" }
  /** `months` after the first order, with the payment of that number where payments are regular. */
  | { readonly state: "later"; readonly months: number; readonly payment: number | null }
  /** It comes back, by sales of which nobody knows when they are made. */
  | { readonly state: "not_dated" }
  | { readonly state: "never" }
  /** Cost or customers are not known. */
  | { readonly state: "unknown" };
