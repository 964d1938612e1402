import {
  type BulkChange,
  beginBulk,
  bulkState,
  countPending,
  endBulk,
  noteBulkMoved,
  noteBulkStarted,
  takeLines,
} from "../db/queries/publishing/bulk-changes.ts";
import { noteTurn } from "../db/queries/publishing/publications.ts";
import { newId } from "../platform/ids.ts";
import {
  type BulkOperation,
  cancelBulkOperation,
  readBulkOperation,
  recentBulkMutations,
  runBulkMutation,
} from "../shopify/operations/bulk.ts";
import { changeTagInBulk } from "../shopify/operations/publishing.ts";
import { uploadVariables } from "../shopify/staged-upload.ts";
import { FileGone } from "../sync/history/download.ts";
import { readResult } from "./bulk-result.ts";
import { POINTS_EACH, type TagWork } from "./tags.ts";
import { withVariables } from "./variables-file.ts";

export interface BulkWork extends TagWork {
  readonly shopify: { readonly fetch: typeof fetch };
  /** Instead of what the plan's rate makes of it. */
  readonly bulkThreshold: number | undefined;
}

/**
 * Beyond what single calls do in this time, one bulk mutation is quicker: it is not slowed down by points, but has to be staged, queued and read.
 * How fast it is no document says; the guide's own example takes 10 s.
 */
const SINGLY_S = 60;
const SMALLEST_RATE = 100;
/** More customers than single calls change in a minute, by the points that the shop's plan gives a second. */
export const bulkThresholdAt = (pointsASecond: number): number => (SINGLY_S * pointsASecond) / POINTS_EACH;

/** A line has about 45 bytes, and the policy of an upload allows 20 MB. */
const MOST_LINES = 100_000;
const PAGE_LINES = 5_000;
/** Of a shop, from API version 2026-01: shopify.dev/docs/api/usage/bulk-operations/imports. */
const PLACES = 5;
const PLACE_WAIT_MS = 30_000;
/** After so many in a row without a whole result, tags are changed singly until everybody has been seen to. */
const MOST_FAILURES = 3;
/** An operation that runs and counts nothing further in this time is given up. */
const STALLED_MS = 30 * 60_000;
const RUNNING: readonly BulkOperation["status"][] = ["CREATED", "RUNNING", "CANCELING"];

/**
 * How the tags of a segment are changed: one after the other; by a bulk mutation, whose end a webhook tells, or the sweep finds; or not before
 * that time, because Shopify has no place for one.
 */
export type Way = "singly" | "in_bulk" | { readonly waitMs: number };

/**
 * Goes on with the bulk mutation of a publication, where it has one. One that a process did not live to note as started is looked for in Shopify
 * by the name in its text. Returns whether it is still to be waited for. One that gives a tag to members of a
 * segment that was taken back is cancelled.
 */
export async function followBulk(work: BulkWork, isWithdrawn: boolean): Promise<boolean> {
  const { db, shop, row, clock, admin, turn, signal } = work;
  const { segmentKey: key } = row;
  const { bulk } = await bulkState(db.pool, shop, key);
  if (!bulk) return false;
  const now = clock();
  if (bulk.operationId === null) {
    const started = (await recent(work)).find(({ query }) => query.includes(nameOf(bulk.mark)));
    if (!started) {
      await end(work, bulk, { isStarted: false, isFailure: true });
      return false;
    }
    const noted = { mark: bulk.mark, operationId: started.id, lines: null };
    await noteBulkStarted(db.pool, shop, key, noted, now);
    return followBulk(work, isWithdrawn);
  }
  turn.requests--;
  const { data } = await admin.query(readBulkOperation, { id: bulk.operationId }, signal);
  const operation = data.bulkOperation;
  if (operation && RUNNING.includes(operation.status)) {
    const hasMoved = bulk.done !== operation.objectCount;
    if (hasMoved)
      await noteBulkMoved(db.pool, shop, key, { mark: bulk.mark, done: operation.objectCount }, now);
    const stoodMs = now.getTime() - (hasMoved ? now : (bulk.movedAt ?? bulk.begunAt)).getTime();
    const isStalled = operation.status === "RUNNING" && stoodMs >= STALLED_MS;
    const isUnwanted = isWithdrawn && bulk.change === "tagsAdd" && operation.status !== "CANCELING";
    if (isStalled || isUnwanted) {
      turn.requests--;
      await admin.query(cancelBulkOperation, { id: bulk.operationId }, signal);
    }
    return true;
  }
  await takeResult(work, bulk, operation);
  return false;
}

