import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { PredictiveOrders } from "../../../../app/clv/prediction/predictive-orders.ts";
import { COUNT_EDGES, NEGLIGIBLE_TAIL } from "../../../../app/clv/transactions/count-bins.ts";
import { TRANSACTION_FAMILIES } from "../../../../app/clv/transactions/families.ts";
import type { Params, TransactionFamily } from "../../../../app/clv/transactions/family.ts";
import { anyHistory, anyParams } from "../any-history.ts";

const anyWeeks = fc.double({ min: 1, max: 104, noNaN: true });
/** Some thousands of orders in up to two years, as a wholesale account of a shop may have. */
const anyThousands = fc
  .tuple(fc.integer({ min: 700, max: 4000 }), fc.double({ min: 60, max: 104, noNaN: true }))
  .map(([x, T]) => ({ x, tx: T, T, meanValueMinor: 0 }));
const anyCustomer = fc.oneof({ weight: 3, arbitrary: anyHistory }, { weight: 1, arbitrary: anyThousands });

describe.each(TRANSACTION_FAMILIES.map((family) => ({ name: family.name, family })))(
  "$name",
  ({ family }) => {
    const anyDraws = fc.array(anyParams(family), { minLength: 1, maxLength: 3 });

    test("the table, and any count beside it, is the mean over the parameter points of the closed form", () => {
      fc.assert(
        fc.property(anyDraws, anyCustomer, anyWeeks, (points, { x, tx, T }, weeks) => {
          const orders = new PredictiveOrders(family, points, weeks);
          orders.setCustomer(x, tx, T);
          let before = 1;
          for (let k = 0; k < orders.edges; k++) {
            const tailProbabilities = orders.tailProbabilities[k]!;
            // The table of a point ends where the rest is negligible.
            const wanted = mixture(family, points, x, tx, T, weeks, COUNT_EDGES[k]!);
            expect(Math.abs(tailProbabilities - wanted)).toBeLessThan(
              points.length === 1 ? 1e-9 : NEGLIGIBLE_TAIL,
            );
            expect(tailProbabilities).toBeLessThanOrEqual(before + 1e-12);
            before = tailProbabilities;
          }
          const beyond = COUNT_EDGES[orders.edges];
          if (beyond !== undefined) {
            expect(mixture(family, points, x, tx, T, weeks, beyond)).toBeLessThan(1.01 * NEGLIGIBLE_TAIL);
          }
          for (const m of [1, 2, 33, 35, 1000]) {
            const wanted = mixture(family, points, x, tx, T, weeks, m);
            expect(Math.abs(orders.tailProbability(m) - wanted)).toBeLessThan(NEGLIGIBLE_TAIL);
          }
        }),
        { numRuns: 60 },
      );
    });

    test("a quantile is the smallest count that reaches the level, also in the thousands", () => {
      const anyLevel = fc.double({ min: 0.02, max: 0.98, noNaN: true });
      let thousands = 0;
      fc.assert(
        fc.property(anyDraws, anyCustomer, anyWeeks, anyLevel, (points, { x, tx, T }, weeks, level) => {
          const orders = new PredictiveOrders(family, points, weeks);
          orders.setCustomer(x, tx, T);
          const count = orders.quantile(level);
          const upTo = (n: number): number => 1 - mixture(family, points, x, tx, T, weeks, n + 1);
          expect(upTo(count)).toBeGreaterThanOrEqual(level - 2 * NEGLIGIBLE_TAIL);
          if (count > 0) expect(upTo(count - 1)).toBeLessThan(level + 2 * NEGLIGIBLE_TAIL);
          if (count > 1000) thousands += 1;
        }),
        {
          numRuns: 120,
          examples: [[[steady(family)], { x: 3000, tx: 99.5, T: 99.5, meanValueMinor: 0 }, 80, 0.5]],
        },
      );
      expect(thousands).toBeGreaterThan(0);
    });

    test("looking at customers one after the other says the same as looking at each alone", () => {
      fc.assert(
        fc.property(anyDraws, fc.array(anyHistory, { minLength: 2, maxLength: 6 }), (points, histories) => {
          const shared = new PredictiveOrders(family, points, 52);
          // The same x and T with another silence follows each.
          for (const { x, tx, T } of histories.flatMap((one) => [one, { ...one, tx: one.tx / 2 }])) {
            const own = new PredictiveOrders(family, points, 52);
            shared.setCustomer(x, tx, T);
            own.setCustomer(x, tx, T);
            expect(shared.edges).toBe(own.edges);
            expect(shared.tailProbabilities.slice(0, shared.edges)).toEqual(
              own.tailProbabilities.slice(0, own.edges),
            );
            expect(shared.quantile(0.9)).toBe(own.quantile(0.9));
          }
        }),
        { numRuns: 30 },
      );
    });
  },
);

/** P(at least m orders), the mean over parameter points. */
function mixture(
  family: TransactionFamily,
  points: readonly Params[],
  x: number,
  tx: number,
  T: number,
  weeks: number,
  m: number,
): number {
  return (
    points.reduce((sum, params) => sum + family.tailProbability(params, x, tx, T, weeks, m), 0) /
    points.length
  );
}

/** Parameters with which nobody leaves who buys often. */
function steady(family: TransactionFamily): number[] {
  return family.name === "nbd" ? [1, 5] : family.name === "pareto_nbd" ? [1, 5, 0.3, 60] : [1, 5, 0.05, 20];
}
