import { standardErrorsAt } from "./confidence-sequence.ts";

/** Standard normal quantile of 80 %, the usual power of an experiment. */
const POWER = 0.8416212335729143;

/** What a person spends in the time of an experiment, before it. */
export type Spending = { readonly mean: number; readonly variance: number };

/** Of the variance at least this much is left: no log that was tried had less, and a model that is too sure would else promise too much. */
const LEAST_LEFT = 0.3;

/**
 * Share of `variance` (of what people will spend) that the covariate leaves. By the law of total variance, predictions of the same spending
 * whose variance among these people is `predicted` take away as much as they vary, where they are right on the average. 1 where nothing is
 * predicted.
 */
export function shareLeft(variance: number, predicted: number): number {
  if (!(variance > 0)) return 1;
  return Math.min(1, Math.max(LEAST_LEFT, 1 - predicted / variance));
}

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
