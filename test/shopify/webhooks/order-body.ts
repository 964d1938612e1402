import { decimalText, presentmentMinor } from "../store/amount.ts";
import type { LineRecord, RefundRecord } from "../store/order-records.ts";
import {
  currentQuantity,
  grossMinor,
  lineDiscountMinor,
  orderTotals,
  taxOfUnitsMinor,
} from "../store/order-totals.ts";
import { gid, type OrderRecord } from "../store/records.ts";
import type { ShopStore } from "../store/store.ts";
import { addressBody, customerBody } from "./customer-body.ts";
import { offsetIso } from "./offset-time.ts";

type Money = (minor: number) => string;

/** `{ shop_money, presentment_money }`, as every `_set` of the REST resources. */
function moneySet(order: OrderRecord, minor: number): object {
  const { currency } = order;
  const buyer = order.presentment ?? { currency, rate: 1 };
  return {
    shop_money: { amount: decimalText(minor, currency), currency_code: currency },
    presentment_money: {
      amount: decimalText(presentmentMinor(minor, currency, buyer), buyer.currency),
      currency_code: buyer.currency,
    },
  };
}

export function orderBody(order: OrderRecord, store: ShopStore): object {
  const { shop } = store;
  const totals = orderTotals(order);
  const money: Money = (minor) => decimalText(minor, order.currency);
  const set = (minor: number) => moneySet(order, minor);
  const time = (ms: number | null) => (ms === null ? null : offsetIso(ms, shop.timeZone));
  const customer = order.customerId === null ? undefined : store.customers.get(order.customerId);
  const feesMinor = order.fees.reduce((sum, fee) => sum + fee.amountMinor, 0);
  return {
    id: order.id,
    admin_graphql_api_id: gid("Order", order.id),
    name: `#${order.number}`,
    number: order.number - 1000,
    order_number: order.number,
    created_at: time(order.createdAtMs),
    processed_at: time(order.processedAtMs),
    updated_at: time(order.updatedAtMs),
    cancelled_at: time(order.cancelledAtMs),
    cancel_reason: order.cancelReason?.toLowerCase() ?? null,
    test: order.test,
    currency: order.currency,
    presentment_currency: order.presentment?.currency ?? order.currency,
    email: order.email,
    contact_email: order.email,
    source_name: order.sourceName,
    financial_status: totals.financialStatus.toLowerCase(),
    payment_gateway_names: [...new Set(order.payments.map((payment) => payment.gateway))],
    taxes_included: order.taxesIncluded,
    tags: order.tags.join(", "),
    note: order.note,
    subtotal_price: money(totals.subtotalMinor),
    total_price: money(totals.totalMinor),
    total_tax: money(totals.taxMinor),
    total_discounts: money(totals.discountsMinor),
    total_line_items_price: money(
      order.lines.reduce((sum, line) => sum + (line.isTip ? 0 : grossMinor(line)), 0),
    ),
    total_tip_received: money(totals.tipsMinor),
    total_shipping_price_set: set(order.shippingMinor),
    current_subtotal_price: money(totals.currentSubtotalMinor),
    current_total_price: money(totals.currentTotalMinor),
    current_total_tax: money(totals.currentTaxMinor),
    current_total_discounts: money(totals.currentDiscountsMinor),
    original_total_duties_set: order.dutiesMinor === 0 ? null : set(order.dutiesMinor),
    current_total_duties_set: order.dutiesMinor === 0 ? null : set(totals.currentDutiesMinor),
    original_total_additional_fees_set: feesMinor === 0 ? null : set(feesMinor),
    current_total_additional_fees_set: feesMinor === 0 ? null : set(totals.currentFeesMinor),
    total_outstanding: money(totals.outstandingMinor),
    discount_codes: order.discounts
      .filter((discount) => discount.kind === "code")
      .map((discount) => ({
        code: discount.label,
        ...("percentage" in discount.value
          ? { amount: String(discount.value.percentage), type: "percentage" }
          : { amount: money(discount.value.amountMinor), type: "fixed_amount" }),
      })),
    line_items: order.lines.map((line) => lineBody(order, line, money)),
    shipping_lines:
      order.shippingMinor === 0
        ? []
        : [{ id: order.id, title: "Standard", code: "Standard", price: money(order.shippingMinor) }],
    refunds: order.refunds.map((refund) => refundBody(order, refund, store)),
    customer: customer ? customerBody(customer, store) : null,
    shipping_address: addressBody(order.shippingAddress),
    billing_address: addressBody(order.billingAddress),
  };
}

