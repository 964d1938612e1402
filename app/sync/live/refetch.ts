import type { Tx } from "../../db/client.ts";
import { hasPublications } from "../../db/queries/publishing/publications.ts";
import { noteSeenTags, type SeenTags } from "../../db/queries/publishing/published-members.ts";
import { beyondReach } from "../../db/queries/source/merge.ts";
import { isShopAs, readShop } from "../../db/queries/source/shops.ts";
import {
  countDueSources,
  type DirtyRow,
  dueSources,
  postponeSource,
  readAgainLater,
  settleSources,
  traceChanges,
} from "../../db/queries/sync/dirty.ts";
import { failuresInRow, followedFrom } from "../../db/queries/sync/progress.ts";
import { addRefusedRows, forgetRefusalsOf, type RefusedRow } from "../../db/queries/sync/refused-rows.ts";
import { backfillJob } from "../../jobs/definitions/backfill.ts";
import { segmentPublicationJob } from "../../jobs/definitions/segment-publication.ts";
import type { Again } from "../../jobs/queue.ts";
import { wakeDestinations } from "../../jobs/wake-destinations.ts";
import { gidOf, newId, type ShopRef } from "../../platform/ids.ts";
import { originFields } from "../../platform/log.ts";
import type { AdminClient } from "../../shopify/admin-client.ts";
import { AdminQueryError, AdminThrottled } from "../../shopify/errors.ts";
import { Refused } from "../mapping/node.ts";
import { loadErasedPeople, takeForErased } from "../privacy/erased-people.ts";
import { isUnfinished, RESOURCE_SPECS, type ResourceSpec } from "../resources.ts";
import { RESOURCES, type Resource, type SyncRuntime } from "../runtime.ts";
import { type MappingShop, storedMappingShop, visibleFrom } from "../shop/shop-facts.ts";
import { type Gone, mergeRefetched } from "../storing/merge.ts";
import { withStaging } from "../storing/staging.ts";
import { ChangedWhileRead } from "./whole-order.ts";

/**
 * Beyond this many due rows one bulk operation is quicker than fetching them one by one, for a shop of the smallest plan: an order costs
 * about 30 points, of which it gets 100 a second. Larger plans get up to twenty times as many.
 */
const BULK_THRESHOLD = 250;
const SMALLEST_RATE = 100;
/** Shopify refuses a query that counts more points. */
const MAX_QUERY_COST = 1_000;
const MAX_IDS = 250;
/** Of one batch. Shopify limits points, not queries; an answer for a few orders takes it a good part of a second. */
const QUERIES_AT_ONCE = 10;
const MAX_ATTEMPTS = 6;
const FIRST_POSTPONE_MS = 2_000;
/** "add two minute delay, to give Shopify time to finish their work": github.com/lightward/mechanic-tasks/pull/240, of UTM parameters. */
const UNFINISHED_POSTPONE_MS = 120_000;
/** After 2, 6 and 14 minutes it is left as it is: the order's next change is looked at like any other. */
const MAX_UNFINISHED_READS = 3;
const CATCH_UP_PAUSE_MS = 3_600_000;

