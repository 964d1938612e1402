import { isoOfDay } from "../clv/calendar.ts";
import {
  adjustedDifference,
  type Difference,
  totalDifference,
} from "../clv/experiment/adjusted-difference.ts";
import { type Interval, intervalAt } from "../clv/experiment/confidence-sequence.ts";
import { plannedVarianceOf } from "../clv/experiment/smallest-effect.ts";
import { isBroken, type Split } from "../clv/experiment/split-check.ts";
import { BUYERS_NEEDED, type Verdict, verdictOf } from "../clv/experiment/verdict.ts";
import { costCoverage } from "../clv/historic/margin.ts";
import type { AgeSums, DrawnSums, OutcomeSums } from "../db/queries/experiments/outcomes.ts";

export interface GroupResult {
  readonly people: number;
  /** Who ordered since their first day. */
  readonly buyers: number;
  /** Means per person, money in minor units. */
  readonly orders: number;
  readonly netSalesMinor: number;
  /** Null where the shop has sales of unknown cost and no default margin. */
  readonly marginMinor: number | null;
}

/** Sent less held out, per person; the interval of this look, or null where there are too few buyers. */
export interface MeasuredDifference {
  readonly difference: number;
  readonly interval: Interval | null;
}

export interface LookOfDay {
  readonly day: string;
  readonly difference: number;
  readonly interval: Interval | null;
}

/** What people of whom a share was held out by lot did since. */
export interface Measured {
  readonly state: "measured";
  readonly currency: string;
  /** Of net sales per person. */
  readonly verdict: Verdict;
  readonly buyersNeeded: number;
  readonly sent: GroupResult;
  readonly heldOut: GroupResult;
  readonly orders: MeasuredDifference | null;
  readonly netSales: MeasuredDifference | null;
  readonly margin: MeasuredDifference | null;
  /** Share of both groups' net sales whose cost is known; null without any. */
  readonly costCoverage: number | null;
  readonly firstDay: string;
  readonly lastDay: string;
  /** Difference of net sales per person on the evening of each day. */
  readonly looks: readonly LookOfDay[];
}

/** People who are compared with each other at the same age. */
export interface CohortDays {
  /** Day on which the youngest of its people have their first day, not after the last look: the first look at it. */
  readonly firstDay: number;
  /** For which they are observed until the last look, above 0. */
  readonly days: number;
}

export interface Observed {
  /** In the order of their first days; `cohort` of the sums is the place here. */
  readonly cohorts: readonly CohortDays[];
  readonly drawn: readonly DrawnSums[];
  readonly ages: readonly AgeSums[];
  /** Of everybody who was drawn, in these cohorts or not. */
  readonly split: Split;
  /** Planned, of a person's net sales. */
  readonly variance: number;
  readonly lastDay: number;
  readonly currency: string;
  readonly isMarginKnown: boolean;
}

const MEASURES = ["orders", "netSales", "margin"] as const;
type Measure = (typeof MEASURES)[number];

interface Group extends Record<Measure, OutcomeSums> {
  readonly people: number;
  readonly x: number;
  readonly xx: number;
  buyers: number;
  costKnownMinor: number;
}

interface Pair extends CohortDays {
  readonly sent: Group;
  readonly heldOut: Group;
  readonly byAge: ReadonlyMap<number, readonly AgeSums[]>;
}

const NOTHING: OutcomeSums = { y: 0, yy: 0, xy: 0 };
const plus = (one: OutcomeSums, other: OutcomeSums): OutcomeSums => ({
  y: one.y + other.y,
  yy: one.yy + other.yy,
  xy: one.xy + other.xy,
});

/** What the people of a cohort brought together, and how many of them were sent to. */
type Compared = Difference & { readonly sent: number };

/**
 * Compares the groups of each cohort, on each day up to the last one, and adds up what they brought. The interval is that of the total; what it says
 * is divided by the people (docs/clv.md, "What a list brought").
 */
