import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { gammaCdf, gammaQuantile } from "../../../../app/clv/numerics/gamma-quantile.ts";

/** Share of a gamma variable of whole shape n above x: the chance of fewer than n events of a Poisson process, summed term by term. */
function poissonTail(n: number, x: number): number {
  let term = Math.exp(-x);
  let sum = 0;
  for (let k = 0; k < n; k++) {
    sum += term;
    term *= x / (k + 1);
  }
  return sum;
}

describe("the gamma distribution", () => {
  test("agrees with the Poisson sum at whole shapes", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.double({ min: 1e-3, max: 120, noNaN: true }),
        (n, x) => {
          expect(Math.abs(gammaCdf(n, x) - (1 - poissonTail(n, x)))).toBeLessThan(1e-12);
        },
      ),
    );
  });

  test.each([
    [1e5, 99_700, 0.1714173145145029],
    [1e7, 9_997_000, 0.171393533400972],
    [1e7, 1e7, 0.5000420522087237],
    [1e7, 10_005_000, 0.943058784780495],
    [0.01, 1e-30, 0.5040472728599954],
  ])("agrees with mpmath at shape %d, value %d", (shape, x, value) => {
    // The exponent of the density is the difference of numbers as large as the shape.
    expect(Math.abs(gammaCdf(shape, x) - value)).toBeLessThan(1e-12 + 2e-15 * shape);
  });

  test("converges everywhere in its domain", () => {
    for (let exponent = -300; exponent <= 7; exponent += 0.5) {
      const shape = 10 ** exponent;
      for (const factor of [1e-300, 0.01, 0.9, 1 - 1e-4, 1, 1 + 1e-4, 1.1, 100, 1e10]) {
        const below = gammaCdf(shape, shape * factor);
        expect(below >= 0 && below <= 1).toBe(true);
      }
    }
    expect(() => gammaCdf(1e8, 1e8)).toThrow(/at most/);
  });

  test("agrees with the error function's chi-square at shape one half", () => {
    // P(1/2, z^2 / 2) is the chance of a standard normal within z: 1.959963984540054 holds 95 %.
    expect(gammaCdf(0.5, 1.959963984540054 ** 2 / 2)).toBeCloseTo(0.95, 12);
    expect(gammaCdf(0.5, 1.2815515655446004 ** 2 / 2)).toBeCloseTo(0.8, 12);
  });

  test("a quantile is where the distribution reaches its probability", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.05, max: 500, noNaN: true }),
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        (shape, probability) => {
          expect(gammaCdf(shape, gammaQuantile(shape, probability))).toBeCloseTo(probability, 9);
        },
      ),
    );
  });

  test("rates that do not differ have their quantiles at the mean, and a tiny shape has none that is above zero", () => {
    expect(gammaQuantile(1e6, 0.5) / 1e6).toBeCloseTo(1, 5);
    expect(gammaQuantile(1e-4, 0.5)).toBe(0);
    expect(gammaCdf(3, 0)).toBe(0);
    expect(gammaCdf(3, Number.POSITIVE_INFINITY)).toBe(1);
  });
});
