/**
 * The y > 0 where a rising continuous function with f(0) <= target reaches `target`, to a relative 1e-13, or null where it does not within
 * 1e300. Bracketed from `guess` by doubling or halving, then regula falsi (Illinois) with a bisection every fourth step.
 */
export function bracketedRoot(f: (y: number) => number, target: number, guess: number): number | null {
  let low = 0;
  let high = guess;
  let atHigh = f(high) - target;
  let atLow = Number.NaN;
  while (!(atHigh >= 0)) {
    if (!(high < 1e300)) return null;
    low = high;
    atLow = atHigh;
    high *= 4;
    atHigh = f(high) - target;
  }
  while (low === 0) {
    if (high < 1e-300) return high;
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
