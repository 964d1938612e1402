import type { Tx } from "../../db/client.ts";
import { beyondReach } from "../../db/queries/source/merge.ts";
import { isShopAs, readShop } from "../../db/queries/source/shops.ts";
import {
  countDueSources,
  type DirtyRow,
  dueSources,
  postponeSource,
  settleSources,
  traceChanges,
} from "../../db/queries/sync/dirty.ts";
import { failuresInRow, readWatermark } from "../../db/queries/sync/progress.ts";
import { addRefusedRows, forgetRefusalsOf, type RefusedRow } from "../../db/queries/sync/refused-rows.ts";
import { backfillJob } from "../../jobs/definitions/backfill.ts";
import type { Again } from "../../jobs/queue.ts";
import { gidOf, newId, type ShopRef } from "../../platform/ids.ts";
import { originFields } from "../../platform/log.ts";
import type { AdminClient } from "../../shopify/admin-client.ts";
import { AdminQueryError } from "../../shopify/errors.ts";
import { Refused } from "../mapping/node.ts";
import { loadErasedPeople } from "../privacy/erased-people.ts";
import { RESOURCE_SPECS, type ResourceSpec } from "../resources.ts";
import { RESOURCES, type Resource, type SyncRuntime } from "../runtime.ts";
import { type MappingShop, storedMappingShop, visibleFrom } from "../shop/shop-facts.ts";
import { mergeRefetched } from "../storing/merge.ts";
import { withStaging } from "../storing/staging.ts";
import { ChangedWhileRead } from "./whole-order.ts";

/**
 * Beyond this many due rows one bulk operation is quicker than fetching them one by one: an order costs about 30 points, and the smallest
 * plan gives 100 a second.
 */
const BULK_THRESHOLD = 250;
/** Shopify refuses a query that counts more points. */
const MAX_QUERY_COST = 1_000;
const MAX_IDS = 250;
const MAX_ATTEMPTS = 6;
const FIRST_POSTPONE_MS = 2_000;
const CATCH_UP_PAUSE_MS = 3_600_000;

export interface RefetchOptions {
  readonly signal?: AbortSignal;
  readonly bulkThreshold?: number;
  /** Batches of each resource in one turn; without it, until nothing is due, however long Shopify has to be waited for. */
  readonly turnBatches?: number;
}

/**
 * Fetches what is due and merges it: everything, or as much as a turn may. Where much is due, a bulk operation is asked for beside it,
 * which it does not wait for. Safe to run at any time and any number of times. Returns when to go on where something is left.
 */
export async function refetchDue(
  runtime: SyncRuntime,
  shop: ShopRef,
  options: RefetchOptions = {},
): Promise<Again | undefined> {
  const { db, clock } = runtime;
  const { signal, bulkThreshold = BULK_THRESHOLD, turnBatches = Number.POSITIVE_INFINITY } = options;
  const stored = await readShop(db.pool, shop.shopId);
  if (!stored?.currency || stored.uninstalledAt !== null) return;
  const facts = await storedMappingShop(runtime, shop);
  const admin = await runtime.shopify.adminFor(shop, options.turnBatches === undefined ? "patient" : "live");
  let isLeft = false;
  for (const resource of RESOURCES) {
    // Before the first history there is nothing to keep current: what was touched meanwhile waits for it.
    if (!(await readWatermark(db.pool, shop.shopId, resource))) continue;
    if ((await countDueSources(db.pool, shop.shopId, resource, clock())) > bulkThreshold) {
      await askForCatchUp(runtime, shop, resource);
    }
    const spec = RESOURCE_SPECS[resource];
    const batches = new BatchSize(spec.firstBatch);
    for (let taken = 0; ; taken++) {
      signal?.throwIfAborted();
      const due = await dueSources(db.pool, shop.shopId, resource, clock(), batches.size);
      if (due.length === 0) break;
      if (taken >= turnBatches) {
        isLeft = true;
        break;
      }
      await refetchBatch(runtime, shop, facts, admin, spec, due, batches, signal);
    }
  }
  return isLeft ? { againAfterMs: 0 } : undefined;
}

/** What was fetched was mapped by a currency or a time zone that the shop no longer has. */
class ShopChangedMeanwhile extends Error {
  readonly retry = "later";
  constructor(domain: string) {
    super(`currency or time zone of ${domain} changed while orders were fetched; they are fetched again`);
    this.name = "ShopChangedMeanwhile";
  }
}

/** Not soon after one that failed: then reading singly is the other way to get it done. */
async function askForCatchUp(runtime: SyncRuntime, shop: ShopRef, resource: Resource): Promise<void> {
  const { db, clock, jobs } = runtime;
  const { lastFailedAt } = await failuresInRow(db.pool, shop.shopId, resource);
  if (lastFailedAt && clock().getTime() - lastFailedAt.getTime() < CATCH_UP_PAUSE_MS) return;
  await jobs.enqueue(backfillJob, { shop: shop.domain, catchUp: true });
}

/** Grows to what one query may cost, by what the last one did. */
class BatchSize {
  size: number;

  constructor(first: number) {
    this.size = first;
  }

  learn(ids: number, requestedCost: number | null): void {
    if (requestedCost === null || requestedCost <= 0) return;
    const fitting = Math.floor((MAX_QUERY_COST * 0.9 * ids) / requestedCost);
    this.size = Math.max(1, Math.min(MAX_IDS, fitting));
  }

