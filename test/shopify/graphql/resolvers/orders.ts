import type { DiscountRecord, LineRecord, LineTaxRecord } from "../../store/order-records.ts";
import {
  currentQuantity,
  grossMinor,
  lineDiscountMinor,
  orderTotals,
  taxOfUnitsMinor,
} from "../../store/order-totals.ts";
import { gid, type OrderRecord } from "../../store/records.ts";
import { listConnection } from "../connection.ts";
import { define, type FieldMap, Typed, with_ } from "../field.ts";
import { bag, instantOrNull, instantText, type Money } from "./values.ts";

export interface LineSource {
  order: OrderRecord;
  line: LineRecord;
}

interface TaxSource extends LineTaxRecord {
  order: OrderRecord;
}

interface DiscountSource {
  order: OrderRecord;
  discount: DiscountRecord;
  index: number;
}

export const PAGE = ["first", "last", "after", "before", "reverse"];

function discountNode(order: OrderRecord, index: number): Typed {
  const discount = order.discounts[index]!;
  const type = {
    code: "DiscountCodeApplication",
    automatic: "AutomaticDiscountApplication",
    manual: "ManualDiscountApplication",
  };
  return new Typed(type[discount.kind], { order, discount, index } satisfies DiscountSource);
}

export function lineNode(order: OrderRecord, line: LineRecord): LineSource {
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
    (order: OrderRecord) =>
      bag(order, of(order), style);
  const total = (key: keyof Omit<ReturnType<typeof orderTotals>, "financialStatus">) =>
    amount((order) => orderTotals(order)[key]);

  const feesOf = (order: OrderRecord) => order.fees.reduce((sum, fee) => sum + fee.amountMinor, 0);
  const chargedOrNull =
    (charged: (order: OrderRecord) => number, key?: Parameters<typeof total>[0]) => (order: OrderRecord) => {
      const chargedMinor = charged(order);
      return chargedMinor === 0 ? null : bag(order, key ? orderTotals(order)[key] : chargedMinor);
    };

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
    currencyCode: (order) => order.currency,
    presentmentCurrencyCode: (order) => order.presentment?.currency ?? order.currency,
    displayFinancialStatus: (order) => orderTotals(order).financialStatus,
    displayFulfillmentStatus: (order) => (order.cancelledAtMs === null ? "FULFILLED" : "UNFULFILLED"),
    requiresShipping: (order) =>
      order.shippingMinor > 0 || order.lines.some((line) => !line.isGiftCard && !line.isTip),
    returnStatus: (order) =>
      order.returns.length > 0 || order.refunds.some((refund) => refund.lines.length > 0)
        ? "RETURNED"
        : "NO_RETURN",
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
    totalTipReceivedSet: total("tipsMinor"),
    currentSubtotalPriceSet: total("currentSubtotalMinor"),
    currentTotalDiscountsSet: total("currentDiscountsMinor"),
    currentTotalTaxSet: total("currentTaxMinor"),
    currentTotalPriceSet: total("currentTotalMinor"),
    currentShippingPriceSet: total("currentShippingMinor"),
    // "Returns null if additional fees aren't applicable"; so are duties.
    originalTotalDutiesSet: chargedOrNull((order) => order.dutiesMinor),
    currentTotalDutiesSet: chargedOrNull((order) => order.dutiesMinor, "currentDutiesMinor"),
    originalTotalAdditionalFeesSet: chargedOrNull(feesOf),
    currentTotalAdditionalFeesSet: chargedOrNull(feesOf, "currentFeesMinor"),
    dutiesIncluded: () => false,
    refundDiscrepancySet: total("discrepancyMinor"),
    totalRefundedSet: total("refundedMinor"),
    totalRefundedShippingSet: total("refundedShippingMinor"),
    totalReceivedSet: total("receivedMinor"),
    totalOutstandingSet: total("outstandingMinor"),
    netPaymentSet: total("netPaymentMinor"),
    totalCapturableSet: total("capturableMinor"),
    capturable: (order) => orderTotals(order).capturableMinor > 0,
    fullyPaid: (order) => {
      const { receivedMinor, outstandingMinor, totalMinor } = orderTotals(order);
      return outstandingMinor <= 0 && (receivedMinor > 0 || totalMinor === 0);
    },
    unpaid: (order) => orderTotals(order).receivedMinor === 0 && orderTotals(order).totalMinor > 0,
    paymentGatewayNames: (order) => [...new Set(order.payments.map((payment) => payment.gateway))],
    lineItems: with_(PAGE, (order, args) =>
      listConnection(
        order.lines.map((line) => lineNode(order, line)),
        args,
      ),
    ),
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
  defineDiscounts(map);
}

