import type {
  StatedAdjustment,
  StatedLine,
  StatedOrder,
  StatedRefundLine,
} from "../../app/clv/historic/stated-order.ts";

/* What Shopify states of an order, with the fields that matter in a test and plain ones for the rest. */

export const line = (fields: Partial<StatedLine> = {}): StatedLine => ({
  unitPriceMinor: 1_000,
  quantity: 1,
  keptQuantity: fields.quantity ?? 1,
  discountMinor: 0,
  taxMinor: 0,
  taxRate: 0,
  isGiftCard: false,
  hasProduct: true,
  unitCostMinor: null,
  ...fields,
});

/** An order whose subtotal agrees with its lines as they stand, unless the test says otherwise. */
export function order(fields: Partial<StatedOrder> = {}): StatedOrder {
  const lines = fields.lines ?? [line()];
  const currentSubtotalMinor = lines.reduce(
    (sum, { unitPriceMinor, quantity, keptQuantity, discountMinor }) =>
      sum + Math.round(((unitPriceMinor * quantity - discountMinor) * keptQuantity) / Math.max(1, quantity)),
    0,
  );
  return {
    taxesIncluded: false,
    isTest: false,
    isCancelled: false,
    isEdited: false,
    financialStatus: "PAID",
    lines,
    refunds: [],
    refundDiscrepancyMinor: 0,
    tipsReceivedMinor: 0,
    shippingMinor: 0,
    dutiesMinor: 0,
    feesMinor: 0,
    totalTaxMinor: 0,
    currentTaxMinor: 0,
    currentSubtotalMinor,
    receivedMinor: currentSubtotalMinor,
    refundedMinor: 0,
    outstandingMinor: 0,
    ...fields,
  };
}

export const back = (fields: Partial<StatedRefundLine> = {}): StatedRefundLine => ({
  line: 0,
  quantity: 1,
  subtotalMinor: 1_000,
  taxMinor: 0,
  ...fields,
});
export const refund = (lines: StatedRefundLine[], adjustments: Partial<StatedAdjustment>[] = []) => ({
  lines,
  adjustments: adjustments.map((one) => ({
    amountMinor: 0,
    taxMinor: 0,
    reason: "REFUND_DISCREPANCY",
    ...one,
  })),
  pendingMinor: 0,
});
