import type { CustomerRow } from "../mapping/customer.ts";
import type { OrderHead, OrderLineRow, OrderRefundRow } from "../mapping/order.ts";
import { copyFields } from "./copy-text.ts";

// The fields that staging tables and tables have in common, in the order of their columns in db/queries.

export function customerFields(customer: CustomerRow): string {
  return copyFields([
    customer.customerId,
    customer.sourceCreatedAt,
    customer.sourceUpdatedAt,
    customer.firstName,
    customer.lastName,
    customer.email,
    customer.emailVerified,
    customer.emailMarketingState,
    customer.emailOptInLevel,
    customer.emailStateUpdatedAt,
    customer.countryCode,
    customer.tags,
    customer.shopifyRfmGroup,
    customer.shopifySpendTier,
  ]);
}

export function orderFields(order: OrderHead): string {
  return copyFields([
    order.orderId,
    order.name,
    order.customerId,
    order.guestEmail,
    order.processedAt,
    order.orderDay,
    order.sourceUpdatedAt,
    order.cancelledAt,
    order.financialStatus,
    order.currency,
    order.channel,
    order.countryCode,
    order.discountCodes,
    order.shippingMinor,
  ]);
}

export function lineFields(line: OrderLineRow): string {
  return copyFields([
    line.orderId,
    line.lineId,
    line.productId,
    line.variantId,
    line.title,
    line.quantity,
    line.currentQuantity,
    line.unitPriceMinor,
    line.discountMinor,
    line.returnsMinor,
    line.netSalesMinor,
    line.isGiftCard,
    line.unitCostMinor,
  ]);
}

export function refundFields(refund: OrderRefundRow, returnsMinor: number | null): string {
  return copyFields([
    refund.orderId,
    refund.refundId,
    refund.refundedAt,
    refund.refundDay,
    returnsMinor,
    refund.refundedMinor,
  ]);
}
