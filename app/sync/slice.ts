import type { Tx } from "../db/client.ts";
import { addRefusedRows, forgetRefusedRows, type RefusedRow } from "../db/queries/refused-rows.ts";
import { raiseWatermark, updateSlice } from "../db/queries/sync.ts";
import { settleStagedSources } from "../db/queries/sync-dirty.ts";
import { refetchJob, valuationRefreshJob } from "../jobs/definitions.ts";
import { errorFields } from "../platform/log.ts";
import type { BulkOperation } from "../shopify/operations/bulk.ts";
import { type FileProgress, type FileReading, judgeReading, stageBulkFile } from "./bulk-file.ts";
import { finishedOperation, startOperation } from "./bulk-operation.ts";
import { download, FileGone } from "./download.ts";
import { loadErasedPeople } from "./erased-people.ts";
import { mergeStagedFile } from "./merge.ts";
import { type SliceContext, SliceFailed } from "./slice-context.ts";
import { Staging } from "./staging.ts";

const PROGRESS_MS = 1000;
/** Refused rows that are kept one by one; beyond that they are only counted. */
const MAX_REFUSED_ROWS = 1000;
/** A file with lines that cannot be told apart is asked for again so often before it is taken as it is. */
const MAX_UNIDENTIFIED_TRIES = 2;

/**
 * Takes a slice from wherever it stands to its end: starts the bulk operation (its id is stored before anything waits for it),
 * waits for the file, reads it and merges it. Throws SliceFailed; the slice is then marked as failed, and no cursor has moved.
 */
export async function runSlice(context: SliceContext): Promise<void> {
  const { runtime, shop, slice } = context;
  try {
    const operation = await finishedOperation(context, await startOperation(context));
    if (operation.status === "COMPLETED") return await takeFile(context, operation);
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
  const { runtime, shop, slice, failedBefore } = context;
  const { shopId } = shop;
  const startedMs = performance.now();
  let unsettled = false;
  await withStagedFile(context, operation, operation.url, async (connection, reading) => {
    const verdict = judgeReading(reading, {
      objects: operation.objectCount,
      roots: operation.rootObjectCount,
      bytes: operation.url === null ? null : operation.fileSize,
    });
    if (!verdict.ok) throw new SliceFailed(verdict.code, verdict.message);
    unsettled = reading.unidentified > 0 && failedBefore < MAX_UNIDENTIFIED_TRIES;
    const merged = await inTransaction(connection, async (tx) => {
      const all = slice.purpose === "backfill";
      // Before the merge, which marks what the file could not settle.
      await settleStagedSources(tx, shopId, slice.resource, slice.startedAt);
      const merge = await mergeStagedFile(runtime, tx, shop, slice.resource, {
        all,
        lowWaterMark: slice.lowWaterMark,
        doubtful: reading.doubtful,
      });
      const now = runtime.clock();
      if (!unsettled) await raiseWatermark(tx, shopId, slice.resource, slice.lowWaterMark, now);
      await updateSlice(tx, shopId, slice.sliceId, {
        ...(unsettled ? {} : ({ status: "done", finishedAt: now } as const)),
        applied: merge.applied,
        stale: merge.stale,
        updatedAt: now,
      });
      if (all && slice.resource === "orders" && !unsettled) {
        await runtime.jobs.enqueue(valuationRefreshJob, { shop: shop.domain, full: true }, { tx });
      }
      return merge;
    });
    runtime.jobs.wake(refetchJob, { shop: shop.domain });
    const seconds = (performance.now() - startedMs) / 1000;
    runtime.log.info("sync.slice.merged", {
      shop: shop.domain,
      resource: slice.resource,
      purpose: slice.purpose,
      applied: merged.applied,
      stale: merged.stale,
      refused: reading.refused,
      lines: reading.objects,
      linesPerSecond: Math.round(reading.objects / seconds),
    });
  });
  if (unsettled) {
    throw new SliceFailed("MALFORMED", "the file has lines that do not tell what they belong to");
  }
}

/** What a failed operation wrote so far is true, if not all: it is merged, and the cursor stays. */
async function takePartialFile(context: SliceContext, operation: BulkOperation): Promise<void> {
  const { runtime, shop, slice } = context;
  if (operation.partialDataUrl === null) return;
  await withStagedFile(context, operation, operation.partialDataUrl, async (connection, reading) => {
    const merge = await inTransaction(connection, (tx) =>
      mergeStagedFile(runtime, tx, shop, slice.resource, {
        all: false,
        lowWaterMark: slice.lowWaterMark,
        doubtful: reading.doubtful,
      }),
    );
    await updateSlice(runtime.db.pool, shop.shopId, slice.sliceId, {
      applied: merge.applied,
      stale: merge.stale,
      updatedAt: runtime.clock(),
    });
  });
}

/** Reads a file into staging tables of one connection, with its progress stored about every second from another. */
async function withStagedFile(
  context: SliceContext,
  operation: BulkOperation,
  url: string | null,
  work: (connection: Tx, reading: FileReading) => Promise<void>,
): Promise<void> {
  const { runtime, shop, slice, facts, signal } = context;
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
  const erased = await loadErasedPeople(db.pool, shop.shopId, runtime.env.ENCRYPTION_KEYS);
  const connection = await db.pool.connect();
  let broken: Error | undefined;
  try {
    const staging = await Staging.open(connection, facts, erased);
    const refused: RefusedRow[] = [];
    const progress = progressWriter(context);
    try {
      const reading = await stageBulkFile({
        chunks: url === null ? noBytes() : download(url, runtime.shopify.fetch, signal),
        resource: slice.resource,
        shop: facts,
        staging,
        reference: operation.id,
        now: clock,
        onRefused: (row) => {
          if (refused.length < MAX_REFUSED_ROWS) refused.push(row);
        },
        onProgress: progress.write,
      });
      await addRefusedRows(db.pool, shop.shopId, refused);
      await progress.end("merging", reading);
      await work(connection, reading);
    } finally {
      await progress.settled();
      await staging.close();
    }
  } catch (error) {
    if (!(error instanceof SliceFailed || error instanceof FileGone)) broken = asError(error);
    throw error;
  } finally {
    // A connection in doubt is closed, and its temporary tables with it.
    connection.release(broken);
  }
}

async function* noBytes(): AsyncGenerator<Uint8Array> {}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

async function inTransaction<T>(connection: Tx, work: (tx: Tx) => Promise<T>): Promise<T> {
  await connection.query("begin");
  try {
    const result = await work(connection);
    await connection.query("commit");
    return result;
  } catch (error) {
    await connection.query("rollback");
    throw error;
  }
}

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