function defineLines(map: FieldMap): void {
  const amount =
    (of: (source: LineSource) => number, style: "short" | "full" = "short") =>
    (source: LineSource) =>
      bag(source.order, of(source), style);
  const netMinor = ({ line }: LineSource) => grossMinor(line) - lineDiscountMinor(line);
  define<LineSource>(map, "LineItem", {
    id: ({ line }) => gid("LineItem", line.id),
    title: ({ line }) => line.title,
    name: ({ line }) => (line.variantTitle ? `${line.title} - ${line.variantTitle}` : line.title),
    variantTitle: ({ line }) => line.variantTitle,
    sku: ({ line }) => line.sku,
    quantity: ({ line }) => line.quantity,
    currentQuantity: ({ order, line }) => currentQuantity(order, line),
    refundableQuantity: ({ order, line }) => currentQuantity(order, line),
    isGiftCard: ({ line }) => line.isGiftCard,
    // A tip "is not something that can be fulfilled" (description of nonFulfillableQuantity), and is neither taxed nor shipped.
    requiresShipping: ({ line }) => !line.isGiftCard && !line.isTip,
    taxable: ({ line }) => !line.isGiftCard && !line.isTip,
    nonFulfillableQuantity: ({ order, line }) =>
      line.isTip ? line.quantity : line.quantity - currentQuantity(order, line),
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
    // "Including taxes charged for refunded and removed quantities"; a line without tax has none. Goods that cost nothing keep their
    // rate: public bodies of free lines say `"tax_lines":[{"price":"0.00","rate":0.06,...}]`.
    taxLines: with_(["first"], ({ order, line }): TaxSource[] => {
      if (line.taxes) {
        return line.taxes.filter((tax) => tax.amountMinor !== 0).map((tax) => ({ order, ...tax }));
      }
      const rate = line.taxRate ?? order.taxRate;
      if (rate === 0 || line.isGiftCard || line.isTip) return [];
      return [{ order, title: "VAT", rate, amountMinor: taxOfUnitsMinor(order, line, line.quantity) }];
    }),
    discountAllocations: ({ order, line }) =>
      line.allocations.map((allocation) => ({ order, ...allocation })),
    product: ({ line }, _args, ctx) =>
      line.productId === null ? null : (ctx.shop.store.products.get(line.productId) ?? null),
    variant: ({ line }, _args, ctx) =>
      line.variantId === null ? null : (ctx.shop.store.variants.get(line.variantId) ?? null),
  });
  define<TaxSource>(map, "TaxLine", {
    priceSet: ({ order, amountMinor }, _args) => bag(order, amountMinor),
    rate: ({ rate }) => rate,
    ratePercentage: ({ rate }) => rate * 100,
    title: ({ title }) => title,
  });
  define<{ order: OrderRecord; index: number; amountMinor: number }>(map, "DiscountAllocation", {
    allocatedAmountSet: ({ order, amountMinor }, _args) => bag(order, amountMinor, "full"),
    discountApplication: ({ order, index }) => discountNode(order, index),
  });
}

function defineDiscounts(map: FieldMap): void {
  const shared = {
    index: ({ index }: DiscountSource) => index,
    allocationMethod: ({ discount }: DiscountSource) => (discount.target === "order" ? "ACROSS" : "ONE"),
    targetSelection: ({ discount }: DiscountSource) => (discount.target === "order" ? "ALL" : "EXPLICIT"),
    targetType: () => "LINE_ITEM",
    value: ({ order, discount }: DiscountSource) =>
      "percentage" in discount.value
        ? new Typed("PricingPercentageValue", discount.value)
        : new Typed("MoneyV2", {
            minor: discount.value.amountMinor,
            currency: order.currency,
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
