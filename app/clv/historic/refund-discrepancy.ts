import { roundHalfUp } from "./rounding.ts";
import {
  keptOfLine,
  type LineKind,
  type OrderDoubt,
  type StatedAdjustment,
  type StatedOrder,
  type StatedRefund,
} from "./stated-order.ts";

const KNOWN_REASONS: ReadonlySet<string> = new Set([
  "CUSTOMER",
  "DAMAGE",
  "RESTOCK",
  "REFUND_DISCREPANCY",
  "PENDING_REFUND_DISCREPANCY",
  "FULL_RETURN_BALANCING_ADJUSTMENT",
]);
/** Takes back what was stated while the money of a refund was on its way. */
const PENDING = "PENDING_REFUND_DISCREPANCY";

/** What was kept of returned goods (positive) or given back for goods that stay (negative). */
export interface Discrepancy {
  /** Without tax. */
  readonly minor: number;
  readonly taxMinor: number;
}
const NONE: Discrepancy = { minor: 0, taxMinor: 0 };

/** What is left of the goods, before any discrepancy. */
export interface KeptGoods {
  readonly minor: number;
  readonly taxMinor: number;
}

/**
 * As the refunds state it, but for two kinds of orders. Units that an edit took off have no refund line, and a refund that pays for
 * them may state that money as given back beyond the goods: Shopify's outstanding amount tells how much of the statement is true,
 * because it is what is due, less what was paid, plus every true discrepancy. Of a cancelled order the money that was kept counts
 * alone: it may be more than is due for what is left, and less where not all was paid.
 */
export function discrepancyOf(
  order: StatedOrder,
  kinds: readonly LineKind[],
  goods: KeptGoods,
  doubts: Set<OrderDoubt>,
): Discrepancy {
  const stated = statedDiscrepancy(order, doubts);
  const overpaidMinor = overpaid(order, kinds);
  const isPartlyPaid = order.isCancelled && overpaidMinor < 0;
  if (!isPartlyPaid && !hasUnitsOffWithoutRefund(order)) return stated;
  const trueMinor = order.isCancelled
    ? overpaidMinor
    : order.outstandingMinor + overpaidMinor - announced(order);
  // Shopify rounds each line and refund for itself.
  if (Math.abs(trueMinor - withTax(stated)) <= order.lines.length + order.refunds.length) return stated;
  if (!order.isCancelled)
    return partOf(stated, Math.min(Math.max(withTax(stated), trueMinor), keptByStatement(order, stated)));
  return isPartlyPaid
    ? partOf(goods, Math.max(overpaidMinor, -withTax(goods)))
    : { minor: overpaidMinor, taxMinor: 0 };
}

const withTax = ({ minor, taxMinor }: Discrepancy): number => minor + taxMinor;

/** An amount with tax, with the same share of tax as another. */
function partOf(whole: Discrepancy, amountMinor: number): Discrepancy {
  const share = withTax(whole) === 0 ? 0 : whole.taxMinor / withTax(whole);
  const taxMinor = Math.sign(amountMinor) * roundHalfUp(Math.abs(amountMinor) * share);
  return { minor: amountMinor - taxMinor, taxMinor };
}

/** Paid and not on its way back, less what is due for all that is left of the order. */
function overpaid(order: StatedOrder, kinds: readonly LineKind[]): number {
  const dueMinor =
    order.lines.reduce((total, line, at) => total + keptOfLine(order, line, at), 0) +
    (kinds.includes("tip") ? 0 : order.tipsReceivedMinor) +
    order.shippingMinor +
    order.dutiesMinor +
    order.feesMinor +
    (order.taxesIncluded ? 0 : order.currentTaxMinor);
  const pendingMinor = order.refunds.reduce((total, refund) => total + refund.pendingMinor, 0);
  return order.receivedMinor - order.refundedMinor - pendingMinor - dueMinor;
}

/** The refunds' statements in the merchant's favour alone. */
function keptByStatement(order: StatedOrder, stated: Discrepancy): number {
  const kept = order.refunds.map((refund) => Math.max(0, withTax(settledDiscrepancy(refund))));
  return Math.max(
    withTax(stated),
    kept.reduce((sum, one) => sum + one, 0),
  );
}

