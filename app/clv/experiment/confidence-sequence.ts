import type { Difference } from "./adjusted-difference.ts";

/** The true differences of all looks lie in their intervals together with a probability of 95 %. */
export const ERROR_RATE = 0.05;

/** Ripeness at which the interval has the fewest standard errors: 7.94, after Waudby-Smith et al., appendix on tuning. */
const RIPE = -2 * Math.log(ERROR_RATE) + Math.log(1 - 2 * Math.log(ERROR_RATE));

export type Interval = { readonly low: number; readonly high: number };

/**
 * Standard errors on either side of the difference, where its variance is `variance` and was planned to be `plannedVariance` at the
 * end of the experiment: 3.04 then, 3.26 at a quarter of it. Both above 0; a plan that is far off widens the interval and breaks
 * nothing, but it must not change between looks. Normal mixture of Robbins; docs/clv.md, "An interval for every look".
 */
export function standardErrorsAt(variance: number, plannedVariance: number): number {
  const ripeness = (RIPE * variance) / plannedVariance;
  return Math.sqrt((1 + 1 / ripeness) * (Math.log1p(ripeness) - 2 * Math.log(ERROR_RATE)));
}

/** Null where nothing has varied yet, and without a plan. */
export function intervalAt({ difference, variance }: Difference, plannedVariance: number): Interval | null {
  if (!(variance > 0 && plannedVariance > 0)) return null;
  const half = Math.sqrt(variance) * standardErrorsAt(variance, plannedVariance);
  return Number.isFinite(half) ? { low: difference - half, high: difference + half } : null;
}
