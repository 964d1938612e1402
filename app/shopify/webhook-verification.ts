import type { Shopify as ShopifyApi } from "@shopify/shopify-api";
import { InvalidShopDomain, type ShopRef, shopRef } from "../platform/ids.ts";

/** What the headers of a webhook claim. Nothing of it is signed: the body is, and has to agree with it. */
export interface WebhookClaim {
  readonly shop: ShopRef;
  /** As Shopify writes it in the header and in shopify.app.toml: `orders/updated`. */
  readonly topic: string;
  readonly webhookId: string;
  /** The same for all deliveries that one event caused; the webhook id where Shopify sent none. */
  readonly eventId: string;
  readonly triggeredAt: Date;
}

/** Longer than any id or topic that Shopify sends. */
const LONGEST = 200;

/** Reads the headers, before anything of the body is read; the names of those that are missing or unusable where some are. */
export function readWebhookClaim(headers: Headers): WebhookClaim | readonly string[] {
  const text = (name: string) => {
    const value = headers.get(name)?.trim();
    return value && value.length <= LONGEST ? value : null;
  };
  const shop = readShop(text("X-Shopify-Shop-Domain"));
  const topic = text("X-Shopify-Topic")?.toLowerCase();
  const webhookId = text("X-Shopify-Webhook-Id");
  const triggeredAt = readTime(text("X-Shopify-Triggered-At"));
  if (shop && topic && webhookId && triggeredAt) {
    return { shop, topic, webhookId, eventId: text("X-Shopify-Event-Id") ?? webhookId, triggeredAt };
  }
  const read = {
    "X-Shopify-Shop-Domain": shop,
    "X-Shopify-Topic": topic,
    "X-Shopify-Webhook-Id": webhookId,
    "X-Shopify-Triggered-At": triggeredAt,
  };
  return Object.entries(read).flatMap(([name, value]) => (value ? [] : [name]));
}

/** Whether Shopify signed the body. Does not look at sessions, so it works for uninstalled shops. */
export async function isSigned(api: ShopifyApi, request: Request, rawBody: string): Promise<boolean> {
  return (await api.webhooks.validate({ rawBody, rawRequest: request })).valid;
}

function readTime(text: string | null): Date | null {
  const time = text === null ? Number.NaN : Date.parse(text);
  return Number.isNaN(time) ? null : new Date(time);
}

function readShop(domain: string | null): ShopRef | null {
  if (domain === null) return null;
  try {
    return shopRef(domain);
  } catch (error) {
    if (error instanceof InvalidShopDomain) return null;
    throw error;
  }
}
