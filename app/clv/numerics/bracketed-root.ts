const SMALLEST = 1e-300;
const LARGEST = 1e300;
/** From the one to the other by factors of 4. */
const QUARTERINGS = 1000;

/**
 * The y > 0 where a continuous increasing function with f(0) <= `target` equals `target`, with a relative error of 1e-13; null where
 * it does not within 1e300. Brackets the root from `guess` by factors of 4, then regula falsi (Illinois, Dowell and Jarratt 1971)
 * with a bisection at every fourth step. A root below 1e-300 is 1e-300. At most 2,200 evaluations.
 */
export function bracketedRoot(f: (y: number) => number, target: number, guess: number): number | null {
  let low = 0;
  let high = Math.min(LARGEST, Math.max(SMALLEST, guess));
  let atHigh = f(high) - target;
  let atLow = Number.NaN;
  for (let i = 0; i < QUARTERINGS && !(atHigh >= 0) && high < LARGEST; i++) {
    low = high;
    atLow = atHigh;
    high *= 4;
    atHigh = f(high) - target;
  }
  if (!(atHigh >= 0)) return null;
  for (let i = 0; i < QUARTERINGS && low === 0; i++) {
    if (high <= SMALLEST) return SMALLEST;
    const y = high / 4;
    const value = f(y) - target;
    if (value >= 0) {
      high = y;
      atHigh = value;
    } else {
      low = y;
      atLow = value;
    }
  }
  let side = 0;
  // A bisection at every fourth step alone halves the bracket 50 times.
  for (let iteration = 0; iteration < 200 && high - low > 1e-13 * high; iteration++) {
    const falsi = (low * atHigh - high * atLow) / (atHigh - atLow);
    const y = iteration % 4 === 3 || !(falsi > low && falsi < high) ? 0.5 * (low + high) : falsi;
    const value = f(y) - target;
    if (value === 0) return y;
    if (value > 0) {
      high = y;
      atHigh = value;
      if (side === 1) atLow *= 0.5;
      side = 1;
    } else {
      low = y;
      atLow = value;
      if (side === -1) atHigh *= 0.5;
      side = -1;
    }
  }
  return 0.5 * (low + high);
}
