import { z } from "zod";
import { dataRequestBody, type PrivacyBody, redactionBody } from "../privacy/requests.ts";
import type { Resource } from "../runtime.ts";

const id = z.number().int().positive();
const customerGid = z.string().regex(/^gid:\/\/shopify\/Customer\/\d+$/);

/** What a webhook leads to. Of its payload only ids are read: what they stand for is fetched. */
export type TopicEffect =
  | { kind: "touch"; resource: Resource; ids: z.ZodType<number[]> }
  | { kind: "uninstalled" }
  | { kind: "shop_changed" }
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
    }
  | { kind: "shop_redacted" };

const touching = (resource: Resource, ids: z.ZodType<number[]>): TopicEffect => ({
  kind: "touch",
  resource,
  ids,
});

const own = z.object({ id }).transform((payload) => [payload.id]);
const ofOrder = z.object({ order_id: id }).transform((payload) => [payload.order_id]);
const ofEdit = z.object({ order_edit: ofOrder }).transform((payload) => payload.order_edit);
const ofCustomer = z.object({ customer_id: id }).transform((payload) => [payload.customer_id]);
const order = touching("orders", own);
const customer = touching("customers", own);

/** Every topic that shopify.app.toml subscribes to, and no other; a test compares the two. */
export const WEBHOOK_TOPICS: Readonly<Record<string, TopicEffect>> = {
  "app/uninstalled": { kind: "uninstalled" },
  "app/scopes_update": { kind: "shop_changed" },
  "shop/update": { kind: "shop_changed" },
  "bulk_operations/finish": {
    kind: "bulk_finished",
    payload: z.object({ admin_graphql_api_id: z.string() }),
  },
  "orders/create": order,
  "orders/updated": order,
  "orders/cancelled": order,
  "orders/delete": order,
  "orders/edited": touching("orders", ofEdit),
  "refunds/create": touching("orders", ofOrder),
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
  "customers_email_marketing_consent/update": touching("customers", ofCustomer),
  "customers/data_request": { kind: "customer_data_requested", payload: dataRequestBody },
  "customers/redact": { kind: "customer_redacted", payload: redactionBody },
  "shop/redact": { kind: "shop_redacted" },
};
