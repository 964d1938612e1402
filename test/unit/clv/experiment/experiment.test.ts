import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  adjustedDifference,
  plainDifference,
  totalDifference,
} from "../../../../app/clv/experiment/adjusted-difference.ts";
import {
  ERROR_RATE,
  intervalAt,
  standardErrorsAt,
} from "../../../../app/clv/experiment/confidence-sequence.ts";
import { addSums, type GroupSums, NO_SUMS } from "../../../../app/clv/experiment/group-sums.ts";
import {
  isTooSmallToTell,
  shareLeft,
  smallestEffect,
} from "../../../../app/clv/experiment/smallest-effect.ts";
import { isBroken, splitEvidence } from "../../../../app/clv/experiment/split-check.ts";
import { BUYERS_NEEDED, verdictOf } from "../../../../app/clv/experiment/verdict.ts";
import { Random } from "../../../shopify/generator/random.ts";
import { relativeError } from "../reference.ts";

type Point = readonly [x: number, y: number];

const sumsOf = (points: readonly Point[]): GroupSums =>
  points.reduce<GroupSums>(
    (sums, [x, y]) => addSums(sums, { people: 1, x, xx: x * x, y, yy: y * y, xy: x * y }),
    NO_SUMS,
  );

const point = fc.tuple(fc.integer({ min: 0, max: 500_000 }), fc.integer({ min: -20_000, max: 900_000 }));
const group = fc.array(point, { minLength: 3, maxLength: 40 });

/** Least squares of y on 1, "was sent to" and x, by Gaussian elimination of the normal equations. */
function coefficientOfSent(sent: readonly Point[], heldOut: readonly Point[]): number {
  const rows = [...sent.map(([x, y]) => [1, 1, x / 1e5, y]), ...heldOut.map(([x, y]) => [1, 0, x / 1e5, y])];
  const at = (i: number, j: number): number =>
    rows.reduce((sum, row) => sum + (row[i] ?? 0) * (row[j] ?? 0), 0);
  const m = [0, 1, 2].map((i) => [0, 1, 2, 3].map((j) => at(i, j)));
  for (let pivot = 0; pivot < 3; pivot++) {
    for (let row = 0; row < 3; row++) {
      if (row === pivot) continue;
      const factor = (m[row]?.[pivot] ?? 0) / (m[pivot]?.[pivot] ?? 1);
      for (let column = pivot; column < 4; column++) m[row]![column]! -= factor * (m[pivot]?.[column] ?? 0);
    }
  }
  return (m[1]?.[3] ?? 0) / (m[1]?.[1] ?? 1);
}

