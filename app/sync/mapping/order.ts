import { moneyOfOrder, type OrderMoney } from "../../clv/historic/order-money.ts";
import type { StatedLine, StatedOrder } from "../../clv/historic/stated-order.ts";
import type { OrderLineRow, OrderRefundRow, OrderRow } from "../../db/queries/source/columns.ts";
import { type KeptDetails, NOTHING_KEPT } from "../../db/queries/source/kept.ts";
import { dayIn } from "../../platform/clock.ts";
import { isKnownCurrency } from "../../platform/currencies.ts";
import { idFromGid } from "../../platform/ids.ts";
import { minorUnits } from "../../platform/money.ts";
import { type LineNode, lineNode, type OrderNode, orderNode } from "../../shopify/operations/order.ts";
import type { MappingShop } from "../shop/shop-facts.ts";
import { parseNode, Refused, refusing } from "./node.ts";
import { chargebackOf, type RefundDetails, statedLine, statedOrder } from "./stated-order.ts";

/** What an order's own nodes do not hold. */
export interface OrderDetails {
  /** By the refund's gid; null where the order was not read singly. */
  readonly refunds: ReadonlyMap<string, RefundDetails> | null;
  readonly kept: KeptDetails;
}

export const NO_DETAILS: OrderDetails = { refunds: null, kept: NOTHING_KEPT };

export interface MappedOrder {
  readonly order: OrderRow;
  readonly lines: readonly OrderLineRow[];
  readonly refunds: readonly OrderRefundRow[];
  /** It has to be read singly: what a file says of its refunds is not certain. */
  readonly needsRefunds: boolean;
  /** ISO 8601: how long Shopify may still find out which visits came before it; null where it has. */
  readonly visitsUntil: string | null;
}

/** A line that cannot become a row, by its place among the nodes; its order cannot either. */
export class RefusedLine extends Refused {
  readonly at: number;
  constructor(at: number, { reason, message }: Refused) {
    super(reason, message);
    this.at = at;
  }
}

/** Of an order whose visits Shopify does not know by then it never will. */
const VISITS_WITHIN_MS = 3_600_000;

/** Shopify's name for sales of the till: who buys there takes the goods along. */
export const TILL = "pos";

interface ParsedLine {
  readonly lineId: number;
  readonly productId: number | null;
  readonly node: LineNode;
  readonly stated: StatedLine;
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
  const lines = lineNodes
    .map((line, at) => {
      try {
        return parseLine(line, details.kept, shop);
      } catch (error) {
        if (error instanceof Refused) throw new RefusedLine(at, error);
        throw error;
      }
    })
    .sort((a, b) => a.lineId - b.lineId);
  return refusing(() => {
    const orderId = idFromGid(order.id, "Order");
    const stated = statedOrder(
      order,
      new Map(lines.map((line) => [line.node.id, line.stated])),
      details.refunds,
      shop.currency,
    );
    const money = moneyOfOrder(stated);
    const processedAt = instant(order.processedAt);
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
      recipientMark: recipientOf(order, shop),
      discountCodes: order.discountCodes,
      ...visitsOf(order),
      ...amountsOf(money, stated),
      currentTotalMinor: minorUnits(order.currentTotalPriceSet.shopMoney.amount, shop.currency),
      isSent: order.requiresShipping && order.sourceName !== TILL,
      chargeback: chargebackOf(order.disputes),
      doubts: money.doubts,
      historyFileId: null,
    };
    return {
      order: row,
      lines: lines.map((line, at) => lineRow(orderId, line, money.lines[at]!)),
      refunds: order.refunds.map((refund, at) =>
        refundRow(orderId, refund, processedAt, money.refunds[at]!, stated.refunds[at]!.pendingMinor, shop),
      ),
      needsRefunds: money.needsRefunds,
      visitsUntil:
        order.customerJourneySummary?.ready === false
          ? new Date(processedAt.getTime() + VISITS_WITHIN_MS).toISOString()
          : null,
    };
  });
}

/** Of an order without visits, or whose visits are not known. */
export const NO_VISITS = {
  firstVisitUtmSource: null,
  firstVisitUtmMedium: null,
  firstVisitUtmCampaign: null,
  lastVisitUtmSource: null,
  lastVisitUtmMedium: null,
  lastVisitUtmCampaign: null,
} as const;

/** Anybody can call the shop by a link of any length. */
const LONGEST_UTM = 200;

function visitsOf({ customerJourneySummary: journey }: OrderNode) {
  const said = (text: string | null | undefined) =>
    text ? Array.from(text).slice(0, LONGEST_UTM).join("") : null;
  const [first, last] = [journey?.firstVisit?.utmParameters, journey?.lastVisit?.utmParameters];
  return {
    firstVisitUtmSource: said(first?.source),
    firstVisitUtmMedium: said(first?.medium),
    firstVisitUtmCampaign: said(first?.campaign),
    lastVisitUtmSource: said(last?.source),
    lastVisitUtmMedium: said(last?.medium),
    lastVisitUtmCampaign: said(last?.campaign),
  };
}

