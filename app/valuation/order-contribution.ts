import { z } from "zod";
import type { CustomerOrderRow } from "../db/queries/customer.ts";
import type { ValuationRules } from "../db/queries/customer-value.ts";
import type { CustomerView, OrderContribution } from "./views.ts";

export type ContributingOrder = OrderContribution;

const exclusions = z.enum(["test", "voided", "cancelled", "gift_card"]);

/** What an order adds, or why it adds nothing under the shop's rules. */
export function contributionOf(row: CustomerOrderRow, rules: ValuationRules): ContributingOrder {
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
export function timelineOf(
  orders: readonly ContributingOrder[],
  rules: ValuationRules,
): CustomerView["timeline"] {
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