export function measure(its: Observed): Measured {
  const { cohorts, drawn, ages, split, variance, lastDay, currency, isMarginKnown } = its;
  const pairs = cohorts.map((days, cohort): Pair => {
    const groupOf = (placement: "sent" | "held_out"): Group => ({
      ...(drawn.find((one) => one.cohort === cohort && one.placement === placement) ?? {
        people: 0,
        x: 0,
        xx: 0,
      }),
      ...{ buyers: 0, costKnownMinor: 0, orders: NOTHING, netSales: NOTHING, margin: NOTHING },
    });
    const byAge = Map.groupBy(
      ages.filter((one) => one.cohort === cohort),
      ({ age }) => age,
    );
    return { ...days, byAge, sent: groupOf("sent"), heldOut: groupOf("held_out") };
  });
  const total = (of: (pair: Pair) => number): number => pairs.reduce((sum, pair) => sum + of(pair), 0);
  const buyers = () =>
    Math.min(
      total(({ sent }) => sent.buyers),
      total(({ heldOut }) => heldOut.buyers),
    );
  const splitIsBroken = isBroken([split]);
  // By the first cohort alone: later ones must not change it.
  const [first] = pairs;
  const planned = first
    ? first.sent.people ** 2 * plannedVarianceOf(variance, first.sent.people, first.heldOut.people)
    : 0;
  const comparedBy = (measure: Measure, day: number): Compared[] =>
    pairs.flatMap(({ firstDay, sent, heldOut }) => {
      if (firstDay > day) return [];
      const found = adjustedDifference({ ...sent, ...sent[measure] }, { ...heldOut, ...heldOut[measure] });
      return found ? [{ ...found, sent: sent.people }] : [];
    });
  /** The difference per person, and the interval of the total, divided by the people. */
  const lookAt = (measure: Measure, day: number, plannedTotal: number): MeasuredDifference | null => {
    const compared = comparedBy(measure, day);
    const found = totalDifference(compared);
    if (!found) return null;
    const people = compared.reduce((sum, one) => sum + one.sent, 0);
    const mayTell = buyers() >= BUYERS_NEEDED && !splitIsBroken;
    const interval = mayTell ? intervalAt(found, plannedTotal) : null;
    return {
      difference: found.difference / people,
      interval: interval && { low: interval.low / people, high: interval.high / people },
    };
  };

  const looks: LookOfDay[] = [];
  for (let day = first?.firstDay ?? lastDay + 1; day <= lastDay; day++) {
    for (const { firstDay, days, byAge, sent, heldOut } of pairs) {
      const age = day - firstDay;
      if (age < 0 || age >= days) continue;
      for (const one of byAge.get(age) ?? []) {
        const group = one.placement === "sent" ? sent : one.placement === "held_out" ? heldOut : null;
        if (!group) continue;
        group.buyers += one.buyers;
        group.costKnownMinor += one.costKnownMinor;
        for (const measure of MEASURES) group[measure] = plus(group[measure], one[measure]);
      }
    }
    const found = lookAt("netSales", day, planned);
    if (found) looks.push({ day: isoOfDay(day), ...found });
  }

  const netSales = totalDifference(comparedBy("netSales", lastDay));
  const measured = (measure: Measure): MeasuredDifference | null => {
    const found = totalDifference(comparedBy(measure, lastDay));
    if (!found || !netSales) return null;
    // Another measure is as far on its way to its planned variance as net sales are.
    const plannedOwn = netSales.variance > 0 ? (planned * found.variance) / netSales.variance : 0;
    return lookAt(measure, lastDay, plannedOwn);
  };
  const meansOf = (of: "sent" | "heldOut"): GroupResult => {
    const people = total((pair) => pair[of].people);
    const mean = (measure: Measure): number =>
      people > 0 ? total((pair) => pair[of][measure].y) / people : 0;
    return {
      ...{ people, buyers: total((pair) => pair[of].buyers) },
      ...{ orders: mean("orders"), netSalesMinor: mean("netSales") },
      marginMinor: isMarginKnown ? mean("margin") : null,
    };
  };
  const verdict = verdictOf({
    splitIsBroken,
    buyers: buyers(),
    difference: netSales,
    plannedVariance: planned,
  });
  const people = comparedBy("netSales", lastDay).reduce((sum, one) => sum + one.sent, 0);
  return {
    state: "measured",
    currency,
    verdict:
      "low" in verdict ? { ...verdict, low: verdict.low / people, high: verdict.high / people } : verdict,
    buyersNeeded: BUYERS_NEEDED,
    ...{ sent: meansOf("sent"), heldOut: meansOf("heldOut") },
    ...{ orders: measured("orders"), netSales: measured("netSales") },
    margin: isMarginKnown ? measured("margin") : null,
    costCoverage: costCoverage({
      netSalesMinor: total(({ sent, heldOut }) => sent.netSales.y + heldOut.netSales.y),
      costKnownNetSalesMinor: total(({ sent, heldOut }) => sent.costKnownMinor + heldOut.costKnownMinor),
    }),
    firstDay: isoOfDay(first?.firstDay ?? lastDay),
    lastDay: isoOfDay(lastDay),
    looks,
  };
}
