import type { Tx } from "../../db/client.ts";
import { movesOfStaged } from "../../db/queries/source/customers.ts";
import { mergeStaged, missingFromFile } from "../../db/queries/source/merge.ts";
import { type Affected, lockMerges, type MergeOutcome } from "../../db/queries/source/merge-lock.ts";
import { tombstone } from "../../db/queries/source/tombstones.ts";
import { countCorrected, touchSources } from "../../db/queries/sync/dirty.ts";
import { countRepairs } from "../../db/queries/sync/progress.ts";
import { touchCustomers, touchGuests } from "../../db/queries/valuation/dirty.ts";
import { customerMergeJob } from "../../jobs/definitions/customer-merge.ts";
import { segmentMembersJob } from "../../jobs/definitions/segment-members.ts";
import { valuationRefreshJob } from "../../jobs/definitions/valuation-refresh.ts";
import type { ShopRef } from "../../platform/ids.ts";
import { SINGLY } from "../../platform/refetch-notes.ts";
import { noteChangedAddresses } from "../privacy/changed-addresses.ts";
import { type ErasedPeople, requireNobodyErasedSince } from "../privacy/erased-people.ts";
import type { ResourceSpec } from "../resources.ts";
import type { Resource, SyncRuntime } from "../runtime.ts";
import { visibleFrom } from "../shop/shop-facts.ts";

export interface BulkMergeOptions {
  /**
   * The file holds all that Shopify has: what is stored and not in it may have been deleted. All customers are valued
   * afterwards, so the merge need not say which ones it changed.
   */
  readonly all: boolean;
  /** Taken before Shopify began to write the file. */
  readonly lowWaterMark: Date;
  /** Ids that the file does not settle. */
  readonly unsettled: ReadonlySet<number>;
  /** As known when the file was begun to be read. */
  readonly erased: ErasedPeople;
}

/** Merges a staged file. What the file cannot settle is marked for a single refetch. */
export async function mergeStagedFile(
  runtime: SyncRuntime,
  tx: Tx,
  shop: ShopRef,
  { tables, isReachLimited }: ResourceSpec,
  options: BulkMergeOptions,
): Promise<MergeOutcome> {
  const { shopId } = shop;
  const now = runtime.clock();
  await lockMerges(tx, shopId);
  await requireNobodyErasedSince(tx, shopId, options.erased);
  await beforeMerge(runtime, tx, shop, tables.resource);
  const merge = await mergeStaged(tx, shopId, tables, options);
  const missing = options.all
    ? await missingFromFile(
        tx,
        shopId,
        tables,
        options.lowWaterMark,
        isReachLimited ? visibleFrom(now) : null,
      )
    : [];
  const singly = [...merge.repeated, ...missing, ...options.unsettled];
  await touchSources(tx, shopId, tables.resource, singly, now, { note: SINGLY });
  if (!options.all) await touchAffected(runtime, tx, shop, merge.affected);
  return merge;
}

/** What only the stored versions tell. */
async function beforeMerge(runtime: SyncRuntime, tx: Tx, shop: ShopRef, resource: Resource): Promise<void> {
  if (resource === "customers") await noteChangedAddresses(runtime, tx, shop.shopId);
  if (resource !== "orders") return;
  // Moved by hand, or by a merge of which no webhook told: Shopify is asked whether the former customer is still there.
  for await (const { fromId, toId } of movesOfStaged(tx, shop.shopId)) {
    const asked = { shop: shop.domain, firstId: fromId, secondId: toId, isTold: false };
    await runtime.jobs.enqueue(customerMergeJob, asked, { tx });
  }
}

/** An id that Shopify no longer had then, by its own clock. */
export interface Gone {
  readonly id: number;
  readonly at: Date;
}

/** Products often change by hundreds at once; segments are looked at once for all of them. */
const CATALOG_PAUSE_MS = 60_000;

/** Merges staged rows that were read singly, and tombstones the ids that Shopify no longer has. */
export async function mergeRefetched(
  runtime: SyncRuntime,
  tx: Tx,
  shop: ShopRef,
  { tables, beforeTombstone }: ResourceSpec,
  gone: readonly Gone[],
  erased: ErasedPeople,
): Promise<MergeOutcome> {
  const { shopId } = shop;
  await lockMerges(tx, shopId);
  await requireNobodyErasedSince(tx, shopId, erased);
  await beforeMerge(runtime, tx, shop, tables.resource);
  const merge = await mergeStaged(tx, shopId, tables, { all: false });
  const goneIds = gone.map(({ id }) => id);
  const corrected = await countCorrected(tx, shopId, tables.resource, goneIds);
  await countRepairs(tx, shopId, tables.resource, corrected);
  runtime.metrics.repaired.inc({ resource: tables.resource }, corrected);
  const deleted: Affected[] = [];
  for (const [atMs, together] of Map.groupBy(gone, ({ at }) => at.getTime())) {
    const at = new Date(atMs);
    const ids = together.map(({ id }) => id);
    await beforeTombstone(tx, shopId, ids, at, runtime.clock());
    deleted.push(await tombstone(tx, shopId, tables, ids, at));
  }
  await touchAffected(runtime, tx, shop, merge.affected, ...deleted);
  if (tables.person === null && (merge.applied > 0 || gone.length > 0)) {
    const asked = { shop: shop.domain, whole: false, catalog: true };
    await runtime.jobs.enqueue(segmentMembersJob, asked, { tx, afterMs: CATALOG_PAUSE_MS });
  }
  return merge;
}

/** Marks whose value changed and asks for it to be computed, in the transaction that changed it. */
export async function touchAffected(
  runtime: SyncRuntime,
  tx: Tx,
  shop: ShopRef,
  ...all: readonly Affected[]
): Promise<void> {
  const customerIds = all.flatMap((affected) => affected.customerIds);
  const emails = all.flatMap((affected) => affected.emails);
  const nobody = all.some((affected) => affected.nobody);
  if (customerIds.length === 0 && emails.length === 0 && !nobody) return;
  if (customerIds.length > 0) await touchCustomers(tx, shop.shopId, customerIds);
  if (emails.length > 0 || nobody) await touchGuests(tx, shop.shopId, emails);
  await runtime.jobs.enqueue(valuationRefreshJob, { shop: shop.domain, full: false }, { tx });
}
