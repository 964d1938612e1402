import type { OrderLineRow, OrderRefundRow, OrderRow } from "../../db/queries/source/columns.ts";
import { type KeptDetails, NOTHING_KEPT } from "../../db/queries/source/kept.ts";
import { dayIn } from "../../platform/clock.ts";
import { idFromGid } from "../../platform/ids.ts";
import { isKnownCurrency, minorUnits } from "../../platform/money.ts";
import {
  type LineNode,
  lineNode,
  type OrderNode,
  orderNode,
  type RefundLineNode,
} from "../../shopify/operations/order.ts";
import type { MappingShop } from "../shop/shop-facts.ts";
import { parseNode, Refused, refusing } from "./node.ts";

/** What an order's own nodes do not hold. */
export interface OrderDetails {
  /** Lines of each refund by its id: only a single read has them. */
  readonly refundLines: ReadonlyMap<number, readonly RefundLineNode[]>;
  readonly kept: KeptDetails;
}

export const NO_DETAILS: OrderDetails = { refundLines: new Map(), kept: NOTHING_KEPT };

export interface MappedOrder {
  readonly order: OrderRow;
  readonly lines: readonly OrderLineRow[];
  readonly refunds: readonly OrderRefundRow[];
}

/** A line that cannot become a row, by its place among the nodes; its order cannot either. */
export class RefusedLine extends Refused {
  readonly at: number;
  constructor(at: number, { reason, message }: Refused) {
    super(reason, message);
    this.at = at;
  }
}

/**
 * The rows of a whole order: the one definition, whether its nodes came by a file or were read singly. The order of the lines does not
 * matter. Throws Refused; RefusedLine where a line is to blame.
 */
export function mapOrder(
  node: unknown,
  lineNodes: readonly unknown[],
  details: OrderDetails,
  shop: MappingShop,
): MappedOrder {
  const order = parseNode(orderNode, node);
  requireShopCurrency(order.currentShippingPriceSet.shopMoney.currencyCode, shop);
  const orderId = refusing(() => idFromGid(order.id, "Order"));
  const lines = lineNodes
    .map((line, at) => {
      try {
        return mapLine(orderId, line, order.taxesIncluded, details.kept, shop);
      } catch (error) {
        if (error instanceof Refused) throw new RefusedLine(at, error);
        throw error;
      }
    })
    .sort((a, b) => a.lineId - b.lineId);
  return refusing(() => {
    const processedAt = instant(order.processedAt);
    const totals = totalsOf(lines);
    const row: OrderRow = {
      orderId,
      name: order.name,
      customerId: order.customer ? idFromGid(order.customer.id, "Customer") : null,
      guestEmail: order.customer ? null : order.email?.trim().toLowerCase() || null,
      processedAt: processedAt.toISOString(),
      orderDay: dayIn(shop.timeZone, processedAt),
      sourceUpdatedAt: instant(order.updatedAt).toISOString(),
      cancelledAt: order.cancelledAt === null ? null : instant(order.cancelledAt).toISOString(),
      financialStatus: order.displayFinancialStatus,
      currency: shop.currency,
      channel: order.attribution?.displayName ?? order.sourceName,
      countryCode: order.shippingAddress?.countryCodeV2 ?? order.billingAddress?.countryCodeV2 ?? null,
      discountCodes: order.discountCodes,
      grossSalesMinor: totals.grossSalesMinor,
      discountsMinor: totals.discountsMinor,
      returnsMinor: totals.returnsMinor,
      netSalesMinor: totals.netSalesMinor,
      refundDiscrepancyMinor: 0,
      shippingMinor: minorUnits(order.currentShippingPriceSet.shopMoney.amount, shop.currency),
      taxMinor: 0,
      tipsMinor: 0,
      giftCardsMinor: 0,
      dutiesMinor: 0,
      feesMinor: 0,
      currentTotalMinor: 0,
      receivedMinor: 0,
      refundedMinor: 0,
      outstandingMinor: 0,
      chargeback: null,
      doubts: [],
      costMinor: totals.costMinor,
      costKnownNetSalesMinor: totals.costKnownNetSalesMinor,
      exclusion: exclusionOf(order, lines, totals.keptQuantity),
    };
    // All that came back to an order came with its only refund, unless an edit took something off as well.
    const ofOnlyRefund = order.refunds.length === 1 && !order.edited ? row.returnsMinor : null;
    return {
      order: row,
      lines,
      refunds: order.refunds.map((refund) =>
        mapRefund(order, orderId, refund, processedAt, ofOnlyRefund, details, shop),
      ),
    };
  });
}

