import type { LineRecord, OrderRecord } from "./records.ts";

/** What Shopify derives from an order's lines, discounts, shipping, taxes and refunds. All in minor units. */
export interface OrderTotals {
  subtotalMinor: number;
  discountsMinor: number;
  taxMinor: number;
  totalMinor: number;
  currentSubtotalMinor: number;
  currentDiscountsMinor: number;
  currentTaxMinor: number;
  currentShippingMinor: number;
  currentTotalMinor: number;
  /** Without pending refunds. */
  refundedMinor: number;
  refundedShippingMinor: number;
  receivedMinor: number;
  netPaymentMinor: number;
  outstandingMinor: number;
  units: number;
  currentUnits: number;
  financialStatus:
    | "AUTHORIZED"
    | "PAID"
    | "PARTIALLY_PAID"
    | "PARTIALLY_REFUNDED"
    | "PENDING"
    | "REFUNDED"
    | "VOIDED";
}

export function grossMinor(line: LineRecord): number {
  return line.unitPriceMinor * line.quantity;
}

export function lineDiscountMinor(line: LineRecord): number {
  let sum = 0;
  for (const allocation of line.allocations) sum += allocation.amountMinor;
  return sum;
}

/** The discounted worth of `units` of a line. Differences of it add up to the line exactly. */
export function worthOfUnitsMinor(line: LineRecord, units: number): number {
  if (line.quantity === 0) return 0;
  return Math.round(((grossMinor(line) - lineDiscountMinor(line)) * units) / line.quantity);
}

export function refundedUnits(order: OrderRecord, lineId: number): number {
  let units = 0;
  for (const refund of order.refunds)
    for (const refunded of refund.lines) if (refunded.lineId === lineId) units += refunded.quantity;
  return units;
}

export function currentQuantity(order: OrderRecord, line: LineRecord): number {
  return (
    line.quantity - line.removedQuantity - (order.refunds.length > 0 ? refundedUnits(order, line.id) : 0)
  );
}

export function taxOnMinor(order: OrderRecord, amountMinor: number, taxable = true): number {
  if (!taxable || order.taxRate === 0) return 0;
  if (!order.taxesIncluded) return Math.round(amountMinor * order.taxRate);
  return amountMinor - Math.round(amountMinor / (1 + order.taxRate));
}

const known = new WeakMap<OrderRecord, OrderTotals>();

/** Cached by identity: an order is replaced, never written to. */
export function orderTotals(order: OrderRecord): OrderTotals {
  let totals = known.get(order);
  if (!totals) {
    totals = computeTotals(order);
    known.set(order, totals);
  }
  return totals;
}

function computeTotals(order: OrderRecord): OrderTotals {
  let subtotalMinor = 0;
  let discountsMinor = 0;
  let lineTaxMinor = 0;
  let currentSubtotalMinor = 0;
  let currentDiscountsMinor = 0;
  let currentTaxMinor = 0;
  let units = 0;
  let currentUnits = 0;
  for (const line of order.lines) {
    const discountMinor = lineDiscountMinor(line);
    const worthMinor = grossMinor(line) - discountMinor;
    const kept = currentQuantity(order, line);
    const keptMinor = worthOfUnitsMinor(line, kept);
    subtotalMinor += worthMinor;
    discountsMinor += discountMinor;
    lineTaxMinor += taxOnMinor(order, worthMinor, !line.isGiftCard);
    currentSubtotalMinor += keptMinor;
    currentDiscountsMinor += line.unitPriceMinor * kept - keptMinor;
    currentTaxMinor += taxOnMinor(order, keptMinor, !line.isGiftCard);
    if (!line.isGiftCard) {
      units += line.quantity;
      currentUnits += kept;
    }
  }
  let refundedMinor = 0;
  let refundedShippingMinor = 0;
  for (const refund of order.refunds) {
    refundedShippingMinor += refund.shippingMinor;
    if (!refund.pending) refundedMinor += refund.amountMinor;
  }
  const currentShippingMinor = order.shippingMinor - refundedShippingMinor;
  const taxMinor = lineTaxMinor + taxOnMinor(order, order.shippingMinor);
  currentTaxMinor += taxOnMinor(order, currentShippingMinor);
  const onTop = (tax: number) => (order.taxesIncluded ? 0 : tax);
  const totalMinor = subtotalMinor + order.shippingMinor + onTop(taxMinor);
  const currentTotalMinor = currentSubtotalMinor + currentShippingMinor + onTop(currentTaxMinor);
  const receivedMinor = order.payment === "paid" ? order.originalTotalMinor : 0;
  const netPaymentMinor = receivedMinor - refundedMinor;
  const owesMinor = order.payment === "voided" ? 0 : currentTotalMinor;
  return {
    subtotalMinor,
    discountsMinor,
    taxMinor,
    totalMinor,
    currentSubtotalMinor,
    currentDiscountsMinor,
    currentTaxMinor,
    currentShippingMinor,
    currentTotalMinor,
    refundedMinor,
    refundedShippingMinor,
    receivedMinor,
    netPaymentMinor,
    outstandingMinor: owesMinor - netPaymentMinor,
    units,
    currentUnits,
    financialStatus: financialStatus(order, receivedMinor, refundedMinor, currentTotalMinor),
  };
}

function financialStatus(
  order: OrderRecord,
  receivedMinor: number,
  refundedMinor: number,
  currentTotalMinor: number,
): OrderTotals["financialStatus"] {
  if (order.payment === "voided") return "VOIDED";
  if (order.payment === "pending") return "PENDING";
  if (order.payment === "authorized") return "AUTHORIZED";
  if (refundedMinor > 0) return refundedMinor >= receivedMinor ? "REFUNDED" : "PARTIALLY_REFUNDED";
  return currentTotalMinor > receivedMinor ? "PARTIALLY_PAID" : "PAID";
}
