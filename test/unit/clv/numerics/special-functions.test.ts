import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  digamma,
  digammaDifference,
  lnGamma,
  lnGammaRatio,
  lnRising,
  normalDensity,
  normalTail,
  softplus,
  trigamma,
} from "../../../../app/clv/numerics/special-functions.ts";
import { relativeError } from "../reference.ts";

const positive = fc.double({ min: 1e-3, max: 1e4, noNaN: true });

describe("special functions", () => {
  test("log-gamma is the log of the factorial at whole numbers and ln sqrt(pi) at one half", () => {
    let lnFactorial = 0;
    for (let n = 1; n <= 170; n++) {
      lnFactorial += Math.log(n);
      expect(relativeError(lnGamma(n + 1), lnFactorial)).toBeLessThan(2e-14);
    }
    expect(relativeError(lnGamma(0.5), 0.5 * Math.log(Math.PI))).toBeLessThan(1e-14);
  });

  test("digamma and trigamma have their known values at 1", () => {
    expect(relativeError(digamma(1), -0.5772156649015329)).toBeLessThan(1e-14);
    expect(relativeError(trigamma(1), Math.PI ** 2 / 6)).toBeLessThan(1e-13);
  });

  test("a rising factorial steps by its next factor, on either side of where the sum becomes a series", () => {
    fc.assert(
      fc.property(positive, fc.nat(200), (z, n) => {
        const step = lnRising(z, n + 1) - lnRising(z, n);
        return Math.abs(step - Math.log(z + n)) < 1e-11 * Math.max(1, Math.abs(lnRising(z, n + 1)));
      }),
    );
  });

  test("differences of log-gamma and digamma keep their digits beside a huge argument", () => {
    // lnG(z + 1) - lnG(z) = ln z and psi(z + 1) - psi(z) = 1 / z for every z.
    for (const z of [1e-3, 0.3, 5, 9.99, 10, 1e4, 1e9, 1e14]) {
      expect(relativeError(lnGammaRatio(z, 1), Math.log(z))).toBeLessThan(1e-13);
      expect(relativeError(digammaDifference(z, 1), 1 / z)).toBeLessThan(1e-13);
    }
  });

  test("trigamma and digamma are the slopes of digamma and log-gamma", () => {
    fc.assert(
      fc.property(fc.double({ min: 0.05, max: 500, noNaN: true }), (z) => {
        const h = 1e-5 * z;
        const slope = (lnGamma(z + h) - lnGamma(z - h)) / (2 * h);
        const curve = (digamma(z + h) - digamma(z - h)) / (2 * h);
        return (
          Math.abs(slope - digamma(z)) < 1e-5 * (1 + Math.abs(digamma(z))) &&
          Math.abs(curve - trigamma(z)) < 1e-5 * (1 + trigamma(z))
        );
      }),
    );
  });

  test("the normal distribution has its known quantiles", () => {
    const above = (z: number) => normalTail(z, normalDensity(z));
    expect(above(0)).toBeCloseTo(0.5, 6);
    expect(above(1.2815515655446004)).toBeCloseTo(0.1, 6);
    expect(above(-1.959963984540054)).toBeCloseTo(0.975, 6);
  });

  test("softplus neither overflows nor loses small values", () => {
    expect(softplus(1000)).toBe(1000);
    expect(softplus(-800)).toBe(0);
    expect(relativeError(softplus(-30), Math.exp(-30))).toBeLessThan(1e-12);
  });
});
