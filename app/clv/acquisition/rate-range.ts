export interface RateRange {
  readonly low: number;
  readonly high: number;
}

/** Standard normal quantile of 90 %: the interval leaves a tenth on either side. */
export const Z_80 = 1.2815515655446004;

/**
 * 80 % interval of a rate of which `hits` in `tries` were seen (Wilson's score interval, without correction for continuity).
 * Domain: 0 <= hits <= tries; null without tries, or where hits exceed them. Neither has to be whole: a plan has 4.5 customers.
 * Source: E. B. Wilson, Journal of the American Statistical Association 22 (1927) 209-212.
 */
export function rateRange(hits: number, tries: number): RateRange | null {
  if (!(tries > 0) || hits < 0 || hits > tries) return null;
  const rate = hits / tries;
  const z2 = Z_80 * Z_80;
  const centre = rate + z2 / (2 * tries);
  const reach = Z_80 * Math.sqrt((rate * (1 - rate)) / tries + z2 / (4 * tries * tries));
  const scale = 1 + z2 / tries;
  return {
    low: hits === 0 ? 0 : Math.max(0, (centre - reach) / scale),
    high: hits === tries ? 1 : Math.min(1, (centre + reach) / scale),
  };
}