  /** False where a single id is already too much. */
  halve(): boolean {
    if (this.size === 1) return false;
    this.size = Math.max(1, Math.floor(this.size / 2));
    return true;
  }
}

async function refetchBatch(
  runtime: SyncRuntime,
  shop: ShopRef,
  facts: MappingShop,
  admin: AdminClient,
  spec: ResourceSpec,
  due: readonly DirtyRow[],
  batches: BatchSize,
  signal?: AbortSignal,
): Promise<void> {
  let askedAt: Date;
  const { resource } = spec.tables;
  let nodes: readonly ({ id: string } | null)[];
  try {
    const ids = due.map((row) => gidOf(spec.gidType, row.sourceId));
    const answer = await admin.query(spec.byId, { ids }, signal);
    batches.learn(due.length, answer.requestedCost);
    // What is null was gone then, by the clock that a row's own versions follow.
    askedAt = answer.answeredAt ?? runtime.clock();
    nodes = answer.data.nodes;
  } catch (error) {
    if (error instanceof AdminQueryError && error.has("MAX_COST_EXCEEDED") && batches.halve()) return;
    throw error;
  }
  const erased = await loadErasedPeople(runtime.db.pool, shop.shopId, runtime.env.ERASURE_KEYS);
  await withStaging(runtime.db, shop, spec, async (staging, merge) => {
    const kept = await staging.kept(due.map((row) => row.sourceId));
    const done: DirtyRow[] = [];
    const notFound: number[] = [];
    let gone: readonly number[] = [];
    const failed: { row: DirtyRow; error: Refused | ChangedWhileRead; raw: string }[] = [];
    for (const [at, row] of due.entries()) {
      const node = nodes[at] ?? null;
      if (node === null) {
        notFound.push(row.sourceId);
        done.push(row);
        continue;
      }
      try {
        const mapped = spec.map(node, await spec.readParts(admin, node, kept, signal), facts, erased);
        if (mapped) staging.add(mapped);
        done.push(row);
      } catch (error) {
        if (!(error instanceof Refused || error instanceof ChangedWhileRead)) throw error;
        failed.push({ row, error, raw: erased.keepable(JSON.stringify(node)) });
      }
    }
    const since = await merge(async (tx) => {
      const hidden = new Set(
        spec.isReachLimited
          ? await beyondReach(tx, shop.shopId, spec.tables, notFound, visibleFrom(runtime.clock()))
          : [],
      );
      gone = notFound.filter((id) => !hidden.has(id));
      await mergeRefetched(runtime, tx, shop, spec, { ids: gone, at: askedAt }, erased);
      if (!(await isShopAs(tx, shop.shopId, facts))) throw new ShopChangedMeanwhile(shop.domain);
      await forgetRefusalsOf(tx, shop.shopId, resource, gone);
      const ids = done.map((row) => row.sourceId);
      const changedAt = await traceChanges(tx, shop.shopId, resource, ids);
      await settleSources(tx, shop.shopId, resource, done);
      for (const one of failed) await postponeOrRefuse(runtime, tx, shop, spec, one);
      return changedAt;
    });
    const committedMs = runtime.clock().getTime();
    for (const changedAt of since) {
      runtime.metrics.storedLag.observe({ resource }, Math.max(0, committedMs - changedAt.getTime()) / 1000);
    }
    runtime.log.info("sync.refetched", {
      shop: shop.domain,
      resource,
      fetched: done.length - notFound.length,
      gone: gone.length,
      failed: failed.length,
      ...originFields(due.flatMap((row) => row.origins)),
    });
  });
}

/** A row that keeps failing is put aside where a merchant can see it; its next change is tried like any other. */
async function postponeOrRefuse(
  runtime: SyncRuntime,
  tx: Tx,
  shop: ShopRef,
  { gidType, tables: { resource } }: ResourceSpec,
  { row, error, raw }: { row: DirtyRow; error: Refused | ChangedWhileRead; raw: string },
): Promise<void> {
  const now = runtime.clock();
  // A refused row stays as it is until it changes, so trying again has no use; one that is being edited has.
  if (error instanceof ChangedWhileRead && row.attempts + 1 < MAX_ATTEMPTS) {
    const notBefore = new Date(now.getTime() + FIRST_POSTPONE_MS * 2 ** row.attempts);
    await postponeSource(tx, shop.shopId, resource, row, notBefore, error.message);
    return;
  }
  const refused: RefusedRow = {
    refusedId: newId(),
    resource,
    origin: "refetch",
    reference: gidOf(gidType, row.sourceId),
    lineNo: null,
    sourceId: row.sourceId,
    reason: error instanceof Refused ? error.reason : "keeps_changing",
    detail: error.message,
    raw,
    refusedAt: now,
  };
  await forgetRefusalsOf(tx, shop.shopId, resource, [row.sourceId]);
  await addRefusedRows(tx, shop.shopId, [refused]);
  await settleSources(tx, shop.shopId, resource, [row]);
  runtime.metrics.refusedRows.inc({ origin: "refetch", reason: refused.reason });
  runtime.log.warn("sync.refused", {
    shop: shop.domain,
    resource,
    sourceId: row.sourceId,
    reason: refused.reason,
    ...originFields(row.origins),
  });
}
