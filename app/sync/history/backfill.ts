import { setTimeout as delay } from "node:timers/promises";
import { whileInstalled } from "../../db/fence.ts";
import { addAuditEntry } from "../../db/queries/audit.ts";
import { readShop } from "../../db/queries/source/shops.ts";
import {
  addSlice,
  failuresInRow,
  openSlice,
  readWatermark,
  type SliceRow,
} from "../../db/queries/sync/progress.ts";
import { backfillJob } from "../../jobs/definitions/backfill.ts";
import { reconcileJob } from "../../jobs/definitions/reconcile.ts";
import { refetchJob } from "../../jobs/definitions/refetch.ts";
import { retryGivenUp } from "../../jobs/given-up.ts";
import type { Again } from "../../jobs/queue.ts";
import { newId, type ShopRef } from "../../platform/ids.ts";
import { RESOURCES, type Resource, type SyncRuntime, VALUED_RESOURCES } from "../runtime.ts";
import { refreshShopFacts, storedMappingShop } from "../shop/shop-facts.ts";
import { forgetTrouble, recordTrouble } from "../shop/trouble.ts";
import { type SliceWaits, stepSlice } from "./slice.ts";
import { type SliceContext, SliceFailed } from "./slice-context.ts";

/** Slices of one resource that fail in a row before the next one is put off. */
const MAX_SLICES = 4;
const FIRST_PAUSE_MS = 60_000;
const MAX_PAUSE_MS = 3_600_000;

/** Asks for the history to be read, and what is put off or was given up to be tried now. */
export async function beginBackfill(
  { db, jobs, clock }: Pick<SyncRuntime, "db" | "jobs" | "clock">,
  shop: ShopRef,
  by: string,
): Promise<void> {
  await whileInstalled(db, shop.shopId, async (tx) => {
    await retryGivenUp(tx, shop.domain);
    // Asking again while the job waits does nothing, and is no act.
    if (await jobs.enqueue(backfillJob, { shop: shop.domain, catchUp: true }, { tx })) {
      await addAuditEntry(tx, shop.shopId, { at: clock(), actor: by, action: "sync.retried" });
    }
  });
  await jobs.hurryShop(shop.domain);
}

export type HistoryOptions = Pick<SliceContext, "signal" | "stalledMs" | "heldNodes">;

type HistoryStep = "done" | SliceWaits | FailedSlice;

interface FailedSlice {
  readonly error: SliceFailed;
  readonly slice: SliceRow;
  /** Slices of the resource that failed since one was read to its end, this one included. */
  readonly failures: number;
}

/**
 * Reads the whole history of a shop, or, for a resource that was read to the end before, what changed since, and waits for it. Goes on
 * with slices that a killed process left open. Shopify works on both resources at once; their files are read one after the other.
 * Throws SliceFailed or a class of `shopify/errors.ts`; what was merged until then stays.
 */
export async function readHistory(
  runtime: SyncRuntime,
  shop: ShopRef,
  options: HistoryOptions = {},
): Promise<void> {
  const left = new Set(RESOURCES);
  for (let failed = 0; ; ) {
    const step = await stepHistory(runtime, shop, left, options);
    if (step === "done") return;
    if ("error" in step) {
      if (++failed >= MAX_SLICES) throw step.error;
      continue;
    }
    await delay(step.waitMs, undefined, { signal: options.signal });
  }
}

/**
 * The job's turn at the history: goes as far as it can without waiting, and says when to go on. What keeps failing is tried at growing
 * intervals. A catch-up that Shopify does not get done is left to the reconciliation, which finds the same rows one by one.
 */
