import type { Returns } from "./funnel.ts";

export type VerdictCode =
  /** Spend or customers are missing. */
  | "incomplete"
  | "no_customers"
  /** Nothing was spent. */
  | "free"
  | "pays_at_once"
  | "pays_later"
  /** It comes back, but less often than is wanted. */
  | "pays_thinly"
  /** The range of the prediction has both profit and loss in it. */
  | "unsure"
  | "loses";

/** What a verdict is on: a plan's funnel, or customers who were won. */
export interface Judged {
  readonly customers: number | null;
  readonly costMinor: number | null;
  readonly judged: Pick<Returns, "nowMinor" | "profitMinor" | "ltvToCac" | "lifetimeRange">;
}

/** Return now against the return over the lifetime, on the basis that both are judged on. */
export function verdictOf(result: Judged, targetRatio: number): VerdictCode {
  const { judged, customers, costMinor } = result;
  if (customers === 0) return "no_customers";
  const { nowMinor, profitMinor, ltvToCac, lifetimeRange } = judged;
  if (nowMinor === null || profitMinor === null || costMinor === null) return "incomplete";
  if (ltvToCac === null) return "free";
  if (nowMinor >= 0) return "pays_at_once";
  if (lifetimeRange && lifetimeRange.lowMinor < costMinor && lifetimeRange.highMinor >= costMinor)
    return "unsure";
  if (profitMinor < 0) return "loses";
  return ltvToCac >= targetRatio ? "pays_later" : "pays_thinly";
}
