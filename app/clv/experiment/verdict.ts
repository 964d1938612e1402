import type { Difference } from "./adjusted-difference.ts";
import { type Interval, intervalAt } from "./confidence-sequence.ts";

/** Each group needs this many people with an order before a mean of theirs is near enough to normal. */
export const BUYERS_NEEDED = 10;

/**
 * - `split_broken`: the groups were not drawn as they should have been, so nothing follows from their difference
 * - `too_early`: fewer than `BUYERS_NEEDED` people of a group have ordered
 * - `no_difference_seen`: the interval contains 0, which does not mean that there is no difference
 * - `between`: the interval lies above 0, or below it
 */
export type Verdict =
  | { readonly verdict: "split_broken" }
  | { readonly verdict: "too_early" }
  | ({ readonly verdict: "no_difference_seen" } & Interval)
  | ({ readonly verdict: "between" } & Interval);

export type Evidence = {
  readonly splitIsBroken: boolean;
  /** People with an order, in the group that has fewer of them. */
  readonly buyers: number;
  readonly difference: Difference | null;
  /** Of the difference, at the end of the experiment; fixed before its first look. */
  readonly plannedVariance: number;
};

export function verdictOf({ splitIsBroken, buyers, difference, plannedVariance }: Evidence): Verdict {
  if (splitIsBroken) return { verdict: "split_broken" };
  const interval = difference && buyers >= BUYERS_NEEDED ? intervalAt(difference, plannedVariance) : null;
  if (!interval) return { verdict: "too_early" };
  return { verdict: interval.low > 0 || interval.high < 0 ? "between" : "no_difference_seen", ...interval };
}
