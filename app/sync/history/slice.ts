import type { Tx } from "../../db/client.ts";
import { lockErasures } from "../../db/queries/privacy/erasure.ts";
import { askForHolders } from "../../db/queries/publishing/publications.ts";
import { lockMerges, type MergeOutcome } from "../../db/queries/source/merge-lock.ts";
import { isShopAs } from "../../db/queries/source/shops.ts";
import { countSingly, settleStagedSources } from "../../db/queries/sync/dirty.ts";
import { areRead, raiseWatermark, updateSlice } from "../../db/queries/sync/progress.ts";
import {
  addRefusedRows,
  forgetRefusalsOf,
  forgetRefusedRows,
  type RefusedRow,
} from "../../db/queries/sync/refused-rows.ts";
import { refetchJob } from "../../jobs/definitions/refetch.ts";
import { segmentPublicationJob } from "../../jobs/definitions/segment-publication.ts";
import { valuationRefreshJob } from "../../jobs/definitions/valuation-refresh.ts";
import { errorFields } from "../../platform/log.ts";
import type { BulkOperation } from "../../shopify/operations/bulk.ts";
import { type ErasedPeople, loadErasedPeople, requireNobodyErasedSince } from "../privacy/erased-people.ts";
import { RESOURCE_SPECS } from "../resources.ts";
import { VALUED_RESOURCES } from "../runtime.ts";
import { mergeStagedFile } from "../storing/merge.ts";
import type { RowSink } from "../storing/row-sink.ts";
import { withStaging } from "../storing/staging.ts";
import { type FileProgress, type FileReading, judgeReading, readBulkFile } from "./bulk-file.ts";
import { lookAtOperation, startOperation } from "./bulk-operation.ts";
import { download, FileGone } from "./download.ts";
import { FirstLoad, NotLoadable } from "./first-load.ts";
import { type SliceContext, SliceFailed } from "./slice-context.ts";

const PROGRESS_MS = 1000;
/** Between two tries to get one of Shopify's places for bulk operations. */
const PLACE_WAIT_MS = 2_000;
const FIRST_LOOK_MS = 100;
/** Refused rows that are kept with their input; beyond that only which they are and why. */
const MAX_REFUSED_INPUTS = 1_000;
/** Beyond that they are only counted. */
const MAX_REFUSED_ROWS = 100_000;
/** How often a file with lines that do not tell what they belong to is asked for again, before it is taken as it is. */
const MAX_UNIDENTIFIED_TRIES = 2;

/** What there is to wait for before the slice goes on. */
export interface SliceWaits {
  readonly waitMs: number;
  /** Null while Shopify has no place for one. */
  readonly operationId: string | null;
}

/**
 * Takes a slice one step on from wherever it stands: starts the bulk operation, or looks at it, or reads and merges its file, which is
 * the end of the slice. Never waits. Throws SliceFailed; the slice is then marked as failed, and no cursor has moved.
 */
export async function stepSlice(context: SliceContext): Promise<"done" | SliceWaits> {
  const { runtime, shop, slice } = context;
  try {
    if (slice.operationId === null) {
      const operationId = await startOperation(context);
      return { waitMs: operationId === null ? PLACE_WAIT_MS : FIRST_LOOK_MS, operationId };
    }
    const operation = await lookAtOperation(context);
    if ("waitMs" in operation) return { waitMs: operation.waitMs, operationId: slice.operationId };
    if (operation.status === "COMPLETED") {
      await takeFile(context, operation);
      return "done";
    }
    await takePartialFile(context, operation);
    const code = operation.errorCode ?? operation.status;
    throw new SliceFailed(code, `Shopify's bulk operation ended as ${operation.status} (${code})`);
  } catch (error) {
    const failure = error instanceof FileGone ? new SliceFailed("EXPIRED", error.message) : error;
    // Anything else leaves the slice as it is: the next run goes on with the same operation.
    if (!(failure instanceof SliceFailed)) throw failure;
    const now = runtime.clock();
    await updateSlice(runtime.db.pool, shop.shopId, slice.sliceId, {
      status: "failed",
      errorCode: failure.code,
      errorMessage: failure.message,
      updatedAt: now,
      finishedAt: now,
    });
    runtime.log.warn("sync.slice.failed", {
      shop: shop.domain,
      resource: slice.resource,
      code: failure.code,
    });
    throw failure;
  }
}

