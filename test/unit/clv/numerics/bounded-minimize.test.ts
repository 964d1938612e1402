import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { boundedMinimize } from "../../../../app/clv/numerics/bounded-minimize.ts";

/** Rosenbrock's curved valley with its minimum at (1, 1). */
function valley(point: Float64Array, gradient: Float64Array): number {
  const [x, y] = [point[0]!, point[1]!];
  gradient[0] = -2 * (1 - x) - 400 * x * (y - x * x);
  gradient[1] = 200 * (y - x * x);
  return (1 - x) ** 2 + 100 * (y - x * x) ** 2;
}

describe("minimum in a box", () => {
  test("is found at the end of a curved valley from any start", () => {
    const coordinate = fc.double({ min: -4, max: 4, noNaN: true });
    fc.assert(
      fc.property(coordinate, coordinate, (x, y) => {
        const found = boundedMinimize(valley, [[x, y]], [-5, -5], [5, 5], 1e-10);
        expect(found?.converged).toBe(true);
        expect(found?.point[0]).toBeCloseTo(1, 6);
        expect(found?.point[1]).toBeCloseTo(1, 6);
        expect(found?.atBound).toEqual([false, false]);
      }),
    );
  });

  test("rests on the edge where the way down leads out of the box, and says so", () => {
    const found = boundedMinimize(valley, [[-3, 3]], [-5, -5], [0.5, 5], 1e-10);
    expect(found?.converged).toBe(true);
    expect(found?.point[0]).toBe(0.5);
    expect(found?.point[1]).toBeCloseTo(0.25, 8);
    expect(found?.atBound).toEqual([true, false]);
  });

  test("the best of several starts wins", () => {
    // Two hollows, the deeper one at 2.
    const hollows = (point: Float64Array, gradient: Float64Array): number => {
      const x = point[0]!;
      gradient[0] = 4 * x * (x * x - 4) - 0.5;
      return (x * x - 4) ** 2 - 0.5 * x;
    };
    const found = boundedMinimize(hollows, [[-3], [3]], [-5], [5], 1e-10);
    expect(found?.point[0]).toBeGreaterThan(1.9);
  });

  test("an objective without a finite value at any start has no minimum", () => {
    expect(boundedMinimize(() => Number.NaN, [[0]], [-1], [1], 1e-10)).toBeNull();
  });
});
