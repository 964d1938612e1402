import type { OrderHead, OrderLineRow } from "./order.ts";

/**
 * What an order's row says of its lines: the sums that `UPSERT` in db/queries/source/orders.ts makes of staged ones. Gift cards are in none of them.
 */
export interface OrderTotals {
  grossMinor: number;
  discountMinor: number;
  returnsMinor: number;
  netSalesMinor: number;
  costMinor: number;
  costKnownNetSalesMinor: number;
  keptQuantity: number;
  lines: number;
  giftCardLines: number;
}

export function emptyTotals(): OrderTotals {
  return {
    grossMinor: 0,
    discountMinor: 0,
    returnsMinor: 0,
    netSalesMinor: 0,
    costMinor: 0,
    costKnownNetSalesMinor: 0,
    keptQuantity: 0,
    lines: 0,
    giftCardLines: 0,
  };
}

export function addLine(totals: OrderTotals, line: OrderLineRow): void {
  totals.lines++;
  if (line.isGiftCard) {
    totals.giftCardLines++;
    return;
  }
  totals.grossMinor += line.grossMinor;
  totals.discountMinor += line.discountMinor;
  totals.returnsMinor += line.returnsMinor;
  totals.netSalesMinor += line.netSalesMinor;
  totals.keptQuantity += line.currentQuantity;
  if (line.unitCostMinor === null) return;
  totals.costMinor += line.unitCostMinor * line.currentQuantity;
  totals.costKnownNetSalesMinor += line.netSalesMinor;
}

/** Why an order never counts, or null when it does. */
export function exclusionOf(order: OrderHead, totals: OrderTotals): string | null {
  if (order.isTest) return "test";
  if (order.financialStatus === "VOIDED") return "voided";
  if (totals.lines > 0 && totals.giftCardLines === totals.lines) return "gift_card";
  return order.cancelledAt !== null && totals.keptQuantity === 0 ? "cancelled" : null;
}
