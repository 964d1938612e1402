import type { RequestContext } from "../../shop-internals.ts";
import {
  currentQuantity,
  grossMinor,
  lineDiscountMinor,
  orderTotals,
  refundedUnits,
  taxOnMinor,
} from "../../store/order-totals.ts";
import {
  type DiscountRecord,
  gid,
  type LineRecord,
  type OrderRecord,
  type RefundLineRecord,
  type RefundRecord,
} from "../../store/records.ts";
import { listConnection } from "../connection.ts";
import { define, type FieldMap, Typed, with_ } from "../field.ts";
import { bag, instantOrNull, instantText, type Money } from "./values.ts";

interface LineSource {
  order: OrderRecord;
  line: LineRecord;
}

interface RefundSource {
  order: OrderRecord;
  refund: RefundRecord;
}

interface DiscountSource {
  order: OrderRecord;
  discount: DiscountRecord;
  index: number;
}

const PAGE = ["first", "last", "after", "before", "reverse"];

function discountNode(order: OrderRecord, index: number): Typed {
  const discount = order.discounts[index]!;
  const type = {
    code: "DiscountCodeApplication",
    automatic: "AutomaticDiscountApplication",
    manual: "ManualDiscountApplication",
  };
  return new Typed(type[discount.kind], { order, discount, index } satisfies DiscountSource);
}

function lineNode(order: OrderRecord, line: LineRecord): LineSource {
  return { order, line };
}

/** The part of a line's discount that is not spread from a discount on the whole order. */
function ownDiscountMinor({ order, line }: LineSource): number {
  let sum = 0;
  for (const { index, amountMinor } of line.allocations)
    if (order.discounts[index]?.target === "line") sum += amountMinor;
  return sum;
}

export function defineOrders(map: FieldMap): void {
  const amount =
    (of: (order: OrderRecord) => number, style: "short" | "full" = "short") =>
    (order: OrderRecord, _args: unknown, ctx: RequestContext) =>
      bag(order, of(order), ctx, style);
  const total = (key: keyof Omit<ReturnType<typeof orderTotals>, "financialStatus">) =>
    amount((order) => orderTotals(order)[key]);

  define<OrderRecord>(map, "Order", {
    id: (order) => gid("Order", order.id),
    legacyResourceId: (order) => String(order.id),
    name: (order) => `#${order.number}`,
    number: (order) => order.number,
    createdAt: (order) => instantText(order.createdAtMs),
    processedAt: (order) => instantText(order.processedAtMs),
    updatedAt: (order) => instantText(order.updatedAtMs),
    cancelledAt: (order) => instantOrNull(order.cancelledAtMs),
    cancelReason: (order) => order.cancelReason,
    closed: (order) => order.cancelledAtMs !== null,
    test: (order) => order.test,
    edited: (order) => order.edited,
    confirmed: () => true,
    currencyCode: (_order, _args, ctx) => ctx.shop.store.shop.currency,
    presentmentCurrencyCode: (order, _args, ctx) =>
      order.presentment?.currency ?? ctx.shop.store.shop.currency,
    displayFinancialStatus: (order) => orderTotals(order).financialStatus,
    displayFulfillmentStatus: (order) => (order.cancelledAtMs === null ? "FULFILLED" : "UNFULFILLED"),
    returnStatus: (order) => (order.refunds.length > 0 ? "RETURNED" : "NO_RETURN"),
    email: (order) => order.email,
    phone: () => null,
    note: (order) => order.note,
    tags: (order) => order.tags,
    customerLocale: (order) => order.locale,
    customer: (order, _args, ctx) =>
      order.customerId === null ? null : (ctx.shop.store.customers.get(order.customerId) ?? null),
    sourceName: (order) => order.sourceName,
    attribution: (order) => order.channel,
    app: (order) => order.channel,
    discountCode: (order) => order.discounts.find((one) => one.kind === "code")?.label ?? null,
    discountCodes: (order) => order.discounts.filter((one) => one.kind === "code").map((one) => one.label),
    discountApplications: with_(PAGE, (order, args) =>
      listConnection(
        order.discounts.map((_, index) => discountNode(order, index)),
        args,
      ),
    ),
    shippingAddress: (order) => order.shippingAddress,
    billingAddress: (order) => order.billingAddress,
    displayAddress: (order) => order.shippingAddress ?? order.billingAddress,
    taxesIncluded: (order) => order.taxesIncluded,
    subtotalLineItemsQuantity: (order) => orderTotals(order).units,
    currentSubtotalLineItemsQuantity: (order) => orderTotals(order).currentUnits,
    subtotalPriceSet: total("subtotalMinor"),
    totalDiscountsSet: total("discountsMinor"),
    totalTaxSet: total("taxMinor"),
    totalPriceSet: total("totalMinor"),
    originalTotalPriceSet: amount((order) => order.originalTotalMinor, "full"),
    totalShippingPriceSet: amount((order) => order.shippingMinor, "full"),
    totalTipReceivedSet: amount(() => 0),
    currentSubtotalPriceSet: total("currentSubtotalMinor"),
    currentTotalDiscountsSet: total("currentDiscountsMinor"),
    currentTotalTaxSet: total("currentTaxMinor"),
    currentTotalPriceSet: total("currentTotalMinor"),
    currentShippingPriceSet: total("currentShippingMinor"),
    currentTotalDutiesSet: () => null,
    originalTotalDutiesSet: () => null,
    totalRefundedSet: total("refundedMinor"),
    totalRefundedShippingSet: total("refundedShippingMinor"),
    totalReceivedSet: total("receivedMinor"),
    totalOutstandingSet: total("outstandingMinor"),
    netPaymentSet: total("netPaymentMinor"),
    fullyPaid: (order) => order.payment === "paid" && orderTotals(order).outstandingMinor <= 0,
    unpaid: (order) => order.payment === "pending" || order.payment === "authorized",
    paymentGatewayNames: (order) => (order.payment === "paid" ? ["manual"] : []),
    lineItems: with_(PAGE, (order, args) =>
      listConnection(
        order.lines.map((line) => lineNode(order, line)),
        args,
      ),
    ),
    refunds: with_(["first"], (order, args): RefundSource[] => {
      const refunds = order.refunds.map((refund) => ({ order, refund }));
      return typeof args.first === "number" ? refunds.slice(0, args.first) : refunds;
    }),
  });
  define<NonNullable<OrderRecord["channel"]>>(map, "OrderAttribution", {
    handle: (channel) => channel.handle,
    displayName: (channel) => channel.displayName,
    icon: () => null,
  });
  define<NonNullable<OrderRecord["channel"]>>(map, "OrderApp", {
    id: (channel) => gid("OrderApp", channel.handle === "pos" ? 129785 : 580111),
    name: (channel) => channel.displayName,
  });
  defineLines(map);
  defineRefunds(map);
  defineDiscounts(map);
}

