import { oldestWorkersMapping } from "../../db/queries/processes.ts";
import {
  lowerMappingVersions,
  MAPPING_VERSION,
  ordersOfOlderMapping,
  raiseMappingVersion,
  shopsOfOlderMapping,
} from "../../db/queries/source/mapping-version.ts";
import { touchSources } from "../../db/queries/sync/dirty.ts";
import { forgetWatermarks } from "../../db/queries/sync/progress.ts";
import { backfillJob } from "../../jobs/definitions/backfill.ts";
import { refetchJob } from "../../jobs/definitions/refetch.ts";
import { shopRef } from "../../platform/ids.ts";
import { SINGLY } from "../../platform/refetch-notes.ts";
import type { SyncRuntime } from "../runtime.ts";

/** Beyond this many orders the whole history is read again: one bulk operation is quicker, and leaves refetches to what changes. */
const MOST_SINGLY = 250;

/**
 * Marks for refetch what was stored under an older mapping and would be stored otherwise now. Nothing of it changed in Shopify, so no
 * webhook and no comparison would ever have it read. Until then the figures stay as they are. While a process of an older version works, which
 * would read the marked ones under its own mapping, nothing is marked, and shops count as read under that one.
 */
export async function readOlderMappingsAgain(
  { db, jobs, clock, log }: Pick<SyncRuntime, "db" | "jobs" | "clock" | "log">,
  { mostSingly = MOST_SINGLY }: { readonly mostSingly?: number } = {},
): Promise<void> {
  const oldest = (await oldestWorkersMapping(db.pool)) ?? MAPPING_VERSION;
  if (oldest < MAPPING_VERSION) return lowerMappingVersions(db.pool, oldest);
  for (const { domain, version } of await shopsOfOlderMapping(db.pool)) {
    const { shopId, domain: shop } = shopRef(domain);
    const orders = await db.transaction(async (tx) => {
      if (!(await raiseMappingVersion(tx, shopId, version))) return null;
      const ids = await ordersOfOlderMapping(tx, shopId, version);
      if (ids.length > mostSingly) {
        await forgetWatermarks(tx, shopId, ["orders"]);
        await jobs.enqueue(backfillJob, { shop }, { tx });
        return ids.length;
      }
      const now = clock();
      await touchSources(tx, shopId, "orders", ids, now, { note: SINGLY, staleFrom: now });
      if (ids.length > 0) await jobs.enqueue(refetchJob, { shop }, { tx });
      return ids.length;
    });
    if (orders !== null) log.info("shop.mapping.changed", { shop: domain, from: version, orders });
  }
}
