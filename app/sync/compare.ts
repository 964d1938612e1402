import { readShop } from "../db/queries/shops.ts";
import { countRepairs, forgetWatermarks, readSyncCounts, readWatermark } from "../db/queries/sync.ts";
import { countDueSources } from "../db/queries/sync-dirty.ts";
import { backfillJob } from "../jobs/definitions.ts";
import type { ShopRef } from "../platform/ids.ts";
import { counts } from "../shopify/operations/changes.ts";
import { RESOURCES, type Resource, type SyncRuntime } from "./runtime.ts";

export interface Comparison {
  readonly resource: Resource;
  readonly stored: number;
  readonly inShopify: number;
}

/**
 * Compares how many customers and orders are stored with how many Shopify counts, when nothing waits to be fetched. Where the two
 * differ the resource is read anew from the beginning, which brings what was missed; returns what differed.
 */
export async function compareCounts(
  runtime: SyncRuntime,
  shop: ShopRef,
  { signal }: { signal?: AbortSignal } = {},
): Promise<Comparison[]> {
  const { db, jobs, clock, log } = runtime;
  const shopRow = await readShop(db.pool, shop.shopId);
  if (!shopRow || shopRow.uninstalledAt !== null) return [];
  const admin = await runtime.shopify.adminFor(shop);
  const differing: Comparison[] = [];
  for (const resource of RESOURCES) {
    if ((await readWatermark(db.pool, shop.shopId, resource)) === null) continue;
    if ((await countDueSources(db.pool, shop.shopId, resource, clock())) > 0) continue;
    const { data } = await admin.query(counts[resource], {}, signal);
    if (data.count?.precision !== "EXACT") continue;
    const known = await readSyncCounts(db.pool, shop.shopId);
    const stored = known[resource] + known.refused[resource];
    if (stored === data.count.count) continue;
    // Scopes may hide older orders, and erased people are left out: neither is missing.
    if (resource === "orders" ? shopRow.historyFrom !== null : known.hasErasedPeople) continue;
    differing.push({ resource, stored, inShopify: data.count.count });
  }
  for (const { resource, stored, inShopify } of differing) {
    log.warn("sync.counts.differ", { shop: shop.domain, resource, stored, inShopify });
    await db.transaction(async (tx) => {
      await countRepairs(tx, shop.shopId, resource, Math.abs(stored - inShopify));
      await forgetWatermarks(tx, shop.shopId, [resource]);
      await jobs.enqueue(backfillJob, { shop: shop.domain }, { tx });
    });
  }
  return differing;
}
