import { createHmac, type KeyObject, timingSafeEqual } from "node:crypto";
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

/**
 * Whether the header holds the base64 of HMAC-SHA256 of the body, by the app's secret. Takes as long for every header of the right
 * length. Shopify's library says the same (a test holds one to the other), at a third of the route's whole work (decision 015).
 */
export function isSigned(secret: KeyObject, headers: Headers, rawBody: Buffer): boolean {
  const given = Buffer.from(headers.get("X-Shopify-Hmac-Sha256") ?? "");
  const right = Buffer.from(createHmac("sha256", secret).update(rawBody).digest("base64"));
  return given.length === right.length && timingSafeEqual(given, right);
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