function defineLines(map: FieldMap): void {
  const amount =
    (of: (source: LineSource) => number, style: "short" | "full" = "short") =>
    (source: LineSource, _args: unknown, ctx: RequestContext) =>
      bag(source.order, of(source), ctx, style);
  const netMinor = ({ line }: LineSource) => grossMinor(line) - lineDiscountMinor(line);
  define<LineSource>(map, "LineItem", {
    id: ({ line }) => gid("LineItem", line.id),
    title: ({ line }) => line.title,
    name: ({ line }) => (line.variantTitle ? `${line.title} - ${line.variantTitle}` : line.title),
    variantTitle: ({ line }) => line.variantTitle,
    sku: ({ line }) => line.sku,
    quantity: ({ line }) => line.quantity,
    currentQuantity: ({ order, line }) => currentQuantity(order, line),
    refundableQuantity: ({ order, line }) =>
      line.quantity - line.removedQuantity - refundedUnits(order, line.id),
    isGiftCard: ({ line }) => line.isGiftCard,
    requiresShipping: ({ line }) => !line.isGiftCard,
    taxable: ({ line }) => !line.isGiftCard,
    originalUnitPriceSet: amount(({ line }) => line.unitPriceMinor, "full"),
    originalTotalSet: amount(({ line }) => grossMinor(line)),
    discountedUnitPriceSet: amount((source) =>
      Math.round((grossMinor(source.line) - ownDiscountMinor(source)) / Math.max(1, source.line.quantity)),
    ),
    discountedUnitPriceAfterAllDiscountsSet: amount((source) =>
      Math.round(netMinor(source) / Math.max(1, source.line.quantity)),
    ),
    discountedTotalSet: amount((source) => grossMinor(source.line) - ownDiscountMinor(source)),
    totalDiscountSet: amount(ownDiscountMinor),
    // Of all ordered units; a line without tax has none.
    taxLines: with_(["first"], (source) => {
      const taxMinor = taxOnMinor(source.order, netMinor(source), !source.line.isGiftCard);
      return taxMinor === 0 ? [] : [{ order: source.order, taxMinor }];
    }),
    discountAllocations: ({ order, line }) =>
      line.allocations.map((allocation) => ({ order, ...allocation })),
    product: ({ line }, _args, ctx) =>
      line.productId === null ? null : (ctx.shop.store.products.get(line.productId) ?? null),
    variant: ({ line }, _args, ctx) =>
      line.variantId === null ? null : (ctx.shop.store.variants.get(line.variantId) ?? null),
  });
  define<{ order: OrderRecord; taxMinor: number }>(map, "TaxLine", {
    priceSet: ({ order, taxMinor }, _args, ctx) => bag(order, taxMinor, ctx),
    rate: ({ order }) => order.taxRate,
    ratePercentage: ({ order }) => order.taxRate * 100,
    title: () => "VAT",
  });
  define<{ order: OrderRecord; index: number; amountMinor: number }>(map, "DiscountAllocation", {
    allocatedAmountSet: ({ order, amountMinor }, _args, ctx) => bag(order, amountMinor, ctx, "full"),
    discountApplication: ({ order, index }) => discountNode(order, index),
  });
}

