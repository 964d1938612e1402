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

/**
 * What was given back beyond the returned goods (negative) or kept of them (positive). Units that an edit took off have no refund line,
 * and a refund that pays for them may state that money as given back beyond the goods. Shopify's outstanding amount tells how much
 * of the statement is: what is due, less what was paid, plus every true discrepancy. What is left of a cancelled order's money was
 * kept.
 */
export function discrepancyOf(
  order: StatedOrder,
  kinds: readonly LineKind[],
  doubts: Set<OrderDoubt>,
): number {
  const stated = statedDiscrepancy(order, doubts);
  if (!hasUnitsOffWithoutRefund(order)) return stated;
  const overpaidMinor = overpaid(order, kinds);
  if (order.isCancelled) return Math.max(0, overpaidMinor);
  const announcedMinor = order.refunds.reduce((total, refund) => total + announcedBeyondGoods(refund), 0);
  const trueMinor = order.outstandingMinor + overpaidMinor - announcedMinor;
  // Shopify rounds each line and refund for itself.
  if (Math.abs(trueMinor - stated) <= order.lines.length + order.refunds.length) return stated;
  return Math.min(Math.max(stated, trueMinor), keptByStatement(order, stated));
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
function keptByStatement(order: StatedOrder, stated: number): number {
  const keptMinor = order.refunds.reduce((sum, refund) => sum + Math.max(0, settledDiscrepancy(refund)), 0);
  return Math.max(0, stated, keptMinor);
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

function statedDiscrepancy(order: StatedOrder, doubts: Set<OrderDoubt>): number {
  const { refunds, refundDiscrepancyMinor } = order;
  const all = refunds.flatMap((refund) => refund.adjustments ?? []);
  if (all.length === 0 || refunds.some((refund) => refund.adjustments === null)) {
    const pendingMinor = refunds.reduce((total, refund) => total + refund.pendingMinor, 0);
    return towardsZero(refundDiscrepancyMinor, pendingMinor);
  }
  if (all.some(({ reason }) => reason !== null && !KNOWN_REASONS.has(reason)))
    doubts.add("unknown_adjustment_reason");
  const settledMinor = refunds.reduce((total, refund) => total + settledDiscrepancy(refund), 0);
  const regular = all.filter(({ reason }) => reason !== PENDING);
  const readings = [settledMinor, ...[all, regular].flatMap((some) => [sumOf(some, 0), sumOf(some, 1)])];
  if (!readings.includes(refundDiscrepancyMinor)) doubts.add("discrepancy_disagrees");
  return settledMinor;
}

/**
 * A refund's discrepancy without what is still on its way. Shopify states the whole of a pending refund as kept, and takes it back with a
 * PENDING_REFUND_DISCREPANCY once the money went; one that takes nothing back only announces. Nothing that is on its way was given
 * back beyond the goods.
 */
export function settledDiscrepancy({ adjustments, pendingMinor }: StatedRefund): number {
  const all = adjustments ?? [];
  if (pendingMinor > 0) return Math.max(0, sumOf(all, 1) - pendingMinor);
  const regular = all.filter(({ reason }) => reason !== PENDING);
  const takenBack = sumOf(all, 0) - sumOf(regular, 0);
  const takesBack = takenBack < 0 && regular.some(({ amountMinor }) => amountMinor === -takenBack);
  return sumOf(takesBack ? all : regular, 0);
}

/** What a pending refund states that it will give back beyond the goods. */
function announcedBeyondGoods({ adjustments, pendingMinor }: StatedRefund): number {
  if (pendingMinor === 0 || !adjustments?.length) return 0;
  return Math.min(0, sumOf(adjustments, 1) - pendingMinor);
}

function sumOf(adjustments: readonly StatedAdjustment[], taxes: 0 | 1): number {
  return adjustments.reduce((sum, one) => sum + one.amountMinor + taxes * one.taxMinor, 0);
}

/** Moved towards 0 by this amount, and not beyond 0. */
function towardsZero(amount: number, by: number): number {
  return amount > 0 ? Math.max(0, amount - by) : Math.min(0, amount + by);
}
