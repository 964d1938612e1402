import {
  addSeen,
  countBetween,
  countRefusedSources,
  type EndedRange,
  firstInstant,
  openSeen,
  type SeenRow,
} from "../../db/queries/sync/comparison.ts";
import { touchOrdersOfGone } from "../../db/queries/sync/dirty.ts";
import { forgetWatermarks, noteCounted } from "../../db/queries/sync/progress.ts";
import { backfillJob } from "../../jobs/definitions/backfill.ts";
import { fullCheckJob } from "../../jobs/definitions/full-check.ts";
import { refetchJob } from "../../jobs/definitions/refetch.ts";
import { idFromGid, type ShopRef } from "../../platform/ids.ts";
import type { AdminClient, Answer } from "../../shopify/admin-client.ts";
import type { Changes } from "../../shopify/operations/changes.ts";
import { RESOURCE_SPECS, type ResourceSpec } from "../resources.ts";
import type { Resource, SyncRuntime } from "../runtime.ts";
import {
  comparedScopes,
  countDrift,
  countKinds,
  type Differences,
  findDifferences,
  markDifferences,
  NO_DIFFERENCES,
  type Scope,
} from "./compare-rows.ts";

/** Searches that one query counts. */
const MONTHS_A_QUERY = 24;
/** Beyond this many rows one bulk operation is quicker than the pages of their months. */
const MAX_PAGED_ROWS = 10_000;

export interface CompareOptions {
  readonly signal?: AbortSignal;
  readonly maxPagedRows?: number;
  /** Where too much differs, it is left to the night. */
  readonly leavesMuch?: boolean;
}

export interface MonthDifference extends EndedRange {
  readonly stored: number;
  readonly inShopify: number;
}

export interface Comparison extends Differences {
  readonly resource: Resource;
  readonly months: number;
  /** False where so much differs that nothing was read: rows may be gone of which nobody knows. */
  readonly isRead: boolean;
  /** The months that were read, because their counts differ. */
  readonly differing: readonly MonthDifference[];
}

/**
 * Compares how many orders were placed, and customers created, in each month with what Shopify counts, reads the ids of those months
 * that differ, and marks for refetch what is missing, older or no longer there. Months are those of UTC, on both sides the same two
 * instants, whatever the shop's time zone. Where too much differs, the comparison of all ids is asked for instead.
 */
export async function compareMonths(
  runtime: SyncRuntime,
  shop: ShopRef,
  options: CompareOptions = {},
): Promise<Comparison[]> {
  const comparisons: Comparison[] = [];
  await touchOrdersOfGone(runtime.db.pool, shop.shopId, runtime.clock());
  for (const scope of await comparedScopes(runtime, shop)) {
    if (RESOURCE_SPECS[scope.resource].nightly === "read_again") {
      await readAgain(runtime, shop, scope.resource);
      continue;
    }
    const comparison = await compareResource(runtime, shop, scope, options);
    comparisons.push(comparison);
    if (comparison.isRead) await noteCounted(runtime.db.pool, shop.shopId, scope.resource, scope.within.to);
    const { differing, ...logged } = comparison;
    countDrift(runtime, scope.resource, "months", comparison);
    runtime.log.info("sync.compared", { shop: shop.domain, ...logged, monthsRead: differing.length });
  }
  runtime.jobs.wake(refetchJob, { shop: shop.domain });
  return comparisons;
}

/** Everything of a resource, by one bulk operation. What is stored stays until it is read. */
async function readAgain({ db, jobs }: SyncRuntime, shop: ShopRef, resource: Resource): Promise<void> {
  await db.transaction(async (tx) => {
    await forgetWatermarks(tx, shop.shopId, [resource]);
    await jobs.enqueue(backfillJob, { shop: shop.domain }, { tx });
  });
}