async function takeResult(work: BulkWork, bulk: BulkChange, operation: BulkOperation | null): Promise<void> {
  const { log, admin, row } = work;
  const url = operation?.status === "COMPLETED" ? operation.url : (operation?.partialDataUrl ?? null);
  let counts = { changed: 0, refused: 0, unread: 0 };
  let status: string = operation?.status ?? "UNKNOWN";
  try {
    if (url !== null) counts = { ...counts, ...(await readResult(work, work.shopify.fetch, bulk, url)) };
  } catch (error) {
    if (!(error instanceof FileGone)) throw error;
    status = "EXPIRED";
  }
  const isFailure = status !== "COMPLETED" && status !== "CANCELED";
  const missing = await end(work, bulk, { isStarted: true, isFailure });
  log[isFailure || missing > 0 ? "warn" : "info"]("publishing.bulk_read", {
    ...{ shop: admin.shop.domain, segment: row.segmentKey, change: bulk.change, lines: bulk.lines },
    ...{ status, code: operation?.errorCode ?? null, ...counts, missing },
  });
}

async function end(
  { db, shop, row, clock }: BulkWork,
  { mark }: Pick<BulkChange, "mark">,
  how: { isStarted: boolean; isFailure: boolean },
): Promise<number> {
  const missing = await db.transaction((tx) => endBulk(tx, shop, row.segmentKey, { mark, ...how }));
  await noteTurn(db.pool, shop, row.segmentKey, clock());
  return missing;
}

/**
 * Has a bulk mutation make the change of all that wait for it, where they are many. Each is noted before the file is uploaded, and read at the moment of
 * writing it: who is no member any more once the result is read loses the tag then.
 */
export async function changeInBulk(
  work: BulkWork,
  change: BulkChange["change"],
  among: "left" | "everybody",
): Promise<Way> {
  const { db, shop, row, clock, admin, log } = work;
  const { segmentKey: key } = row;
  const threshold = work.bulkThreshold ?? bulkThresholdAt(admin.restoreRate() ?? SMALLEST_RATE);
  const most = Math.floor(threshold) + 1;
  if ((await countPending(db.pool, shop, key, change, among, clock(), most)) < most) return "singly";
  const state = await bulkState(db.pool, shop, key);
  if (state.bulk) return "in_bulk";
  if (state.failures >= MOST_FAILURES) return "singly";
  const running = (await recent(work)).filter(({ status }) => RUNNING.includes(status));
  if (running.length >= PLACES) return { waitMs: PLACE_WAIT_MS };
  const mark = newId();
  if (!(await beginBulk(db.pool, shop, key, { mark, change }, clock()))) return "in_bulk";
  const started = await withVariables(pagesOf(work, change, among), async (file, lines) => {
    if (lines === 0) return { lines, bulkOperation: null, userErrors: [] };
    const path = await uploadVariables(admin, work.shopify.fetch, file, work.signal);
    const mutation = changeTagInBulk(change, nameOf(mark), row.tag);
    work.turn.requests -= 2;
    const { data } = await admin.query(runBulkMutation, { mutation, path }, work.signal);
    return { lines, ...(data.bulkOperationRunMutation ?? { bulkOperation: null, userErrors: [] }) };
  });
  const { lines, bulkOperation, userErrors } = started;
  if (bulkOperation) {
    await noteBulkStarted(db.pool, shop, key, { mark, operationId: bulkOperation.id, lines }, clock());
    log.info("publishing.bulk_started", { shop: admin.shop.domain, segment: key, change, lines });
    return "in_bulk";
  }
  const isTaken = userErrors.some(({ code }) => code === "OPERATION_IN_PROGRESS" || code === "LIMIT_REACHED");
  await end(work, { mark }, { isStarted: false, isFailure: lines > 0 && !isTaken });
  if (isTaken) return { waitMs: PLACE_WAIT_MS };
  const codes = userErrors.map(({ code }) => code).join();
  if (lines > 0) log.warn("publishing.bulk_refused", { shop: admin.shop.domain, segment: key, codes });
  return "singly";
}

async function* pagesOf(
  { db, shop, row, clock, signal }: BulkWork,
  change: BulkChange["change"],
  among: "left" | "everybody",
): AsyncGenerator<readonly number[]> {
  let after = 0;
  for (let firstLine = 0; firstLine < MOST_LINES; ) {
    signal.throwIfAborted();
    const page = { after, firstLine, limit: Math.min(PAGE_LINES, MOST_LINES - firstLine) };
    const ids = await db.transaction((tx) =>
      takeLines(tx, shop, row.segmentKey, change, among, clock(), page),
    );
    if (ids.length > 0) yield ids;
    if (ids.length < page.limit) return;
    firstLine += ids.length;
    after = ids.at(-1) ?? after;
  }
}

async function recent({ admin, turn, signal }: BulkWork) {
  turn.requests--;
  const { data } = await admin.query(recentBulkMutations, {}, signal);
  return data.bulkOperations.nodes;
}

const nameOf = (mark: string) => `tags_${mark.replaceAll("-", "_")}`;
