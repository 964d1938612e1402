import type { NotableOrder, NotableOrdersView } from "../../../app/valuation/pages/notable-orders.ts";

const order = (
  number: number,
  orderDay: string,
  minor: number,
  doubts: readonly string[] = [],
): NotableOrder => ({ orderId: 5_482_910_000 + number, name: `#${number}`, orderDay, minor, doubts });

export const noNamedOrders: NotableOrdersView = { asOfDay: "2026-03-31", groups: [] };

/** Every kind at once. */
export const namedOrders: NotableOrdersView = {
  asOfDay: "2026-03-31",
  groups: [
    {
      kind: "doubtful",
      total: 2,
      orders: [
        order(4_871, "2026-03-09", 12_450, ["totals_disagree", "tip_without_line"]),
        order(3_990, "2025-10-21", 8_000, ["unknown_adjustment_reason"]),
      ],
    },
    { kind: "ahead", total: 1, orders: [order(4_120, "2064-02-11", 5_950)] },
    {
      kind: "long_unpaid",
      total: 61,
      orders: [order(4_512, "2026-01-11", 21_900), order(4_377, "2025-12-09", 9_900)],
    },
    { kind: "chargeback_lost", total: 1, orders: [order(3_802, "2025-09-14", 6_525)] },
    { kind: "chargeback_open", total: 1, orders: [order(4_655, "2026-02-02", 4_500)] },
  ],
};
