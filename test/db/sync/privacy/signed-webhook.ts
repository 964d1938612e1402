import { webhookRequest } from "../../../builders/webhook-request.ts";
import type { SyncedApp } from "../../synced-app.ts";

/** A webhook as Shopify would send it now. */
export function signedWebhook(app: SyncedApp, shop: string, topic: string, body: string): Request {
  const secret = app.local.app.clientSecret;
  return webhookRequest({ secret, shop, topic, body, at: app.runtime.clock() });
}
