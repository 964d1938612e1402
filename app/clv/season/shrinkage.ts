/** Orders of one part of one year beside what was expected of it without a season; `part` is the month or quarter month, from 0. */
export type SeasonCell = { part: number; orders: number; expected: number };

export type ShrunkFactors = {
  /** Factor of each part; 1 where nothing was expected. */
  factors: number[];
  /** Standard scores of the differences between parts: what a normal variable has to exceed to be as unlikely by chance. */
  zScore: number;
  /** Variance of the true factors between parts, beyond noise and beyond what differs from year to year. */
  betweenParts: number;
  /** Variance of one part's ratio from year to year beyond Poisson noise. */
  betweenYears: number;
};

/** What differs between parts that were seen once counts half as season and half as chance of that year, with the weight of so many years. */
const PRIOR_YEARS = 2;

/**
 * Factors of the parts of a year, shrunk towards 1 by empirical Bayes: a one-way analysis of variance of orders / expected with known
 * Poisson noise. A part's factor is pulled to 1 by its Poisson noise and by the inconsistency of its years, against the variance between
 * parts that is left beyond both: a peak that came once in two years raises the inconsistency and leaves nothing between the parts.
 * Each part has its own inconsistency, itself drawn to that of all parts, so that one odd month does not take the others' season away.
 *
 * Source: DerSimonian and Kacker 2007 (method of moments with known noise), with the within-years part of the classical random effects model.
 */
export function shrunkFactors(given: readonly SeasonCell[], parts: number): ShrunkFactors {
  const scale = sumOf(given, (cell) => cell.orders) / sumOf(given, (cell) => cell.expected);
  const cells = given.map((cell) => ({ ...cell, expected: cell.expected * scale }));
  const orders = new Float64Array(parts);
  const expected = new Float64Array(parts);
  const squares = new Float64Array(parts);
  const years = new Float64Array(parts);
  for (const cell of cells) {
    if (!(cell.expected > 0)) continue;
    orders[cell.part]! += cell.orders;
    expected[cell.part]! += cell.expected;
    squares[cell.part]! += cell.expected ** 2;
    years[cell.part]! += 1;
  }
  const seen = [...expected.keys()].filter((part) => expected[part]! > 0);
  const ratio = seen.map((part) => orders[part]! / expected[part]!);

  // Within parts: E sum e (o / e - ratio)^2 = (years - 1) ratio + variance x spread, spread = sum e - sum e^2 / sum e.
  const excess = new Float64Array(parts);
  const spread = new Float64Array(parts);
  let yearsWithin = 0;
  for (const cell of cells) {
    const level = orders[cell.part]! / expected[cell.part]!;
    if (!(cell.expected > 0) || years[cell.part]! < 2) continue;
    const squared = (cell.orders - level * cell.expected) ** 2 / cell.expected;
    excess[cell.part]! += squared - (1 - 1 / years[cell.part]!) * level;
  }
  for (const part of seen) {
    spread[part] = expected[part]! - squares[part]! / expected[part]!;
    yearsWithin += years[part]! - 1;
  }
  const measured = Math.max(0, totalOf(excess)) / Math.max(1e-300, totalOf(spread));

  // Between parts: E sum e (ratio - 1)^2 = (parts - 1) (1 + variance x mean e), and the years' variance in proportion to sum e^2 / sum e.
  let between = 0;
  let weight = 0;
  for (const [i, part] of seen.entries()) {
    between += expected[part]! * (ratio[i]! - 1) ** 2;
    weight += expected[part]!;
  }
  const degrees = Math.max(1, seen.length - 1);
  const free = degrees / seen.length;
  const beyondNoise = Math.max(0, between - degrees) / (weight * free);
  const yearsWeight = yearsWithin / (yearsWithin + PRIOR_YEARS);
  const betweenYears = yearsWeight * measured + (1 - yearsWeight) * 0.5 * beyondNoise;

  const heterogeneity = seen.map((part) => {
    const own = Math.max(0, excess[part]!) / Math.max(1e-300, spread[part]!);
    const trust = (years[part]! - 1) / (years[part]! - 1 + PRIOR_YEARS);
    const variance = spread[part]! > 0 ? trust * own + (1 - trust) * betweenYears : betweenYears;
    return (variance * squares[part]!) / expected[part]! ** 2;
  });
  let meanHeterogeneity = 0;
  for (const [i, part] of seen.entries()) meanHeterogeneity += (expected[part]! * heterogeneity[i]!) / weight;
  const betweenParts = Math.max(0, beyondNoise - meanHeterogeneity);

  const factors = new Array<number>(parts).fill(1);
  for (const [i, part] of seen.entries()) {
    const noise = Math.max(ratio[i]!, 0.1) / expected[part]! + heterogeneity[i]!;
    if (betweenParts > 0) factors[part] = 1 + ((ratio[i]! - 1) * betweenParts) / (betweenParts + noise);
  }
  // What the mean square between parts would be without a season: 1 of Poisson noise, and the years' own variance.
  let yearsPerPart = 0;
  for (const part of seen) yearsPerPart += squares[part]! / expected[part]! / seen.length;
  const noise = 1 + measured * yearsPerPart;
  return {
    factors,
    // With few parts seen twice, the heterogeneity is too uncertain a denominator to be tested against; it still divides.
    zScore: zScoreOfF(between / degrees / noise, degrees, yearsWithin >= degrees ? yearsWithin : 0),
    betweenParts,
    betweenYears,
  };
}

/**
 * Standard score of a ratio of mean squares (F), positive where it is large; without degrees below, that of chi-squared / degrees.
 * Source: Paulson 1942, cube roots after Wilson and Hilferty 1931; good to a few hundredths between 3 degrees and many.
 */
export function zScoreOfF(ratio: number, above: number, below: number): number {
  const first = 2 / (9 * above);
  const second = below > 0 ? 2 / (9 * below) : 0;
  const root = Math.cbrt(ratio);
  return ((1 - second) * root - (1 - first)) / Math.sqrt(second * root * root + first);
}

function sumOf(cells: readonly SeasonCell[], of: (cell: SeasonCell) => number): number {
  let sum = 0;
  for (const cell of cells) sum += of(cell);
  return sum;
}

function totalOf(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}