function lineBody(order: OrderRecord, line: LineRecord, money: Money): object {
  const written = line.taxes ?? [
    {
      title: "VAT",
      rate: line.taxRate ?? order.taxRate,
      amountMinor: taxOfUnitsMinor(order, line, line.quantity),
    },
  ];
  return {
    id: line.id,
    admin_graphql_api_id: gid("LineItem", line.id),
    product_id: line.productId,
    product_exists: line.productId !== null,
    variant_id: line.variantId,
    title: line.title,
    variant_title: line.variantTitle,
    sku: line.sku,
    quantity: line.quantity,
    current_quantity: currentQuantity(order, line),
    price: money(line.unitPriceMinor),
    total_discount: money(lineDiscountMinor(line)),
    gift_card: line.isGiftCard,
    taxable: !line.isGiftCard && !line.isTip,
    requires_shipping: !line.isGiftCard && !line.isTip,
    // Only a tip has it (LineItem.tip of the REST reference).
    ...(line.isTip ? { tip: { payment_method: order.payments[0]?.gateway ?? "manual" } } : {}),
    tax_lines: written
      .filter((tax) => tax.amountMinor !== 0)
      .map((tax) => ({ title: tax.title, rate: tax.rate, price: money(tax.amountMinor) })),
  };
}

/**
 * Every discrepancy has the kind `refund_discrepancy` and says its reason in words ("Refund discrepancy", "Pending refund
 * discrepancy"); since version 2024-10 shipping that is given back "should be accessed through refund_shipping_lines"
 * (shopify.dev/docs/api/admin-rest/2024-10/resources/refund).
 */
export function refundBody(order: OrderRecord, refund: RefundRecord, store: ShopStore): object {
  const { shop } = store;
  const money: Money = (minor) => decimalText(minor, order.currency);
  const set = (minor: number) => moneySet(order, minor);
  const time = offsetIso(refund.createdAtMs, shop.timeZone);
  return {
    id: refund.id,
    admin_graphql_api_id: gid("Refund", refund.id),
    order_id: order.id,
    created_at: time,
    processed_at: time,
    note: refund.note,
    restock: refund.lines.some((line) => line.restock !== "NO_RESTOCK"),
    return:
      refund.returnId === null
        ? null
        : { id: refund.returnId, admin_graphql_api_id: gid("Return", refund.returnId) },
    total_duties_set: set(refund.dutiesMinor),
    total_additional_fees_set: set(refund.feesMinor),
    refund_line_items: refund.lines.map((line) => ({
      id: line.id,
      line_item_id: line.lineId,
      quantity: line.quantity,
      restock_type: line.restock.toLowerCase(),
      subtotal: money(line.subtotalMinor),
      total_tax: money(line.taxMinor),
    })),
    refund_shipping_lines:
      refund.shippingMinor === 0
        ? []
        : [
            {
              id: refund.id,
              shipping_line: { id: order.id, title: "Standard" },
              subtotal_amount_set: set(refund.shippingMinor),
              tax_amount_set: set(refund.shippingTaxMinor),
            },
          ],
    order_adjustments: refund.adjustments.map((one) => ({
      id: one.id,
      order_id: order.id,
      refund_id: refund.id,
      amount: money(one.amountMinor),
      tax_amount: money(one.taxMinor),
      kind: "refund_discrepancy",
      reason: one.reason === null ? null : inWords(one.reason),
      amount_set: set(one.amountMinor),
      tax_amount_set: set(one.taxMinor),
    })),
    transactions:
      refund.amountMinor === 0
        ? []
        : [
            {
              id: refund.transactionId,
              order_id: order.id,
              kind: "refund",
              status: refund.pending ? "pending" : "success",
              amount: money(refund.amountMinor),
              currency: order.currency,
            },
          ],
  };
}

/** PENDING_REFUND_DISCREPANCY -> Pending refund discrepancy. */
function inWords(code: string): string {
  return code.charAt(0) + code.slice(1).toLowerCase().replaceAll("_", " ");
}