function hasUnitsOffWithoutRefund(order: StatedOrder): boolean {
  if (order.isEdited) return true;
  const refunded = order.lines.map(() => 0);
  for (const refund of order.refunds) {
    if (refund.lines === null) return false;
    for (const { line, quantity } of refund.lines) if (line >= 0) refunded[line]! += quantity;
  }
  return order.lines.some((line, at) => line.quantity - line.keptQuantity > refunded[at]!);
}

function statedDiscrepancy(order: StatedOrder, doubts: Set<OrderDoubt>): Discrepancy {
  const { refunds, refundDiscrepancyMinor } = order;
  const all = refunds.flatMap((refund) => refund.adjustments ?? []);
  if (all.length === 0 || refunds.some((refund) => refund.adjustments === null)) {
    const pendingMinor = refunds.reduce((total, refund) => total + refund.pendingMinor, 0);
    return { minor: towardsZero(refundDiscrepancyMinor, pendingMinor), taxMinor: 0 };
  }
  if (all.some(({ reason }) => reason !== null && !KNOWN_REASONS.has(reason)))
    doubts.add("unknown_adjustment_reason");
  const settled = refunds
    .map(settledDiscrepancy)
    .reduce((sum, one) => ({ minor: sum.minor + one.minor, taxMinor: sum.taxMinor + one.taxMinor }), NONE);
  const regular = all.filter(({ reason }) => reason !== PENDING);
  const readings = [settled.minor, ...[all, regular].flatMap((some) => [sumOf(some, 0), sumOf(some, 1)])];
  if (!readings.includes(refundDiscrepancyMinor)) doubts.add("discrepancy_disagrees");
  return settled;
}

/**
 * A refund's discrepancy without what is still on its way. Shopify states the whole of a pending refund as kept, and takes it back with a
 * PENDING_REFUND_DISCREPANCY once the money went; one that takes nothing back only announces. Nothing that is on its way was given
 * back beyond the goods.
 */
function settledDiscrepancy({ adjustments, pendingMinor }: StatedRefund): Discrepancy {
  const all = adjustments ?? [];
  if (pendingMinor > 0) {
    const keptMinor = Math.max(0, sumOf(all, 1) - pendingMinor);
    const taxMinor = Math.min(Math.max(0, sumOf(all, 1) - sumOf(all, 0)), keptMinor);
    return { minor: keptMinor - taxMinor, taxMinor };
  }
  const regular = all.filter(({ reason }) => reason !== PENDING);
  const takenBack = sumOf(all, 0) - sumOf(regular, 0);
  const takesBack = takenBack < 0 && regular.some(({ amountMinor }) => amountMinor === -takenBack);
  const told = takesBack ? all : regular;
  return { minor: sumOf(told, 0), taxMinor: sumOf(told, 1) - sumOf(told, 0) };
}

/** What pending refunds state that they will give back beyond the goods. */
function announced({ refunds }: StatedOrder): number {
  return refunds.reduce((total, { adjustments, pendingMinor }) => {
    if (pendingMinor === 0 || !adjustments?.length) return total;
    return total + Math.min(0, sumOf(adjustments, 1) - pendingMinor);
  }, 0);
}

/**
 * A refund's own statement, whatever of the order's discrepancy it is: without adjustments, the only refund's is the order's. What no refund
 * states (money kept of a cancelled order, money for what an edit removed) belongs to no refund.
 */
export function ownDiscrepancy(order: StatedOrder, refund: StatedRefund): Discrepancy {
  return order.refunds.length === 1 ? statedDiscrepancy(order, new Set()) : settledDiscrepancy(refund);
}

function sumOf(adjustments: readonly StatedAdjustment[], taxes: 0 | 1): number {
  return adjustments.reduce((sum, one) => sum + one.amountMinor + taxes * one.taxMinor, 0);
}

/** Moved towards 0 by this amount, and not beyond 0. */
function towardsZero(amount: number, by: number): number {
  return amount > 0 ? Math.max(0, amount - by) : Math.min(0, amount + by);
}