async function takeFile(context: SliceContext, operation: BulkOperation): Promise<void> {
  const { runtime, shop, slice } = context;
  const startedMs = performance.now();
  const unread = slice.purpose === "backfill" && operation.url !== null;
  const taken =
    (unread ? await loadFile(context, operation) : null) ??
    (await stageFile(context, operation, operation.url, async (tx, reading, erased) => {
      requireWhole(reading, operation);
      // Before the merge, which marks what the file could not settle.
      const spec = RESOURCE_SPECS[slice.resource];
      await settleStagedSources(tx, shop.shopId, spec.tables, slice.startedAt);
      const merge = await mergeStagedFile(runtime, tx, shop, spec, {
        all: slice.purpose === "backfill",
        lowWaterMark: slice.lowWaterMark,
        unsettled: reading.unsettled,
        erased,
      });
      await endSlice(context, tx, merge, isSettled(context, reading));
      return merge;
    }));
  runtime.jobs.wake(refetchJob, { shop: shop.domain });
  const { reading, merge } = taken;
  const seconds = (performance.now() - startedMs) / 1000;
  runtime.log.info("sync.slice.merged", {
    shop: shop.domain,
    resource: slice.resource,
    purpose: slice.purpose,
    applied: merge.applied,
    stale: merge.stale,
    refused: reading.refused,
    lines: reading.objects,
    linesPerSecond: Math.round(reading.objects / seconds),
  });
  if (!isSettled(context, reading)) {
    throw new SliceFailed("MALFORMED", "the file has lines that do not tell what they belong to");
  }
}

/** What a failed operation wrote so far is true, if not all: it is merged, and the cursor stays. */
async function takePartialFile(context: SliceContext, operation: BulkOperation): Promise<void> {
  const { runtime, shop, slice } = context;
  if (operation.partialDataUrl === null) return;
  await stageFile(context, operation, operation.partialDataUrl, async (tx, reading, erased) => {
    const merge = await mergeStagedFile(runtime, tx, shop, RESOURCE_SPECS[slice.resource], {
      all: false,
      lowWaterMark: slice.lowWaterMark,
      unsettled: reading.unsettled,
      erased,
    });
    const { applied, stale } = merge;
    await updateSlice(tx, shop.shopId, slice.sliceId, { applied, stale, updatedAt: runtime.clock() });
    return merge;
  });
}

interface FileReadingOfSlice extends FileReading {
  /** Of the refused rows that are kept. */
  readonly refusedIds: readonly number[];
}

interface TakenFile {
  readonly reading: FileReadingOfSlice;
  readonly merge: MergeOutcome;
}

/** Null where the shop has rows already, or the file is not as FirstLoad needs it; nothing has happened then. */
async function loadFile(context: SliceContext, operation: BulkOperation): Promise<TakenFile | null> {
  const { runtime, shop, slice } = context;
  const { resource, startedAt } = slice;
  try {
    return await runtime.db.transaction(async (tx) => {
      // For the whole reading: who is erased meanwhile waits, and is erased from what was read.
      await lockMerges(tx, shop.shopId);
      const erased = await loadErasedPeople(tx, shop.shopId, runtime.env.ERASURE_KEYS);
      const load = await FirstLoad.open(tx, shop, RESOURCE_SPECS[resource]);
      if (!load) return null;
      try {
        const reading = await readFile(context, operation, operation.url, load, erased);
        requireWhole(reading, operation);
        await requireSameShop(context, tx);
        await forgetEarlierRefusals(context, tx, operation, reading);
        const { unsettled } = reading;
        const merge = await load.settle({ startedAt, unsettled, now: runtime.clock() });
        await endSlice(context, tx, merge, isSettled(context, reading));
        return { reading, merge };
      } finally {
        await load.close();
      }
    });
  } catch (error) {
    if (!(error instanceof NotLoadable)) throw error;
    runtime.log.info("sync.slice.staged", { shop: shop.domain, resource, reason: error.message });
    return null;
  }
}