export async function compareResource(
  runtime: SyncRuntime,
  shop: ShopRef,
  scope: Scope,
  { signal, maxPagedRows = MAX_PAGED_ROWS, leavesMuch = false }: CompareOptions,
): Promise<Comparison> {
  const { db, jobs } = runtime;
  const { resource, within } = scope;
  const spec = RESOURCE_SPECS[resource];
  const { tables } = spec;
  const first = within.from ?? (await firstInstant(db.pool, shop.shopId, tables));
  const borders = first === null ? [] : monthStartsBetween(first, within.to);
  const ranges = rangesOf(borders, within);
  const admin = await runtime.shopify.adminFor(shop);
  const inShopify = await countInShopify(admin, spec, ranges, signal);
  const stored = await countBetween(db.pool, shop.shopId, tables, borders, within);
  const differing = ranges
    .map((range, at) => ({ ...range, stored: stored[at] ?? 0, inShopify: inShopify[at] ?? 0 }))
    .filter((month) => month.stored !== month.inShopify);
  const unchanged: Comparison = {
    ...{ resource, months: ranges.length, isRead: true, differing: [] },
    ...NO_DIFFERENCES,
  };
  // Refused rows are known to be missing. Where nothing else is missing, nothing has to be read.
  const missing = differing.reduce((sum, month) => sum + month.inShopify - month.stored, 0);
  const onlyMissing = differing.every((month) => month.inShopify > month.stored);
  if (onlyMissing && missing === (await countRefusedSources(db.pool, shop.shopId, tables))) return unchanged;
  if (differing.reduce((sum, month) => sum + month.inShopify, 0) > maxPagedRows) {
    if (!leavesMuch) await jobs.enqueue(fullCheckJob, { shop: shop.domain });
    return { ...unchanged, isRead: false };
  }
  const total = { ...NO_DIFFERENCES };
  for (const month of differing) {
    const found = await readMonth(runtime, shop, admin, scope, month, signal);
    for (const kind of ["missing", "older", "extra"] as const) total[kind] += found[kind];
  }
  return { ...unchanged, differing, ...total };
}

/** Months that begin after an instant and before another, in UTC. */
function monthStartsBetween(after: Date, before: Date): Date[] {
  const starts: Date[] = [];
  for (let month = 1; ; month++) {
    const start = new Date(Date.UTC(after.getUTCFullYear(), after.getUTCMonth() + month));
    if (start >= before) return starts;
    starts.push(start);
  }
}

function rangesOf(borders: readonly Date[], within: EndedRange): EndedRange[] {
  const starts = [within.from, ...borders];
  return starts.map((from, at) => ({ from, to: borders[at] ?? within.to }));
}

/** How many rows Shopify has in each of the ranges. */
export async function countInShopify(
  admin: AdminClient,
  spec: ResourceSpec,
  ranges: readonly EndedRange[],
  signal?: AbortSignal,
): Promise<number[]> {
  const counts: number[] = [];
  for (let at = 0; at < ranges.length; at += MONTHS_A_QUERY) {
    const some = ranges.slice(at, at + MONTHS_A_QUERY);
    const searches = some.map((range, place) => [
      `search${place}`,
      searchOf(spec.searchedInstant.counting, range),
    ]);
    const operation = spec.countEach(some.length);
    const { data } = await admin.query(operation, Object.fromEntries(searches), signal);
    counts.push(...some.map((_, place) => data[`found${place}`] ?? 0));
  }
  return counts;
}

function searchOf(field: string, { from, to }: EndedRange): string {
  const text = (instant: Date) => `'${instant.toISOString().replace(/\.\d+Z$/, "Z")}'`;
  return [...(from ? [`${field}:>=${text(from)}`] : []), `${field}:<${text(to)}`].join(" ");
}

async function readMonth(
  runtime: SyncRuntime,
  shop: ShopRef,
  admin: AdminClient,
  scope: Scope,
  month: EndedRange,
  signal?: AbortSignal,
): Promise<Differences> {
  const { resource } = scope;
  const { changed, gidType, searchedInstant } = RESOURCE_SPECS[resource];
  const search = searchOf(searchedInstant.listing, month);
  const seen: SeenRow[] = [];
  for (let after: string | null = null; ; ) {
    const answer: Answer<Changes> = await admin.query(changed, { search, after }, signal);
    const { page } = answer.data;
    for (const node of page.nodes) seen.push({ id: idFromGid(node.id, gidType), updatedAt: node.updatedAt });
    if (!page.pageInfo.hasNextPage) break;
    after = page.pageInfo.endCursor;
  }
  return runtime.db.transaction(async (tx) => {
    await openSeen(tx);
    await addSeen(tx, seen);
    const found = await findDifferences(runtime, tx, shop, scope, month);
    await markDifferences(runtime, tx, shop, resource, found);
    return countKinds(found);
  });
}
