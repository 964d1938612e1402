import { createHmac } from "node:crypto";
import { API_VERSION } from "../../../../app/shopify/api-version.ts";
import type { SyncedApp } from "../../synced-app.ts";

let serial = 0;

/** A webhook as Shopify would send it, with ids of its own. */
export function signedWebhook(app: SyncedApp, domain: string, topic: string, body: string): Request {
  const id = `privacy-${serial++}`;
  return new Request("http://app/webhooks", {
    method: "POST",
    headers: {
      "X-Shopify-Topic": topic,
      "X-Shopify-Hmac-Sha256": createHmac("sha256", app.local.app.clientSecret).update(body).digest("base64"),
      "X-Shopify-Shop-Domain": domain,
      "X-Shopify-API-Version": API_VERSION,
      "X-Shopify-Webhook-Id": id,
      "X-Shopify-Event-Id": `event-${id}`,
      "X-Shopify-Triggered-At": new Date().toISOString(),
    },
    body,
  });
}