function requireShopCurrency(code: string, shop: MappingShop): void {
  if (code === shop.currency) return;
  if (!isKnownCurrency(code))
    throw new Refused("unknown_currency", `"${code.slice(0, 20)}" is not a currency`);
  throw new Refused("other_currency", `shop money is in ${code}, the shop's currency is ${shop.currency}`);
}

function instant(text: string): Date {
  const date = new Date(text);
  if (Number.isNaN(date.getTime())) throw new RangeError(`"${text.slice(0, 40)}" is not an instant`);
  return date;
}

/** Sums over the lines that are no gift cards. */
function totalsOf(lines: readonly OrderLineRow[]) {
  const totals = {
    grossSalesMinor: 0,
    discountsMinor: 0,
    returnsMinor: 0,
    netSalesMinor: 0,
    costMinor: 0,
    costKnownNetSalesMinor: 0,
    keptQuantity: 0,
  };
  for (const line of lines) {
    if (line.isGiftCard) continue;
    totals.grossSalesMinor += line.netSalesMinor + line.returnsMinor + line.discountMinor;
    totals.discountsMinor += line.discountMinor;
    totals.returnsMinor += line.returnsMinor;
    totals.netSalesMinor += line.netSalesMinor;
    totals.keptQuantity += line.currentQuantity;
    if (line.unitCostMinor === null) continue;
    totals.costMinor += line.unitCostMinor * line.currentQuantity;
    totals.costKnownNetSalesMinor += line.netSalesMinor;
  }
  return totals;
}

/** Why an order never counts, or null when it does. */
function exclusionOf(order: OrderNode, lines: readonly OrderLineRow[], keptQuantity: number): string | null {
  if (order.test) return "test";
  if (order.displayFinancialStatus === "VOIDED") return "voided";
  if (lines.length > 0 && lines.every((line) => line.isGiftCard)) return "gift_card";
  return order.cancelledAt !== null && keptQuantity === 0 ? "cancelled" : null;
}

function mapRefund(
  order: OrderNode,
  orderId: number,
  refund: OrderNode["refunds"][number],
  processedAt: Date,
  ofOnlyRefund: number | null,
  { refundLines, kept }: OrderDetails,
  shop: MappingShop,
): OrderRefundRow {
  const refundId = idFromGid(refund.id, "Refund");
  const refundedAt = refund.createdAt === null ? processedAt : instant(refund.createdAt);
  const lines = refundLines.get(refundId);
  return {
    orderId,
    refundId,
    refundedAt: refundedAt.toISOString(),
    refundDay: dayIn(shop.timeZone, refundedAt),
    returnsMinor: lines
      ? refundReturnsMinor(lines, order.taxesIncluded, shop)
      : (kept.refunds.get(refundId)?.returnsMinor ?? ofOnlyRefund),
    discrepancyMinor: kept.refunds.get(refundId)?.discrepancyMinor ?? null,
    refundedMinor: minorUnits(refund.totalRefundedSet.shopMoney.amount, shop.currency),
  };
}

