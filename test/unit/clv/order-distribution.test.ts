import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type BgNbdParams, bgNbdExpectedWhileAlive } from "../../../app/clv/bg-nbd.ts";
import {
  atLeastWhileAlive,
  COUNT_EDGES,
  discountedOrdersWhileAlive,
  fillSurvival,
  logValueMoments,
  orderQuantile,
  valueQuantile,
} from "../../../app/clv/order-distribution.ts";
import { regularisedBeta } from "../../../app/clv/special-functions.ts";
import { hasReference, readFixedCustomers, relativeError } from "./reference.ts";

const anyParams: fc.Arbitrary<BgNbdParams> = fc.record({
  r: fc.double({ min: 0.05, max: 4, noNaN: true }),
  alpha: fc.double({ min: 1, max: 60, noNaN: true }),
  a: fc.double({ min: 0.05, max: 8, noNaN: true }),
  b: fc.double({ min: 0.1, max: 20, noNaN: true }),
});
const anyCount = fc.nat(30);
const anyWeeks = fc.double({ min: 1, max: 104, noNaN: true });

describe("distribution of the number of orders", () => {
  test("its mean is the closed form of the expected transactions", () => {
    fc.assert(
      fc.property(anyParams, anyCount, anyWeeks, anyWeeks, (params, x, T, weeks) => {
        let mean = 0;
        for (let m = 1; m < 20_000; m++) {
          const probability = atLeastWhileAlive(params, x, T, weeks, m);
          mean += probability;
          if (probability < 1e-12 * mean) break;
        }
        return relativeError(mean, bgNbdExpectedWhileAlive(params, x, T, weeks)) < 1e-8;
      }),
      { numRuns: 40 },
    );
  });

  test("the table of survival falls from below one to nothing and equals the closed form at its edges", () => {
    const survival = new Float64Array(COUNT_EDGES.length);
    fc.assert(
      fc.property(anyParams, fc.nat(3000), anyWeeks, anyWeeks, (params, x, T, weeks) => {
        const edges = fillSurvival(params, x, T, weeks, survival);
        for (let k = 0; k < edges; k++) {
          expect(survival[k]).toBeLessThanOrEqual(k === 0 ? 1 : survival[k - 1]! + 1e-12);
          expect(survival[k]).toBeGreaterThan(0);
          const exact = atLeastWhileAlive(params, x, T, weeks, COUNT_EDGES[k]!);
          expect(Math.abs(survival[k]! - exact)).toBeLessThan(1e-9);
        }
      }),
    );
  });

  test("a quantile is the smallest count that reaches the level, also in the thousands", () => {
    const survival = new Float64Array(COUNT_EDGES.length);
    const anyLevel = fc.double({ min: 0.05, max: 0.95, noNaN: true });
    fc.assert(
      fc.property(anyParams, fc.nat(3000), anyWeeks, anyLevel, anyLevel, (params, x, T, alive, level) => {
        const edges = fillSurvival(params, x, T, 52, survival);
        const count = orderQuantile(params, x, T, 52, alive, level, survival, edges);
        const reaches = (n: number) => 1 - alive * atLeastWhileAlive(params, x, T, 52, n + 1) >= level - 1e-9;
        expect(reaches(count)).toBe(true);
        if (count > 0)
          expect(1 - alive * atLeastWhileAlive(params, x, T, 52, count)).toBeLessThan(level + 1e-9);
      }),
    );
  });
});

describe("discounting", () => {
  test.skipIf(!hasReference)("52 weeks at 10 % a year are the reference's, customer by customer", () => {
    for (const { params, customers } of Object.values(readFixedCustomers())) {
      for (const { x, T, bg_nbd: wanted } of customers) {
        const got = wanted.p_alive * discountedOrdersWhileAlive(params.bg_nbd, x, T, 52, 0.1);
        expect(relativeError(got, wanted.disc_tx_52)).toBeLessThan(1e-9);
      }
    }
  });

  test("no discount leaves the expectation, more discount leaves less, half a last week counts as half", () => {
    fc.assert(
      fc.property(anyParams, anyCount, anyWeeks, anyWeeks, (params, x, T, weeks) => {
        const plain = bgNbdExpectedWhileAlive(params, x, T, weeks);
        expect(relativeError(discountedOrdersWhileAlive(params, x, T, weeks, 0), plain)).toBeLessThan(1e-12);
        const some = discountedOrdersWhileAlive(params, x, T, weeks, 0.1);
        const much = discountedOrdersWhileAlive(params, x, T, weeks, 0.5);
        expect(much).toBeLessThan(some);
        expect(some).toBeLessThan(plain);
        expect(some).toBeGreaterThan(plain * 1.1 ** (-weeks / 52 - 1e-9));
      }),
    );
  });
});

describe("distribution of the value", () => {
  test("what is called the 90 % quantile is exceeded with a probability of 10 %, give or take 0.5 points", () => {
    const survival = new Float64Array(COUNT_EDGES.length);
    const spend = { p: 6.25, q: 3.74 };
    const moments = logValueMoments(spend.p);
    const anyShop = fc.record({
      r: fc.double({ min: 0.1, max: 1.5, noNaN: true }),
      alpha: fc.double({ min: 2, max: 20, noNaN: true }),
      a: fc.double({ min: 0.2, max: 3, noNaN: true }),
      b: fc.double({ min: 0.5, max: 8, noNaN: true }),
    });
    const anyAlive = fc.double({ min: 0.1, max: 1, noNaN: true });
    fc.assert(
      fc.property(anyShop, fc.nat(12), anyWeeks, anyAlive, (params, x, T, alive) => {
        const edges = fillSurvival(params, x, T, 52, survival);
        const shape = spend.p * x + spend.q;
        const quantile = valueQuantile(alive, 0.9, survival, edges, moments, shape);
        if (quantile === 0) expect(alive * survival[0]!).toBeLessThanOrEqual(0.1);
        else
          expect(Math.abs(exceeds(quantile, params, x, T, alive, spend.p, shape) - 0.1)).toBeLessThan(0.005);
      }),
      { numRuns: 150 },
    );
  });

  /** P(value > quantile), exactly: the value of n orders over v + x m is beta-prime(p n, p x + q). */
  function exceeds(
    quantile: number,
    params: BgNbdParams,
    x: number,
    T: number,
    alive: number,
    p: number,
    shape: number,
  ): number {
    let sum = 0;
    let atLeast = atLeastWhileAlive(params, x, T, 52, 1);
    for (let n = 1; n < 3000 && atLeast > 1e-7; n++) {
      const more = atLeastWhileAlive(params, x, T, 52, n + 1);
      sum += (atLeast - more) * regularisedBeta(1 / (1 + quantile), quantile / (1 + quantile), shape, p * n);
      atLeast = more;
    }
    return alive * sum;
  }
});