describe("the adjusted difference", () => {
  test("is the coefficient of a regression on group and covariate", () => {
    fc.assert(
      fc.property(group, group, (sent, heldOut) => {
        fc.pre(new Set([...sent, ...heldOut].map(([x]) => Math.round(x / 1_000))).size > 4);
        const found = adjustedDifference(sumsOf(sent), sumsOf(heldOut));
        expect(Math.abs((found?.difference ?? Number.NaN) - coefficientOfSent(sent, heldOut))).toBeLessThan(
          0.01,
        );
      }),
    );
  });

  test("does not depend on the parts in which the sums were made", () => {
    fc.assert(
      fc.property(group, group, group, (one, other, heldOut) => {
        const whole = adjustedDifference(sumsOf([...one, ...other]), sumsOf(heldOut));
        const parts = adjustedDifference(addSums(sumsOf(other), sumsOf(one)), sumsOf(heldOut));
        expect(relativeError(parts?.variance ?? 0, whole?.variance ?? 1)).toBeLessThan(1e-9);
      }),
    );
  });

  test("leaves nothing uncertain where the covariate says it all, and takes nothing where it says nothing", () => {
    const sent = [1, 2, 3, 4].map((x): Point => [x, 10 * x + 7]);
    const heldOut = [5, 6, 9].map((x): Point => [x, 10 * x]);
    const found = adjustedDifference(sumsOf(sent), sumsOf(heldOut));
    expect(found?.difference).toBeCloseTo(7, 9);
    expect(found?.variance).toBeCloseTo(0, 9);
    const silent = [sent, heldOut].map((points) => sumsOf(points.map(([, y]): Point => [3, y])));
    expect(adjustedDifference(silent[0]!, silent[1]!)).toEqual(plainDifference(silent[0]!, silent[1]!));
  });

  test("of a group that never ordered is as uncertain as the other group says", () => {
    const sent = Array.from({ length: 100 }, (_, i): Point => [0, i % 10 === 0 ? 50 : 0]);
    const heldOut = Array.from({ length: 10 }, (): Point => [0, 0]);
    // 225 / 100 alone would pass for a tenth of what ten people leave open.
    expect(plainDifference(sumsOf(sent), sumsOf(heldOut))?.variance).toBeCloseTo((22_500 / 108) * 0.11, 9);
    expect(plainDifference(sumsOf(sent), sumsOf([[0, 0]]))).toBeNull();
  });

  test("of a small group that varies more than the large one is as uncertain as each is by itself (Neyman)", () => {
    const sent = Array.from({ length: 100 }, (_, i): Point => [0, i % 2 === 0 ? 10 : 20]);
    const heldOut = Array.from({ length: 10 }, (_, i): Point => [0, i % 2 === 0 ? 0 : 80]);
    const found = plainDifference(sumsOf(sent), sumsOf(heldOut));
    expect(found?.difference).toBe(-25);
    // Squares around the means: 100 x 25 and 10 x 1,600. A common variance would be (18,500 / 108) x 0.11 = 18.8.
    expect(found?.variance).toBeCloseTo(2_500 / 99 / 100 + 16_000 / 9 / 10, 9);
    const turned = plainDifference(sumsOf(heldOut), sumsOf(sent));
    expect(turned).toEqual({ difference: 25, variance: found?.variance });
  });

  test("is never less uncertain than either way of reckoning says", () => {
    const spread = (values: readonly number[]): number => {
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      return values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    };
    fc.assert(
      fc.property(group, group, (sent, heldOut) => {
        const [one, other] = [sent, heldOut].map((points) => spread(points.map(([, y]) => y)));
        const [n1, n0] = [sent.length, heldOut.length];
        const own = one! / (n1 - 1) / n1 + other! / (n0 - 1) / n0;
        const common = ((one! + other!) / (n1 + n0 - 2)) * (1 / n1 + 1 / n0);
        const found = plainDifference(sumsOf(sent), sumsOf(heldOut))?.variance ?? 0;
        expect(relativeError(found, Math.max(own, common))).toBeLessThan(1e-6);
      }),
    );
  });

  test("of several experiments adds up what all who were sent to brought, and gets no less uncertain with another", () => {
    const one = { sent: 300, difference: 4, variance: 9 };
    const total = totalDifference([one, { sent: 100, difference: -2, variance: 25 }]);
    expect(total).toEqual({ difference: 1_000, variance: 300 ** 2 * 9 + 100 ** 2 * 25 });
    const begins = totalDifference([one, { sent: 5_000, difference: 0, variance: 0 }]);
    expect(begins).toEqual(totalDifference([one]));
    expect(totalDifference([])).toBeNull();
  });
});

/** The mixture itself: the mean over a slope of N(0, k) of exp(slope s - slope^2 v / 2), by the trapezium rule. */
function mixture(s: number, v: number, k: number): number {
  const steps = 20_000;
  const reach = 40 * Math.sqrt(k);
  let sum = 0;
  for (let i = 0; i <= steps; i++) {
    const slope = -reach + (2 * reach * i) / steps;
    const density = Math.exp((-slope * slope) / (2 * k)) / Math.sqrt(2 * Math.PI * k);
    sum += density * Math.exp(slope * s - (slope * slope * v) / 2);
  }
  return (sum * 2 * reach) / steps;
}

describe("the interval of every look", () => {
  test.each([0.1, 0.25, 1, 3])(
    "ends where the mixture is worth 1 / 5 %%: %d of the planned variance",
    (part) => {
      const plan = 400;
      const ripe = -2 * Math.log(ERROR_RATE) + Math.log(1 - 2 * Math.log(ERROR_RATE));
      const high = intervalAt({ difference: 0, variance: part * plan }, plan)?.high ?? 0;
      expect(mixture(high, part * plan, ripe / plan)).toBeCloseTo(1 / ERROR_RATE, 3);
    },
  );

  test("has the fewest standard errors about where it was planned to end", () => {
    expect(standardErrorsAt(1, 1)).toBeCloseTo(3.0352, 4);
    for (const part of [0.05, 0.25, 4, 20]) {
      expect(standardErrorsAt(part, 1)).toBeGreaterThan(standardErrorsAt(1, 1));
    }
  });

  test("has as far up as down: both ends are 3.04 standard errors away when the plan is reached", () => {
    const interval = intervalAt({ difference: 10, variance: 4 }, 4);
    expect(interval?.low).toBeCloseTo(10 - 2 * 3.0352, 3);
    expect(interval?.high).toBeCloseTo(10 + 2 * 3.0352, 3);
  });

  test("is not there before anything has varied", () => {
    expect(intervalAt({ difference: 0, variance: 0 }, 5)).toBeNull();
    expect(intervalAt({ difference: 1, variance: 2 }, 0)).toBeNull();
  });
});

