import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { entryBlocks } from "../../../app/clv/experiment/entry-blocks.ts";
import type { AgeSums, DrawnSums, OutcomeSums } from "../../../app/db/queries/experiments/outcomes.ts";
import { type Measured, measure } from "../../../app/experiments/measure.ts";
import { Random } from "../../shopify/generator/random.ts";
import { DAYS, forgetfulPeople, type Person } from "../clv/experiment/experiment-people.ts";
import { spendingOf } from "../clv/experiment/experiment-runs.ts";

/** LIST_RUNS=10000 makes the figures of docs/clv.md, "What a list brought". */
const RUNS = Number(process.env.LIST_RUNS ?? 400);

interface Entrant extends Person {
  /** Day on which the person came; 0 is the first of the list. */
  readonly enteredOn: number;
}

/** `first` people on the day on which the list begins, and `daily` on each of the days after it. */
function entrants(
  people: readonly Person[],
  { first, daily }: { readonly first: number; readonly daily: number },
): Entrant[] {
  return people.map((person, i) => ({
    ...person,
    enteredOn: i < first ? 0 : 1 + Math.floor((i - first) / daily),
  }));
}

const plus = (of: OutcomeSums, x: number, amount: number, before: number): OutcomeSums => ({
  y: of.y + amount,
  yy: of.yy + amount * (2 * before + amount),
  xy: of.xy + x * amount,
});
const NOTHING: OutcomeSums = { y: 0, yy: 0, xy: 0 };

/** A list whose people are drawn by chance, and who do what they would have done anyway, as it is measured on the last day. */
function measuredList(people: readonly Entrant[], share: number, random: Random): Measured {
  const places = people.map(() => (random.chance(share) ? "held_out" : "sent"));
  const days = [...Map.groupBy(people.keys(), (i) => people[i]?.enteredOn ?? 0)]
    .sort(([one], [other]) => one - other)
    .map(([day, its]) => {
      const heldOut = [...its].filter((i) => places[i] === "held_out").length;
      return { day, heldOut, sent: its.length - heldOut };
    });
  const lastDay = Math.max(...days.map(({ day }) => day)) + DAYS;
  const blocks = entryBlocks(days);
  const cohorts = blocks.map(({ to }) => ({ firstDay: to + 1, days: Math.min(DAYS, lastDay - to) }));
  const drawn = new Map<string, DrawnSums>();
  const ages = new Map<string, AgeSums>();
  for (const [i, { enteredOn, covariate: x, events }] of people.entries()) {
    const cohort = blocks.findIndex(({ from, to }) => enteredOn >= from && enteredOn <= to);
    const placement = places[i] ?? "sent";
    if (cohort < 0) continue;
    const key = `${cohort} ${placement}`;
    const group = drawn.get(key) ?? { cohort, placement, people: 0, x: 0, xx: 0 };
    drawn.set(key, { ...group, people: group.people + 1, x: group.x + x, xx: group.xx + x * x });
    let spent = 0;
    let isBuyer = false;
    for (const { day, amount } of events) {
      const age = day - 1;
      if (age >= (cohorts[cohort]?.days ?? 0)) continue;
      const sums = ages.get(`${key} ${age}`) ?? {
        ...{ cohort, placement, age, buyers: 0, orders: NOTHING, margin: NOTHING, netSales: NOTHING },
        ...{ unknownCostMinor: 0, costKnownMinor: 0 },
      };
      const netSales = plus(sums.netSales, x, amount, spent);
      ages.set(`${key} ${age}`, { ...sums, netSales, buyers: sums.buyers + (isBuyer ? 0 : 1) });
      isBuyer = true;
      spent += amount;
    }
  }
  const total = (group: "sent" | "heldOut") => days.reduce((sum, one) => sum + one[group], 0);
  return measure({
    ...{ cohorts, drawn: [...drawn.values()], ages: [...ages.values()] },
    split: { sent: total("sent"), heldOut: total("heldOut"), share },
    variance: spendingOf(people).variance,
    ...{ lastDay, currency: "EUR", isMarginKnown: true },
  });
}

