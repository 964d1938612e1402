import type { StatedLine, StatedOrder, StatedRefund } from "../../clv/historic/stated-order.ts";
import { minorUnits } from "../../platform/money.ts";
import type {
  AdjustmentNode,
  LineNode,
  OrderNode,
  RefundLineNode,
  RefundTransactionNode,
} from "../../shopify/operations/order.ts";

interface MoneyNode {
  readonly shopMoney: { readonly amount: string };
}

/** What only a single read knows of a refund. */
export interface RefundDetails {
  readonly lines: readonly RefundLineNode[];
  readonly adjustments: readonly AdjustmentNode[];
  readonly transactions: readonly RefundTransactionNode[];
}

const minorOf =
  (currency: string) =>
  (money: MoneyNode | null): number =>
    money === null ? 0 : minorUnits(money.shopMoney.amount, currency);

/** A line as Shopify states it, in minor units. Throws a RangeError for what is no amount. */
export function statedLine(line: LineNode, unitCostMinor: number | null, currency: string): StatedLine {
  const minor = minorOf(currency);
  return {
    unitPriceMinor: minor(line.originalUnitPriceSet),
    quantity: line.quantity,
    keptQuantity: line.currentQuantity,
    discountMinor: sumOf(line.discountAllocations, (one) => minor(one.allocatedAmountSet)),
    taxMinor: sumOf(line.taxLines, (one) => minor(one.priceSet)),
    taxRate: line.taxLines.some((one) => one.rate === null)
      ? null
      : sumOf(line.taxLines, (one) => one.rate ?? 0),
    isGiftCard: line.isGiftCard,
    hasProduct: line.product !== null || line.variant !== null,
    unitCostMinor,
  };
}

/**
 * An order as Shopify states it, in minor units of the shop's currency: what the definition of its money takes. `lines` are known by
 * their gid. `details` has an entry for each refund by its gid, or is null for an order out of a bulk file. Throws a RangeError
 * for what is no amount.
 */
export function statedOrder(
  order: OrderNode,
  lines: ReadonlyMap<string, StatedLine>,
  details: ReadonlyMap<string, RefundDetails> | null,
  currency: string,
): StatedOrder {
  const minor = minorOf(currency);
  const lineAt = new Map([...lines.keys()].map((id, at) => [id, at]));
  return {
    taxesIncluded: order.taxesIncluded,
    isTest: order.test,
    isCancelled: order.cancelledAt !== null,
    isEdited: order.edited,
    financialStatus: order.displayFinancialStatus,
    lines: [...lines.values()],
    refunds: order.refunds.map((refund): StatedRefund => {
      const known = details?.get(refund.id);
      if (!known) return { lines: null, adjustments: null, pendingMinor: 0 };
      return {
        lines: known.lines.map((line) => ({
          line: lineAt.get(line.lineItem.id) ?? -1,
          quantity: line.quantity,
          subtotalMinor: minor(line.subtotalSet),
          taxMinor: minor(line.totalTaxSet),
        })),
        adjustments: known.adjustments.map((one) => ({
          amountMinor: minor(one.amountSet),
          taxMinor: minor(one.taxAmountSet),
          reason: one.reason,
        })),
        pendingMinor: sumOf(
          known.transactions.filter((one) => one.status === "PENDING"),
          (one) => minor(one.amountSet),
        ),
      };
    }),
    refundDiscrepancyMinor: minor(order.refundDiscrepancySet),
    tipsReceivedMinor: minor(order.totalTipReceivedSet),
    shippingMinor: minor(order.currentShippingPriceSet),
    dutiesMinor: minor(order.currentTotalDutiesSet),
    feesMinor: minor(order.currentTotalAdditionalFeesSet),
    totalTaxMinor: minor(order.totalTaxSet),
    currentTaxMinor: minor(order.currentTotalTaxSet),
    currentSubtotalMinor: minor(order.currentSubtotalPriceSet),
    receivedMinor: minor(order.totalReceivedSet),
    refundedMinor: minor(order.totalRefundedSet),
    outstandingMinor: minor(order.totalOutstandingSet),
  };
}

function sumOf<T>(all: readonly T[], amount: (one: T) => number): number {
  return all.reduce((sum, one) => sum + amount(one), 0);
}

const DISPUTE_OVER: Readonly<Record<string, "won" | "lost">> = {
  WON: "won",
  PREVENTED: "won",
  LOST: "lost",
  ACCEPTED: "lost",
  CHARGE_REFUNDED: "lost",
};

/** The order's chargeback, if it has one: lost where any was lost, open where any is undecided. An inquiry is none yet. */
export function chargebackOf(disputes: OrderNode["disputes"]): "open" | "won" | "lost" | null {
  const states = disputes
    .filter((dispute) => dispute.initiatedAs === "CHARGEBACK")
    .map((dispute) => DISPUTE_OVER[dispute.status] ?? "open");
  return (["lost", "open", "won"] as const).find((state) => states.includes(state)) ?? null;
}
