import { z } from "zod";
import { dayOfIso, isoOfDay } from "../../../clv/calendar.ts";
import { reasonNotCounted, valueEventsOfOrder } from "../../../clv/historic/value-events.ts";
import type { CustomerOrderRow } from "../../../db/queries/pages/customer-detail.ts";
import type { ValuationRules } from "../../../db/queries/valuation/counted-orders.ts";

/** Cumulative net sales after a day on which it changed. */
export interface TimelineDay {
  readonly day: string;
  readonly cumulativeMinor: number;
}

/** What a refund was for; `goodsMinor - keptMinor + backMinor + otherMinor = refundedMinor`. */
export interface RefundParts {
  /** Value of the returned goods, without tax. */
  readonly goodsMinor: number;
  /** Kept of the goods' value, such as a restocking fee. */
  readonly keptMinor: number;
  /** Given back for goods that stay. */
  readonly backMinor: number;
  /** Tax, shipping, tips and what else is no sale; negative where less was given back than the rest comes to. */
  readonly otherMinor: number;
}

export interface OrderRefund {
  readonly refundDay: string;
  readonly refundedMinor: number;
  /** Null until the refund was read by itself. */
  readonly parts: RefundParts | null;
}

/** `grossSalesMinor - discountsMinor - returnsMinor = netSalesMinor`. */
export interface OrderContribution {
  readonly orderId: number;
  readonly name: string;
  readonly orderDay: string;
  readonly channel: string | null;
  /** Added from a file of old orders that the merchant gave. */
  readonly isFromFile: boolean;
  readonly grossSalesMinor: number;
  readonly discountsMinor: number;
  /** `returnedGoodsMinor + moneyBackMinor - keptMinor`. */
  readonly returnsMinor: number;
  readonly returnedGoodsMinor: number;
  /** Given back for goods that stay. */
  readonly moneyBackMinor: number;
  /** Kept of what returned goods were worth. */
  readonly keptMinor: number;
  readonly netSalesMinor: number;
  /** Of the net sales, what has not been paid for more than 60 days. */
  readonly longUnpaidMinor: number;
  readonly chargeback: "open" | "won" | "lost" | null;
  /** null when the order counts. `ahead`: dated after the day of the figures, so it waits. */
  readonly exclusion:
    | "test"
    | "voided"
    | "expired"
    | "cancelled"
    | "gift_card"
    | "zero_value"
    | "ahead"
    | null;
  readonly refunds: readonly OrderRefund[];
}

const exclusions = z.enum(["test", "voided", "expired", "cancelled", "gift_card"]).nullable();
const chargebacks = z.enum(["open", "won", "lost"]).nullable();

/** What an order adds as of a day, or why it adds nothing under the shop's rules. */
export function contributionOf(
  row: CustomerOrderRow,
  rules: ValuationRules,
  asOfDay: string,
): OrderContribution {
  const exclusion = exclusionOf(row, rules, asOfDay);
  const discrepancy = row.refund_discrepancy_minor;
  return {
    orderId: row.order_id,
    name: row.name,
    orderDay: row.order_day,
    channel: row.channel,
    isFromFile: row.from_file,
    grossSalesMinor: row.gross_sales_minor,
    discountsMinor: row.discounts_minor,
    returnsMinor: row.returns_minor,
    returnedGoodsMinor: row.returns_minor + discrepancy,
    moneyBackMinor: Math.max(0, -discrepancy),
    keptMinor: Math.max(0, discrepancy),
    netSalesMinor: row.net_sales_minor,
    longUnpaidMinor: exclusion === null ? row.long_unpaid_minor : 0,
    chargeback: chargebacks.parse(row.chargeback),
    exclusion,
    refunds: row.refunds.map(refundOf),
  };
}

function exclusionOf(
  row: CustomerOrderRow,
  rules: ValuationRules,
  asOfDay: string,
): OrderContribution["exclusion"] {
  const reason = reasonNotCounted(
    {
      grossSalesMinor: row.gross_sales_minor,
      discountsMinor: row.discounts_minor,
      exclusion: exclusions.parse(row.exclusion),
    },
    rules,
  );
  return reason === null && row.order_day > asOfDay ? "ahead" : reason;
}

function refundOf({ day, returns, discrepancy, refunded }: CustomerOrderRow["refunds"][number]): OrderRefund {
  if (returns === null) return { refundDay: day, refundedMinor: refunded, parts: null };
  const kept = discrepancy ?? 0;
  return {
    refundDay: day,
    refundedMinor: refunded,
    parts: {
      goodsMinor: returns,
      keptMinor: Math.max(0, kept),
      backMinor: Math.max(0, -kept),
      otherMinor: refunded - (returns - kept),
    },
  };
}

/** Cumulative net sales after each day on which it changed; ends at the customer's net sales. */
export function timelineOf(orders: readonly OrderContribution[], rules: ValuationRules): TimelineDay[] {
  const byDay = new Map<number, number>();
  for (const order of orders) {
    if (order.exclusion !== null) continue;
    const events = valueEventsOfOrder(
      {
        day: dayNumber(order.orderDay),
        netSalesMinor: order.netSalesMinor,
        refunds: order.refunds.map(({ refundDay, parts }) => ({
          day: dayNumber(refundDay),
          returnsMinor: parts?.goodsMinor ?? null,
          discrepancyMinor: parts ? parts.keptMinor - parts.backMinor : null,
        })),
      },
      rules.refundDating,
    );
    for (const { day, netSalesMinor } of events) byDay.set(day, (byDay.get(day) ?? 0) + netSalesMinor);
  }
  let cumulativeMinor = 0;
  return [...byDay]
    .sort(([left], [right]) => left - right)
    .map(([day, minor]) => {
      cumulativeMinor += minor;
      return { day: isoOfDay(day), cumulativeMinor };
    });
}

function dayNumber(day: string): number {
  const number = dayOfIso(day);
  if (number === null) throw new RangeError(`"${day}" is not a day`);
  return number;
}
