import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { weeklyRate } from "../../../../app/clv/transactions/discounted-orders.ts";
import { TRANSACTION_FAMILIES } from "../../../../app/clv/transactions/families.ts";
import { paretoNbdDiscounted } from "../../../../app/clv/transactions/pareto-nbd/model.ts";
import { discountedInSteps, ordersOfParetoLifetime } from "../../../oracle/discounted-orders.ts";
import { anyHistory, anyParams, magnitude } from "../any-history.ts";
import { relativeError } from "../reference.ts";
import { countedMath } from "./counted-math.ts";

/** The shop whose fit never ended: its last order was 28 years back, so a year was 1.5e-4 weeks of its season's time. */
const SILENT = { params: [0.61, 154, 55.8, 25_928], x: 3, T: 1558, weeks: 1.5e-4 };
const MOST = 20_000;

function silent(rate: number): number {
  const { params, x, T, weeks } = SILENT;
  return countedMath(MOST, () => paretoNbdDiscounted(params, x, T, weeks, rate)).result;
}

function plain(params: readonly number[], x: number, T: number, weeks: number, rate: number): number {
  const [r, alpha, s, beta] = params as [number, number, number, number];
  const orders = ordersOfParetoLifetime((r + x) / (alpha + T), s, beta + T);
  return discountedInSteps(orders, (beta + T) / Math.max(1, s), weeks, rate);
}

describe("discounted orders of Pareto/NBD", () => {
  test("of a shop that has been silent for decades are those of the definition", () => {
    const yearly = (Math.log(1.1) / 52) * (52 / SILENT.weeks);
    for (const rate of [1e-9, 1, yearly, 1e6, 1e12, 1e17, 1e200]) {
      const { params, x, T, weeks } = SILENT;
      expect(relativeError(silent(rate), plain(params, x, T, weeks, rate)), String(rate)).toBeLessThan(5e-5);
    }
  });

  test("fall from those without discount to none", () => {
    const { params, x, T, weeks } = SILENT;
    const all = ((0.61 + x) / (154 + T)) * weeks;
    expect(relativeError(silent(0), all)).toBeLessThan(1e-6);
    expect(silent(Number.POSITIVE_INFINITY)).toBe(0);
    expect(paretoNbdDiscounted(params, x, T, 0, 1)).toBe(0);
    const rates = [
      0,
      1e-300,
      1e-12,
      1e-3,
      1,
      1e3,
      1e16,
      1e30,
      1e300,
      Number.MAX_VALUE,
      Number.POSITIVE_INFINITY,
    ];
    const values = rates.map(silent);
    expect(values).toEqual([...values].sort((left, right) => right - left));
  });

  test("are those of the definition over all magnitudes of parameters, times and rates", () => {
    fc.assert(
      fc.property(
        fc.tuple(magnitude(1e-3, 1e3), magnitude(1e-3, 1e5), magnitude(1e-4, 1e6), magnitude(1e-3, 1e6)),
        fc.nat(10_000),
        magnitude(1e-6, 1e5),
        magnitude(1e-6, 1e5),
        magnitude(1e-9, 1e18),
        (params, x, T, weeks, rate) => {
          const { result } = countedMath(MOST, () => paretoNbdDiscounted(params, x, T, weeks, rate));
          expect(relativeError(result, plain(params, x, T, weeks, rate))).toBeLessThan(5e-5);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe.each(TRANSACTION_FAMILIES)("discounted orders of $name", (family) => {
  test("are those of the definition, given its expectation", () => {
    fc.assert(
      fc.property(
        anyParams(family),
        anyHistory,
        fc.constantFrom(1, 52, 520),
        magnitude(1e-4, 10),
        (params, { x, tx, T }, weeks, rate) => {
          const expected = (until: number): number => family.expectedWhileAlive(params, x, tx, T, until);
          const scale = (params[1]! + T) / (params[0]! + 3 * x + 1);
          const slow = discountedInSteps((from, to) => expected(to) - expected(from), scale, weeks, rate);
          expect(
            relativeError(family.discountedWhileAlive(params, x, tx, T, weeks, rate), slow),
          ).toBeLessThan(5e-5);
        },
      ),
      { numRuns: 6 },
    );
  });

  test("are finite at every rate and horizon, and none at an endless rate", () => {
    fc.assert(
      fc.property(
        anyParams(family),
        anyHistory,
        fc.constantFrom(0, 1e-6, 1.5e-4, 52, 1e5),
        fc.constantFrom(0, weeklyRate(1e-12), weeklyRate(0.1), weeklyRate(1e6), 1e16, 1e300),
        (params, { x, tx, T }, weeks, rate) => {
          const { result } = countedMath(2e7, () =>
            family.discountedWhileAlive(params, x, tx, T, weeks, rate),
          );
          const all = family.expectedWhileAlive(params, x, tx, T, weeks);
          expect(result).toBeGreaterThanOrEqual(0);
          expect(result).toBeLessThanOrEqual(all * (1 + 1e-9));
          if (rate <= weeklyRate(1e-12)) expect(relativeError(result, all)).toBeLessThan(1e-8);
          expect(family.discountedWhileAlive(params, x, tx, T, weeks, Number.POSITIVE_INFINITY)).toBe(0);
        },
      ),
      { numRuns: 40 },
    );
  });
});
