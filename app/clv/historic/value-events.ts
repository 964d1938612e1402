import type { Day } from "../calendar.ts";
import type { Exclusion } from "./order-money.ts";

/** An order that counts, as it is stored. */
export interface DatedOrder {
  readonly day: Day;
  readonly netSalesMinor: number;
  /** `returnsMinor` is null where the refund was not read yet. */
  readonly refunds: readonly {
    readonly day: Day;
    readonly returnsMinor: number | null;
    readonly discrepancyMinor: number | null;
  }[];
}

/**
 * Why an order does not count, or null when it does. Zero-value means that the goods cost nothing in the first place (gross
 * sales = discounts): an order that was sent back whole still was one.
 */
export function reasonNotCounted(
  order: {
    readonly grossSalesMinor: number;
    readonly discountsMinor: number;
    readonly exclusion: Exclusion | null;
  },
  rules: { readonly countZeroValueOrders: boolean },
): Exclusion | "zero_value" | null {
  if (order.exclusion !== null) return order.exclusion;
  return order.grossSalesMinor === order.discountsMinor && !rules.countZeroValueOrders ? "zero_value" : null;
}

/** A dated part of a customer's value. Only the events with `isOrder` are orders; the others are money given back later. */
export type ValueEvent = { day: Day; netSalesMinor: number; isOrder: boolean };

/**
 * What an order that counts adds to its customer's value and when: one event on the order's day and, with refunds dated on their own
 * day ("refund"), one for each later day with refunds. What no refund explains (edits, refunds that were not read) stays on the
 * order's day, and so does a refund that is dated before its order: value begins with the order. The events add up to the order's
 * net sales exactly.
 */
export function valueEventsOfOrder(order: DatedOrder, refundDating: "order" | "refund"): ValueEvent[] {
  const laterMinor = new Map<Day, number>();
  let ownMinor = order.netSalesMinor;
  for (const refund of refundDating === "refund" ? order.refunds : []) {
    if (refund.returnsMinor === null || refund.day <= order.day) continue;
    const takenMinor = refund.returnsMinor - (refund.discrepancyMinor ?? 0);
    ownMinor += takenMinor;
    laterMinor.set(refund.day, (laterMinor.get(refund.day) ?? 0) - takenMinor);
  }
  const later = [...laterMinor]
    .sort(([left], [right]) => left - right)
    .map(([day, netSalesMinor]) => ({ day, netSalesMinor, isOrder: false }));
  return [{ day: order.day, netSalesMinor: ownMinor, isOrder: true }, ...later];
}
