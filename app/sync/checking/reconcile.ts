import { outdatedSources } from "../../db/queries/source/merge.ts";
import { lockMerges } from "../../db/queries/source/merge-lock.ts";
import { readShop } from "../../db/queries/source/shops.ts";
import { touchSources } from "../../db/queries/sync/dirty.ts";
import { followedFrom, raiseWatermark, readSyncTotals } from "../../db/queries/sync/progress.ts";
import { goneRowsJob } from "../../jobs/definitions/gone-rows.ts";
import { refetchJob } from "../../jobs/definitions/refetch.ts";
import { shopFactsJob } from "../../jobs/definitions/shop-facts.ts";
import { idFromGid, type ShopRef } from "../../platform/ids.ts";
import type { Answer } from "../../shopify/admin-client.ts";
import type { Changes } from "../../shopify/operations/changes.ts";
import { changedSince } from "../history/bulk-operation.ts";
import { RESOURCE_SPECS } from "../resources.ts";
import { RESOURCES, type Resource, type SyncRuntime } from "../runtime.ts";
import { forgetTrouble } from "../shop/trouble.ts";

export interface ReconcileOptions {
  readonly signal?: AbortSignal;
}

/**
 * Looks at everything that changed since the watermark, with ten minutes of overlap, and marks for refetch what is not stored in
 * that version, as the lost webhook would have done. The watermark rises to the instant of the look, by Shopify's clock. Returns how
 * many differed; they count as repaired once they are fetched, and until then the shop is not complete beyond the last look.
 */
export async function reconcile(
  runtime: SyncRuntime,
  shop: ShopRef,
  options: ReconcileOptions = {},
): Promise<number> {
  const { db, jobs } = runtime;
  const stored = await readShop(db.pool, shop.shopId);
  if (!stored || stored.uninstalledAt !== null) return 0;
  // Currency, time zone and scopes: no webhook may have told of their change either. First, for a scope that is missing ends this look.
  await jobs.enqueue(shopFactsJob, { shop: shop.domain });
  let differed = 0;
  for (const resource of RESOURCES) {
    const from = await followedFrom(db.pool, shop.shopId, resource);
    // A resource that was never read to the end needs the backfill, which the sweep starts.
    if (!from) continue;
    differed += await reconcileResource(runtime, shop, resource, from, options);
  }
  // What a bulk operation did not bring has been brought another way.
  if ((await readSyncTotals(db.pool, shop.shopId)).waiting === 0)
    await forgetTrouble(runtime, shop, ["stuck"]);
  jobs.wake(refetchJob, { shop: shop.domain });
  // Deletions and merges have no version to look for.
  await jobs.enqueue(goneRowsJob, { shop: shop.domain });
  if (differed > 0) runtime.log.info("sync.reconciled", { shop: shop.domain, differed });
  return differed;
}

async function reconcileResource(
  runtime: SyncRuntime,
  shop: ShopRef,
  resource: Resource,
  from: Date,
  { signal }: ReconcileOptions,
): Promise<number> {
  const { db, clock } = runtime;
  const { changed, gidType, tables } = RESOURCE_SPECS[resource];
  const admin = await runtime.shopify.adminFor(shop);
  const search = changedSince(from);
  let after: string | null = null;
  let differed = 0;
  /** Everything until then was on the pages or changed after them, which the overlap covers. */
  let lookedAt: Date | null = null;
  for (;;) {
    const answer: Answer<Changes> = await admin.query(changed, { search, after }, signal);
    const { page } = answer.data;
    lookedAt ??= answer.answeredAt ?? clock();
    differed += await db.transaction(async (tx) => {
      const nodes = page.nodes.map((node) => ({
        id: idFromGid(node.id, gidType),
        updatedAt: node.updatedAt,
      }));
      await lockMerges(tx, shop.shopId);
      const outdated = await outdatedSources(tx, shop.shopId, tables, nodes);
      // What changed before the last look was found by it: the shop is complete up to there until these are fetched.
      const mark = { staleFrom: from, differed: true };
      await touchSources(tx, shop.shopId, resource, outdated, clock(), mark);
      return outdated.length;
    });
    if (!page.pageInfo.hasNextPage) break;
    after = page.pageInfo.endCursor;
  }
  await raiseWatermark(db.pool, shop.shopId, resource, lookedAt, clock());
  // Which of them are missing and which are older is not asked.
  runtime.metrics.drift.inc({ resource, found_by: "watermark", kind: "outdated" }, differed);
  return differed;
}
