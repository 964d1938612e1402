import type { Tx } from "../../db/client.ts";
import { removeSessions } from "../../db/queries/source/sessions.ts";
import { uninstallShop } from "../../db/queries/source/shops.ts";
import { abandonSlices } from "../../db/queries/sync/progress.ts";
import { addRefusedRows } from "../../db/queries/sync/refused-rows.ts";
import {
  markPrivacyRequestHandled,
  type Receipt,
  receiveWebhook,
  recordPrivacyRequest,
} from "../../db/queries/sync/webhooks.ts";
import { backfillJob } from "../../jobs/definitions/backfill.ts";
import { customerMergeJob } from "../../jobs/definitions/customer-merge.ts";
import { customerRedactionJob } from "../../jobs/definitions/customer-redaction.ts";
import { refetchJob } from "../../jobs/definitions/refetch.ts";
import { shopFactsJob } from "../../jobs/definitions/shop-facts.ts";
import { shopRedactionJob } from "../../jobs/definitions/shop-redaction.ts";
import { idFromGid, newId } from "../../platform/ids.ts";
import type { VerifiedWebhook } from "../../shopify/webhook-verification.ts";
import { bulkHint } from "../history/bulk-operation.ts";
import type { SyncRuntime } from "../runtime.ts";
import { type TopicEffect, WEBHOOK_TOPICS } from "./webhook-topics.ts";

/** Orders with thousands of lines stay below it. Shopify itself documents no limit. */
export const MAX_WEBHOOK_BYTES = 8 * 1024 * 1024;

/**
 * Answers a webhook. 200 means that it is stored, and is never said before the commit: whatever it leads to is done by jobs. A topic or a
 * body that cannot be used is answered with 200 too, for a retry would bring the same. 401: not signed by Shopify; 400: a header is
 * missing; 405: not a POST; 413: longer than `MAX_WEBHOOK_BYTES`.
 */
export async function answerWebhook(runtime: SyncRuntime, request: Request): Promise<Response> {
  if (request.method !== "POST") return new Response(null, { status: 405, headers: { Allow: "POST" } });
  const body = await readBodyWithin(request, MAX_WEBHOOK_BYTES);
  if (body === null) {
    runtime.log.warn("webhook.too_large", { topic: request.headers.get("X-Shopify-Topic") });
    return new Response("The body is too large", { status: 413 });
  }
  const verified = await runtime.shopify.verifyWebhook(request, body);
  if (!verified.ok) {
    runtime.log.warn("webhook.refused", { reason: verified.reason });
    return verified.reason === "forged"
      ? new Response(null, { status: 401 })
      : new Response(`Missing or unusable: ${verified.missing.join(", ")}`, { status: 400 });
  }
  const outcome = await storeWebhook(runtime, verified.webhook, body);
  runtime.log.debug("webhook.received", {
    shop: verified.webhook.shop.domain,
    topic: verified.webhook.topic,
    outcome,
  });
  return new Response(null, { status: 200 });
}

type Outcome = "stored" | "repeated" | "unknown_topic" | "unusable";

async function storeWebhook(runtime: SyncRuntime, webhook: VerifiedWebhook, body: string): Promise<Outcome> {
  const { db } = runtime;
  const { shop } = webhook;
  const receipt: Receipt = { ...webhook, receivedAt: runtime.clock() };
  const effect = WEBHOOK_TOPICS[webhook.topic];
  if (!effect) {
    await receiveWebhook(db.pool, shop.shopId, receipt, null);
    runtime.log.warn("webhook.unknown_topic", { shop: shop.domain, topic: webhook.topic });
    return "unknown_topic";
  }
  if (effect.kind === "touch") {
    const ids = read(effect.ids, body);
    if (!ids.ok) return refuse(runtime, webhook, receipt, body, ids.detail);
    const { resource } = effect;
    const isNew = await receiveWebhook(db.pool, shop.shopId, receipt, { resource, ids: ids.value });
    if (isNew) runtime.jobs.wake(refetchJob, { shop: shop.domain });
    return isNew ? "stored" : "repeated";
  }
  const action = actionOf(runtime, webhook, effect, body);
  if (!action.ok) return refuse(runtime, webhook, receipt, body, action.detail);
  return db.transaction(async (tx) => {
    if (!(await receiveWebhook(tx, shop.shopId, receipt, null))) return "repeated";
    await action.value(tx);
    return "stored";
  });
}

type Read<T> = { ok: true; value: T } | { ok: false; detail: string };

interface Parser<T> {
  safeParse(
    value: unknown,
  ):
    | { success: true; data: T }
    | { success: false; error: { issues: { path: PropertyKey[]; message: string }[] } };
}