/** The columns of an order that its money and Shopify's own sums give. */
export function amountsOf(money: OrderMoney, stated: StatedOrder) {
  return {
    grossSalesMinor: money.grossSalesMinor,
    discountsMinor: money.discountsMinor,
    returnsMinor: money.returnsMinor,
    netSalesMinor: money.netSalesMinor,
    refundDiscrepancyMinor: money.refundDiscrepancyMinor,
    discrepancyTaxMinor: money.refundDiscrepancyTaxMinor,
    shippingMinor: money.shippingMinor,
    taxMinor: money.taxMinor,
    tipsMinor: money.tipsMinor,
    giftCardsMinor: money.giftCardsMinor,
    dutiesMinor: stated.dutiesMinor,
    feesMinor: stated.feesMinor,
    receivedMinor: stated.receivedMinor,
    refundedMinor: stated.refundedMinor,
    outstandingMinor: money.outstandingMinor,
    costMinor: money.costMinor,
    costKnownNetSalesMinor: money.costKnownNetSalesMinor,
    exclusion: money.exclusion,
  };
}

function requireShopCurrency(code: string, shop: MappingShop): void {
  if (code === shop.currency) return;
  if (!isKnownCurrency(code))
    throw new Refused("unknown_currency", `"${code.slice(0, 20)}" is not a currency`);
  throw new Refused("other_currency", `shop money is in ${code}, the shop's currency is ${shop.currency}`);
}

/** Whom the goods were sent to; of an order that was not sent, who paid for it. */
function recipientOf({ shippingAddress, billingAddress }: OrderNode, shop: MappingShop): number | null {
  const name = shippingAddress?.name ?? billingAddress?.name ?? null;
  return name === null ? null : shop.recipientMark(name);
}

function instant(text: string): Date {
  const date = new Date(text);
  if (Number.isNaN(date.getTime())) throw new RangeError(`"${text.slice(0, 40)}" is not an instant`);
  return date;
}

function parseLine(node: unknown, kept: KeptDetails, shop: MappingShop): ParsedLine {
  const line = parseNode(lineNode, node);
  requireShopCurrency(line.originalUnitPriceSet.shopMoney.currencyCode, shop);
  return refusing(() => {
    const lineId = idFromGid(line.id, "LineItem");
    const known = kept.lines.get(lineId);
    // Shopify gives today's cost only, so the first that was seen stays.
    const unitCostMinor = known?.unitCostMinor ?? costOf(line, shop);
    // And no product where it was deleted.
    const productId = line.product ? idFromGid(line.product.id, "Product") : (known?.productId ?? null);
    return { lineId, productId, node: line, stated: statedLine(line, unitCostMinor, shop.currency) };
  });
}

/** A cost in another currency is as good as none: currencies are never mixed. */
function costOf(line: LineNode, shop: MappingShop): number | null {
  const cost = line.variant?.inventoryItem.unitCost;
  return cost && cost.currencyCode === shop.currency ? minorUnits(cost.amount, shop.currency) : null;
}

function lineRow(
  orderId: number,
  { lineId, productId, node, stated }: ParsedLine,
  money: OrderMoney["lines"][number],
): OrderLineRow {
  return {
    orderId,
    lineId,
    productId,
    variantId: node.variant ? idFromGid(node.variant.id, "ProductVariant") : null,
    title: node.title,
    kind: money.kind,
    quantity: node.quantity,
    currentQuantity: node.currentQuantity,
    unitPriceMinor: stated.unitPriceMinor,
    discountMinor: money.discountsMinor,
    returnsMinor: money.returnsMinor,
    netSalesMinor: money.netSalesMinor,
    unitCostMinor: stated.unitCostMinor,
  };
}

function refundRow(
  orderId: number,
  refund: OrderNode["refunds"][number],
  processedAt: Date,
  money: OrderMoney["refunds"][number],
  pendingMinor: number,
  shop: MappingShop,
): OrderRefundRow {
  const refundedAt = refund.createdAt === null ? processedAt : instant(refund.createdAt);
  return {
    orderId,
    refundId: idFromGid(refund.id, "Refund"),
    refundedAt: refundedAt.toISOString(),
    refundDay: dayIn(shop.timeZone, refundedAt),
    returnsMinor: money.returnsMinor,
    discrepancyMinor: money.discrepancyMinor,
    refundedMinor: minorUnits(refund.totalRefundedSet.shopMoney.amount, shop.currency),
    pendingMinor,
  };
}
