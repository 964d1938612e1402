import type { Tx } from "../../db/client.ts";
import {
  buryCustomers,
  customersMissingFromFile,
  mergeStagedCustomers,
  stagedCustomersSince,
} from "../../db/queries/source/customers.ts";
import { type Affected, lockMerges, type MergeOutcome } from "../../db/queries/source/merge-lock.ts";
import {
  buryOrders,
  mergeStagedOrders,
  ordersMissingFromFile,
  ordersMissingFromStaging,
  stagedOrdersSince,
} from "../../db/queries/source/orders.ts";
import { SINGLY, touchSources } from "../../db/queries/sync/dirty.ts";
import { touchCustomers, touchGuests } from "../../db/queries/valuation/dirty.ts";
import { valuationRefreshJob } from "../../jobs/definitions.ts";
import type { ShopRef } from "../../platform/ids.ts";
import { type ErasedPeople, requireNobodyErasedSince } from "../privacy/erased-people.ts";
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
  readonly doubtful: ReadonlySet<number>;
  /** As known when the file was begun to be read. */
  readonly erased: ErasedPeople;
}

/**
 * Merges a staged file. What the file cannot settle is marked for a single refetch: orders whose refunds have to be read one by
 * one, rows with a line that could not be used, and rows that changed while the file was made (their version in the file may be the
 * older one of two within the same second).
 */
export async function mergeStagedFile(
  runtime: SyncRuntime,
  tx: Tx,
  shop: ShopRef,
  resource: Resource,
  options: BulkMergeOptions,
): Promise<MergeOutcome> {
  const { shopId } = shop;
  const now = runtime.clock();
  await lockMerges(tx, shopId);
  await requireNobodyErasedSince(tx, shopId, options.erased);
  if (resource === "customers") {
    const merge = await mergeStagedCustomers(tx, shopId, options);
    const recent = await stagedCustomersSince(tx, options.lowWaterMark);
    const missing = options.all ? await customersMissingFromFile(tx, shopId, options.lowWaterMark) : [];
    const again = [...recent, ...missing, ...options.doubtful];
    await touchSources(tx, shopId, resource, again, now, SINGLY);
    if (!options.all) await touchAffected(runtime, tx, shop, merge.affected);
    return merge;
  }
  const orphaned = await ordersMissingFromStaging(tx);
  const merge = await mergeStagedOrders(tx, shopId, options);
  const recent = await stagedOrdersSince(tx, options.lowWaterMark);
  const missing = options.all
    ? await ordersMissingFromFile(tx, shopId, options.lowWaterMark, visibleFrom(now))
    : [];
  const again = [...merge.incomplete, ...orphaned, ...recent, ...missing, ...options.doubtful];
  await touchSources(tx, shopId, resource, again, now, SINGLY);
  if (!options.all) await touchAffected(runtime, tx, shop, merge.affected);
  return merge;
}

/** Merges staged rows that were read singly, and buries the ids that Shopify no longer has. */
export async function mergeRefetched(
  runtime: SyncRuntime,
  tx: Tx,
  shop: ShopRef,
  resource: Resource,
  gone: { ids: readonly number[]; at: Date; currency: string },
  erased: ErasedPeople,
): Promise<MergeOutcome> {
  const { shopId } = shop;
  await lockMerges(tx, shopId);
  await requireNobodyErasedSince(tx, shopId, erased);
  if (resource === "customers") {
    const merge = await mergeStagedCustomers(tx, shopId, { all: false });
    const buried = await buryCustomers(tx, shopId, gone.ids, gone.at);
    await touchAffected(runtime, tx, shop, merge.affected, buried);
    return merge;
  }
  const merge = await mergeStagedOrders(tx, shopId, { all: false });
  const buried = await buryOrders(tx, shopId, gone.ids, gone.at, gone.currency);
  await touchAffected(runtime, tx, shop, merge.affected, buried);
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
  if (customerIds.length === 0 && emails.length === 0) return;
  if (customerIds.length > 0) await touchCustomers(tx, shop.shopId, customerIds);
  if (emails.length > 0) await touchGuests(tx, shop.shopId, emails);
  await runtime.jobs.enqueue(valuationRefreshJob, { shop: shop.domain, full: false }, { tx });
}
