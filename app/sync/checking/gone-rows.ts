import { countBetween, countRefusedSources } from "../../db/queries/sync/comparison.ts";
import { resourcesThatDiffer } from "../../db/queries/sync/dirty.ts";
import { noteCounted, readCountedMore } from "../../db/queries/sync/progress.ts";
import { fullCheckJob } from "../../jobs/definitions/full-check.ts";
import { type GoneRowsLook, goneRowsJob } from "../../jobs/definitions/gone-rows.ts";
import { refetchJob } from "../../jobs/definitions/refetch.ts";
import type { ShopRef } from "../../platform/ids.ts";
import { RESOURCE_SPECS } from "../resources.ts";
import { type SyncRuntime, VALUED_RESOURCES } from "../runtime.ts";
import { type CompareOptions, compareResource, countInShopify } from "./compare.ts";
import { comparedScopes, countDrift, ON_ITS_WAY_MS } from "./compare-rows.ts";

/** Between two looks whether what the reconciliation found has been fetched. */
const FETCHING_MS = 30_000;
/** Then it is left to the next reconciliation. */
const MOST_WAITS = 10;
/** In a row, while rows are found. What is still found then, Shopify does have: it is left to the night, unless more are gone. */
const MOST_LOOKS = 3;
/** A row that is gone is not found while its last change is as young as this. */
const UNEXPLAINED_MS = ON_ITS_WAY_MS + 60_000;

/**
 * Of a deletion, and of a customer who was merged into another, nothing is left in Shopify that could have changed. So the number of rows is
 * asked for, a query a resource. What is refused and who was erased Shopify has more, for good; so where it has fewer than are stored and
 * these, as far as they are known from the last look, the months that differ are read as in the night. A row that begins to be missing
 * here while another one is gone hides it until the night. Whoever is kept of two customers may have got the other's day of creation,
 * which hides the other until this is read: so where rows were found, it looks again. Where fewer were found than are gone, a row that is
 * missing for good is gone from Shopify, or hides one of its month: after another look all ids are compared. Not where Shopify shows
 * recent orders only, for rows leave these by themselves.
 */
export async function findGoneRows(
  runtime: SyncRuntime,
  shop: ShopRef,
  {
    signal,
    looks = 0,
    waits = 0,
    maxPagedRows,
  }: Pick<CompareOptions, "signal" | "maxPagedRows"> & Partial<Pick<GoneRowsLook, "looks" | "waits">> = {},
): Promise<void> {
  const { db, clock, jobs, log } = runtime;
  const { shopId } = shop;
  const isLast = looks + 1 >= MOST_LOOKS;
  const lookLater = (its: Partial<GoneRowsLook>, afterMs: number) =>
    jobs.enqueue(goneRowsJob, { shop: shop.domain, ...its }, { afterMs });
  // Until they are fetched, rows are missing or are stored in another month than Shopify counts them in.
  const waiting = await resourcesThatDiffer(db.pool, shopId, clock());
  if (VALUED_RESOURCES.some((resource) => waiting.includes(resource))) {
    if (waits < MOST_WAITS) await lookLater({ looks, waits: waits + 1 }, FETCHING_MS);
    return;
  }
  let found = 0;
  let isUnexplained = false;
  for (const scope of await comparedScopes(runtime, shop)) {
    const { resource, within } = scope;
    const spec = RESOURCE_SPECS[resource];
    if (spec.nightly !== "count_months" || waiting.includes(resource)) continue;
    const admin = await runtime.shopify.adminFor(shop);
    const [inShopify = 0] = await countInShopify(admin, spec, [within], signal);
    const [stored = 0] = await countBetween(db.pool, shopId, spec.tables, [], within);
    const more = inShopify - stored;
    const known =
      (await readCountedMore(db.pool, shopId, resource)) ??
      (await countRefusedSources(db.pool, shopId, spec.tables));
    if (more >= known) {
      await noteCounted(db.pool, shopId, resource, within.to, more);
      continue;
    }
    const options = { signal, leavesMuch: true, ...(maxPagedRows === undefined ? {} : { maxPagedRows }) };
    const comparison = await compareResource(runtime, shop, scope, options);
    const { extra, isRead } = comparison;
    countDrift(runtime, resource, "months", comparison);
    log.info("sync.gone", { shop: shop.domain, resource, inShopify, stored, known, isRead, found: extra });
    jobs.wake(refetchJob, { shop: shop.domain });
    if (!isRead) continue;
    found += extra;
    const isExplained = more + extra >= known;
    if (isExplained || isLast)
      await noteCounted(db.pool, shopId, resource, within.to, isLast ? more : more + extra);
    isUnexplained ||= !isExplained && within.from === null;
  }
  if (isLast && isUnexplained) await jobs.enqueue(fullCheckJob, { shop: shop.domain });
  if (isLast) return;
  if (found > 0) await lookLater({ looks: looks + 1 }, FETCHING_MS);
  else if (isUnexplained) await lookLater({ looks: MOST_LOOKS - 1 }, UNEXPLAINED_MS);
}
