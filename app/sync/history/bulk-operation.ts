import { setTimeout as delay } from "node:timers/promises";
import { readWatermark, updateSlice } from "../../db/queries/sync/progress.ts";
import type { Hints } from "../../jobs/hints.ts";
import { errorFields } from "../../platform/log.ts";
import type { AdminClient } from "../../shopify/admin-client.ts";
import { AdminUnavailable } from "../../shopify/errors.ts";
import {
  type BulkOperation,
  cancelBulkOperation,
  readBulkOperation,
  runBulkQuery,
} from "../../shopify/operations/bulk.ts";
import { RESOURCE_SPECS } from "../resources.ts";
import { type SliceContext, SliceFailed } from "./slice-context.ts";

const FIRST_POLL_MS = 100;
const MAX_POLL_MS = 5_000;
/** How long a start waits for one of Shopify's five places, before the job gives its own place to others. */
const MAX_PLACE_WAIT_MS = 60_000;
/** An operation that counts no further object in this time is given up. */
const STALLED_MS = 10 * 60_000;
const RUNNING: readonly BulkOperation["status"][] = ["CREATED", "RUNNING", "CANCELING"];
/** A catch-up goes back a little further than it was read, for rows that were written late under an earlier time. */
const OVERLAP_MS = 10 * 60_000;

/** Key of the hint that `bulk_operations/finish` gives. */
export function bulkHint(operationId: string): string {
  return `bulk ${operationId}`;
}

export function changedSince(watermark: Date): string {
  const from = new Date(watermark.getTime() - OVERLAP_MS).toISOString().replace(/\.\d+Z$/, "Z");
  return `updated_at:>='${from}'`;
}

/**
 * Starts the slice's bulk operation and stores its id, unless an earlier run did. The low-water mark becomes the time at which Shopify
 * made the operation, by Shopify's clock: changes are told by that clock, and this machine's may be wrong. Returns the id, or null
 * where Shopify has no place. Throws SliceFailed.
 */
export async function startOperation({ runtime, shop, slice, signal }: SliceContext): Promise<string | null> {
  if (slice.operationId !== null) return slice.operationId;
  const watermark = await readWatermark(runtime.db.pool, shop.shopId, slice.resource);
  const search = slice.purpose === "catch_up" && watermark ? changedSince(watermark.watermark) : null;
  const query = RESOURCE_SPECS[slice.resource].bulkQuery(search);
  const started = await submitBulkQuery(await runtime.shopify.adminFor(shop), query, signal);
  if (!started) return null;
  await updateSlice(runtime.db.pool, shop.shopId, slice.sliceId, {
    status: "running",
    operationId: started.id,
    lowWaterMark: new Date(started.createdAt),
    updatedAt: runtime.clock(),
  });
  return started.id;
}

/** Null where all of Shopify's places are taken. Throws SliceFailed. */
async function submitBulkQuery(admin: AdminClient, query: string, signal?: AbortSignal) {
  const { data } = await admin.query(runBulkQuery, { query }, signal);
  const { bulkOperation, userErrors } = data.bulkOperationRunQuery;
  if (bulkOperation) return bulkOperation;
  const [problem] = userErrors;
  if (problem?.code === "OPERATION_IN_PROGRESS") return null;
  throw new SliceFailed(problem?.code ?? "REFUSED", problem?.message ?? "Shopify started no operation");
}

/** Returns the id of the operation. Waits for one of Shopify's places. Throws SliceFailed, AdminUnavailable. */
export async function startBulkQuery(
  admin: AdminClient,
  query: string,
  signal?: AbortSignal,
): Promise<string> {
  let waitedMs = 0;
  for (let pauseMs = FIRST_POLL_MS; ; pauseMs = Math.min(pauseMs * 2, MAX_POLL_MS)) {
    const started = await submitBulkQuery(admin, query, signal);
    if (started) return started.id;
    if (waitedMs > MAX_PLACE_WAIT_MS) throw new AdminUnavailable("no place for a bulk operation", null);
    waitedMs += pauseMs;
    await delay(pauseMs, undefined, { signal });
  }
}

