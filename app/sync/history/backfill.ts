import { readShop } from "../../db/queries/source/shops.ts";
import { addSlice, openSlice, readWatermark, type SliceRow } from "../../db/queries/sync/progress.ts";
import { backfillJob } from "../../jobs/definitions/backfill.ts";
import { refetchJob } from "../../jobs/definitions/refetch.ts";
import { newId, type ShopRef } from "../../platform/ids.ts";
import { RESOURCES, type Resource, type SyncRuntime } from "../runtime.ts";
import { type MappingShop, refreshShopFacts } from "../shop/shop-facts.ts";
import { startOperation } from "./bulk-operation.ts";
import { runSlice } from "./slice.ts";
import { type SliceContext, SliceFailed } from "./slice-context.ts";

/** Slices of one resource that one run tries before it leaves the rest to the job's own retries. */
const MAX_SLICES = 4;

/** Asks for the history to be read, unless a job for that waits or runs. */
export async function beginBackfill(runtime: Pick<SyncRuntime, "jobs">, shop: ShopRef): Promise<void> {
  await runtime.jobs.enqueue(backfillJob, { shop: shop.domain });
}

export type HistoryOptions = Pick<SliceContext, "signal" | "stalledMs" | "heldNodes">;

/**
 * Reads the whole history of a shop, or, for a resource that was read to the end before, what changed since. Goes on with slices that a
 * killed process left open. Shopify works on both resources at once; their files are read one after the other.
 * Throws SliceFailed or a class of `shopify/errors.ts`; what was merged until then stays.
 */
export async function readHistory(
  runtime: SyncRuntime,
  shop: ShopRef,
  options: HistoryOptions = {},
): Promise<void> {
  const stored = await readShop(runtime.db.pool, shop.shopId);
  if (!stored || stored.uninstalledAt !== null) {
    runtime.log.info("sync.history.skipped", { shop: shop.domain, reason: "not installed" });
    return;
  }
  const facts = await refreshShopFacts(runtime, shop);
  const first = new Map<Resource, SliceRow>();
  for (const resource of RESOURCES) {
    const slice = await openOrAddSlice(runtime, shop, resource);
    const operationId = await startOperation({ runtime, shop, facts, slice, failedBefore: 0, ...options });
    first.set(resource, { ...slice, operationId });
  }
  for (const resource of RESOURCES) {
    await readResource(runtime, shop, facts, resource, first.get(resource), options);
  }
  runtime.jobs.wake(refetchJob, { shop: shop.domain });
}

async function readResource(
  runtime: SyncRuntime,
  shop: ShopRef,
  facts: MappingShop,
  resource: Resource,
  first: SliceRow | undefined,
  options: HistoryOptions,
): Promise<void> {
  for (let failedBefore = 0; ; failedBefore++) {
    const slice = (failedBefore === 0 ? first : undefined) ?? (await openOrAddSlice(runtime, shop, resource));
    const context: SliceContext = { runtime, shop, facts, slice, failedBefore, ...options };
    try {
      return await runSlice(context);
    } catch (error) {
      if (!(error instanceof SliceFailed) || failedBefore + 1 >= MAX_SLICES) throw error;
    }
  }
}

/** Reads what changed of one resource since its watermark, by a bulk operation. */
export async function catchUp(
  runtime: SyncRuntime,
  shop: ShopRef,
  resource: Resource,
  options: HistoryOptions = {},
): Promise<void> {
  const facts = await refreshShopFacts(runtime, shop);
  await readResource(runtime, shop, facts, resource, undefined, options);
}

async function openOrAddSlice(runtime: SyncRuntime, shop: ShopRef, resource: Resource): Promise<SliceRow> {
  const { db, clock } = runtime;
  const open = await openSlice(db.pool, shop.shopId, resource);
  if (open) return open;
  const watermark = await readWatermark(db.pool, shop.shopId, resource);
  const now = clock();
  await addSlice(db.pool, shop.shopId, {
    sliceId: newId(),
    resource,
    purpose: watermark ? "catch_up" : "backfill",
    lowWaterMark: now,
    startedAt: now,
  });
  const added = await openSlice(db.pool, shop.shopId, resource);
  if (!added) throw new Error("a slice was added and is not there");
  return added;
}