function defineRefunds(map: FieldMap): void {
  define<RefundSource>(map, "Refund", {
    id: ({ refund }) => gid("Refund", refund.id),
    legacyResourceId: ({ refund }) => String(refund.id),
    createdAt: ({ refund }) => instantText(refund.createdAtMs),
    processedAt: ({ refund }) => instantText(refund.createdAtMs),
    updatedAt: ({ refund }) => instantText(refund.createdAtMs),
    note: ({ refund }) => refund.note,
    order: ({ order }) => order,
    totalRefundedSet: ({ order, refund }, _args, ctx) =>
      bag(order, refund.pending ? 0 : refund.amountMinor, ctx),
    refundLineItems: with_(PAGE, ({ order, refund }, args) =>
      listConnection(
        refund.lines.map((refunded) => ({ order, refunded })),
        args,
      ),
    ),
  });
  define<{ order: OrderRecord; refunded: RefundLineRecord }>(map, "RefundLineItem", {
    id: ({ refunded }) => gid("RefundLineItem", refunded.id),
    quantity: ({ refunded }) => refunded.quantity,
    restockType: ({ refunded }) => refunded.restock,
    restocked: ({ refunded }) => refunded.restock !== "NO_RESTOCK",
    lineItem: ({ order, refunded }) =>
      lineNode(order, order.lines.find((line) => line.id === refunded.lineId)!),
    priceSet: ({ order, refunded }, _args, ctx) =>
      bag(order, order.lines.find((line) => line.id === refunded.lineId)!.unitPriceMinor, ctx, "full"),
    subtotalSet: ({ order, refunded }, _args, ctx) => bag(order, refunded.subtotalMinor, ctx),
    totalTaxSet: ({ order, refunded }, _args, ctx) => bag(order, refunded.taxMinor, ctx),
  });
}

function defineDiscounts(map: FieldMap): void {
  const shared = {
    index: ({ index }: DiscountSource) => index,
    allocationMethod: ({ discount }: DiscountSource) => (discount.target === "order" ? "ACROSS" : "ONE"),
    targetSelection: ({ discount }: DiscountSource) => (discount.target === "order" ? "ALL" : "EXPLICIT"),
    targetType: () => "LINE_ITEM",
    value: ({ discount }: DiscountSource, _args: unknown, ctx: RequestContext) =>
      "percentage" in discount.value
        ? new Typed("PricingPercentageValue", discount.value)
        : new Typed("MoneyV2", {
            minor: discount.value.amountMinor,
            currency: ctx.shop.store.shop.currency,
            style: "full",
          } satisfies Money),
  };
  define<DiscountSource>(map, "DiscountCodeApplication", {
    ...shared,
    code: ({ discount }) => discount.label,
  });
  define<DiscountSource>(map, "AutomaticDiscountApplication", {
    ...shared,
    title: ({ discount }) => discount.label,
  });
  define<DiscountSource>(map, "ManualDiscountApplication", {
    ...shared,
    title: ({ discount }) => discount.label,
    description: () => null,
  });
  define<{ percentage: number }>(map, "PricingPercentageValue", { percentage: (value) => value.percentage });
}