/**
 * Looks once at a started operation: returns it where it has ended, and otherwise how long to wait for the next look. How far it is,
 * and since when, is stored with the slice, so that an operation that stands still is known as such in every process, however often
 * the looking was interrupted: it is then cancelled. Throws SliceFailed.
 */
export async function lookAtOperation(context: SliceContext): Promise<BulkOperation | { waitMs: number }> {
  const { runtime, shop, slice, signal, stalledMs = STALLED_MS } = context;
  const admin = await runtime.shopify.adminFor(shop);
  const { data } = await admin.query(readBulkOperation, { id: slice.operationId }, signal);
  const operation = data.bulkOperation;
  if (!operation) throw new SliceFailed("UNKNOWN", "Shopify does not know the bulk operation any more");
  if (!RUNNING.includes(operation.status)) return operation;
  const now = runtime.clock();
  if (slice.movedAt === null || operation.objectCount !== slice.objectsExpected) {
    await updateSlice(runtime.db.pool, shop.shopId, slice.sliceId, {
      objectsExpected: operation.objectCount,
      rootsExpected: operation.rootObjectCount,
      movedAt: now,
      updatedAt: now,
    });
  } else if (now.getTime() - slice.movedAt.getTime() >= stalledMs) {
    await giveUp(context, admin);
  }
  const ageMs = now.getTime() - slice.startedAt.getTime();
  return { waitMs: Math.min(Math.max(ageMs / 4, FIRST_POLL_MS), MAX_POLL_MS) };
}

/** The operation is cancelled so that it does not keep one of Shopify's places; given up it is also where that fails. */
async function giveUp(
  { runtime, shop, slice, signal, stalledMs = STALLED_MS }: SliceContext,
  admin: AdminClient,
): Promise<never> {
  try {
    await admin.query(cancelBulkOperation, { id: slice.operationId }, signal);
  } catch (error) {
    if (signal?.aborted) throw error;
    runtime.log.warn("sync.cancel.failed", { shop: shop.domain, ...errorFields(error) });
  }
  const minutes = Math.round(stalledMs / 60_000);
  throw new SliceFailed(
    "STALLED",
    `Shopify stopped preparing the file: it counted nothing further for ${minutes} ${minutes === 1 ? "minute" : "minutes"}, so the app cancelled it`,
  );
}

export interface BulkWaiting {
  readonly signal?: AbortSignal;
  /** An operation that counts no further object in this time is given up. */
  readonly stalledMs?: number;
}

/**
 * Waits until an operation has ended. The webhook is only a hint, so it polls as well, at growing intervals.
 * Throws SliceFailed where the operation is unknown or stands still.
 */
export async function endOfBulkQuery(
  hints: Hints,
  admin: AdminClient,
  operationId: string,
  { signal, stalledMs = STALLED_MS }: BulkWaiting = {},
): Promise<BulkOperation> {
  let lastCount = -1;
  let lastChangeMs = performance.now();
  for (let pauseMs = FIRST_POLL_MS; ; pauseMs = Math.min(pauseMs * 1.5, MAX_POLL_MS)) {
    const { data } = await admin.query(readBulkOperation, { id: operationId }, signal);
    const operation = data.bulkOperation;
    if (!operation) throw new SliceFailed("UNKNOWN", "Shopify does not know the bulk operation any more");
    if (!RUNNING.includes(operation.status)) return operation;
    if (operation.objectCount !== lastCount) {
      lastCount = operation.objectCount;
      lastChangeMs = performance.now();
    } else if (performance.now() - lastChangeMs > stalledMs) {
      await admin.query(cancelBulkOperation, { id: operationId }, signal);
      throw new SliceFailed("STALLED", "Shopify's bulk operation made no progress");
    }
    await hints.wait(bulkHint(operationId), pauseMs, signal);
  }
}
