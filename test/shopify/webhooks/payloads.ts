import type { Happenings, Topic } from "../store/action-context.ts";
import { decimalText } from "../store/amount.ts";
import { currentQuantity, lineDiscountMinor, orderTotals } from "../store/order-totals.ts";
import {
  type AddressRecord,
  type CustomerRecord,
  gid,
  type OrderRecord,
  type RefundRecord,
  type ShopRecord,
} from "../store/records.ts";
import type { ShopStore } from "../store/store.ts";
import { offsetIso } from "./offset-time.ts";

/**
 * Webhook bodies in the shape of Shopify's REST resources: numeric ids beside `admin_graphql_api_id`, amounts as
 * text, times in the shop's offset. Fields of the resources that no part of the store knows are left out.
 */
export function payloadOf<T extends Topic>(topic: T, about: Happenings[T], store: ShopStore): object {
  const shape: { [K in Topic]: (about: Happenings[K], store: ShopStore) => object } = {
    "orders/create": orderBody,
    "orders/updated": orderBody,
    "orders/cancelled": orderBody,
    "orders/delete": (order) => ({ id: order.id }),
    "orders/edited": editBody,
    "refunds/create": ({ order, refund }, s) => refundBody(order, refund, s),
    "customers/create": customerBody,
    "customers/update": customerBody,
    "customers/delete": (customer) => ({
      id: customer.id,
      admin_graphql_api_id: gid("Customer", customer.id),
      phone: null,
      addresses: [],
      tax_exemptions: [],
      email_marketing_consent: null,
      sms_marketing_consent: null,
    }),
    "customers/merge": mergeBody,
    "customers_email_marketing_consent/update": (customer, s) => ({
      customer_id: customer.id,
      email_address: customer.email,
      email_marketing_consent: consentBody(customer, s),
    }),
    "segments/create": segmentBody,
    "segments/update": segmentBody,
    "segments/delete": (segment) => ({ id: segment.id, admin_graphql_api_id: gid("Segment", segment.id) }),
    "shop/update": shopBody,
    "app/uninstalled": shopBody,
    "app/scopes_update": ({ previous, current }, s) => ({
      id: gid("App", 1),
      previous,
      current,
      updated_at: offsetIso(Date.now(), s.shop.timeZone),
    }),
    "bulk_operations/finish": (operation, s) => ({
      admin_graphql_api_id: gid("BulkOperation", operation.id),
      completed_at: offsetIso(operation.completedAtMs, s.shop.timeZone),
      created_at: offsetIso(operation.createdAtMs, s.shop.timeZone),
      error_code: operation.errorCode,
      status: operation.status,
      type: "query",
    }),
    "customers/data_request": ({ customer, orderIds }, s) => ({
      shop_id: s.shop.id,
      shop_domain: s.shop.domain,
      orders_requested: orderIds,
      customer: { id: customer.id, email: customer.email, phone: null },
      data_request: { id: customer.id },
    }),
    "customers/redact": ({ customer, orderIds }, s) => ({
      shop_id: s.shop.id,
      shop_domain: s.shop.domain,
      customer: { id: customer.id, email: customer.email, phone: null },
      orders_to_redact: orderIds,
    }),
    "shop/redact": (shop) => ({ shop_id: shop.id, shop_domain: shop.domain }),
  };
  return shape[topic](about, store);
}

function orderBody(order: OrderRecord, store: ShopStore): object {
  const { shop } = store;
  const totals = orderTotals(order);
  const money = (minor: number) => decimalText(minor, shop.currency);
  const time = (ms: number | null) => (ms === null ? null : offsetIso(ms, shop.timeZone));
  const customer = order.customerId === null ? undefined : store.customers.get(order.customerId);
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
    currency: shop.currency,
    presentment_currency: order.presentment?.currency ?? shop.currency,
    email: order.email,
    contact_email: order.email,
    source_name: order.sourceName,
    financial_status: totals.financialStatus.toLowerCase(),
    taxes_included: order.taxesIncluded,
    tags: order.tags.join(", "),
    note: order.note,
    subtotal_price: money(totals.subtotalMinor),
    total_price: money(totals.totalMinor),
    total_tax: money(totals.taxMinor),
    total_discounts: money(totals.discountsMinor),
    current_subtotal_price: money(totals.currentSubtotalMinor),
    current_total_price: money(totals.currentTotalMinor),
    current_total_tax: money(totals.currentTaxMinor),
    current_total_discounts: money(totals.currentDiscountsMinor),
    total_outstanding: money(totals.outstandingMinor),
    discount_codes: order.discounts
      .filter((discount) => discount.kind === "code")
      .map((discount) => ({
        code: discount.label,
        ...("percentage" in discount.value
          ? { amount: String(discount.value.percentage), type: "percentage" }
          : { amount: money(discount.value.amountMinor), type: "fixed_amount" }),
      })),
    line_items: order.lines.map((line) => ({
      id: line.id,
      admin_graphql_api_id: gid("LineItem", line.id),
      product_id: line.productId,
      variant_id: line.variantId,
      title: line.title,
      variant_title: line.variantTitle,
      sku: line.sku,
      quantity: line.quantity,
      current_quantity: currentQuantity(order, line),
      price: money(line.unitPriceMinor),
      total_discount: money(lineDiscountMinor(line)),
      gift_card: line.isGiftCard,
    })),
    refunds: order.refunds.map((refund) => refundBody(order, refund, store)),
    customer: customer ? customerBody(customer, store) : null,
    shipping_address: addressBody(order.shippingAddress),
    billing_address: addressBody(order.billingAddress),
  };
}

