import { readWatermark, updateSlice } from "../../db/queries/sync/progress.ts";
import { errorFields, type Log } from "../../platform/log.ts";
import type { AdminClient } from "../../shopify/admin-client.ts";
import {
  type BulkOperation,
  cancelBulkOperation,
  readBulkOperation,
  runBulkQuery,
  type StartedBulk,
} from "../../shopify/operations/bulk.ts";
import { RESOURCE_SPECS } from "../resources.ts";
import { type SliceContext, SliceFailed } from "./slice-context.ts";

const FIRST_POLL_MS = 100;
const MAX_POLL_MS = 5_000;
/** An operation that counts no further object in this time is given up. */
const STALLED_MS = 10 * 60_000;
const RUNNING: readonly BulkOperation["status"][] = ["CREATED", "RUNNING", "CANCELING"];
/** A catch-up goes back a little further than it was read, for rows that were written late under an earlier time. */
const OVERLAP_MS = 10 * 60_000;

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
export async function submitBulkQuery(
  admin: AdminClient,
  query: string,
  signal?: AbortSignal,
): Promise<StartedBulk["bulkOperationRunQuery"]["bulkOperation"]> {
  const { data } = await admin.query(runBulkQuery, { query }, signal);
  const { bulkOperation, userErrors } = data.bulkOperationRunQuery;
  if (bulkOperation) return bulkOperation;
  const [problem] = userErrors;
  if (problem?.code === "OPERATION_IN_PROGRESS") return null;
  throw new SliceFailed(problem?.code ?? "REFUSED", problem?.message ?? "Shopify started no operation");
}

/** A started operation as it was last seen; whoever waits for it stores this. */
export interface SeenOperation {
  readonly operationId: string | null;
  readonly startedAt: Date;
  /** What Shopify had counted, and since when it has not moved; null before the first look. */
  readonly objects: number | null;
  readonly movedAt: Date | null;
}

export interface Looking {
  readonly now: Date;
  readonly log: Log;
  readonly signal?: AbortSignal | undefined;
  /** An operation that counts no further object in this time is given up. */
  readonly stalledMs?: number | undefined;
}

/**
 * Looks once at an operation: returns it where it has ended, and otherwise how long to wait for the next look, and what was seen where
 * it has moved. One that stands still is cancelled. Throws SliceFailed.
 */
export async function lookOnce(
  admin: AdminClient,
  seen: SeenOperation,
  looking: Looking,
): Promise<{ ended: BulkOperation } | { waitMs: number; moved: BulkOperation | null }> {
  const { now, signal, stalledMs = STALLED_MS } = looking;
  const { data } = await admin.query(readBulkOperation, { id: seen.operationId }, signal);
  const operation = data.bulkOperation;
  if (!operation) throw new SliceFailed("UNKNOWN", "Shopify does not know the bulk operation any more");
  if (!RUNNING.includes(operation.status)) return { ended: operation };
  const hasMoved = seen.movedAt === null || operation.objectCount !== seen.objects;
  if (!hasMoved && seen.movedAt !== null && now.getTime() - seen.movedAt.getTime() >= stalledMs) {
    await giveUp(admin, seen, { ...looking, stalledMs });
  }
  const ageMs = now.getTime() - seen.startedAt.getTime();
  return {
    waitMs: Math.min(Math.max(ageMs / 4, FIRST_POLL_MS), MAX_POLL_MS),
    moved: hasMoved ? operation : null,
  };
}

/**
 * `lookOnce` at a slice's operation. How far it is, and since when, is stored with the slice, so that an operation that stands still is
 * known as such in every process, however often the looking was interrupted. Throws SliceFailed.
 */
export async function lookAtOperation(context: SliceContext): Promise<BulkOperation | { waitMs: number }> {
  const { runtime, shop, slice, signal, stalledMs } = context;
  const admin = await runtime.shopify.adminFor(shop);
  const now = runtime.clock();
  const seen = { ...slice, objects: slice.objectsExpected };
  const look = await lookOnce(admin, seen, { now, log: runtime.log, signal, stalledMs });
  if ("ended" in look) return look.ended;
  if (look.moved) {
    await updateSlice(runtime.db.pool, shop.shopId, slice.sliceId, {
      objectsExpected: look.moved.objectCount,
      rootsExpected: look.moved.rootObjectCount,
      movedAt: now,
      updatedAt: now,
    });
  }
  return { waitMs: look.waitMs };
}

/** The operation is cancelled so that it does not keep one of Shopify's places; given up it is also where that fails. */
async function giveUp(
  admin: AdminClient,
  { operationId }: SeenOperation,
  { log, signal, stalledMs }: Looking & { readonly stalledMs: number },
): Promise<never> {
  try {
    await admin.query(cancelBulkOperation, { id: operationId }, signal);
  } catch (error) {
    if (signal?.aborted) throw error;
    log.warn("sync.cancel.failed", { shop: admin.shop.domain, ...errorFields(error) });
  }
  const minutes = Math.round(stalledMs / 60_000);
  throw new SliceFailed(
    "STALLED",
    `Shopify stopped preparing the file: it counted nothing further for ${minutes} ${minutes === 1 ? "minute" : "minutes"}, so the app cancelled it`,
  );
}
