import { z } from "zod";

/** Why there is no prediction yet, or why the one that there is comes from an earlier fit. */
export type LearningReason =
  | "not_fitted_yet"
  | "too_few_customers"
  | "no_repeat_purchases"
  | "history_too_short"
  | "did_not_converge"
  /** A fit was ended when its time was over. */
  | "took_too_long";

const reasons = z.enum([
  "not_fitted_yet",
  "too_few_customers",
  "no_repeat_purchases",
  "history_too_short",
  "did_not_converge",
  "took_too_long",
]);

/** A stored reason. Without one the first fit is still to come: it follows the first valuation by seconds to minutes. */
export function learningReason(stored: string | null): LearningReason {
  const parsed = reasons.safeParse(stored);
  return parsed.success ? parsed.data : "not_fitted_yet";
}
