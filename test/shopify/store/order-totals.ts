import type { LineRecord } from "./order-records.ts";
import type { OrderRecord } from "./records.ts";

/** What Shopify derives from an order's lines, discounts, shipping, taxes, payments and refunds. All in minor units. */
export interface OrderTotals {
  subtotalMinor: number;
  discountsMinor: number;
  taxMinor: number;
  totalMinor: number;
  /** Of all tip lines, before refunds. */
  tipsMinor: number;
  currentSubtotalMinor: number;
  currentDiscountsMinor: number;
  currentTaxMinor: number;
  currentShippingMinor: number;
  currentDutiesMinor: number;
  currentFeesMinor: number;
  currentTotalMinor: number;
  /** Positive: kept by the merchant. */
  discrepancyMinor: number;
  /** Without pending refunds. */
  refundedMinor: number;
  refundedShippingMinor: number;
  receivedMinor: number;
  netPaymentMinor: number;
  outstandingMinor: number;
  capturableMinor: number;
  units: number;
  currentUnits: number;
  financialStatus:
    | "AUTHORIZED"
    | "EXPIRED"
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

export function taxOnMinor(
  order: Pick<OrderRecord, "taxRate" | "taxesIncluded">,
  amountMinor: number,
  taxable = true,
): number {
  if (!taxable || order.taxRate === 0) return 0;
  if (!order.taxesIncluded) return Math.round(amountMinor * order.taxRate);
  return amountMinor - Math.round(amountMinor / (1 + order.taxRate));
}

/** The tax written on a line for `units` of it, whatever other lines bear. Differences of it add up exactly. */
export function taxOfUnitsMinor(order: OrderRecord, line: LineRecord, units: number): number {
  if (line.taxes !== null) {
    const allMinor = line.taxes.reduce((sum, tax) => sum + tax.amountMinor, 0);
    return line.quantity === 0 ? 0 : Math.round((allMinor * units) / line.quantity);
  }
  const rates = { taxRate: line.taxRate ?? order.taxRate, taxesIncluded: order.taxesIncluded };
  return taxOnMinor(rates, worthOfUnitsMinor(line, units), !line.isGiftCard && !line.isTip);
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

/**
 * - The subtotal has no tips in it: "the price of the order after discounts but before shipping, duties, taxes, and tips"
 *   (`subtotal_price`, shopify.dev/docs/api/admin-rest/latest/resources/order); the total has them ("line item prices,
 *   discounts, shipping, taxes, and tips"). Gift cards that are sold are in the subtotal and the total: "SUM the subtotal
 *   price, then DEDUCT the price of any gift cards" (support.geckoboard.com, 6055572), though not in the counts of units
 *   (description of `subtotalLineItemsQuantity`).
 * - Current sums are "after returns, refunds, order edits, and cancellations"; money given back or kept beyond the goods
 *   changes none of them, but stands in `refundDiscrepancySet`: "the difference between the suggested and actual refund
 *   amount of all refunds", positive "in the merchant's favor".
 * - What is outstanding is "not yet transacted", so a discrepancy is not owed by anybody.
 */
function computeTotals(order: OrderRecord): OrderTotals {
  let subtotalMinor = 0;
  let discountsMinor = 0;
  let taxMinor = taxOnMinor(order, order.shippingMinor);
  let tipsMinor = 0;
  let currentSubtotalMinor = 0;
  let currentDiscountsMinor = 0;
  let currentTaxMinor = taxMinor;
  let currentTipsMinor = 0;
  let units = 0;
  let currentUnits = 0;
  for (const line of order.lines) {
    const discountMinor = lineDiscountMinor(line);
    const worthMinor = grossMinor(line) - discountMinor;
    const kept = currentQuantity(order, line);
    const keptMinor = worthOfUnitsMinor(line, kept);
    discountsMinor += discountMinor;
    currentDiscountsMinor += line.unitPriceMinor * kept - keptMinor;
    taxMinor += taxOfUnitsMinor(order, line, line.quantity);
    currentTaxMinor += taxOfUnitsMinor(order, line, kept);
    if (line.isTip) {
      tipsMinor += worthMinor;
      currentTipsMinor += keptMinor;
      continue;
    }
    subtotalMinor += worthMinor;
    currentSubtotalMinor += keptMinor;
    if (!line.isGiftCard) {
      units += line.quantity;
      currentUnits += kept;
    }
  }
  const feesMinor = order.fees.reduce((sum, fee) => sum + fee.amountMinor, 0);
  let currentShippingMinor = order.shippingMinor;
  let currentDutiesMinor = order.dutiesMinor;
  let currentFeesMinor = feesMinor;
  let refundedMinor = 0;
  let discrepancyMinor = 0;
  let keptMinor = 0;
  let pendingMinor = 0;
  for (const refund of order.refunds) {
    currentShippingMinor -= refund.shippingMinor;
    currentDutiesMinor -= refund.dutiesMinor;
    currentFeesMinor -= refund.feesMinor;
    currentTaxMinor -= refund.shippingTaxMinor;
    for (const line of refund.lines) currentTaxMinor -= line.taxOfOtherLinesMinor;
    for (const one of refund.adjustments) discrepancyMinor += one.amountMinor + one.taxMinor;
    keptMinor += refund.keptMinor;
    if (refund.pending) pendingMinor += refund.amountMinor;
    else refundedMinor += refund.amountMinor;
  }
  const onTop = (tax: number) => (order.taxesIncluded ? 0 : tax);
  const totalMinor =
    subtotalMinor + tipsMinor + order.shippingMinor + order.dutiesMinor + feesMinor + onTop(taxMinor);
  const currentTotalMinor =
    currentSubtotalMinor +
    currentTipsMinor +
    currentShippingMinor +
    currentDutiesMinor +
    currentFeesMinor +
    onTop(currentTaxMinor);
  const { receivedMinor, capturableMinor, closed } = moneyIn(order);
  const netPaymentMinor = receivedMinor - refundedMinor;
  const owesMinor = closed === null ? currentTotalMinor : 0;
  return {
    subtotalMinor,
    discountsMinor,
    taxMinor,
    totalMinor,
    tipsMinor,
    currentSubtotalMinor,
    currentDiscountsMinor,
    currentTaxMinor,
    currentShippingMinor,
    currentDutiesMinor,
    currentFeesMinor,
    currentTotalMinor,
    discrepancyMinor,
    refundedMinor,
    refundedShippingMinor: order.shippingMinor - currentShippingMinor,
    receivedMinor,
    netPaymentMinor,
    outstandingMinor: owesMinor - netPaymentMinor + pendingMinor + keptMinor,
    capturableMinor,
    units,
    currentUnits,
    financialStatus: closed ?? openStatus(order, receivedMinor, refundedMinor, currentTotalMinor),
    ...order.misstated,
  };
}

interface MoneyIn {
  receivedMinor: number;
  /** "The authorized amount that's uncaptured or undercaptured". */
  capturableMinor: number;
  /** Where the payment came to nothing. */
  closed: "EXPIRED" | "VOIDED" | null;
}

function moneyIn(order: OrderRecord): MoneyIn {
  let receivedMinor = 0;
  let authorizedMinor = 0;
  let closed: MoneyIn["closed"] = null;
  for (const payment of order.payments) {
    if (payment.kind === "VOID") {
      authorizedMinor = 0;
      closed = "VOIDED";
    } else if (payment.status !== "SUCCESS") continue;
    else if (payment.kind === "AUTHORIZATION") {
      if (payment.expired) closed = "EXPIRED";
      else authorizedMinor += payment.amountMinor;
    } else {
      receivedMinor += payment.amountMinor;
      if (payment.kind === "CAPTURE") authorizedMinor = Math.max(0, authorizedMinor - payment.amountMinor);
    }
  }
  return {
    receivedMinor,
    capturableMinor: authorizedMinor,
    closed: receivedMinor > 0 ? null : closed,
  };
}

function openStatus(
  order: OrderRecord,
  receivedMinor: number,
  refundedMinor: number,
  currentTotalMinor: number,
): OrderTotals["financialStatus"] {
  if (receivedMinor === 0) {
    if (order.payments.length === 0 && order.originalTotalMinor === 0) return "PAID";
    return order.payments.some((payment) => payment.kind === "AUTHORIZATION") ? "AUTHORIZED" : "PENDING";
  }
  if (refundedMinor > 0) return refundedMinor >= receivedMinor ? "REFUNDED" : "PARTIALLY_REFUNDED";
  return currentTotalMinor > receivedMinor ? "PARTIALLY_PAID" : "PAID";
}