async function stageFile(
  context: SliceContext,
  operation: BulkOperation,
  url: string | null,
  merging: (tx: Tx, reading: FileReadingOfSlice, erased: ErasedPeople) => Promise<MergeOutcome>,
): Promise<TakenFile> {
  const { runtime, shop, slice } = context;
  const erased = await loadErasedPeople(runtime.db.pool, shop.shopId, runtime.env.ERASURE_KEYS);
  return withStaging(runtime.db, shop, RESOURCE_SPECS[slice.resource], async (staging, merge) => {
    const reading = await readFile(context, operation, url, staging, erased);
    const merged = await merge(async (tx) => {
      // The lock first, as a refetch takes it: settling rows before it could wait for another that has the lock and settles the same rows.
      await lockMerges(tx, shop.shopId);
      await requireSameShop(context, tx);
      await forgetEarlierRefusals(context, tx, operation, reading);
      return merging(tx, reading, erased);
    });
    return { reading, merge: merged };
  });
}

/**
 * What was mapped by a currency or time zone that the shop no longer has does not become part of it: of orders in a former currency, the
 * next reading could only say that they are refused, and their amounts would stay. Needs the shop's merge lock.
 */
async function requireSameShop({ shop, facts }: SliceContext, tx: Tx): Promise<void> {
  if (await isShopAs(tx, shop.shopId, facts)) return;
  throw new SliceFailed("SHOP_CHANGED", "the shop's currency or time zone changed while the file was read");
}

/** Of what this file refuses, only this file's refusals stay. Needs the shop's merge lock, as a refetch takes it before it forgets some. */
function forgetEarlierRefusals(
  { shop, slice }: SliceContext,
  tx: Tx,
  operation: BulkOperation,
  { refusedIds }: FileReadingOfSlice,
): Promise<void> {
  return forgetRefusalsOf(tx, shop.shopId, slice.resource, refusedIds, { butOf: operation.id });
}

function requireWhole(reading: FileReading, operation: BulkOperation): void {
  const verdict = judgeReading(reading, {
    objects: operation.objectCount,
    roots: operation.rootObjectCount,
    bytes: operation.url === null ? null : operation.fileSize,
  });
  if (!verdict.ok) throw new SliceFailed(verdict.code, verdict.message);
}

/** Whether the file may count as the whole history although lines of it were refused. */
function isSettled({ failedBefore }: SliceContext, reading: FileReading): boolean {
  return reading.unidentified === 0 || failedBefore >= MAX_UNIDENTIFIED_TRIES;
}

/** In the transaction that stores the file's rows; only now does the cursor move. */
async function endSlice(
  { runtime, shop, slice }: SliceContext,
  tx: Tx,
  { applied, stale }: MergeOutcome,
  settled: boolean,
): Promise<void> {
  const now = runtime.clock();
  if (settled) {
    const whole = slice.purpose === "backfill";
    await raiseWatermark(tx, shop.shopId, slice.resource, slice.lowWaterMark, now, { whole });
  }
  await updateSlice(tx, shop.shopId, slice.sliceId, {
    ...(settled ? ({ status: "done", finishedAt: now } as const) : {}),
    applied,
    stale,
    leftSingly: await countSingly(tx, shop.shopId, slice.resource),
    updatedAt: now,
  });
  // Of a file nobody looks at the tags that the app itself writes.
  if (slice.resource === "customers" && (await askForHolders(tx, shop.shopId)))
    await runtime.jobs.enqueue(segmentPublicationJob, { shop: shop.domain }, { tx });
  // Such a file does not say whom it changed. Whichever resource is read last completes the history.
  const isValued = VALUED_RESOURCES.includes(slice.resource);
  if (
    settled &&
    isValued &&
    slice.purpose === "backfill" &&
    (await areRead(tx, shop.shopId, VALUED_RESOURCES))
  ) {
    await runtime.jobs.enqueue(valuationRefreshJob, { shop: shop.domain, full: true }, { tx });
  }
}

