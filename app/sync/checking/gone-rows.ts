import { countBetween } from "../../db/queries/sync/comparison.ts";
import { resourcesThatDiffer } from "../../db/queries/sync/dirty.ts";
import { noteCounted } from "../../db/queries/sync/progress.ts";
import { goneRowsJob } from "../../jobs/definitions/gone-rows.ts";
import { refetchJob } from "../../jobs/definitions/refetch.ts";
import type { Again } from "../../jobs/queue.ts";
import type { ShopRef } from "../../platform/ids.ts";
import { RESOURCE_SPECS } from "../resources.ts";
import { type SyncRuntime, VALUED_RESOURCES } from "../runtime.ts";
import { type CompareOptions, compareResource, countInShopify } from "./compare.ts";
import { comparedScopes, countDrift } from "./compare-rows.ts";

/** Between two looks whether what the reconciliation found has been fetched. */
const FETCHING_MS = 30_000;

/**
 * Of a deletion, and of a customer who was merged into another, nothing is left in Shopify that could have changed. So the number of rows is
 * asked for, a query a resource; where Shopify has fewer than are stored, the months that differ are read as in the night. A row
 * that is missing here and another that is gone there hide each other, until the night. Whoever is kept of two customers may have got the
 * other's day of creation, which hides the other until this is read: so where rows were found, it looks once more.
 */
export async function findGoneRows(
  runtime: SyncRuntime,
  shop: ShopRef,
  { signal, again = false }: Pick<CompareOptions, "signal"> & { readonly again?: boolean | undefined } = {},
): Promise<Again | undefined> {
  const { db, clock, jobs, log } = runtime;
  const { shopId } = shop;
  // Until they are fetched, rows are missing or are stored in another month than Shopify counts them in.
  const waiting = await resourcesThatDiffer(db.pool, shopId, clock());
  if (VALUED_RESOURCES.some((resource) => waiting.includes(resource))) return { againAfterMs: FETCHING_MS };
  let found = 0;
  for (const scope of await comparedScopes(runtime, shop)) {
    const { resource, within } = scope;
    const spec = RESOURCE_SPECS[resource];
    if (spec.nightly !== "count_months" || waiting.includes(resource)) continue;
    const admin = await runtime.shopify.adminFor(shop);
    const [inShopify = 0] = await countInShopify(admin, spec, [within], signal);
    const [stored = 0] = await countBetween(db.pool, shopId, spec.tables, [], within);
    if (inShopify < stored) {
      const comparison = await compareResource(runtime, shop, scope, { signal, leavesMuch: true });
      found += comparison.extra;
      countDrift(runtime, resource, "months", comparison);
      log.info("sync.gone", { shop: shop.domain, resource, inShopify, stored, found: comparison.extra });
      jobs.wake(refetchJob, { shop: shop.domain });
    }
    await noteCounted(db.pool, shopId, resource, within.to);
  }
  if (found > 0 && !again)
    await jobs.enqueue(goneRowsJob, { shop: shop.domain, again: true }, { afterMs: FETCHING_MS });
  return;
}