export async function workOnHistory(
  runtime: SyncRuntime,
  shop: ShopRef,
  options: HistoryOptions & { readonly catchUp?: boolean } = {},
): Promise<Again | undefined> {
  const { db, jobs } = runtime;
  const left = new Set<Resource>();
  for (const resource of RESOURCES) {
    const resumed = await openSlice(db.pool, shop.shopId, resource);
    const watermark = await readWatermark(db.pool, shop.shopId, resource);
    if (resumed || !watermark) left.add(resource);
  }
  if (left.size === 0 && options.catchUp) for (const resource of RESOURCES) left.add(resource);
  let isGivenUp = false;
  for (;;) {
    const step = await stepHistory(runtime, shop, left, options);
    if (step === "done") {
      // What was given up is read singly; the reconciliation ends the trouble when nothing of it waits.
      if (!isGivenUp) await forgetTrouble(runtime, shop, ["stuck"]);
      return;
    }
    if (!("error" in step)) return { againAfterMs: step.waitMs };
    const { error, slice, failures } = step;
    const pauses = error.code === "STALLED" ? failures - 1 : failures - MAX_SLICES;
    if (pauses < 0) continue;
    await recordTrouble(runtime, shop, "stuck", error.message);
    if (slice.purpose === "backfill") {
      return { againAfterMs: Math.min(FIRST_PAUSE_MS * 2 ** pauses, MAX_PAUSE_MS) };
    }
    left.delete(slice.resource);
    isGivenUp = true;
    await jobs.enqueue(reconcileJob, { shop: shop.domain });
    jobs.wake(refetchJob, { shop: shop.domain });
  }
}

/** Starts what is not started of the resources that are left, goes on with the first, and takes out what is done. */
async function stepHistory(
  runtime: SyncRuntime,
  shop: ShopRef,
  left: Set<Resource>,
  options: HistoryOptions,
): Promise<HistoryStep> {
  const { db, log } = runtime;
  const stored = await readShop(db.pool, shop.shopId);
  if (!stored || stored.uninstalledAt !== null) {
    log.info("sync.history.skipped", { shop: shop.domain, reason: "not installed" });
    return "done";
  }
  const now = readFirst(left);
  for (const resource of now) {
    if (await openSlice(db.pool, shop.shopId, resource)) continue;
    await refreshShopFacts(runtime, shop);
    await addNewSlice(runtime, shop, resource);
  }
  const facts = await storedMappingShop(runtime, shop);
  const stepOpen = async (resource: Resource, which: (slice: SliceRow) => boolean) => {
    const slice = await openSlice(db.pool, shop.shopId, resource);
    if (!slice || !which(slice)) return null;
    const { failures } = await failuresInRow(db.pool, shop.shopId, resource);
    try {
      return await stepSlice({ runtime, shop, facts, slice, failedBefore: failures, ...options });
    } catch (error) {
      if (!(error instanceof SliceFailed)) throw error;
      return { error, slice, failures: failures + 1 };
    }
  };
  for (const resource of now) {
    const step = await stepOpen(resource, (slice) => slice.operationId === null);
    if (step && step !== "done" && ("error" in step || step.operationId === null)) return step;
  }
  for (const resource of now) {
    const step = await stepOpen(resource, () => true);
    if (step !== null && step !== "done") return step;
    left.delete(resource);
  }
  if (left.size > 0) return stepHistory(runtime, shop, left, options);
  runtime.jobs.wake(refetchJob, { shop: shop.domain });
  return "done";
}

/** What figures are made of is read before Shopify is asked for anything else. */
function readFirst(left: ReadonlySet<Resource>): readonly Resource[] {
  const valued = VALUED_RESOURCES.filter((resource) => left.has(resource));
  return valued.length > 0 ? valued : [...left];
}

async function addNewSlice(runtime: SyncRuntime, shop: ShopRef, resource: Resource): Promise<void> {
  const { db, clock } = runtime;
  const watermark = await readWatermark(db.pool, shop.shopId, resource);
  const now = clock();
  await addSlice(db.pool, shop.shopId, {
    sliceId: newId(),
    resource,
    purpose: watermark ? "catch_up" : "backfill",
    lowWaterMark: now,
    startedAt: now,
  });
}