function refundBody(order: OrderRecord, refund: RefundRecord, { shop }: ShopStore): object {
  const money = (minor: number) => decimalText(minor, shop.currency);
  const time = offsetIso(refund.createdAtMs, shop.timeZone);
  return {
    id: refund.id,
    admin_graphql_api_id: gid("Refund", refund.id),
    order_id: order.id,
    created_at: time,
    processed_at: time,
    note: refund.note,
    refund_line_items: refund.lines.map((line) => ({
      id: line.id,
      line_item_id: line.lineId,
      quantity: line.quantity,
      restock_type: line.restock.toLowerCase(),
      subtotal: decimalText(line.subtotalMinor, shop.currency),
      total_tax: decimalText(line.taxMinor, shop.currency),
    })),
    transactions: [
      {
        order_id: order.id,
        kind: "refund",
        status: refund.pending ? "pending" : "success",
        amount: money(refund.amountMinor),
        currency: shop.currency,
      },
    ],
  };
}

function editBody({ before, after }: Happenings["orders/edited"], store: ShopStore): object {
  const kept = new Map(before.lines.map((line) => [line.id, currentQuantity(before, line)]));
  const deltas = after.lines.map((line) => ({
    id: line.id,
    delta: currentQuantity(after, line) - (kept.get(line.id) ?? 0),
  }));
  return {
    order_edit: {
      id: after.id,
      app_id: null,
      created_at: offsetIso(after.updatedAtMs, store.shop.timeZone),
      committed_at: offsetIso(after.updatedAtMs, store.shop.timeZone),
      notify_customer: false,
      order_id: after.id,
      staff_note: null,
      user_id: 1,
      line_items: {
        additions: deltas.filter((one) => one.delta > 0),
        removals: deltas.filter((one) => one.delta < 0).map((one) => ({ id: one.id, delta: -one.delta })),
      },
    },
  };
}

function customerBody(customer: CustomerRecord, store: ShopStore): object {
  const { timeZone, currency } = store.shop;
  return {
    id: customer.id,
    admin_graphql_api_id: gid("Customer", customer.id),
    created_at: offsetIso(customer.createdAtMs, timeZone),
    updated_at: offsetIso(customer.updatedAtMs, timeZone),
    first_name: customer.firstName,
    last_name: customer.lastName,
    email: customer.email,
    verified_email: customer.verifiedEmail,
    state: "disabled",
    note: customer.note,
    tags: customer.tags.join(", "),
    currency,
    phone: null,
    email_marketing_consent: customer.email ? consentBody(customer, store) : null,
    default_address: addressBody(customer.address),
  };
}

function consentBody(customer: CustomerRecord, { shop }: ShopStore): object {
  const { state, optInLevel, updatedAtMs } = customer.emailConsent;
  return {
    state: state.toLowerCase(),
    opt_in_level: optInLevel?.toLowerCase() ?? null,
    consent_updated_at: updatedAtMs === null ? null : offsetIso(updatedAtMs, shop.timeZone),
  };
}

function addressBody(address: AddressRecord | null): object | null {
  return (
    address && {
      first_name: address.firstName,
      last_name: address.lastName,
      address1: address.address1,
      city: address.city,
      province_code: address.provinceCode,
      country_code: address.countryCode,
      zip: address.zip,
    }
  );
}

function mergeBody({ keptId, deletedId, failed }: Happenings["customers/merge"]): object {
  return {
    admin_graphql_api_customer_kept_id: gid("Customer", keptId),
    admin_graphql_api_customer_deleted_id: gid("Customer", deletedId),
    admin_graphql_api_job_id: null,
    status: failed ? "failed" : "completed",
    errors: failed
      ? [{ customer_ids: [deletedId], field: "merge_in_progress", message: "The merge failed" }]
      : [],
  };
}

function segmentBody(segment: Happenings["segments/create"], { shop }: ShopStore): object {
  return {
    id: segment.id,
    admin_graphql_api_id: gid("Segment", segment.id),
    name: segment.name,
    query: segment.query,
    creation_date: offsetIso(segment.createdAtMs, shop.timeZone),
    last_edit_date: offsetIso(segment.updatedAtMs, shop.timeZone),
  };
}

function shopBody(shop: ShopRecord): object {
  return {
    id: shop.id,
    name: shop.name,
    email: shop.email,
    domain: shop.domain,
    myshopify_domain: shop.domain,
    currency: shop.currency,
    iana_timezone: shop.timeZone,
    country_code: shop.countryCode,
    shop_owner: shop.ownerName,
    plan_name: shop.plan.toLowerCase(),
    taxes_included: shop.taxesIncluded,
    created_at: offsetIso(shop.createdAtMs, shop.timeZone),
    updated_at: offsetIso(shop.updatedAtMs, shop.timeZone),
  };
}
