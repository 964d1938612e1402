import { z } from "zod";

/** Why there is no prediction yet. */
export type LearningReason =
  | "not_fitted_yet"
  | "too_few_customers"
  | "no_repeat_purchases"
  | "history_too_short"
  | "did_not_converge";

const reasons = z.enum([
  "not_fitted_yet",
  "too_few_customers",
  "no_repeat_purchases",
  "history_too_short",
  "did_not_converge",
]);

/** A stored reason. Without one the first fit is still to come: it follows the first valuation by seconds to minutes. */
export function learningReason(stored: string | null): LearningReason {
  const parsed = reasons.safeParse(stored);
  return parsed.success ? parsed.data : "not_fitted_yet";
}