export interface RefetchOptions {
  readonly signal?: AbortSignal;
  readonly bulkThreshold?: number;
  /** Batches of each resource in one turn; without it, until no full batch waits, however long Shopify has to be waited for. */
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
  const { signal, turnBatches = Number.POSITIVE_INFINITY } = options;
  const stored = await readShop(db.pool, shop.shopId);
  if (!stored?.currency || stored.uninstalledAt !== null) return;
  const facts = await storedMappingShop(runtime, shop);
  const admin = await runtime.shopify.adminFor(shop, options.turnBatches === undefined ? "patient" : "live");
  const bulkThreshold =
    options.bulkThreshold ?? (BULK_THRESHOLD * (admin.restoreRate() ?? SMALLEST_RATE)) / SMALLEST_RATE;
  let isLeft = false;
  for (const resource of RESOURCES) {
    // Before the first history there is nothing to keep current: what was touched meanwhile waits for it.
    if (!(await followedFrom(db.pool, shop.shopId, resource))) continue;
    if ((await countDueSources(db.pool, shop.shopId, resource, clock())) > bulkThreshold) {
      await askForCatchUp(runtime, shop, resource);
    }
    const spec = RESOURCE_SPECS[resource];
    const query = new QuerySize(spec.firstBatch);
    for (let taken = 0; ; taken++) {
      signal?.throwIfAborted();
      const limit = query.ids * query.atOnce(admin);
      const due = await dueSources(db.pool, shop.shopId, resource, clock(), limit);
      if (due.length === 0) break;
      if (taken >= turnBatches) {
        isLeft = true;
        break;
      }
      const isWhole = await refetchBatch(runtime, shop, facts, admin, spec, due, query, signal);
      // What is touched meanwhile asks for a turn of its own; fetched here a few at a time it would keep the next resource waiting.
      if (isWhole && due.length < limit) break;
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

/** How many ids one query may ask for, by what the last one cost. */
class QuerySize {
  ids: number;
  /** Of one id; null before the first answer. */
  #points: number | null = null;

  constructor(first: number) {
    this.ids = first;
  }

  learn(asked: number, requestedCost: number | null): void {
    if (requestedCost === null || requestedCost <= 0) return;
    this.#points = requestedCost / asked;
    const fitting = Math.floor((MAX_QUERY_COST * 0.9) / this.#points);
    this.ids = Math.max(1, Math.min(MAX_IDS, fitting));
  }

  /** How many queries of this size may go out at once; one, where nobody knows what it costs. */
  atOnce(admin: AdminClient): number {
    if (this.#points === null) return 1;
    return Math.max(1, Math.min(QUERIES_AT_ONCE, admin.affordable(this.#points * this.ids)));
  }

  /** After a query for this many was refused; false where it was a single id. */
  halve(asked: number): boolean {
    if (asked === 1) return false;
    this.ids = Math.max(1, Math.min(this.ids, Math.floor(asked / 2)));
    return true;
  }
}

interface Fetched {
  readonly nodes: readonly FetchedNode[];
  /** Of the first query that was not answered. */
  readonly failure: unknown;
}

interface FetchedNode {
  readonly row: DirtyRow;
  readonly node: { id: string } | null;
  /** By Shopify's clock, which a row's own versions follow. */
  readonly answeredAt: Date;
}

/**
 * Asks for the rows with as many queries as that takes, all at once: most of the time of a query is the way there and back. Returns what
 * came, and why the rest did not; throws where nothing came.
 */
async function fetchNodes(
  runtime: SyncRuntime,
  admin: AdminClient,
  spec: ResourceSpec,
  due: readonly DirtyRow[],
  query: QuerySize,
  signal?: AbortSignal,
): Promise<Fetched> {
  const asking: DirtyRow[][] = [];
  for (let at = 0; at < due.length; at += query.ids) asking.push(due.slice(at, at + query.ids));
  const answers = await Promise.allSettled(
    asking.map(async (asked) => {
      const ids = asked.map((row) => gidOf(spec.gidType, row.sourceId));
      try {
        const { data, requestedCost, answeredAt } = await admin.query(spec.byId, { ids }, signal);
        query.learn(asked.length, requestedCost);
        const at = answeredAt ?? runtime.clock();
        return asked.map((row, n): FetchedNode => ({ row, node: data.nodes[n] ?? null, answeredAt: at }));
      } catch (error) {
        const isTooMuch = error instanceof AdminQueryError && error.has("MAX_COST_EXCEEDED");
        if (isTooMuch && query.halve(asked.length)) return [];
        throw error;
      }
    }),
  );
  const answered = answers.filter((answer) => answer.status === "fulfilled");
  const [failed] = answers.filter((answer) => answer.status === "rejected");
  signal?.throwIfAborted();
  if (answered.length === 0 && failed) throw failed.reason;
  return { nodes: answered.flatMap((answer) => answer.value), failure: failed?.reason };
}

/**
 * Returns false where the shop's points did not pay for all of it. What came is merged before anything else that kept a query from being
 * answered is thrown.
 */
async function refetchBatch(
  runtime: SyncRuntime,
  shop: ShopRef,
  facts: MappingShop,
  admin: AdminClient,
  spec: ResourceSpec,
  due: readonly DirtyRow[],
  query: QuerySize,
  signal?: AbortSignal,
): Promise<boolean> {
  const { resource } = spec.tables;
  const askedAt = runtime.clock();
  const { nodes: fetched, failure } = await fetchNodes(runtime, admin, spec, due, query, signal);
  if (fetched.length === 0) {
    if (failure) throw failure;
    return false;
  }
  const erased = await loadErasedPeople(runtime.db.pool, shop.shopId, runtime.env.ERASURE_KEYS);
  await withStaging(runtime.db, shop, spec, async (staging, merge) => {
    const kept = await staging.kept(fetched.map(({ row }) => row.sourceId));
    const done: DirtyRow[] = [];
    const unfinished: DirtyRow[] = [];
    const seen: SeenTags[] = [];
    const notFound: Gone[] = [];
    const taken: number[] = [];
    let gone: readonly Gone[] = [];
    const failed: { row: DirtyRow; error: Refused | ChangedWhileRead; raw: string }[] = [];
    for (const { row, node, answeredAt } of fetched) {
      if (node === null) {
        notFound.push({ id: row.sourceId, at: answeredAt });
        done.push(row);
        continue;
      }
      try {
        const mapped = spec.map(node, await spec.readParts(admin, node, kept, signal), facts, erased);
        if (mapped) staging.add(mapped);
        else if (!erased.customer(row.sourceId)) {
          taken.push(row.sourceId);
          notFound.push({ id: row.sourceId, at: answeredAt });
        }
        if (mapped?.ownTags) seen.push({ id: mapped.id, tags: mapped.ownTags });
        if (mapped && isUnfinished(mapped, runtime.clock()) && row.attempts < MAX_UNFINISHED_READS)
          unfinished.push(row);
        else done.push(row);
      } catch (error) {
        if (!(error instanceof Refused || error instanceof ChangedWhileRead)) throw error;
        failed.push({ row, error, raw: erased.keepable(JSON.stringify(node)) });
      }
    }
    const since = await merge(async (tx) => {
      const hidden = new Set(
        spec.isReachLimited
          ? await beyondReach(
              tx,
              shop.shopId,
              spec.tables,
              notFound.map(({ id }) => id),
              visibleFrom(runtime.clock()),
            )
          : [],
      );
      gone = notFound.filter(({ id }) => !hidden.has(id));
      await mergeRefetched(runtime, tx, shop, spec, gone, erased);
      await takeForErased(tx, shop.shopId, runtime.env.ERASURE_KEYS, taken, runtime.clock());
      await followOwnTags(runtime, tx, shop, seen, askedAt);
      if (!(await isShopAs(tx, shop.shopId, facts))) throw new ShopChangedMeanwhile(shop.domain);
      await forgetRefusalsOf(
        tx,
        shop.shopId,
        resource,
        gone.map(({ id }) => id),
      );
      const ids = [...done, ...unfinished].map((row) => row.sourceId);
      const changedAt = await traceChanges(tx, shop.shopId, resource, ids);
      await settleSources(tx, shop.shopId, resource, done);
      for (const row of unfinished) {
        const notBefore = new Date(runtime.clock().getTime() + UNFINISHED_POSTPONE_MS * 2 ** row.attempts);
        await readAgainLater(tx, shop.shopId, resource, row, notBefore);
      }
      for (const one of failed) await postponeOrRefuse(runtime, tx, shop, spec, one);
      return changedAt;
    });
    if (resource === "customers") await wakeDestinations(runtime.jobs, runtime.db.pool, shop);
    const committedMs = runtime.clock().getTime();
    for (const changedAt of since) {
      runtime.metrics.storedLag.observe({ resource }, Math.max(0, committedMs - changedAt.getTime()) / 1000);
    }
    runtime.log.info("sync.refetched", {
      shop: shop.domain,
      resource,
      fetched: done.length + unfinished.length - notFound.length,
      gone: gone.length,
      failed: failed.length,
      ...originFields(fetched.flatMap(({ row }) => row.origins)),
    });
  });
  if (failure && !(failure instanceof AdminThrottled)) throw failure;
  return fetched.length === due.length;
}

/** Somebody else put a tag of the app on a customer, or took it away. Needs the shop's merge lock. */
async function followOwnTags(
  { jobs }: SyncRuntime,
  tx: Tx,
  { shopId, domain }: ShopRef,
  seen: readonly SeenTags[],
  askedAt: Date,
): Promise<void> {
  if (seen.length === 0 || !(await hasPublications(tx, shopId))) return;
  if ((await noteSeenTags(tx, shopId, seen, askedAt)) > 0)
    await jobs.enqueue(segmentPublicationJob, { shop: domain }, { tx });
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
