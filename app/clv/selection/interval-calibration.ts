/**
 * Where an outcome fell in its predicted distribution: P(less) and P(at most), one pair a customer. For a continuous outcome both are the
 * same; a count has a step between them, over which its probability integral transform is spread evenly, as a random draw would
 * on average (Czado, Gneiting and Held 2009).
 */
export type Transforms = { below: Float64Array; upTo: Float64Array };

/** Customers that levels are learned from; more of them change the third digit. */
const ENOUGH = 50_000;
/** With so many customers, half of what they say counts and half of the nominal level. */
const HALF_TRUSTED = 200;
const EXTREME = 0.002;

/** Mean share of the transforms in (from, to], over every `step`-th customer from `first`. */
export function shareWithin(
  { below, upTo }: Transforms,
  from: number,
  to: number,
  first = 0,
  step = 1,
): number {
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
export function transformHistogram(transforms: Transforms): number[] {
  return Array.from({ length: 10 }, (_, bin) =>
    shareWithin(transforms, bin === 0 ? -1 : bin / 10, (bin + 1) / 10),
  );
}

/**
 * Levels between which 80 % of the outcomes lay: where the customers' transforms reach 10 % and 90 %. Few customers move the nominal levels
 * little. Kuleshov, Fenner and Ermon 2018, for one central interval.
 */
export function taughtLevels(transforms: Transforms, first = 0, step = 1): readonly [number, number] {
  const customers = Math.ceil((transforms.below.length - first) / step);
  const trust = customers / (customers + HALF_TRUSTED);
  const stride = step * Math.max(1, Math.floor(customers / ENOUGH));
  const taught = (share: number, least: number, most: number): number => {
    let low = 0;
    let high = 1;
    for (let iteration = 0; iteration < 24; iteration++) {
      const middle = (low + high) / 2;
      if (shareWithin(transforms, -1, middle, first, stride) < share) low = middle;
      else high = middle;
    }
    return Math.min(most, Math.max(least, trust * ((low + high) / 2) + (1 - trust) * share));
  };
  // The bounds keep the first below the second also where all transforms are at one end.
  return [taught(0.1, EXTREME, 0.9), taught(0.9, 0.1, 1 - EXTREME)];
}

/** Coverage of the nominal 80 % interval, and of intervals with levels that the other half of the customers taught. */
export function coverageOf(transforms: Transforms): { plain: number; calibrated: number } {
  const plain = shareWithin(transforms, 0.1, 0.9);
  if (transforms.below.length < 2) return { plain, calibrated: plain };
  const half = (learning: number, tested: number): number => {
    const [low, high] = taughtLevels(transforms, learning, 2);
    return shareWithin(transforms, low, high, tested, 2);
  };
  return { plain, calibrated: (half(0, 1) + half(1, 0)) / 2 };
}
