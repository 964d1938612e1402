import { expect } from "vitest";
import { answerWebhook } from "../../../../app/sync/live/webhook-intake.ts";
import { webhookRequest } from "../../../builders/webhook-request.ts";
import type { SyncedApp } from "../../synced-app.ts";

/** A webhook as Shopify would send it now. */
export function signedWebhook(app: SyncedApp, shop: string, topic: string, body: string): Request {
  const secret = app.local.app.clientSecret;
  return webhookRequest({ secret, shop, topic, body, at: app.runtime.clock() });
}

/** Shopify asks for a person to be erased, and it is done. `body`: who is named, and which orders. */
export async function redactPerson(app: SyncedApp, shop: string, body: object): Promise<void> {
  const text = JSON.stringify({ shop_id: 1, shop_domain: shop, orders_to_redact: [], ...body });
  const { status } = await answerWebhook(app.runtime, signedWebhook(app, shop, "customers/redact", text));
  expect(status).toBe(200);
  await app.settled();
}
