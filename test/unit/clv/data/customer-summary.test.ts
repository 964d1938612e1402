import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { clampedSummary, customerSummary } from "../../../../app/clv/data/customer-summary.ts";
import { groupEqualRows } from "../../../../app/clv/data/group-rows.ts";

describe("purchase history for the models", () => {
  test("orders of one day are one transaction, the mean is over the repeat days, later orders are not seen", () => {
    const orders = [
      { day: 21, netSalesMinor: 900 },
      { day: 0, netSalesMinor: 5000 },
      { day: 7, netSalesMinor: 300 },
      { day: 7, netSalesMinor: 200 },
      { day: 0, netSalesMinor: 100 },
      { day: 99, netSalesMinor: 77 },
    ];
    expect(customerSummary(orders, 35)).toEqual({ x: 2, tx: 3, T: 5, meanValueMinor: 700 });
  });

  test("someone who has not bought yet has no history, someone who bought once has no repeat value", () => {
    expect(customerSummary([{ day: 10, netSalesMinor: 5 }], 9)).toBeNull();
    expect(customerSummary([{ day: 10, netSalesMinor: 5 }], 10)).toEqual({
      x: 0,
      tx: 0,
      T: 0,
      meanValueMinor: 0,
    });
  });

  test("the order of the rows does not matter", () => {
    const anyOrders = fc.array(fc.record({ day: fc.nat(50), netSalesMinor: fc.nat(1000) }), {
      maxLength: 15,
    });
    fc.assert(
      fc.property(anyOrders, (orders) => {
        expect(customerSummary([...orders].reverse(), 40)).toEqual(customerSummary(orders, 40));
      }),
    );
  });

  test("whatever comes in, a sound history comes out, and a sound one is left alone", () => {
    const anything = fc.double();
    fc.assert(
      fc.property(anything, anything, anything, anything, (x, tx, T, meanValueMinor) => {
        const sound = clampedSummary({ x, tx, T, meanValueMinor });
        expect(Number.isInteger(sound.x) && sound.x >= 0).toBe(true);
        expect(sound.tx >= 0 && sound.tx <= sound.T).toBe(true);
        expect(sound.meanValueMinor >= 0).toBe(true);
        expect(Object.values(sound).every(Number.isFinite)).toBe(true);
        expect(clampedSummary(sound)).toEqual(sound);
      }),
    );
  });
});

test("equal rows share a group, different rows do not, and groups are numbered as they appear", () => {
  const anyRow = fc.tuple(fc.nat(3), fc.constantFrom(0, 1 / 7, 2 / 7, 1e9));
  fc.assert(
    fc.property(fc.array(anyRow, { maxLength: 80 }), (rows) => {
      const { groupOf, firstRow } = groupEqualRows([
        Float64Array.from(rows, (row) => row[0]),
        Float64Array.from(rows, (row) => row[1]),
      ]);
      const seen = new Map<string, number>();
      rows.forEach((row, i) => {
        const name = row.join();
        if (!seen.has(name)) {
          expect(firstRow[seen.size]).toBe(i);
          seen.set(name, seen.size);
        }
        expect(groupOf[i]).toBe(seen.get(name));
      });
      expect(firstRow).toHaveLength(seen.size);
    }),
  );
});