function read<T>(parser: Parser<T>, body: string): Read<T> {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return { ok: false, detail: "the body is not JSON" };
  }
  const parsed = parser.safeParse(json);
  if (parsed.success) return { ok: true, value: parsed.data };
  const problems = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
  return { ok: false, detail: problems.join("; ") };
}

type Action = (tx: Tx) => Promise<void>;

/** What a webhook that touches no single row does, inside the transaction of its receipt. */
function actionOf(
  runtime: SyncRuntime,
  webhook: VerifiedWebhook,
  effect: Exclude<TopicEffect, { kind: "touch" }>,
  body: string,
): Read<Action> {
  const { jobs } = runtime;
  const { shop } = webhook;
  const now = runtime.clock();
  const always = (value: Action): Read<Action> => ({ ok: true, value });
  switch (effect.kind) {
    case "uninstalled":
      return always(async (tx) => {
        if (!(await uninstallShop(tx, shop.shopId, webhook.triggeredAt, now))) return;
        await removeSessions(tx, shop.shopId);
        await abandonSlices(tx, shop.shopId, now, "the app was uninstalled");
        runtime.log.info("shop.uninstalled", { shop: shop.domain });
      });
    case "shop_changed":
      return always(async (tx) => {
        await jobs.enqueue(shopFactsJob, { shop: shop.domain }, { tx });
      });
    case "shop_redacted":
      return always(async (tx) => {
        await jobs.enqueue(shopRedactionJob, { shop: shop.domain }, { tx });
      });
    case "bulk_finished": {
      const payload = read(effect.payload, body);
      if (!payload.ok) return payload;
      return always(async () => {
        jobs.hints.give(bulkHint(payload.value.admin_graphql_api_id));
        await jobs.hurry(backfillJob, { shop: shop.domain });
      });
    }
    case "customers_merged": {
      const payload = read(effect.payload, body);
      if (!payload.ok) return payload;
      const { admin_graphql_api_customer_kept_id: kept, admin_graphql_api_customer_deleted_id: deleted } =
        payload.value;
      // A merge that failed names nobody who was deleted.
      if (deleted == null) return always(async () => {});
      const firstId = idFromGid(kept, "Customer");
      const secondId = idFromGid(deleted, "Customer");
      return always(async (tx) => {
        await jobs.enqueue(customerMergeJob, { shop: shop.domain, firstId, secondId }, { tx });
      });
    }
    case "customer_data_requested":
    case "customer_redacted": {
      const payload = read(effect.payload, body);
      if (!payload.ok) return payload;
      const customerId = payload.value.customer.id;
      const requestId = `${webhook.topic} ${payload.value.data_request?.id ?? customerId}`;
      return always(async (tx) => {
        await recordPrivacyRequest(tx, shop.shopId, {
          requestId,
          topic: webhook.topic,
          customerId,
          requestedAt: now,
        });
        if (effect.kind === "customer_data_requested") {
          // The app holds nothing of a customer that the merchant does not see in Shopify and on the customer's page.
          await markPrivacyRequestHandled(tx, shop.shopId, requestId, now);
          return;
        }
        await jobs.enqueue(customerRedactionJob, { shop: shop.domain, requestId, customerId }, { tx });
      });
    }
  }
}

/** Signed by Shopify and yet unusable: kept as it came, once. */
async function refuse(
  runtime: SyncRuntime,
  webhook: VerifiedWebhook,
  receipt: Receipt,
  body: string,
  detail: string,
): Promise<Outcome> {
  const { shop } = webhook;
  await runtime.db.transaction(async (tx) => {
    if (!(await receiveWebhook(tx, shop.shopId, receipt, null))) return;
    await addRefusedRows(tx, shop.shopId, [
      {
        refusedId: newId(),
        resource: "webhook",
        origin: "webhook",
        reference: webhook.webhookId,
        lineNo: null,
        sourceId: null,
        reason: "bad_webhook",
        detail: `${webhook.topic}: ${detail}`,
        raw: body,
        refusedAt: receipt.receivedAt,
      },
    ]);
  });
  runtime.log.warn("webhook.unusable", { shop: shop.domain, topic: webhook.topic });
  return "unusable";
}

/** The body as text, or null where it is longer than `limitBytes`: reading stops there, or never starts where the stated length is longer. */
async function readBodyWithin(request: Request, limitBytes: number): Promise<string | null> {
  if (Number(request.headers.get("Content-Length") ?? 0) > limitBytes) {
    await request.body?.cancel();
    return null;
  }
  if (!request.body) return "";
  const reader = request.body.getReader();
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    bytes += value.length;
    if (bytes > limitBytes) {
      await reader.cancel();
      return null;
    }
    chunks.push(value);
  }
  return Buffer.concat(chunks).toString("utf8");
}
