import { describe, expect, test } from "vitest";
import {
  type DatedOrder,
  reasonNotCounted,
  valueEventsOfOrder,
} from "../../../../app/clv/historic/value-events.ts";

const order = (fields: Partial<DatedOrder> = {}): DatedOrder => ({
  day: 100,
  netSalesMinor: 6_500,
  refunds: [
    { day: 103, returnsMinor: 3_000, discrepancyMinor: 0 },
    { day: 103, returnsMinor: 0, discrepancyMinor: -300 },
    { day: 109, returnsMinor: 400, discrepancyMinor: 200 },
  ],
  ...fields,
});

describe("value events of an order", () => {
  test("refunds dated back to the order leave one event", () => {
    expect(valueEventsOfOrder(order(), "order")).toEqual([{ day: 100, netSalesMinor: 6_500, isOrder: true }]);
  });

  test("a refund takes its goods and its discrepancy on its own day", () => {
    expect(valueEventsOfOrder(order(), "refund")).toEqual([
      { day: 100, netSalesMinor: 10_000, isOrder: true },
      { day: 103, netSalesMinor: -3_300, isOrder: false },
      { day: 109, netSalesMinor: -200, isOrder: false },
    ]);
  });

  test("what no refund explains stays on the order's day", () => {
    const refunds = [
      { day: 100, returnsMinor: 500, discrepancyMinor: 0 },
      { day: 105, returnsMinor: null, discrepancyMinor: null },
    ];
    expect(valueEventsOfOrder(order({ refunds }), "refund")).toEqual([
      { day: 100, netSalesMinor: 6_500, isOrder: true },
    ]);
  });

  test("a refund that is dated before its order counts with the order", () => {
    const refunds = [
      { day: 80, returnsMinor: 1_000, discrepancyMinor: 0 },
      { day: 101, returnsMinor: 500, discrepancyMinor: 0 },
    ];
    expect(valueEventsOfOrder(order({ refunds }), "refund")).toEqual([
      { day: 100, netSalesMinor: 7_000, isOrder: true },
      { day: 101, netSalesMinor: -500, isOrder: false },
    ]);
  });

  test("orders that do not count say why; free ones count where the shop says so", () => {
    const paid = { grossSalesMinor: 10_000, discountsMinor: 0, exclusion: null };
    const free = { ...paid, discountsMinor: 10_000 };
    const [strict, all] = [{ countZeroValueOrders: false }, { countZeroValueOrders: true }];
    expect(reasonNotCounted(paid, strict)).toBeNull();
    expect(reasonNotCounted({ ...free, exclusion: "expired" }, all)).toBe("expired");
    expect(reasonNotCounted(free, strict)).toBe("zero_value");
    expect(reasonNotCounted(free, all)).toBeNull();
  });
});