describe("a list whose groups differ by nothing but chance, looked at on each day while people come", () => {
  test.each([
    ["most of them on the first day", { first: 300, daily: 5 }, 600],
    ["a few each day, from nobody on", { first: 0, daily: 8 }, 480],
  ])("%s: seen to differ in at most 5 %%", (name, arrivals, size) => {
    for (const share of [0.1, 0.5]) {
      // The whole of it has to hold for any people and any lot.
      fc.assert(
        fc.property(fc.integer({ min: 1, max: 2 ** 31 - 1 }), (seed) => {
          const random = new Random(seed);
          const habits = { seed, ordersPerDay: 0.03, tail: 3, refunded: 0.1 };
          const people = entrants(forgetfulPeople(size, habits), arrivals);
          let seen = 0;
          let told = 0;
          for (let run = 0; run < RUNS; run++) {
            const { looks } = measuredList(people, share, random);
            const intervals = looks.flatMap(({ interval }) => interval ?? []);
            if (intervals.length > 0) told += 1;
            if (intervals.some(({ low, high }) => low > 0 || high < 0)) seen += 1;
          }
          if (process.env.LIST_RUNS) {
            process.stdout.write(
              `${name}, ${share} held out, seed ${seed}: ${seen} of ${told} (${RUNS} runs)\n`,
            );
          }
          expect(told).toBeGreaterThan(0.9 * RUNS);
          // Of a true 5 %, within four standard deviations.
          expect(seen).toBeLessThanOrEqual(0.05 * RUNS + 4 * Math.sqrt(0.05 * 0.95 * RUNS));
        }),
        { numRuns: 2 },
      );
    }
  });
});

test("people are compared at the same age: who came later and had less time says nothing against those who were sent to", () => {
  // Everybody spends 1 a day. All who are sent to came on day 0; those who are held out came until day 9.
  const days = Array.from({ length: 10 }, (_, day) => ({ day, sent: day === 0 ? 50 : 0, heldOut: 2 }));
  const [block, ...others] = entryBlocks(days, 20);
  expect([block, others]).toEqual([{ from: 0, to: 9 }, []]);
  const ages = (["sent", "held_out"] as const).flatMap((placement) =>
    Array.from({ length: 30 }, (_, age): AgeSums => {
      const people = placement === "sent" ? 50 : 20;
      const netSales = { y: people, yy: people * (2 * age + 1), xy: 0 };
      return {
        ...{ cohort: 0, placement, age, buyers: age === 0 ? people : 0, netSales },
        ...{ orders: NOTHING, margin: NOTHING, unknownCostMinor: 0, costKnownMinor: 0 },
      };
    }),
  );
  const result = measure({
    cohorts: [{ firstDay: 10, days: 30 }],
    drawn: [
      { cohort: 0, placement: "sent", people: 50, x: 0, xx: 0 },
      { cohort: 0, placement: "held_out", people: 20, x: 0, xx: 0 },
    ],
    ages,
    split: { sent: 50, heldOut: 20, share: 0.3 },
    ...{ variance: 1, lastDay: 39, currency: "EUR", isMarginKnown: true },
  });
  expect(result.looks).toHaveLength(30);
  expect(result.looks.every(({ difference }) => difference === 0)).toBe(true);
  expect(result.sent.netSalesMinor).toBe(30);
});

describe("blocks of people who came one after the other", () => {
  const entries = fc
    .array(fc.record({ sent: fc.nat({ max: 30 }), heldOut: fc.nat({ max: 6 }) }), { maxLength: 60 })
    .map((days) => days.map((one, day) => ({ ...one, day: 3 * day })));

  test("follow each other without a gap, have enough people in each group, and no later day changes them", () => {
    fc.assert(
      fc.property(entries, fc.nat({ max: 60 }), (days, until) => {
        const blocks = entryBlocks(days);
        const within = ({ from, to }: { from: number; to: number }, group: "sent" | "heldOut") =>
          days.reduce((sum, one) => sum + (one.day >= from && one.day <= to ? one[group] : 0), 0);
        for (const [i, block] of blocks.entries()) {
          expect(block.from).toBe(i === 0 ? 0 : (blocks[i - 1]?.to ?? 0) + 3);
          expect(Math.min(within(block, "sent"), within(block, "heldOut"))).toBeGreaterThanOrEqual(10);
        }
        const earlier = entryBlocks(days.slice(0, until));
        expect(blocks.slice(0, earlier.length)).toEqual(earlier);
      }),
    );
  });
});
