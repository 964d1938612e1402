import { setTimeout as delay } from "node:timers/promises";
import { readWatermark, updateSlice } from "../../db/queries/sync/progress.ts";
import type { Hints } from "../../jobs/hints.ts";
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
const STALLED_MS = 30 * 60_000;
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

/** Starts the slice's bulk operation and stores its id, unless an earlier run did. Returns the id. */
export async function startOperation(context: SliceContext): Promise<string> {
  const { runtime, shop, slice, signal } = context;
  if (slice.operationId !== null) return slice.operationId;
  const watermark = await readWatermark(runtime.db.pool, shop.shopId, slice.resource);
  const search = slice.purpose === "catch_up" && watermark ? changedSince(watermark.watermark) : null;
  const query = RESOURCE_SPECS[slice.resource].bulkQuery(search);
  const operationId = await startBulkQuery(await runtime.shopify.adminFor(shop), query, signal);
  await updateSlice(runtime.db.pool, shop.shopId, slice.sliceId, {
    status: "running",
    operationId,
    updatedAt: runtime.clock(),
  });
  return operationId;
}

/** Returns the id of the operation. Waits for one of Shopify's places. Throws SliceFailed, AdminUnavailable. */
export async function startBulkQuery(
  admin: AdminClient,
  query: string,
  signal?: AbortSignal,
): Promise<string> {
  let waitedMs = 0;
  for (let pauseMs = FIRST_POLL_MS; ; pauseMs = Math.min(pauseMs * 2, MAX_POLL_MS)) {
    const { data } = await admin.query(runBulkQuery, { query }, signal);
    const { bulkOperation, userErrors } = data.bulkOperationRunQuery;
    if (bulkOperation) return bulkOperation.id;
    const [problem] = userErrors;
    if (problem?.code !== "OPERATION_IN_PROGRESS") {
      throw new SliceFailed(problem?.code ?? "REFUSED", problem?.message ?? "Shopify started no operation");
    }
    if (waitedMs > MAX_PLACE_WAIT_MS) throw new AdminUnavailable(problem.message, null);
    waitedMs += pauseMs;
    await delay(pauseMs, undefined, { signal });
  }
}

/** Waits until the slice's operation has ended, and stores how far it is. Throws SliceFailed as `endOfBulkQuery` does. */
export async function finishedOperation(context: SliceContext, operationId: string): Promise<BulkOperation> {
  const { runtime, shop, slice, signal, stalledMs } = context;
  const admin = await runtime.shopify.adminFor(shop);
  return endOfBulkQuery(runtime.jobs.hints, admin, operationId, {
    signal,
    stalledMs,
    onProgress: (operation) =>
      updateSlice(runtime.db.pool, shop.shopId, slice.sliceId, {
        objectsExpected: operation.objectCount,
        rootsExpected: operation.rootObjectCount,
        updatedAt: runtime.clock(),
      }),
  });
}

export interface BulkWaiting {
  readonly signal?: AbortSignal;
  /** An operation that counts no further object in this time is given up. */
  readonly stalledMs?: number;
  readonly onProgress?: (operation: BulkOperation) => Promise<void>;
}

/**
 * Waits until an operation has ended. The webhook is only a hint, so it polls as well, at growing intervals.
 * Throws SliceFailed where the operation is unknown or stands still.
 */
export async function endOfBulkQuery(
  hints: Hints,
  admin: AdminClient,
  operationId: string,
  { signal, stalledMs = STALLED_MS, onProgress }: BulkWaiting = {},
): Promise<BulkOperation> {
  let lastCount = -1;
  let lastChangeMs = performance.now();
  for (let pauseMs = FIRST_POLL_MS; ; pauseMs = Math.min(pauseMs * 1.5, MAX_POLL_MS)) {
    const { data } = await admin.query(readBulkOperation, { id: operationId }, signal);
    const operation = data.bulkOperation;
    if (!operation) throw new SliceFailed("UNKNOWN", "Shopify does not know the bulk operation any more");
    if (!["CREATED", "RUNNING", "CANCELING"].includes(operation.status)) return operation;
    if (operation.objectCount !== lastCount) {
      lastCount = operation.objectCount;
      lastChangeMs = performance.now();
      await onProgress?.(operation);
    } else if (performance.now() - lastChangeMs > stalledMs) {
      await admin.query(cancelBulkOperation, { id: operationId }, signal);
      throw new SliceFailed("STALLED", "Shopify's bulk operation made no progress");
    }
    await hints.wait(bulkHint(operationId), pauseMs, signal);
  }
}
