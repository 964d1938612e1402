import { standardErrorsAt } from "./confidence-sequence.ts";

/** Standard normal quantile of 80 %, the usual power of an experiment. */
const POWER = 0.8416212335729143;

/** What a person spends in the time of an experiment, before it. */
export type Spending = { readonly mean: number; readonly variance: number };

/** Variance of a difference of means between groups of this size, for one `variance` per person. */
export function plannedVarianceOf(variance: number, sent: number, heldOut: number): number {
  return variance * (1 / sent + 1 / heldOut);
}

/**
 * The smallest difference per person that the last interval of the experiment tells from 0 with a probability of 80 %. More sales come
 * as more orders, so the variance is taken to rise in the same proportion as the mean. Null with an empty group or where nobody is
 * expected to spend. docs/clv.md, "Before an export".
 */
export function smallestEffect({ mean, variance }: Spending, sent: number, heldOut: number): number | null {
  if (!(mean > 0) || sent === 0 || heldOut === 0) return null;
  const squared = (standardErrorsAt(1, 1) + POWER) ** 2 * plannedVarianceOf(variance, sent, heldOut);
  const half = squared / mean / 2;
  return half + Math.sqrt(half * half + squared);
}

/** Whether even sales twice as high would probably not be told from chance. */
export function isTooSmallToTell(spending: Spending, sent: number, heldOut: number): boolean {
  const effect = smallestEffect(spending, sent, heldOut);
  return effect === null || effect > spending.mean;
}
