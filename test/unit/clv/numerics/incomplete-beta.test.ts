import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { regularisedBeta } from "../../../../app/clv/numerics/incomplete-beta.ts";
import { lnGamma } from "../../../../app/clv/numerics/special-functions.ts";

const number = z.number();
/** p, q, x, 1 - x, value; incomplete-beta.py beside it writes them. */
const REFERENCE = z
  .array(z.tuple([number, number, number, number, number]))
  .parse(JSON.parse(readFileSync(new URL("incomplete-beta.json", import.meta.url), "utf8")));
const positive = fc.double({ min: 1e-3, max: 1e3, noNaN: true });

describe("the incomplete beta function", () => {
  test("agrees with mpmath from the smallest to the largest arguments, near the mean and far from it", () => {
    expect(REFERENCE.length).toBeGreaterThan(700);
    for (const [p, q, x, rest, value] of REFERENCE) {
      const tolerance = 1e-12 + 1e-15 * Math.sqrt(p + q);
      const found = regularisedBeta(x, rest, p, q);
      expect(Math.abs(found - value), `I of ${x} with ${p} and ${q} is ${value}, not ${found}`).toBeLessThan(
        tolerance,
      );
    }
  });

  test("is a probability that does not fall, for any arguments that a number can be", () => {
    const exponent = fc.double({ min: -300, max: 300, noNaN: true });
    fc.assert(
      fc.property(
        exponent,
        exponent,
        fc.double({ min: -40, max: 40, noNaN: true }),
        (lnP, lnQ, deviations) => {
          const [p, q] = [10 ** lnP, 10 ** lnQ];
          const n = p + q;
          const deviation = Math.sqrt(((p / n) * (q / n)) / (n + 1));
          const x = p / n + deviations * deviation;
          const rest = q / n - deviations * deviation;
          fc.pre(x > 0 && rest > 0);
          const value = regularisedBeta(x, rest, p, q);
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThanOrEqual(1);
          const further = regularisedBeta(x + rest / 2, rest / 2, p, q);
          expect(further).toBeGreaterThanOrEqual(value - 1e-12 - 1e-15 * Math.sqrt(n));
        },
      ),
      { numRuns: 2_000 },
    );
  });

  test("matches the binomial tail for whole arguments", () => {
    // I_x(m, n - m + 1) = P(at least m successes of n).
    const n = 12;
    for (const x of [1e-6, 0.1, 0.5, 0.93, 1 - 1e-9]) {
      for (let m = 1; m <= n; m++) {
        let tail = 0;
        for (let k = m; k <= n; k++) {
          const lnChoose = lnGamma(n + 1) - lnGamma(k + 1) - lnGamma(n - k + 1);
          tail += Math.exp(lnChoose + k * Math.log(x) + (n - k) * Math.log1p(-x));
        }
        expect(Math.abs(regularisedBeta(x, 1 - x, m, n - m + 1) - tail)).toBeLessThan(1e-12);
      }
    }
  });

  test("is a probability that mirrors itself", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), positive, positive, (x, p, q) => {
        const value = regularisedBeta(x, 1 - x, p, q);
        const mirrored = regularisedBeta(1 - x, x, q, p);
        return value >= 0 && value <= 1 && Math.abs(value + mirrored - 1) < 1e-9;
      }),
    );
  });
});