describe("the check of the split", () => {
  test("is the product of what an urn says of each person, over what the share says", () => {
    fc.assert(
      fc.property(
        fc.array(fc.boolean(), { maxLength: 200 }),
        fc.double({ min: 0.01, max: 0.9, noNaN: true }),
        (isHeldOut, share) => {
          let evidence = 0;
          let heldOut = 0;
          isHeldOut.forEach((held, before) => {
            const belief = (100 * share + heldOut) / (100 + before);
            evidence += Math.log(held ? belief / share : (1 - belief) / (1 - share));
            heldOut += held ? 1 : 0;
          });
          const sent = isHeldOut.length - heldOut;
          expect(splitEvidence({ sent, heldOut, share })).toBeCloseTo(evidence, 7);
        },
      ),
    );
  });

  test("of a right split, looked at after each of 2,000 people, is called broken in at most 1 %", () => {
    const random = new Random(11);
    let broken = 0;
    for (let run = 0; run < 1_000; run++) {
      let heldOut = 0;
      let wasBroken = false;
      for (let people = 1; people <= 2_000; people++) {
        if (random.chance(0.1)) heldOut += 1;
        if (people % 10 === 0 && isBroken([{ sent: people - heldOut, heldOut, share: 0.1 }]))
          wasBroken = true;
      }
      if (wasBroken) broken += 1;
    }
    expect(broken).toBeLessThanOrEqual(10);
  });

  test("sees a tenth that became an eighth, at once or over many small lists", () => {
    expect(isBroken([{ sent: 8_750, heldOut: 1_250, share: 0.1 }])).toBe(true);
    expect(isBroken([{ sent: 9_000, heldOut: 1_000, share: 0.1 }])).toBe(false);
    const small = { sent: 170, heldOut: 30, share: 0.1 };
    expect(isBroken([small])).toBe(false);
    expect(isBroken(Array.from({ length: 10 }, () => small))).toBe(true);
    expect(isBroken([])).toBe(false);
  });
});

describe("the smallest effect", () => {
  test("halves with about four times as many people, and is null without a group", () => {
    const spending = { mean: 1_000, variance: 4_000 ** 2 };
    const few = smallestEffect(spending, 18_000, 2_000) ?? 0;
    const many = smallestEffect(spending, 72_000, 8_000) ?? 0;
    expect(few / many).toBeGreaterThan(2);
    expect(few / many).toBeLessThan(2.4);
    expect(smallestEffect(spending, 100, 0)).toBeNull();
    expect(smallestEffect({ mean: 0, variance: 0 }, 100, 10)).toBeNull();
  });

  test("is of what the covariate leaves: as much less as the predictions vary, and never less than 30 %", () => {
    expect(shareLeft(100, 0)).toBe(1);
    expect(shareLeft(100, 40)).toBeCloseTo(0.6, 12);
    expect(shareLeft(100, 90)).toBe(0.3);
    expect(shareLeft(0, 5)).toBe(1);
  });

  test("is too small to tell where even twice the sales would not be seen", () => {
    const spending = { mean: 1_000, variance: 5_000 ** 2 };
    expect(isTooSmallToTell(spending, 450, 50)).toBe(true);
    expect(isTooSmallToTell(spending, 45_000, 5_000)).toBe(false);
    expect(isTooSmallToTell(spending, 45_000, 0)).toBe(true);
  });
});

describe("the verdict", () => {
  const evidence = {
    splitIsBroken: false,
    buyers: BUYERS_NEEDED,
    difference: { difference: 10, variance: 4 },
    plannedVariance: 4,
  };
  test("says between what and what, and nothing of a broken split or of too few buyers", () => {
    expect(verdictOf(evidence)).toMatchObject({ verdict: "between" });
    expect(verdictOf({ ...evidence, difference: { difference: -10, variance: 4 } })).toMatchObject({
      verdict: "between",
    });
    expect(verdictOf({ ...evidence, difference: { difference: 6, variance: 4 } })).toMatchObject({
      verdict: "no_difference_seen",
    });
    // 6.07 is where an end reaches 0, on either side.
    for (const [difference, verdict] of [
      [-6.08, "between"],
      [-6.06, "no_difference_seen"],
      [6.06, "no_difference_seen"],
      [6.08, "between"],
    ] as const) {
      expect(verdictOf({ ...evidence, difference: { difference, variance: 4 } })).toMatchObject({ verdict });
    }
    expect(verdictOf({ ...evidence, buyers: BUYERS_NEEDED - 1 })).toEqual({ verdict: "too_early" });
    expect(verdictOf({ ...evidence, difference: null })).toEqual({ verdict: "too_early" });
    expect(verdictOf({ ...evidence, splitIsBroken: true })).toEqual({ verdict: "split_broken" });
  });
});
