import fc from "fast-check";
import { expect, test } from "vitest";
import { customerSummaryColumns } from "../../../../app/clv/data/customer-summary.ts";
import { scoringOrder } from "../../../../app/clv/data/scoring-order.ts";

const anyRows = fc.array(
  fc.record({ x: fc.nat(2), tx: fc.nat(2), T: fc.integer({ min: 2, max: 4 }), meanValueMinor: fc.nat(9) }),
  { maxLength: 40 },
);

test("equal histories follow each other, and so do equal (x, T) where silence does not matter; marks are where new ones begin", () => {
  fc.assert(
    fc.property(anyRows, fc.boolean(), (rows, dependsOnRecency) => {
      const { order, newXAndT, newSummary } = scoringOrder(customerSummaryColumns(rows), dependsOnRecency);
      expect([...order].sort((left, right) => left - right)).toEqual([...rows.keys()]);
      const history = (row: number): string => `${rows[row]!.x} ${rows[row]!.tx} ${rows[row]!.T}`;
      const pair = (row: number): string =>
        dependsOnRecency ? history(row) : `${rows[row]!.x} ${rows[row]!.T}`;
      order.forEach((row, at) => {
        const before = order[at - 1];
        expect(newSummary[at]).toBe(before === undefined || history(before) !== history(row) ? 1 : 0);
        expect(newXAndT[at]).toBe(before === undefined || pair(before) !== pair(row) ? 1 : 0);
      });
      const marks = (flags: Uint8Array): number => flags.reduce((sum, flag) => sum + flag, 0);
      expect(marks(newSummary)).toBe(new Set(rows.map((_, row) => history(row))).size);
      expect(marks(newXAndT)).toBe(new Set(rows.map((_, row) => pair(row))).size);
    }),
  );
});
