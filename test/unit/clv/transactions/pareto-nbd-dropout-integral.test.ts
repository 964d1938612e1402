import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type DropoutIntegral,
  dropoutIntegral,
  stepDown,
  stepUp,
} from "../../../../app/clv/transactions/pareto-nbd/dropout-integral.ts";
import { magnitude } from "../any-history.ts";
import { relativeError } from "../reference.ts";

function integralAt(n: number, s: number, kappa: number): DropoutIntegral {
  const integral = { f: 0, byN: 0, byS: 0, byKappa: 0 };
  dropoutIntegral(n, s, 1 + kappa, true, integral);
  return integral;
}

const anyN = magnitude(0.01, 2000);
const anyS = magnitude(1e-4, 500);
const anyKappa = magnitude(1e-3, 1e3).map((ratio) => ratio - 1);

describe("the integral of Pareto/NBD", () => {
  test("has its closed forms: s / (n + s) where both scales are equal, elementary integrals for whole exponents", () => {
    for (const n of [0.02, 0.7, 3, 400]) {
      for (const s of [1e-3, 0.5, 6])
        expect(relativeError(integralAt(n, s, 0).f, s / (n + s))).toBeLessThan(1e-12);
    }
    // n = 1, s = 1: integral of 1 / ((1 + v)(c + v)^2) = (ln c - 1 + 1 / c) / (c - 1)^2.
    for (const c of [0.2, 3, 40]) {
      const closed = (c * (Math.log(c) - 1 + 1 / c)) / (c - 1) ** 2;
      expect(relativeError(integralAt(1, 1, c - 1).f, closed)).toBeLessThan(1e-12);
    }
  });

  test("is a share between 0 and 1 that falls with n, and obeys its own recurrence", () => {
    fc.assert(
      fc.property(anyN, anyS, anyKappa, (n, s, kappa) => {
        const here = integralAt(n, s, kappa);
        const next = integralAt(n + 1, s, kappa);
        expect(here.f).toBeGreaterThan(0);
        expect(here.f).toBeLessThan(1);
        expect(next.f).toBeLessThan(here.f);
        const size = (n + s) * here.f + n * Math.abs(kappa) * next.f;
        expect(Math.abs((n + s) * here.f + n * kappa * next.f - s)).toBeLessThan(1e-11 * (s + size));
      }),
      { numRuns: 300 },
    );
  });

  test("has the slopes of its central differences", () => {
    fc.assert(
      fc.property(magnitude(0.1, 50), magnitude(0.1, 20), magnitude(0.1, 10), (n, s, ratio) => {
        const kappa = ratio - 1;
        const integral = integralAt(n, s, kappa);
        const slope = (at: (shift: number) => number, step: number): number =>
          (at(step) - at(-step)) / (2 * step);
        const close = (got: number, wanted: number): void => {
          expect(Math.abs(got - wanted)).toBeLessThan(1e-6 * (Math.abs(wanted) + integral.f));
        };
        close(
          integral.byN,
          slope((shift) => integralAt(n + shift, s, kappa).f, 1e-5 * n),
        );
        close(
          integral.byS,
          slope((shift) => integralAt(n, s + shift, kappa).f, 1e-5 * s),
        );
        close(
          integral.byKappa,
          slope((shift) => integralAt(n, s, kappa + shift).f, 1e-5 * ratio),
        );
      }),
    );
  });

  test("a walk over x in the direction in which errors shrink ends where the quadrature does, derivatives too", () => {
    fc.assert(
      fc.property(magnitude(0.05, 5), magnitude(0.01, 20), anyKappa, (r, s, kappa) => {
        const turn = kappa > 1 ? s / (kappa - 1) : Number.POSITIVE_INFINITY;
        const same = (walked: DropoutIntegral, direct: DropoutIntegral): void => {
          expect(relativeError(walked.f, direct.f)).toBeLessThan(1e-10);
          for (const name of ["byN", "byS", "byKappa"] as const) {
            expect(Math.abs(walked[name] - direct[name])).toBeLessThan(
              1e-9 * (Math.abs(direct[name]) + direct.f),
            );
          }
        };
        const top = Math.floor(Math.min(60, turn));
        const down = integralAt(r + top, s, kappa);
        for (let x = top - 1; x >= 0; x--) stepDown(r + x, s, kappa, down);
        if (top > 0) same(down, integralAt(r, s, kappa));
        if (turn < 60) {
          const start = Math.ceil(turn);
          const up = integralAt(r + start, s, kappa);
          for (let x = start; x < start + 60; x++) stepUp(r + x, s, kappa, up);
          same(up, integralAt(r + start + 60, s, kappa));
        }
      }),
    );
  });
});
