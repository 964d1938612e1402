import { createHmac, randomUUID } from "node:crypto";
import { API_VERSION } from "../../app/shopify/api-version.ts";

export interface WebhookOptions {
  readonly secret: string;
  readonly shop: string;
  readonly topic: string;
  readonly body: string;
  /** When it was triggered. */
  readonly at: Date;
  /** Headers that differ from Shopify's; null leaves one out. */
  readonly change?: Readonly<Record<string, string | null>>;
}

/** A webhook as Shopify sends it: signed over its body, with ids of its own. */
export function webhookRequest({ secret, shop, topic, body, at, change }: WebhookOptions): Request {
  const headers: Record<string, string | null> = {
    "Content-Type": "application/json",
    "X-Shopify-Topic": topic,
    "X-Shopify-Hmac-Sha256": createHmac("sha256", secret).update(body).digest("base64"),
    "X-Shopify-Shop-Domain": shop,
    "X-Shopify-API-Version": API_VERSION,
    "X-Shopify-Webhook-Id": randomUUID(),
    "X-Shopify-Event-Id": randomUUID(),
    "X-Shopify-Triggered-At": at.toISOString(),
    ...change,
  };
  const present = Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== null);
  return new Request("http://app/webhooks", { method: "POST", headers: present, body });
}
