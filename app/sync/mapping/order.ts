import type { z } from "zod";
import { dayIn } from "../../platform/clock.ts";
import { isKnownCurrency } from "../../platform/currencies.ts";
import { idFromGid } from "../../platform/ids.ts";
import { minorUnits } from "../../platform/money.ts";
import { lineNode, type OrderNode, orderNode, type RefundLineNode } from "../../shopify/operations/order.ts";
import type { MappingShop } from "../shop/shop-facts.ts";

/** An order without what follows from its lines: those sums are made where the lines are, in the database. */
export interface OrderHead {
  readonly orderId: number;
  readonly name: string;
  readonly customerId: number | null;
  readonly guestEmail: string | null;
  readonly processedAt: string;
  readonly orderDay: string;
  readonly sourceUpdatedAt: string;
  readonly cancelledAt: string | null;
  readonly financialStatus: string | null;
  readonly currency: string;
  readonly channel: string | null;
  readonly countryCode: string | null;
  readonly discountCodes: readonly string[];
  /** Charged for shipping and not given back; with tax where the order's prices have it. */
  readonly shippingMinor: number;
  readonly isTest: boolean;
  readonly isEdited: boolean;
  readonly taxesIncluded: boolean;
}

export interface OrderLineRow {
  readonly orderId: number;
  readonly lineId: number;
  readonly productId: number | null;
  readonly variantId: number | null;
  readonly title: string;
  readonly quantity: number;
  readonly currentQuantity: number;
  readonly unitPriceMinor: number;
  readonly grossMinor: number;
  readonly discountMinor: number;
  readonly returnsMinor: number;
  readonly netSalesMinor: number;
  readonly isGiftCard: boolean;
  readonly unitCostMinor: number | null;
}

export interface OrderRefundRow {
  readonly orderId: number;
  readonly refundId: number;
  readonly refundedAt: string;
  readonly refundDay: string;
  /** Null where the refund's lines are not known. */
  readonly returnsMinor: number | null;
  readonly refundedMinor: number;
}

export type MappedOrder = OrderHead & { readonly refunds: readonly OrderRefundRow[] };

export type RefusalReason = "bad_shape" | "bad_value" | "unknown_currency" | "other_currency";

/** A node that cannot become rows. `detail` holds no personal data. */
export class Refused extends Error {
  readonly retry = "never";
  readonly reason: RefusalReason;
  constructor(reason: RefusalReason, detail: string, options?: ErrorOptions) {
    super(detail, options);
    this.name = "Refused";
    this.reason = reason;
  }
}

/** Throws Refused("bad_shape") with the paths that are wrong. */
export function parseNode<T>(schema: z.ZodType<T>, node: unknown): T {
  const parsed = schema.safeParse(node);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues
    .slice(0, 5)
    .map((issue) => `${issue.path.join(".")}: ${issue.message}`);
  throw new Refused("bad_shape", problems.join("; "));
}

/** Runs a mapping whose values come from outside; what it finds impossible is Refused("bad_value"). */
function refusing<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof RangeError) throw new Refused("bad_value", error.message, { cause: error });
    throw error;
  }
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

/** Throws Refused. */
export function mapOrderHead(node: unknown, shop: MappingShop): MappedOrder {
  const order = parseNode(orderNode, node);
  requireShopCurrency(order.currentShippingPriceSet.shopMoney.currencyCode, shop);
  return refusing(() => {
    const orderId = idFromGid(order.id, "Order");
    const processedAt = instant(order.processedAt);
    return {
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
      shippingMinor: minorUnits(order.currentShippingPriceSet.shopMoney.amount, shop.currency),
      isTest: order.test,
      isEdited: order.edited,
      taxesIncluded: order.taxesIncluded,
      refunds: order.refunds.map((refund) => mapRefund(orderId, refund, processedAt, shop)),
    };
  });
}

function mapRefund(
  orderId: number,
  refund: OrderNode["refunds"][number],
  processedAt: Date,
  shop: MappingShop,
): OrderRefundRow {
  const refundedAt = refund.createdAt === null ? processedAt : instant(refund.createdAt);
  return {
    orderId,
    refundId: idFromGid(refund.id, "Refund"),
    refundedAt: refundedAt.toISOString(),
    refundDay: dayIn(shop.timeZone, refundedAt),
    returnsMinor: null,
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

/** Throws Refused. */
export function mapOrderLine(
  orderId: number,
  node: unknown,
  taxesIncluded: boolean,
  shop: MappingShop,
): OrderLineRow {
  const line = parseNode(lineNode, node);
  requireShopCurrency(line.originalUnitPriceSet.shopMoney.currencyCode, shop);
  return refusing(() => {
    const unitPriceMinor = minorUnits(line.originalUnitPriceSet.shopMoney.amount, shop.currency);
    const cost = line.variant?.inventoryItem.unitCost;
    return {
      orderId,
      lineId: idFromGid(line.id, "LineItem"),
      productId: line.product ? idFromGid(line.product.id, "Product") : null,
      variantId: line.variant ? idFromGid(line.variant.id, "ProductVariant") : null,
      title: line.title,
      quantity: line.quantity,
      currentQuantity: line.currentQuantity,
      unitPriceMinor,
      ...lineMoney({
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
      }),
      isGiftCard: line.isGiftCard,
      // A cost in another currency is as good as none: currencies are never mixed.
      unitCostMinor:
        cost && cost.currencyCode === shop.currency ? minorUnits(cost.amount, shop.currency) : null,
    };
  });
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
): Pick<OrderLineRow, "grossMinor" | "discountMinor" | "returnsMinor" | "netSalesMinor"> {
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