/** Value of the refunded units, after discounts, without tax. Throws Refused. */
export function refundReturnsMinor(
  lines: readonly RefundLineNode[],
  taxesIncluded: boolean,
  shop: MappingShop,
): number {
  return refusing(() => {
    let sum = 0;
    for (const line of lines) {
      if (line.lineItem.isGiftCard) continue;
      sum += minorUnits(line.subtotalSet.shopMoney.amount, shop.currency);
      if (taxesIncluded) sum -= minorUnits(line.totalTaxSet.shopMoney.amount, shop.currency);
    }
    return sum;
  });
}

function mapLine(
  orderId: number,
  node: unknown,
  taxesIncluded: boolean,
  kept: KeptDetails,
  shop: MappingShop,
): OrderLineRow {
  const line = parseNode(lineNode, node);
  requireShopCurrency(line.originalUnitPriceSet.shopMoney.currencyCode, shop);
  return refusing(() => {
    const lineId = idFromGid(line.id, "LineItem");
    const unitPriceMinor = minorUnits(line.originalUnitPriceSet.shopMoney.amount, shop.currency);
    const money = lineMoney({
      unitPriceMinor,
      quantity: line.quantity,
      keptQuantity: line.currentQuantity,
      discountsMinor: sum(
        line.discountAllocations.map((one) => one.allocatedAmountSet),
        shop,
      ),
      taxMinor: taxesIncluded
        ? sum(
            line.taxLines.map((one) => one.priceSet),
            shop,
          )
        : 0,
    });
    return {
      orderId,
      lineId,
      productId: line.product ? idFromGid(line.product.id, "Product") : null,
      variantId: line.variant ? idFromGid(line.variant.id, "ProductVariant") : null,
      title: line.title,
      quantity: line.quantity,
      currentQuantity: line.currentQuantity,
      unitPriceMinor,
      discountMinor: money.discountMinor,
      returnsMinor: money.returnsMinor,
      netSalesMinor: money.netSalesMinor,
      isGiftCard: line.isGiftCard,
      // Shopify gives today's cost only, so the first that was seen stays.
      unitCostMinor: kept.lines.get(lineId)?.unitCostMinor ?? costOf(line, shop),
    };
  });
}

/** A cost in another currency is as good as none: currencies are never mixed. */
function costOf(line: LineNode, shop: MappingShop): number | null {
  const cost = line.variant?.inventoryItem.unitCost;
  return cost && cost.currencyCode === shop.currency ? minorUnits(cost.amount, shop.currency) : null;
}

function sum(amounts: readonly { shopMoney: { amount: string } }[], shop: MappingShop): number {
  let total = 0;
  for (const { shopMoney } of amounts) total += minorUnits(shopMoney.amount, shop.currency);
  return total;
}

export interface LineAmounts {
  readonly unitPriceMinor: number;
  readonly quantity: number;
  /** After edits and refunds. */
  readonly keptQuantity: number;
  readonly discountsMinor: number;
  /** Tax inside the price of the whole line; 0 where prices are without tax. */
  readonly taxMinor: number;
}

/**
 * Gross sales, discounts, returns and net sales of one line, in minor units and without tax; gross - discounts - returns
 * = net exactly. Tax inside the price is taken out of gross in proportion; returns are what the units that were not kept cost
 * after discounts.
 */
export function lineMoney(
  line: LineAmounts,
): Pick<OrderLineRow, "discountMinor" | "returnsMinor" | "netSalesMinor"> & { readonly grossMinor: number } {
  const priced = line.unitPriceMinor * line.quantity;
  const discounted = priced - line.discountsMinor;
  const soldMinor = discounted - line.taxMinor;
  const grossMinor =
    line.taxMinor === 0 || discounted <= 0 ? priced : Math.round((priced * soldMinor) / discounted);
  const netSalesMinor = line.quantity === 0 ? 0 : Math.round((soldMinor * line.keptQuantity) / line.quantity);
  return {
    grossMinor,
    discountMinor: grossMinor - soldMinor,
    returnsMinor: soldMinor - netSalesMinor,
    netSalesMinor,
  };
}
