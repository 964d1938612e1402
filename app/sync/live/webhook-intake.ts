import type { z } from "zod";
import type { Tx } from "../../db/client.ts";
import { hasBulkChange, isPublishedAs } from "../../db/queries/publishing/publications.ts";
import { type ReceiptOutcome, receiveWebhooks } from "../../db/queries/sync/webhooks.ts";
import { backfillJob } from "../../jobs/definitions/backfill.ts";
import { customerMergeJob } from "../../jobs/definitions/customer-merge.ts";
import { departureJob } from "../../jobs/definitions/departure.ts";
import { fullCheckJob } from "../../jobs/definitions/full-check.ts";
import { refetchJob } from "../../jobs/definitions/refetch.ts";
import { segmentPublicationJob } from "../../jobs/definitions/segment-publication.ts";
import { shopFactsJob } from "../../jobs/definitions/shop-facts.ts";
import { idFromGid } from "../../platform/ids.ts";
import { type Log, type LogFields, originFields, withFields } from "../../platform/log.ts";
import { type BodyLimits, BodyMemory, withBody } from "../../platform/request-body.ts";
import { readWebhookClaim, type WebhookClaim } from "../../shopify/webhook-verification.ts";
import { acceptPrivacyRequest } from "../privacy/requests.ts";
import type { SyncRuntime } from "../runtime.ts";
import { receiveWebhook } from "./webhook-receipts.ts";
import { effectOf, isTimely, namesOtherShop, type TopicEffect } from "./webhook-topics.ts";

/** Orders with thousands of lines stay below it. Shopify itself documents no limit. */
export const MAX_WEBHOOK_BYTES = 8 * 1024 * 1024;
/** Shopify itself waits no longer for the answer. */
const MAX_BODY_MS = 5_000;
/** Of all webhooks that are being received by the process. */
const MAX_MEMORY_BYTES = 48 * 1024 * 1024;

/** Webhooks share it, and nothing else does. */
export const webhookMemory = new BodyMemory(MAX_MEMORY_BYTES);

/**
 * Answers a webhook. 200 means that it is stored, or that the shop is not one of the app's, and is never said before the commit:
 * whatever it leads to is done by jobs.
 *
 * Only the body is signed, so headers that do not agree with it are refused like a wrong signature, and nothing is stored of them under
 * the shop that they name. 401: not signed by Shopify, older than retries explain, or of another shop or topic than the headers say;
 * 400: a header is missing, or the body is not JSON; 404: no topic that the app subscribes to; 405: not a POST; 408, 413, 429: too
 * slow, longer than `MAX_WEBHOOK_BYTES`, or too much at once. Without a signature, nothing of the body is read.
 */
export async function answerWebhook(
  runtime: SyncRuntime,
  request: Request,
  limits: Partial<BodyLimits> = {},
): Promise<Response> {
  const startedMs = performance.now();
  const seen: Seen = { topic: "other", outcome: "failed" };
  try {
    return await receive(runtime, request, limits, seen);
  } finally {
    runtime.metrics.webhooks.inc({ topic: seen.topic, outcome: seen.outcome });
    runtime.metrics.webhookSeconds.observe((performance.now() - startedMs) / 1000);
  }
}

/** What is counted of a webhook. A topic that the app does not know is `other`: anybody can write one. */
interface Seen {
  topic: string;
  outcome: string;
}

async function receive(
  { log: unnamed, ...host }: SyncRuntime,
  request: Request,
  limits: Partial<BodyLimits>,
  seen: Seen,
): Promise<Response> {
  const refuse = (status: number, reason: string, fields: LogFields) => {
    seen.outcome = `refused_${reason}`;
    return refusal(unnamed, status, reason, fields);
  };
  if (request.method !== "POST") return refuse(405, "method", {});
  if (!request.headers.has("X-Shopify-Hmac-Sha256")) return refuse(401, "unsigned", {});
  const claim = readWebhookClaim(request.headers);
  if (!("shop" in claim)) return refuse(400, "headers", { missing: claim });
  const { webhookId } = claim;
  const fields = { shop: claim.shop.domain, topic: claim.topic, ...originFields([webhookId]) };
  const effect = effectOf(claim.topic);
  if (!effect) return refuse(404, "topic", fields);
  seen.topic = claim.topic;
  if (!isTimely(effect, claim.triggeredAt, host.clock())) return refuse(401, "time", fields);
  const runtime = { ...host, log: withFields(unnamed, originFields([webhookId])) };
  const allowed = {
    limitBytes: MAX_WEBHOOK_BYTES,
    withinMs: MAX_BODY_MS,
    memory: webhookMemory,
    ...limits,
  };
  seen.outcome = "refused_body";
  return withBody(request, allowed, async (raw) => {
    seen.outcome = "failed";
    if (!runtime.shopify.isSigned(request.headers, raw)) return refuse(401, "signature", fields);
    const json = parseJson(raw.toString("utf8"));
    if (json === undefined) return refuse(400, "json", fields);
    if (namesOtherShop(json, claim.shop.domain)) return refuse(401, "shop", fields);
    const outcome = await storeWebhook(runtime, claim, effect, json);
    if (typeof outcome !== "string") return refuse(401, "body", { ...fields, ...outcome });
    seen.outcome = outcome;
    runtime.log.info("webhook.received", { ...fields, outcome });
    return new Response(null, { status: 200, headers: { "X-Request-Id": webhookId } });
  });
}

