import { z } from "zod";
import { dataRequestBody, type PrivacyBody, redactionBody } from "../privacy/requests.ts";
import type { Resource } from "../runtime.ts";

const id = z.number().int().positive();
const gid = (type: string) => z.string().regex(new RegExp(`^gid://shopify/${type}/\\d+$`));
const customerGid = gid("Customer");

/** What a webhook leads to. Of its payload only ids are read: what they stand for is fetched. */
export type TopicEffect =
  | { kind: "touch"; resource: Resource; payload: z.ZodType<number[]> }
  | { kind: "uninstalled" | "shop_changed" | "shop_redacted"; payload: z.ZodType<unknown> }
  | { kind: "segment_changed"; payload: z.ZodType<{ id: number }> }
  | { kind: "bulk_finished"; payload: z.ZodType<{ admin_graphql_api_id: string }> }
  | {
      kind: "customers_merged";
      payload: z.ZodType<{
        admin_graphql_api_customer_kept_id: string;
        admin_graphql_api_customer_deleted_id?: string | null;
      }>;
    }
  | {
      kind: "customer_data_requested" | "customer_redacted";
      payload: z.ZodType<PrivacyBody>;
    };

const touching = (resource: Resource, payload: z.ZodType<number[]>): TopicEffect => ({
  kind: "touch",
  resource,
  payload,
});

const idOf = (payload: { id: number }) => [payload.id];
const orderIdOf = (payload: { order_id: number }) => [payload.order_id];

const order = touching("orders", z.object({ id, admin_graphql_api_id: gid("Order") }).transform(idOf));
/** Bodies that name no type; of a segment, it is one of a deletion alone that could be theirs. */
const unnamed = { id, query: z.undefined().optional() };
const deletedOrder = touching(
  "orders",
  z.object({ ...unnamed, admin_graphql_api_id: gid("Order").optional() }).transform(idOf),
);
const editedOrder = touching(
  "orders",
  z.object({ order_edit: z.object({ order_id: id }) }).transform((payload) => orderIdOf(payload.order_edit)),
);
const refund = touching(
  "orders",
  z.object({ order_id: id, admin_graphql_api_id: gid("Refund") }).transform(orderIdOf),
);
const customer = touching("customers", z.object({ id, admin_graphql_api_id: customerGid }).transform(idOf));
const consent = touching(
  "customers",
  z
    .object({ customer_id: id, email_marketing_consent: z.unknown() })
    .transform((payload) => [payload.customer_id]),
);

const smsConsent = touching(
  "customers",
  z
    .object({ customer_id: id, sms_marketing_consent: z.unknown() })
    .transform((payload) => [payload.customer_id]),
);

const product = touching("products", z.object({ id, admin_graphql_api_id: gid("Product") }).transform(idOf));
const collection = touching(
  "collections",
  z.object({ id, admin_graphql_api_id: gid("Collection") }).transform(idOf),
);
/** Their bodies name no type either, which the topic does. */
const deletedProduct = touching(
  "products",
  z.object({ ...unnamed, admin_graphql_api_id: gid("Product").optional() }).transform(idOf),
);
const deletedCollection = touching(
  "collections",
  z.object({ ...unnamed, admin_graphql_api_id: gid("Collection").optional() }).transform(idOf),
);

const shop = z.object({ id, myshopify_domain: z.string() });

/** Every topic that shopify.app.toml subscribes to, and no other; a test compares the two. */
export const WEBHOOK_TOPICS: Readonly<Record<string, TopicEffect>> = {
  "app/uninstalled": { kind: "uninstalled", payload: shop },
  "app/scopes_update": {
    kind: "shop_changed",
    payload: z.object({ shop_id: gid("Shop"), previous: z.array(z.string()), current: z.array(z.string()) }),
  },
  "shop/update": { kind: "shop_changed", payload: shop },
  "bulk_operations/finish": {
    kind: "bulk_finished",
    payload: z.object({ admin_graphql_api_id: gid("BulkOperation") }),
  },
  "orders/create": order,
  "orders/updated": order,
  "orders/cancelled": order,
  "orders/delete": deletedOrder,
  "orders/edited": editedOrder,
  "refunds/create": refund,
  "customers/create": customer,
  "customers/update": customer,
  "customers/delete": customer,
  "customers/merge": {
    kind: "customers_merged",
    payload: z.object({
      admin_graphql_api_customer_kept_id: customerGid,
      admin_graphql_api_customer_deleted_id: customerGid.nullish(),
    }),
  },
  "customers_email_marketing_consent/update": consent,
  "customers_marketing_consent/update": smsConsent,
  "products/create": product,
  "products/update": product,
  "products/delete": deletedProduct,
  "collections/create": collection,
  "collections/update": collection,
  "collections/delete": deletedCollection,
  "segments/update": {
    kind: "segment_changed",
    payload: z.object({ id, name: z.string(), query: z.string() }),
  },
  "segments/delete": {
    kind: "segment_changed",
    payload: z.object({ ...unnamed, admin_graphql_api_id: gid("Segment").optional() }),
  },
  // The three compliance bodies name the shop alike, so that each has to hold what only it has.
  "customers/data_request": { kind: "customer_data_requested", payload: dataRequestBody },
  "customers/redact": { kind: "customer_redacted", payload: redactionBody },
  "shop/redact": {
    kind: "shop_redacted",
    payload: z.object({ shop_id: id, shop_domain: z.string(), customer: z.undefined().optional() }),
  },
};

/** Null for a topic that the app does not subscribe to, whatever its name. */
export function effectOf(topic: string): TopicEffect | null {
  return Object.hasOwn(WEBHOOK_TOPICS, topic) ? (WEBHOOK_TOPICS[topic] ?? null) : null;
}

const shopNames = z.object({
  myshopify_domain: z.string().toLowerCase().optional(),
  shop_domain: z.string().toLowerCase().optional(),
});

/**
 * Whether a body, which is signed, may be one of this shop: it names the shop, or none at all, as those of orders and customers,
 * whose ids are unique in all of Shopify.
 */
export function namesOtherShop(body: unknown, domain: string): boolean {
  const named = shopNames.safeParse(body);
  return !named.success || Object.values(named.data).some((name) => name !== undefined && name !== domain);
}

const HOUR_MS = 3_600_000;
/** Shopify tries again for 4 hours; two more for what was late before its first try. */
const LATEST_MS = 6 * HOUR_MS;
/** A person's right to erasure does not end with a queue's delay: as long as there is to act on it. */
const LATEST_COMPLIANCE_MS = 30 * 24 * HOUR_MS;
/** A clock that runs slow by an hour is a fault of the machine; more is not a time that Shopify would state. */
const EARLIEST_MS = HOUR_MS;

const COMPLIANCE: ReadonlySet<TopicEffect["kind"]> = new Set([
  "customer_data_requested",
  "customer_redacted",
  "shop_redacted",
]);

/** Whether retries can explain the time that a webhook was on its way. */
export function isTimely({ kind }: TopicEffect, triggeredAt: Date, now: Date): boolean {
  const onItsWayMs = now.getTime() - triggeredAt.getTime();
  return (
    onItsWayMs >= -EARLIEST_MS && onItsWayMs <= (COMPLIANCE.has(kind) ? LATEST_COMPLIANCE_MS : LATEST_MS)
  );
}
