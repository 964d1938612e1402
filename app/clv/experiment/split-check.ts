import { lnGamma } from "../numerics/special-functions.ts";

/** A split that is as it should be is called broken at any look with at most this probability. */
const SPLIT_ERROR_RATE = 0.01;

/** How many people the belief weighs that a broken split is near the right one: Lindon and Malek propose 100. */
const CONCENTRATION = 100;

/** People in the two groups, and the share of them that should have been held out (above 0, below 1). */
export type Split = { readonly sent: number; readonly heldOut: number; readonly share: number };

/**
 * Logarithm of the evidence that people were not split by `share`: the Bayes factor of beta-binomial against binomial. As a test
 * martingale it exceeds ln(1 / p) at any time with a probability of at most p, so it may be looked at whenever somebody is added. Of
 * independent splits the logarithms are added. docs/clv.md, "Check of the split".
 */
export function splitEvidence({ sent, heldOut, share }: Split): number {
  const a = CONCENTRATION * share;
  const b = CONCENTRATION * (1 - share);
  const lnBeta = (p: number, q: number): number => lnGamma(p) + lnGamma(q) - lnGamma(p + q);
  return lnBeta(a + heldOut, b + sent) - lnBeta(a, b) - heldOut * Math.log(share) - sent * Math.log1p(-share);
}

export function isBroken(splits: readonly Split[]): boolean {
  return splits.reduce((sum, split) => sum + splitEvidence(split), 0) >= -Math.log(SPLIT_ERROR_RATE);
}
