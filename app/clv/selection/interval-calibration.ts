/**
 * Probability integral transform (PIT) of the outcomes: P(less) and P(at most) under the predictive distribution, one pair per
 * customer. Both are equal for a continuous outcome. For a count the PIT is uniform between them (the non-randomised PIT of Czado,
 * Gneiting and Held 2009).
 */
export type PitValues = { below: Float64Array; upTo: Float64Array };

/** Levels are calibrated on at most about this many customers; more would change the third digit. */
const MAX_CALIBRATION_CUSTOMERS = 50_000;
/** With this many customers the calibrated and the nominal level have equal weights. */
const SHRINKAGE_CUSTOMERS = 200;
const EXTREME = 0.002;

/** Mean share of the PIT in (from, to], over every `step`-th customer from `first`. */
export function pitShare({ below, upTo }: PitValues, from: number, to: number, first = 0, step = 1): number {
  const count = Math.max(0, Math.ceil((below.length - first) / step));
  let sum = 0;
  for (let k = 0; k < count; k++) {
    const low = below[first + k * step]!;
    const high = upTo[first + k * step]!;
    if (high - low > 1e-12) sum += Math.max(0, Math.min(high, to) - Math.max(low, from)) / (high - low);
    else if (high > from && high <= to) sum += 1;
  }
  return count === 0 ? to - from : sum / count;
}

/** Shares of the PIT in ten equal bins; the first includes 0. */
export function pitHistogram(pit: PitValues): number[] {
  return Array.from({ length: 10 }, (_, bin) => pitShare(pit, bin === 0 ? -1 : bin / 10, (bin + 1) / 10));
}

/**
 * Levels between which 80 % of the outcomes lay: the 10 % and 90 % quantiles of the PIT, shrunk to the nominal levels where customers
 * are few. Source: Kuleshov, Fenner and Ermon 2018, for one central interval.
 */
export function calibratedLevels(pit: PitValues, first = 0, step = 1): readonly [number, number] {
  const customers = Math.ceil((pit.below.length - first) / step);
  const trust = customers / (customers + SHRINKAGE_CUSTOMERS);
  const stride = step * Math.max(1, Math.floor(customers / MAX_CALIBRATION_CUSTOMERS));
  const calibrated = (share: number, least: number, most: number): number => {
    let low = 0;
    let high = 1;
    for (let iteration = 0; iteration < 24; iteration++) {
      const middle = (low + high) / 2;
      if (pitShare(pit, -1, middle, first, stride) < share) low = middle;
      else high = middle;
    }
    return Math.min(most, Math.max(least, trust * ((low + high) / 2) + (1 - trust) * share));
  };
  // The bounds keep the first level below the second where all PIT values are at one end.
  return [calibrated(0.1, EXTREME, 0.9), calibrated(0.9, 0.1, 1 - EXTREME)];
}

/** Coverage of the nominal 80 % interval, and of intervals with levels calibrated on the other half of the customers. */
export function coverageOf(pit: PitValues): { plain: number; calibrated: number } {
  const plain = pitShare(pit, 0.1, 0.9);
  if (pit.below.length < 2) return { plain, calibrated: plain };
  const half = (learning: number, tested: number): number => {
    const [low, high] = calibratedLevels(pit, learning, 2);
    return pitShare(pit, low, high, tested, 2);
  };
  return { plain, calibrated: (half(0, 1) + half(1, 0)) / 2 };
}
