import {
  adjustedDifference,
  type Difference,
  plainDifference,
} from "../../../../app/clv/experiment/adjusted-difference.ts";
import { plannedVarianceOf, shareLeft } from "../../../../app/clv/experiment/smallest-effect.ts";
import { BUYERS_NEEDED, type Verdict, verdictOf } from "../../../../app/clv/experiment/verdict.ts";
import { Random } from "../../../shopify/generator/random.ts";
import { DAYS, type Person } from "./experiment-people.ts";

export interface RunOptions {
  readonly runs: number;
  /** Held out. */
  readonly share: number;
  readonly seed: number;
  /** Orders that come on top because somebody is sent to, as a share of all. */
  readonly lift?: number;
  /** Instead of those of the verdict. */
  readonly standardErrors?: () => number;
}

export interface RunCounts {
  /** Runs in which 0 was outside the interval at any look, by the sign of the difference. */
  readonly above: number;
  readonly below: number;
  /** Runs in which the true difference of any look was outside the interval of that look. */
  readonly missed: number;
  /** Runs that never had enough buyers. */
  readonly tooEarly: number;
  /** Variance with the covariate / without it, at the last look, mean over the runs. */
  readonly varianceRatio: number;
}

const totalOf = ({ events }: Person): number => events.reduce((sum, { amount }) => sum + amount, 0);

/** Of what a person spends in 90 days; without the covariate. */
export function spendingOf(people: readonly Person[]): { readonly mean: number; readonly variance: number } {
  const totals = people.map(totalOf);
  const mean = totals.reduce((sum, total) => sum + total, 0) / totals.length;
  return { mean, variance: totals.reduce((sum, total) => sum + (total - mean) ** 2, 0) / totals.length };
}

/** The same as a plan has it before the lot: less what the predicted values of a year, brought to 90 days, explain. */
export function plannedSpendingOf(people: readonly Person[]): {
  readonly mean: number;
  readonly variance: number;
} {
  const { mean, variance } = spendingOf(people);
  const expected = people.map(({ covariate }) => (covariate * DAYS) / 365);
  const middle = expected.reduce((sum, one) => sum + one, 0) / expected.length;
  const predicted = expected.reduce((sum, one) => sum + (one - middle) ** 2, 0) / expected.length;
  return { mean, variance: variance * shareLeft(variance, predicted) };
}

export function someOf(people: readonly Person[], count: number, seed: number): Person[] {
  const random = new Random(seed);
  return people
    .map((person) => ({ person, place: random.next() }))
    .sort((one, other) => one.place - other.place)
    .slice(0, count)
    .map(({ person }) => person);
}

const noSums = () => ({ people: 0, x: 0, xx: 0, y: 0, yy: 0, xy: 0, buyers: 0 });

/** Draws the same people into groups again and again; each time the result is looked at on the evening of each of the 90 days. */
export function runExperiments(people: readonly Person[], options: RunOptions): RunCounts {
  const { runs, share, lift = 0 } = options;
  const random = new Random(options.seed);
  const { variance: perPerson } = spendingOf(people);
  const events = people
    .flatMap((one, person) => one.events.map((event) => ({ ...event, person, x: one.covariate })))
    .sort((one, other) => one.day - other.day);
  const meanUntil = Array.from(
    { length: DAYS + 1 },
    (_, until) =>
      events.reduce((sum, { day, amount }) => sum + (day <= until ? amount : 0), 0) / people.length,
  );
  const isSent = new Uint8Array(people.length);
  const hasOrdered = new Uint8Array(people.length);
  const spent = new Float64Array(people.length);
  const counts = { above: 0, below: 0, missed: 0, tooEarly: 0, varianceRatio: 0 };
  for (let run = 0; run < runs; run++) {
    const sent = noSums();
    const heldOut = noSums();
    hasOrdered.fill(0);
    spent.fill(0);
    people.forEach(({ covariate }, person) => {
      isSent[person] = random.chance(share) ? 0 : 1;
      const group = isSent[person] ? sent : heldOut;
      group.people += 1;
      group.x += covariate;
      group.xx += covariate * covariate;
    });
    const plannedVariance = plannedVarianceOf(perPerson, sent.people, heldOut.people);
    const seen = { above: 0, below: 0, missed: 0, tooEarly: 1 };
    let next = 0;
    for (let today = 1; today <= DAYS; today++) {
      for (let event = events[next]; event?.day === today; event = events[++next]) {
        const { person, x } = event;
        const group = isSent[person] ? sent : heldOut;
        const times = isSent[person] && lift > 0 ? 1 + Math.floor(lift) + +random.chance(lift % 1) : 1;
        const amount = times * event.amount;
        const before = spent[person] ?? 0;
        spent[person] = before + amount;
        group.y += amount;
        group.yy += amount * (2 * before + amount);
        group.xy += x * amount;
        if (!hasOrdered[person]) group.buyers += 1;
        hasOrdered[person] = 1;
      }
      const difference = adjustedDifference(sent, heldOut);
      const buyers = Math.min(sent.buyers, heldOut.buyers);
      const verdict = options.standardErrors
        ? plainVerdict(difference, buyers, options.standardErrors())
        : verdictOf({ splitIsBroken: false, buyers, difference, plannedVariance });
      if (!("low" in verdict)) continue;
      const truth = lift * (meanUntil[today] ?? 0);
      seen.tooEarly = 0;
      if (verdict.low > 0) seen.above = 1;
      if (verdict.high < 0) seen.below = 1;
      if (truth < verdict.low || truth > verdict.high) seen.missed = 1;
    }
    counts.above += seen.above;
    counts.below += seen.below;
    counts.missed += seen.missed;
    counts.tooEarly += seen.tooEarly;
    const adjusted = adjustedDifference(sent, heldOut);
    const plain = plainDifference(sent, heldOut);
    if (adjusted && plain) counts.varianceRatio += adjusted.variance / plain.variance / runs;
  }
  return counts;
}

function plainVerdict(found: Difference | null, buyers: number, standardErrors: number): Verdict {
  if (!found || buyers < BUYERS_NEEDED) return { verdict: "too_early" };
  const half = standardErrors * Math.sqrt(found.variance);
  return { verdict: "no_difference_seen", low: found.difference - half, high: found.difference + half };
}
