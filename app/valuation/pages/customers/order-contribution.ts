import { z } from "zod";
import type { CustomerOrderRow } from "../../../db/queries/pages/customer-detail.ts";
import type { ValuationRules } from "../../../db/queries/valuation/customer-value.ts";

/** Cumulative net sales after a day on which it changed. */
export interface TimelineDay {
  readonly day: string;
  readonly cumulativeMinor: number;
}

export interface OrderContribution {
  readonly orderId: number;
  readonly name: string;
  readonly orderDay: string;
  readonly channel: string | null;
  readonly grossSalesMinor: number;
  readonly discountsMinor: number;
  readonly returnsMinor: number;
  readonly netSalesMinor: number;
  /** null when the order counts. */
  readonly exclusion: "test" | "voided" | "cancelled" | "gift_card" | "zero_value" | null;
  readonly refunds: readonly {
    readonly refundDay: string;
    readonly returnsMinor: number | null;
    readonly refundedMinor: number;
  }[];
}

const exclusions = z.enum(["test", "voided", "cancelled", "gift_card"]);

/** What an order adds, or why it adds nothing under the shop's rules. */
export function contributionOf(row: CustomerOrderRow, rules: ValuationRules): OrderContribution {
  const free = row.gross_sales_minor === row.discounts_minor;
  return {
    orderId: row.order_id,
    name: row.name,
    orderDay: row.order_day,
    channel: row.channel,
    grossSalesMinor: row.gross_sales_minor,
    discountsMinor: row.discounts_minor,
    returnsMinor: row.returns_minor,
    netSalesMinor: row.net_sales_minor,
    exclusion:
      row.exclusion === null
        ? free && !rules.countZeroValueOrders
          ? "zero_value"
          : null
        : exclusions.parse(row.exclusion),
    refunds: row.refunds.map(({ day, returns, refunded }) => ({
      refundDay: day,
      returnsMinor: returns,
      refundedMinor: refunded,
    })),
  };
}

/** Cumulative net sales after each day on which it changed; ends at the customer's net sales. */
export function timelineOf(orders: readonly OrderContribution[], rules: ValuationRules): TimelineDay[] {
  const byDay = new Map<string, number>();
  const add = (day: string, minor: number): void => {
    byDay.set(day, (byDay.get(day) ?? 0) + minor);
  };
  for (const order of orders) {
    if (order.exclusion !== null) continue;
    let ownMinor = order.netSalesMinor;
    for (const { refundDay, returnsMinor } of rules.refundDating === "refund" ? order.refunds : []) {
      if (returnsMinor === null) continue;
      ownMinor += returnsMinor;
      add(refundDay, -returnsMinor);
    }
    add(order.orderDay, ownMinor);
  }
  let cumulativeMinor = 0;
  return [...byDay]
    .sort(([left], [right]) => left.localeCompare(right))
    .map(([day, minor]) => {
      cumulativeMinor += minor;
      return { day, cumulativeMinor };
    });
}
