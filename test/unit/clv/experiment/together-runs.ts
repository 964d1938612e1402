import {
  adjustedDifference,
  type Difference,
  totalDifference,
} from "../../../../app/clv/experiment/adjusted-difference.ts";
import { intervalAt } from "../../../../app/clv/experiment/confidence-sequence.ts";
import { plannedVarianceOf } from "../../../../app/clv/experiment/smallest-effect.ts";
import { Random } from "../../../shopify/generator/random.ts";
import { DAYS, type Person } from "./experiment-people.ts";
import { spendingOf } from "./experiment-runs.ts";

/** People whom an export is the first to draw, on this day after the first export. */
export interface Cohort {
  readonly people: readonly Person[];
  readonly begins: number;
}

const noSums = () => ({ people: 0, x: 0, xx: 0, y: 0, yy: 0, xy: 0, buyers: 0 });

/**
 * Runs in which 0 was outside the interval of all cohorts together on any day, though the groups differ by nothing.
 */
export function falselySeen(
  cohorts: readonly Cohort[],
  { runs, share, seed }: { runs: number; share: number; seed: number },
): number {
  const random = new Random(seed);
  const last = Math.max(...cohorts.map(({ begins }) => begins)) + DAYS;
  const events = cohorts
    .flatMap(({ people, begins }, cohort) =>
      people.flatMap(({ covariate: x, events: theirs }, person) =>
        theirs.map(({ day, amount }) => ({ day: begins + day, amount, x, cohort, person })),
      ),
    )
    .sort((one, other) => one.day - other.day);
  let seen = 0;
  for (let run = 0; run < runs; run++) {
    const drawn = cohorts.map(({ people, begins }) => {
      const groups = [noSums(), noSums()] as const;
      const places = people.map(({ covariate: x }) => {
        const place = random.chance(share) ? 0 : 1;
        groups[place].people += 1;
        groups[place].x += x;
        groups[place].xx += x * x;
        return place;
      });
      return { begins, groups, places, spent: new Float64Array(people.length) };
    });
    const [first] = drawn;
    if (!first) return 0;
    const { variance } = spendingOf(cohorts[0]?.people ?? []);
    const [heldOut, sent] = first.groups;
    const plan = 8 * sent.people ** 2 * plannedVarianceOf(variance, sent.people, heldOut.people);
    let next = 0;
    for (let today = 1; today <= last; today++) {
      for (let event = events[next]; event?.day === today; event = events[++next]) {
        const { cohort, person, amount, x } = event;
        const one = drawn[cohort];
        const group = one?.groups[one.places[person] === 0 ? 0 : 1];
        if (!one || !group) continue;
        const before = one.spent[person] ?? 0;
        if (before === 0) group.buyers += 1;
        one.spent[person] = before + amount;
        group.y += amount;
        group.yy += amount * (2 * before + amount);
        group.xy += x * amount;
      }
      const begun = drawn.filter(({ begins }) => begins < today);
      const buyers = (place: 0 | 1) => begun.reduce((sum, { groups }) => sum + groups[place].buyers, 0);
      if (Math.min(buyers(0), buyers(1)) < 10) continue;
      const total = totalDifference(
        begun.flatMap(({ groups: [held, others] }): (Difference & { sent: number })[] => {
          const found = adjustedDifference(others, held);
          return found ? [{ ...found, sent: others.people }] : [];
        }),
      );
      const interval = total && intervalAt(total, plan);
      if (!interval || (interval.low <= 0 && interval.high >= 0)) continue;
      seen += 1;
      break;
    }
  }
  return seen;
}
