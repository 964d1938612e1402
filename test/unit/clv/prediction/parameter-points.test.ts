import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cubaturePoints } from "../../../../app/clv/prediction/parameter-points.ts";
import type { Params } from "../../../../app/clv/transactions/family.ts";

const number = fc.double({ min: -0.45, max: 0.45, noNaN: true });

/** A covariance as a matrix times its transpose, of full rank or not. */
const anyCovariance = fc.tuple(fc.constantFrom(2, 4), fc.integer({ min: 1, max: 4 })).chain(([size, rank]) =>
  fc
    .array(fc.array(number, { minLength: rank, maxLength: rank }), { minLength: size, maxLength: size })
    .map((factor) => ({
      size,
      covariance: factor.flatMap((row) =>
        factor.map((other) => row.reduce((sum, value, k) => sum + value * other[k]!, 0)),
      ),
    })),
);

function logMoments(points: readonly Params[], params: Params) {
  const logs = points.map((point) => point.map((value, i) => Math.log(value / params[i]!)));
  const mean = params.map((_, i) => logs.reduce((sum, log) => sum + log[i]!, 0) / logs.length);
  const covariance = params.flatMap((_, i) =>
    params.map((__, j) => logs.reduce((sum, log) => sum + log[i]! * log[j]!, 0) / logs.length),
  );
  return { mean, covariance };
}

describe("points that stand for the uncertainty of parameters", () => {
  test("have the fit as their mean and its covariance, in logarithms", () => {
    fc.assert(
      fc.property(anyCovariance, ({ size, covariance }) => {
        fc.pre(covariance.some((value, i) => i % (size + 1) === 0 && Math.sqrt(value) > 0.031));
        const params = [0.3, 5, 0.8, 2.5].slice(0, size);
        const points = cubaturePoints(params, covariance);
        expect(points).toHaveLength(2 * size);
        const moments = logMoments(points, params);
        for (const value of moments.mean) expect(value).toBeCloseTo(0, 9);
        covariance.forEach((wanted, at) => {
          expect(moments.covariance[at]).toBeCloseTo(wanted, 6);
        });
      }),
    );
  });

  test("are the fit itself where the data have settled it", () => {
    const settled = [0.029 ** 2, 0, 0, 0.029 ** 2];
    expect(cubaturePoints([0.4, 9], settled)).toEqual([[0.4, 9]]);
    expect(cubaturePoints([0.4, 9], [0, 0, 0, 0])).toEqual([[0.4, 9]]);
    expect(cubaturePoints([0.4, 9], [0.031 ** 2, 0, 0, 0])).toHaveLength(4);
  });

  test("vary a parameter that the data leave open by a standard deviation of one logarithm, not more, and keep how it goes with the others", () => {
    const sd = [50, 0.5, 3, 0.1];
    const correlation = (i: number, j: number): number => (i === j ? 1 : 0.6);
    const covariance = sd.flatMap((left, i) => sd.map((right, j) => left * right * correlation(i, j)));
    const params = [1, 1, 1, 1];
    const moments = logMoments(cubaturePoints(params, covariance), params);
    const bounded = [1, 0.5, 1, 0.1];
    bounded.forEach((left, i) => {
      bounded.forEach((right, j) => {
        expect(moments.covariance[4 * i + j]).toBeCloseTo(left * right * correlation(i, j), 9);
      });
    });
    for (const point of cubaturePoints(params, covariance)) {
      for (const value of point) expect(Math.abs(Math.log(value))).toBeLessThanOrEqual(2 + 1e-12);
    }
  });
});
