import { type Shopify as ShopifyApi, WebhookType } from "@shopify/shopify-api";
import { InvalidShopDomain, type ShopRef, shopRef } from "../platform/ids.ts";

export interface VerifiedWebhook {
  readonly shop: ShopRef;
  /** As Shopify writes it in the header and in shopify.app.toml: `orders/updated`. */
  readonly topic: string;
  readonly webhookId: string;
  /** The same for all deliveries that one event caused; the webhook id where Shopify sent none. */
  readonly eventId: string;
  readonly triggeredAt: Date | null;
}

export type Verification =
  | { ok: true; webhook: VerifiedWebhook }
  | { ok: false; reason: "forged" }
  | { ok: false; reason: "incomplete"; missing: readonly string[] };

/** Verifies the HMAC of the raw body and reads the headers. Does not look at sessions, so it works for uninstalled shops. */
export async function verifyWebhook(
  api: ShopifyApi,
  request: Request,
  rawBody: string,
): Promise<Verification> {
  const checked = await api.webhooks.validate({ rawBody, rawRequest: request });
  if (!checked.valid) {
    return "missingHeaders" in checked
      ? { ok: false, reason: "incomplete", missing: checked.missingHeaders }
      : { ok: false, reason: "forged" };
  }
  const shop = readShop(checked.domain);
  // The HMAC covers the body alone, so the header may hold anything.
  if (!shop) return { ok: false, reason: "incomplete", missing: ["X-Shopify-Shop-Domain"] };
  const triggeredAt = checked.triggeredAt ? new Date(checked.triggeredAt) : null;
  return {
    ok: true,
    webhook: {
      shop,
      topic: (request.headers.get("X-Shopify-Topic") ?? checked.topic).toLowerCase(),
      webhookId: checked.webhookId,
      eventId:
        (checked.webhookType === WebhookType.Webhooks ? checked.eventId : undefined) ?? checked.webhookId,
      triggeredAt: triggeredAt && !Number.isNaN(triggeredAt.getTime()) ? triggeredAt : null,
    },
  };
}

function readShop(domain: string): ShopRef | null {
  try {
    return shopRef(domain);
  } catch (error) {
    if (error instanceof InvalidShopDomain) return null;
    throw error;
  }
}