/** Reads a file into a sink, with its progress stored about every second from another connection. */
async function readFile(
  context: SliceContext,
  operation: BulkOperation,
  url: string | null,
  sink: RowSink,
  erased: ErasedPeople,
): Promise<FileReadingOfSlice> {
  const { runtime, shop, slice, facts, signal, heldNodes } = context;
  const { db, clock } = runtime;
  const now = clock();
  await updateSlice(db.pool, shop.shopId, slice.sliceId, {
    status: "reading",
    objectsExpected: operation.objectCount,
    rootsExpected: operation.rootObjectCount,
    bytesExpected: operation.fileSize,
    readingFrom: now,
    updatedAt: now,
  });
  await forgetRefusedRows(db.pool, shop.shopId, operation.id);
  const refused: RefusedRow[] = [];
  const progress = progressWriter(context);
  try {
    const reading = await readBulkFile({
      chunks: url === null ? noBytes() : download(url, runtime.shopify.fetch, { signal }),
      spec: RESOURCE_SPECS[slice.resource],
      facts,
      erased,
      sink,
      lowWaterMark: slice.lowWaterMark,
      reference: operation.id,
      now: clock,
      onRefused: (row) => {
        if (refused.length >= MAX_REFUSED_ROWS) return;
        refused.push(refused.length < MAX_REFUSED_INPUTS ? row : { ...row, raw: "" });
      },
      onProgress: progress.write,
      heldNodes,
    });
    await db.transaction(async (tx) => {
      await lockErasures(tx, shop.shopId, "shared");
      await requireNobodyErasedSince(tx, shop.shopId, erased);
      await addRefusedRows(tx, shop.shopId, refused);
    });
    for (const { reason } of refused) runtime.metrics.refusedRows.inc({ origin: "bulk", reason });
    await progress.end("merging", reading);
    return { ...reading, refusedIds: refused.flatMap(({ sourceId }) => sourceId ?? []) };
  } finally {
    await progress.settled();
  }
}

async function* noBytes(): AsyncGenerator<Uint8Array> {}

/** At most one write at a time; a page that looks at the progress is never more than about a second behind. */
function progressWriter({ runtime, shop, slice }: SliceContext) {
  let lastMs = performance.now();
  let writing: Promise<void> = Promise.resolve();
  let busy = false;
  const columns = (progress: FileProgress) => ({
    objectsRead: progress.objects,
    rootsRead: progress.roots,
    bytesRead: progress.bytes,
    refused: progress.refused,
    updatedAt: runtime.clock(),
  });
  return {
    write(progress: FileProgress): void {
      if (busy || performance.now() - lastMs < PROGRESS_MS) return;
      lastMs = performance.now();
      busy = true;
      writing = updateSlice(runtime.db.pool, shop.shopId, slice.sliceId, columns(progress))
        .catch((error: unknown) => runtime.log.warn("sync.progress.failed", errorFields(error)))
        .finally(() => {
          busy = false;
        });
    },
    async end(status: "merging", progress: FileProgress): Promise<void> {
      await writing;
      await updateSlice(runtime.db.pool, shop.shopId, slice.sliceId, { status, ...columns(progress) });
    },
    settled: () => writing,
  };
}
