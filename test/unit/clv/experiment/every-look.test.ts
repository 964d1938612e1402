import { describe, expect, test } from "vitest";
import { addSums, centred, type GroupSums, NO_SUMS } from "../../../../app/clv/experiment/group-sums.ts";
import { smallestEffect } from "../../../../app/clv/experiment/smallest-effect.ts";
import { hasReference } from "../reference.ts";
import { forgetfulPeople, LOG_NAMES, peopleOfLog } from "./experiment-people.ts";
import {
  plannedSpendingOf,
  type RunCounts,
  type RunOptions,
  runExperiments,
  someOf,
  spendingOf,
} from "./experiment-runs.ts";
import { falselySeen } from "./together-runs.ts";

const SEED = 5;
/** EXPERIMENT_RUNS=10000 prints every figure of docs/clv.md, and runs those of the logs as often too. */
const RUNS = Number(process.env.EXPERIMENT_RUNS ?? 10_000);
const FEWER_RUNS = Number(process.env.EXPERIMENT_RUNS ?? 2_000);

/** The counts as shares, and printed where the figures of the documentation are made. */
function measured(
  name: string,
  people: Parameters<typeof runExperiments>[0],
  options: RunOptions,
): RunCounts {
  const counts = runExperiments(people, options);
  if (process.env.EXPERIMENT_RUNS) {
    process.stdout.write(
      `${name}, ${people.length} people, ${options.share} held out: ${JSON.stringify(counts)} of ${options.runs}\n`,
    );
  }
  return counts;
}

describe("groups that differ by nothing but chance, looked at on each of 90 days", () => {
  test.each([
    ["one order in 100 days", { ordersPerDay: 0.01, tail: 3, refunded: 0 }, 300],
    ["one order in 10 days", { ordersPerDay: 0.1, tail: 3, refunded: 0 }, 300],
    ["amounts with a heavy tail", { ordersPerDay: 0.01, tail: 2.1, refunded: 0 }, 1_000],
    [
      "three of ten orders given back after three days",
      { ordersPerDay: 0.01, tail: 3, refunded: 0.3 },
      1_000,
    ],
  ])("of forgetful people, %s: seen to differ in at most 5 %", (name, habits, size) => {
    const people = forgetfulPeople(size, { seed: 1, ...habits });
    for (const share of [0.1, 0.5]) {
      const { above, below } = measured(name, people, { runs: RUNS, share, seed: SEED });
      expect(above + below).toBeLessThanOrEqual(0.05 * RUNS);
      expect(above + below).toBeGreaterThan(0);
    }
  });

  test.skipIf(!hasReference).each(LOG_NAMES)("of %s: seen to differ in at most 5 %", (name) => {
    for (const [size, share] of [
      [300, 0.5],
      [1_000, 0.1],
      [1_000, 0.5],
    ] as const) {
      const people = someOf(peopleOfLog(name), size, SEED);
      const { above, below, tooEarly } = measured(name, people, { runs: FEWER_RUNS, share, seed: SEED });
      expect(above + below).toBeLessThanOrEqual(0.05 * FEWER_RUNS);
      expect(tooEarly).toBeLessThan(0.1 * FEWER_RUNS);
    }
  });

  test("looked at with a plain interval of 95 %, they would be seen to differ far more often", () => {
    // What the whole of it is for. 1.96 standard errors instead of about three: the same runs, counted by their standard errors.
    const people = forgetfulPeople(300, { seed: 1, ordersPerDay: 0.1, tail: 3, refunded: 0 });
    const { above, below } = runExperiments(people, {
      runs: FEWER_RUNS,
      share: 0.5,
      seed: SEED,
      standardErrors: () => 1.96,
    });
    expect(above + below).toBeGreaterThan(0.2 * FEWER_RUNS);
  });
});

test("of exports together that begin one after another: seen to differ in at most 5 %", () => {
  const habits = { ordersPerDay: 0.1, tail: 3, refunded: 0 };
  const cohorts = [0, 30, 60, 90, 120, 150].map((begins, i) => ({
    begins,
    people: forgetfulPeople(i === 0 ? 200 : 300, { seed: i + 1, ...habits }),
  }));
  const runs = Math.min(FEWER_RUNS, 1_000);
  const seen = falselySeen(cohorts, { runs, share: 0.3, seed: SEED });
  expect(seen).toBeLessThanOrEqual(0.05 * runs);
  expect(seen).toBeGreaterThan(0);
});

describe("orders that come on top because people are sent to", () => {
  test.skipIf(!hasReference).each([
    ["cdnow", 20_000, 0.1, 60],
    ["cdnow", 20_000, 0.5, 60],
    ["grocery", 1_525, 0.5, 300],
    ["uci", 3_370, 0.5, 300],
  ] as const)(
    "of %s, %i people, as many as can be seen: seen in eight of ten runs, and none for the worse",
    (name, size, share, runs) => {
      const people = someOf(peopleOfLog(name), size, SEED);
      const spending = plannedSpendingOf(people);
      expect(spending.variance).toBeLessThan(0.9 * spendingOf(people).variance);
      const heldOut = share * people.length;
      const effect = smallestEffect(spending, people.length - heldOut, heldOut) ?? Number.NaN;
      expect(effect).toBeLessThan(spending.mean);
      const lift = effect / spending.mean;
      const counts = measured(`${name} + ${lift.toFixed(2)}`, people, { runs, share, seed: SEED, lift });
      expect(counts.above).toBeGreaterThanOrEqual(0.8 * runs);
      expect(counts.below).toBe(0);
      expect(counts.missed).toBeLessThanOrEqual(0.05 * runs);
    },
  );
});

test.skipIf(!hasReference).each([
  ["cdnow", 0.655],
  ["grocery", 0.313],
  ["uci", 0.341],
] as const)(
  "of %s, the predicted value leaves %d of the variance of 90 days, a third less or better",
  (name, left) => {
    const people = peopleOfLog(name);
    const { xx, yy, xy } = centred(
      people.reduce<GroupSums>((sums, { covariate: x, events }) => {
        const y = events.reduce((sum, { amount }) => sum + amount, 0);
        return addSums(sums, { people: 1, x, xx: x * x, y, yy: y * y, xy: x * y });
      }, NO_SUMS),
    );
    expect((yy - (xy * xy) / xx) / yy).toBeCloseTo(left, 3);
    expect(left).toBeLessThan(2 / 3);
    const { varianceRatio } = measured(`${name}, variance`, people, { runs: 20, share: 0.1, seed: SEED });
    expect(varianceRatio).toBeLessThan(2 / 3);
  },
);
