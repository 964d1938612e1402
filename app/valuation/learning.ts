import { z } from "zod";
import type { LearningReason } from "./views.ts";

const reasons = z.enum(["too_few_customers", "no_repeat_purchases", "history_too_short", "did_not_converge"]);

/** A stored reason; a shop whose model has not been fitted yet has too few customers as far as anybody knows. */
export function learningReason(stored: string | null): LearningReason {
  const parsed = reasons.safeParse(stored);
  return parsed.success ? parsed.data : "too_few_customers";
}
