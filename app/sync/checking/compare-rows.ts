import type { Tx } from "../../db/client.ts";
import { lockMerges } from "../../db/queries/source/merge-lock.ts";
import { readShop } from "../../db/queries/source/shops.ts";
import {
  type DifferingRow,
  differingRows,
  type EndedRange,
  type InstantRange,
} from "../../db/queries/sync/comparison.ts";
import { touchSources } from "../../db/queries/sync/dirty.ts";
import { readWatermark } from "../../db/queries/sync/progress.ts";
import type { ShopRef } from "../../platform/ids.ts";
import { SINGLY } from "../../platform/refetch-notes.ts";
import { loadErasedPeople } from "../privacy/erased-people.ts";
import { RESOURCE_SPECS } from "../resources.ts";
import { RESOURCES, type Resource, type SyncRuntime } from "../runtime.ts";
import { visibleFrom } from "../shop/shop-facts.ts";

/** A change more recent than this may still arrive by webhook. */
export const ON_ITS_WAY_MS = 10 * 60_000;

/** What a comparison of a resource covers. */
export interface Scope {
  readonly resource: Resource;
  /** The part of the history that Shopify shows, up to a little before the comparison. */
  readonly within: EndedRange;
}

/** Empty for a shop without the app; a resource that is not read to the end yet is left out. */
export async function comparedScopes(runtime: SyncRuntime, shop: ShopRef): Promise<Scope[]> {
  const { db, clock } = runtime;
  const stored = await readShop(db.pool, shop.shopId);
  if (!stored || stored.uninstalledAt !== null) return [];
  const now = clock();
  const to = new Date(Math.floor((now.getTime() - ON_ITS_WAY_MS) / 1000) * 1000);
  const scopes: Scope[] = [];
  for (const resource of RESOURCES) {
    if ((await readWatermark(db.pool, shop.shopId, resource)) === null) continue;
    const { isReachLimited } = RESOURCE_SPECS[resource];
    const from = isReachLimited && stored.historyFrom !== null ? visibleFrom(now) : null;
    scopes.push({ resource, within: { from, to } });
  }
  return scopes;
}

export type Differences = Readonly<Record<DifferingRow["kind"], number>>;
export const NO_DIFFERENCES: Differences = { missing: 0, older: 0, extra: 0 };

/** What differs in a range between what was seen in this transaction and what is stored. Erased people are not missing. */
export async function findDifferences(
  runtime: Pick<SyncRuntime, "env">,
  tx: Tx,
  shop: ShopRef,
  { resource, within }: Scope,
  range: InstantRange,
): Promise<DifferingRow[]> {
  const { tables, isErasedWhole } = RESOURCE_SPECS[resource];
  const found = await differingRows(tx, shop.shopId, tables, range, within.to);
  if (!isErasedWhole || found.length === 0) return found;
  const erased = await loadErasedPeople(tx, shop.shopId, runtime.env.ERASURE_KEYS);
  return found.filter((row) => !erased.customer(row.id));
}

/**
 * Marks rows for refetch, which counts what it corrects. A catch-up by bulk operation would not bring them, because most changed long
 * ago: they are read singly.
 */
export async function markDifferences(
  runtime: Pick<SyncRuntime, "clock">,
  tx: Tx,
  shop: ShopRef,
  resource: Resource,
  found: readonly DifferingRow[],
): Promise<void> {
  if (found.length === 0) return;
  const ids = found.map((row) => row.id);
  await lockMerges(tx, shop.shopId);
  await touchSources(tx, shop.shopId, resource, ids, runtime.clock(), { note: SINGLY, differed: true });
}

export function countKinds(found: readonly DifferingRow[]): Differences {
  const counts = { ...NO_DIFFERENCES };
  for (const { kind } of found) counts[kind]++;
  return counts;
}

export function countDrift(
  { metrics }: Pick<SyncRuntime, "metrics">,
  resource: Resource,
  foundBy: "months" | "everything",
  found: Differences,
): void {
  for (const kind of ["missing", "older", "extra"] as const) {
    metrics.drift.inc({ resource, found_by: foundBy, kind }, found[kind]);
  }
}
