import { outdatedSources } from "../../db/queries/source/merge.ts";
import { readShop } from "../../db/queries/source/shops.ts";
import { touchSources } from "../../db/queries/sync/dirty.ts";
import { raiseWatermark, readWatermark } from "../../db/queries/sync/progress.ts";
import { refetchJob } from "../../jobs/definitions/refetch.ts";
import { idFromGid, type ShopRef } from "../../platform/ids.ts";
import type { Answer } from "../../shopify/admin-client.ts";
import type { Changes } from "../../shopify/operations/changes.ts";
import { catchUp } from "../history/backfill.ts";
import { changedSince } from "../history/bulk-operation.ts";
import { RESOURCE_SPECS } from "../resources.ts";
import { RESOURCES, type Resource, type SyncRuntime } from "../runtime.ts";

/** Beyond this many changes one bulk operation replaces the paging. */
const BULK_THRESHOLD = 2_000;

export interface ReconcileOptions {
  readonly signal?: AbortSignal;
  readonly bulkThreshold?: number;
}

/**
 * Looks at everything that changed since the watermark, with ten minutes of overlap, and marks for refetch what is not stored
 * in that version, as the lost webhook would have done. The watermark rises to the instant before the look. Returns how many
 * differed.
 */
export async function reconcile(
  runtime: SyncRuntime,
  shop: ShopRef,
  options: ReconcileOptions = {},
): Promise<number> {
  const { db, jobs } = runtime;
  const stored = await readShop(db.pool, shop.shopId);
  if (!stored || stored.uninstalledAt !== null) return 0;
  let differed = 0;
  for (const resource of RESOURCES) {
    const watermark = await readWatermark(db.pool, shop.shopId, resource);
    // A resource that was never read to the end needs the backfill, which the sweep starts.
    if (!watermark) continue;
    differed += await reconcileResource(runtime, shop, resource, watermark.watermark, options);
  }
  jobs.wake(refetchJob, { shop: shop.domain });
  if (differed > 0) runtime.log.info("sync.reconciled", { shop: shop.domain, differed });
  return differed;
}

async function reconcileResource(
  runtime: SyncRuntime,
  shop: ShopRef,
  resource: Resource,
  watermark: Date,
  { signal, bulkThreshold = BULK_THRESHOLD }: ReconcileOptions,
): Promise<number> {
  const { db, clock } = runtime;
  const { changed, gidType, tables } = RESOURCE_SPECS[resource];
  const admin = await runtime.shopify.adminFor(shop);
  const lookedAt = clock();
  const search = changedSince(watermark);
  let after: string | null = null;
  let differed = 0;
  let seen = 0;
  for (;;) {
    const answer: Answer<Changes> = await admin.query(changed, { search, after }, signal);
    const { data } = answer;
    seen += data.page.nodes.length;
    differed += await db.transaction(async (tx) => {
      const nodes = data.page.nodes.map((node) => ({
        id: idFromGid(node.id, gidType),
        updatedAt: node.updatedAt,
      }));
      const outdated = await outdatedSources(tx, shop.shopId, tables, nodes);
      await touchSources(tx, shop.shopId, resource, outdated, clock());
      return outdated.length;
    });
    if (!data.page.pageInfo.hasNextPage) break;
    if (seen > bulkThreshold) {
      // The bulk operation raises the watermark by itself.
      await catchUp(runtime, shop, resource, { signal });
      break;
    }
    after = data.page.pageInfo.endCursor;
  }
  await raiseWatermark(db.pool, shop.shopId, resource, seen > bulkThreshold ? watermark : lookedAt, clock(), {
    repaired: differed,
  });
  return differed;
}