/** What is logged tells shop and topic as the headers claim them, and of the body nothing but which fields are wrong. */
function refusal(log: Log, status: number, reason: string, fields: LogFields): Response {
  log.warn("webhook.refused", { status, reason, ...fields });
  const headers: HeadersInit = status === 405 ? { Allow: "POST" } : {};
  return new Response(null, { status, headers: { ...headers, Connection: "close" } });
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** The body is not one of its topic; which fields are not as they should be. */
interface NotOfTopic {
  readonly wrong: readonly string[];
}

async function storeWebhook(
  runtime: SyncRuntime,
  webhook: WebhookClaim,
  effect: TopicEffect,
  json: unknown,
): Promise<ReceiptOutcome | NotOfTopic> {
  const { db } = runtime;
  const { shop } = webhook;
  const receipt = { ...webhook, receivedAt: runtime.clock() };
  if (effect.kind === "touch") {
    const ids = effect.payload.safeParse(json);
    if (!ids.success) return notOfTopic(ids.error);
    const { resource } = effect;
    const touch = { resource, ids: ids.data };
    const outcome = await receiveWebhook(db.pool, shop.shopId, { receipt, touch });
    if (outcome === "new") runtime.jobs.wake(refetchJob, { shop: shop.domain });
    return outcome;
  }
  const action = actionOf(runtime, webhook, effect, json);
  if (typeof action !== "function") return action;
  return db.transaction(async (tx) => {
    const [outcome] = await receiveWebhooks(tx, shop.shopId, [{ receipt, touch: null }]);
    if (outcome === undefined) throw new RangeError("a webhook without an outcome");
    if (outcome === "new") await action(tx);
    return outcome;
  });
}

function notOfTopic(error: z.ZodError): NotOfTopic {
  return { wrong: error.issues.map((issue) => issue.path.join(".") || "body") };
}

type Action = (tx: Tx) => Promise<void>;

/** What a webhook that touches no single row does, inside the transaction of its receipt. */
function actionOf(
  runtime: SyncRuntime,
  webhook: WebhookClaim,
  effect: Exclude<TopicEffect, { kind: "touch" }>,
  json: unknown,
): Action | NotOfTopic {
  const { jobs } = runtime;
  const { shop, webhookId: origin } = webhook;
  switch (effect.kind) {
    case "uninstalled":
    case "shop_redacted": {
      const payload = effect.payload.safeParse(json);
      if (!payload.success) return notOfTopic(payload.error);
      const redact = effect.kind === "shop_redacted";
      return async (tx) => {
        await jobs.enqueue(departureJob, { shop: shop.domain, redact, origin }, { tx });
      };
    }
    case "shop_changed": {
      const payload = effect.payload.safeParse(json);
      if (!payload.success) return notOfTopic(payload.error);
      return async (tx) => {
        await jobs.enqueue(shopFactsJob, { shop: shop.domain, origin }, { tx });
      };
    }
    case "segment_changed": {
      const payload = effect.payload.safeParse(json);
      if (!payload.success) return notOfTopic(payload.error);
      return async (tx) => {
        // Any other one of the shop's is none of the app's business.
        if (await isPublishedAs(tx, shop.shopId, payload.data.id))
          await jobs.enqueue(segmentPublicationJob, { shop: shop.domain, origin }, { tx });
      };
    }
    case "bulk_finished": {
      const payload = effect.payload.safeParse(json);
      if (!payload.success) return notOfTopic(payload.error);
      return async (tx) => {
        // A run that is about to end may have looked just before; one that waits is called.
        if (await hasBulkChange(tx, shop.shopId))
          await jobs.enqueue(segmentPublicationJob, { shop: shop.domain, origin }, { tx });
        for (const job of [backfillJob, fullCheckJob, segmentPublicationJob])
          await jobs.hurry(job, { shop: shop.domain });
      };
    }
    case "customers_merged": {
      const payload = effect.payload.safeParse(json);
      if (!payload.success) return notOfTopic(payload.error);
      const { admin_graphql_api_customer_kept_id: kept, admin_graphql_api_customer_deleted_id: deleted } =
        payload.data;
      // A merge that failed names nobody who was deleted.
      if (deleted == null) return async () => {};
      const firstId = idFromGid(kept, "Customer");
      const secondId = idFromGid(deleted, "Customer");
      return async (tx) => {
        await jobs.enqueue(customerMergeJob, { shop: shop.domain, firstId, secondId, origin }, { tx });
      };
    }
    case "customer_data_requested":
    case "customer_redacted": {
      const payload = effect.payload.safeParse(json);
      if (!payload.success) return notOfTopic(payload.error);
      const topic = effect.kind === "customer_redacted" ? "customers/redact" : "customers/data_request";
      return (tx) => acceptPrivacyRequest(runtime, tx, shop, topic, payload.data, origin);
    }
  }
}
