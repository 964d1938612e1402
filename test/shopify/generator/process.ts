import type { Random } from "./random.ts";
import type { Season } from "./season.ts";

/**
 * The buying process that generated shops follow: after each purchase a customer drops out for good with a probability of their
 * own (this is why many buy once), and while alive buys at a rate of their own. Rates are Gamma, drop-out probabilities Beta,
 * order values Gamma around a personal mean whose scale is Gamma: MBG/NBD with Gamma-Gamma spend (Batislam, Denizel &
 * Filiztekin 2007; Fader & Hardie 2013), on a clock that runs with the season.
 */
const PROCESS = {
  /** Purchases a week while alive: Gamma(shape, rate in weeks). */
  rate: { shape: 2.6, weeks: 22 },
  dropout: { a: 0.6, b: 0.42 },
  /** Order value: Gamma(p, nu) with nu ~ Gamma(q, gamma); mean p * gamma / (q - 1). */
  spend: { p: 5, q: 12, gamma: 124 },
  yearlyGrowth: 1.28,
} as const;

/** Days from the season's start at which a new customer comes: more each year, and with the season. */
export function arrivalDays(random: Random, season: Season, count: number): number[] {
  const growthPerDay = Math.log(PROCESS.yearlyGrowth) / 365;
  const atEnd = Math.exp(growthPerDay * season.total) - 1;
  const days = Array.from({ length: count }, () => {
    const businessDay = Math.log(1 + random.next() * atEnd) / growthPerDay;
    return season.calendarDayAt(businessDay);
  });
  return days.sort((a, b) => a - b);
}

/** Days of a customer's purchases, the first of which is at `firstDay`, up to the end of the season. */
export function purchaseDays(random: Random, season: Season, firstDay: number): number[] {
  const perDay = random.gamma(PROCESS.rate.shape, PROCESS.rate.weeks) / 7;
  const dropout = random.beta(PROCESS.dropout.a, PROCESS.dropout.b);
  const days = [firstDay];
  let businessDay = season.businessDaysAt(firstDay);
  while (!random.chance(dropout)) {
    // Nobody orders again within hours as a rule; half a day keeps orders of a day from piling up.
    businessDay += Math.max(0.5, random.exponential(perDay));
    const day = season.calendarDayAt(businessDay);
    if (day >= season.days) break;
    days.push(day);
  }
  return days;
}

/** Draws the scale of one customer's spending; `orderValue` draws around it. */
export function spendScale(random: Random): number {
  return random.gamma(PROCESS.spend.q, PROCESS.spend.gamma);
}

export function orderValue(random: Random, scale: number): number {
  return random.gamma(PROCESS.spend.p, scale);
}
