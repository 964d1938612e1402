import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { customerSummaryColumns } from "../../../../app/clv/data/customer-summary.ts";
import { subsample, weightedSummary } from "../../../../app/clv/data/weighted-summary.ts";
import { bracketedRoot } from "../../../../app/clv/numerics/bracketed-root.ts";
import { gaussLegendre } from "../../../../app/clv/numerics/gauss-legendre.ts";
import { symmetricEigen } from "../../../../app/clv/numerics/symmetric-eigen.ts";
import { COUNT_EDGES } from "../../../../app/clv/transactions/count-bins.ts";
import {
  discountedByWeek,
  discountedExpectation,
} from "../../../../app/clv/transactions/discounted-orders.ts";
import { anyHistory, magnitude } from "../any-history.ts";
import { relativeError } from "../reference.ts";

describe("Gauss-Legendre quadrature", () => {
  test.each([1, 2, 8, 16])("%i nodes integrate every power up to twice their number less one", (size) => {
    const { node, weight } = gaussLegendre(size);
    for (let power = 0; power < 2 * size; power++) {
      const sum = node.reduce((total, x, i) => total + weight[i]! * x ** power, 0);
      expect(Math.abs(sum - 1 / (power + 1))).toBeLessThan(1e-14);
    }
    const beyond = node.reduce((total, x, i) => total + weight[i]! * x ** (2 * size), 0);
    if (size < 8) expect(Math.abs(beyond - 1 / (2 * size + 1))).toBeGreaterThan(1e-4);
  });
});

describe("root of a rising function", () => {
  test("is found from any guess, over many orders of magnitude", () => {
    fc.assert(
      fc.property(
        magnitude(1e-8, 1e8),
        magnitude(1e-6, 1e6),
        fc.double({ min: 0.2, max: 5, noNaN: true }),
        (root, guess, power) => {
          const found = bracketedRoot((y) => y ** power, root ** power, guess)!;
          return relativeError(found, root) < 1e-11;
        },
      ),
    );
  });

  test("is null where the function never gets there", () => {
    expect(bracketedRoot((y) => y / (1 + y), 1.5, 1)).toBeNull();
    expect(bracketedRoot(() => Number.NaN, 1, 1)).toBeNull();
  });
});

describe("eigenvalues of a small symmetric matrix", () => {
  test("rebuild the matrix with vectors that stand at right angles", () => {
    const entry = fc.double({ min: -100, max: 100, noNaN: true });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 4 }),
        fc.array(entry, { minLength: 10, maxLength: 10 }),
        (size, entries) => {
          const matrix = new Float64Array(size * size);
          for (let i = 0, at = 0; i < size; i++) {
            for (let j = 0; j <= i; j++, at++) {
              matrix[i * size + j] = entries[at]!;
              matrix[j * size + i] = entries[at]!;
            }
          }
          const { values, vectors } = symmetricEigen(matrix, size);
          for (let i = 0; i < size; i++) {
            for (let j = 0; j < size; j++) {
              let rebuilt = 0;
              let product = 0;
              for (let v = 0; v < size; v++) {
                rebuilt += values[v]! * vectors[i * size + v]! * vectors[j * size + v]!;
                product += vectors[v * size + i]! * vectors[v * size + j]!;
              }
              expect(Math.abs(rebuilt - matrix[i * size + j]!)).toBeLessThan(1e-10);
              expect(Math.abs(product - (i === j ? 1 : 0))).toBeLessThan(1e-12);
            }
          }
        },
      ),
    );
  });
});

describe("merged rows", () => {
  test("hold every customer once, whatever repeats", () => {
    fc.assert(
      fc.property(fc.array(anyHistory, { minLength: 1, maxLength: 30 }), (histories) => {
        const rows = weightedSummary(customerSummaryColumns([...histories, ...histories]));
        expect(rows.rows).toBeLessThanOrEqual(histories.length);
        expect(rows.totalWeight).toBe(2 * histories.length);
        const seen = new Map<string, number>();
        for (const { x, tx, T } of [...histories, ...histories]) {
          const key = [x, tx.toFixed(6), T.toFixed(6)].join();
          seen.set(key, (seen.get(key) ?? 0) + 1);
        }
        for (let i = 0; i < rows.rows; i++) {
          const tx = rows.times[rows.txIndex[i]!]! * rows.timeScale;
          const T = rows.times[rows.TIndex[i]!]! * rows.timeScale;
          expect(seen.get([rows.distinctX[rows.xIndex[i]!], tx.toFixed(6), T.toFixed(6)].join())).toBe(
            rows.weight[i],
          );
        }
        const summed = rows.xOfT.reduce((sum, value) => sum + value, 0);
        expect(Math.abs(summed - rows.totalX)).toBeLessThan(1e-9);
        expect(rows.weightOfX.reduce((sum, value) => sum + value, 0)).toBe(rows.totalWeight);
        const one = subsample(rows, 1);
        expect(one.totalWeight).toBe(one.weightOfT.reduce((sum, value) => sum + value, 0));
        expect(one.rows).toBeLessThanOrEqual(1 + rows.rows / 2);
      }),
    );
  });
});

describe("discounting of a known expectation", () => {
  // At a constant rate of 1 a week the discounted orders are (1 - exp(-delta weeks)) / delta.
  const delta = Math.log(1.1) / 52;

  test.each([0.3, 7, 52, 5200, Number.POSITIVE_INFINITY])(
    "a constant rate over %d weeks has its closed form",
    (weeks) => {
      const closed = -Math.expm1(-delta * weeks) / delta;
      for (const scale of [1e-3, 5, 1e5]) {
        for (const shape of [0.01, 3, 500]) {
          expect(
            relativeError(
              discountedExpectation((u) => u, scale, shape, weeks, delta),
              closed,
            ),
          ).toBeLessThan(1e-9);
        }
      }
    },
  );

  test("by week it is the sum over the ends of the weeks, the last part of a week at the horizon", () => {
    const wanted = Math.exp(-delta) + Math.exp(-2 * delta) + 0.5 * Math.exp(-2.5 * delta);
    expect(
      relativeError(
        discountedByWeek((u) => u, 2.5, 0.1),
        wanted,
      ),
    ).toBeLessThan(1e-14);
  });
});

test("counts are kept one by one up to 32 and then in steps of at most 3 %, or two", () => {
  expect(Array.from(COUNT_EDGES.slice(0, 32))).toEqual(Array.from({ length: 32 }, (_, i) => i + 1));
  for (let i = 32; i < COUNT_EDGES.length; i++) {
    expect(COUNT_EDGES[i]! - COUNT_EDGES[i - 1]!).toBeLessThanOrEqual(0.03 * COUNT_EDGES[i - 1]! + 1);
    expect(COUNT_EDGES[i]).toBeGreaterThan(COUNT_EDGES[i - 1]!);
  }
});
