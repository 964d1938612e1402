/**
 * Where an outcome fell in its predicted distribution: P(less) and P(at most), one pair a customer. For a continuous outcome both are the
 * same; a count has a step between them, over which its probability integral transform is spread evenly, as a random draw would
 * on average (Czado, Gneiting and Held 2009).
 */
export type PitValues = { below: Float64Array; upTo: Float64Array };

/** Customers that levels are learned from; more of them change the third digit. */
const MAX_CALIBRATION_CUSTOMERS = 50_000;
/** With so many customers, half of what they say counts and half of the nominal level. */
const SHRINKAGE_CUSTOMERS = 200;
const EXTREME = 0.002;

/** Mean share of the transforms in (from, to], over every `step`-th customer from `first`. */
export function pitShare({ below, upTo }: PitValues, from: number, to: number, first = 0, step = 1): number {
  let sum = 0;
  let count = 0;
  for (let i = first; i < below.length; i += step) {
    const low = below[i]!;
    const high = upTo[i]!;
    count++;
    if (high - low > 1e-12) sum += Math.max(0, Math.min(high, to) - Math.max(low, from)) / (high - low);
    else if (high > from && high <= to) sum += 1;
  }
  return count === 0 ? to - from : sum / count;
}

/** Shares of the transforms in ten equal bins; the first holds 0 too. */
export function pitHistogram(pit: PitValues): number[] {
  return Array.from({ length: 10 }, (_, bin) => pitShare(pit, bin === 0 ? -1 : bin / 10, (bin + 1) / 10));
}

/**
 * Levels between which 80 % of the outcomes lay: where the customers' transforms reach 10 % and 90 %. Few customers move the nominal levels
 * little. Kuleshov, Fenner and Ermon 2018, for one central interval.
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
  // The bounds keep the first below the second also where all transforms are at one end.
  return [calibrated(0.1, EXTREME, 0.9), calibrated(0.9, 0.1, 1 - EXTREME)];
}

/** Coverage of the nominal 80 % interval, and of intervals with levels that the other half of the customers taught. */
export function coverageOf(pit: PitValues): { plain: number; calibrated: number } {
  const plain = pitShare(pit, 0.1, 0.9);
  if (pit.below.length < 2) return { plain, calibrated: plain };
  const half = (learning: number, tested: number): number => {
    const [low, high] = calibratedLevels(pit, learning, 2);
    return pitShare(pit, low, high, tested, 2);
  };
  return { plain, calibrated: (half(0, 1) + half(1, 0)) / 2 };
}
