import { roundHalfUp } from "./rounding.ts";

/** A line of an order as Shopify states it: minor units, with tax where the order's prices contain it. */
export interface StatedLine {
  readonly unitPriceMinor: number;
  /** With refunded and removed units. */
  readonly quantity: number;
  /** Without them: 0 <= keptQuantity <= quantity. */
  readonly keptQuantity: number;
  /** Of the whole line: its own discounts and its part of the order's. */
  readonly discountMinor: number;
  /** Of the whole line; what an app wrote on this line may belong to others. */
  readonly taxMinor: number;
  /** Sum of the rates of its taxes (0.21 = 21 %); null where one of them has no rate. */
  readonly taxRate: number | null;
  readonly isGiftCard: boolean;
  readonly hasProduct: boolean;
  /** Per unit, as seen at ingestion; null where it is not known. */
  readonly unitCostMinor: number | null;
}

/** Units of a line that went back with a refund. A quantity of 0 is money back for goods that stay. */
export interface StatedRefundLine {
  /** Index of the order's line; -1 for a line that the order does not have. */
  readonly line: number;
  readonly quantity: number;
  readonly subtotalMinor: number;
  readonly taxMinor: number;
}

/** The difference between what a refund should have given back and what it gave: positive in the merchant's favour, without tax. */
export interface StatedAdjustment {
  readonly amountMinor: number;
  readonly taxMinor: number;
  readonly reason: string | null;
}

export interface StatedRefund {
  /** Null where they were not read: a bulk file has none. */
  readonly lines: readonly StatedRefundLine[] | null;
  readonly adjustments: readonly StatedAdjustment[] | null;
  /** Money of the refund that is still on its way back; 0 where it was not read. */
  readonly pendingMinor: number;
}

/** An order as Shopify states it; money in minor units of the shop's currency. */
export interface StatedOrder {
  readonly taxesIncluded: boolean;
  readonly isTest: boolean;
  readonly isCancelled: boolean;
  readonly isEdited: boolean;
  /** Shopify's displayFinancialStatus. */
  readonly financialStatus: string | null;
  readonly lines: readonly StatedLine[];
  readonly refunds: readonly StatedRefund[];
  /** Shopify's refundDiscrepancy of all refunds: positive in the merchant's favour. */
  readonly refundDiscrepancyMinor: number;
  readonly tipsReceivedMinor: number;
  /** Charged and not given back; with tax where prices contain it. */
  readonly shippingMinor: number;
  readonly dutiesMinor: number;
  readonly feesMinor: number;
  /** Shopify's totals before and after refunds, as a check. */
  readonly totalTaxMinor: number;
  readonly currentTaxMinor: number;
  readonly currentSubtotalMinor: number;
  readonly receivedMinor: number;
  readonly refundedMinor: number;
  readonly outstandingMinor: number;
}

export type LineKind = "goods" | "gift_card" | "tip";

/** Contradictions in an order. It is counted by the definition nevertheless. */
export type OrderDoubt =
  | "unknown_adjustment_reason"
  | "discrepancy_disagrees"
  | "tip_without_line"
  | "totals_disagree";

/** Price x quantity after all discounts, as stated. */
export function paidFor(line: StatedLine): number {
  return line.unitPriceMinor * line.quantity - line.discountMinor;
}

/** What is left of a line, as Shopify prints it: without refunded and removed units, with tax where prices contain it. */
export function keptOfLine(order: StatedOrder, line: StatedLine, at: number): number {
  let refundedMinor = 0;
  let refundedUnits = 0;
  for (const refund of order.refunds) {
    for (const one of refund.lines ?? []) {
      if (one.line !== at) continue;
      refundedMinor += one.subtotalMinor;
      refundedUnits += one.quantity;
    }
  }
  const removed = Math.max(0, line.quantity - line.keptQuantity - refundedUnits);
  const removedMinor = line.quantity === 0 ? 0 : roundHalfUp((paidFor(line) * removed) / line.quantity);
  return paidFor(line) - refundedMinor - removedMinor;
}
