import type { Db } from "../db/client.ts";
import { latestRefusedRows } from "../db/queries/refused-rows.ts";
import { readShop } from "../db/queries/shops.ts";
import { latestSlices, readSyncCounts, type SliceRow, type SyncCounts } from "../db/queries/sync.ts";
import type { ShopRef } from "../platform/ids.ts";
import type { SliceProgress, SyncView } from "./views.ts";

const SHOWN_REFUSED_ROWS = 50;

/** What the sync page and the set-up guide draw. */
export async function readSyncView(db: Db, shop: ShopRef, now: Date): Promise<SyncView> {
  const [stored, slices, counts, refused] = await Promise.all([
    readShop(db.pool, shop.shopId),
    latestSlices(db.pool, shop.shopId),
    readSyncCounts(db.pool, shop.shopId),
    latestRefusedRows(db.pool, shop.shopId, SHOWN_REFUSED_ROWS),
  ]);
  const isInstalled = stored !== null && stored.uninstalledAt === null;
  return {
    state: stored !== null && !isInstalled ? "uninstalled" : stateOf(slices, counts),
    slices: slices.map((slice) => progressOf(slice, now)),
    customers: counts.customers,
    orders: counts.orders,
    completeUpTo: counts.completeUpTo?.toISOString() ?? null,
    lastWebhookAt: counts.lastWebhookAt?.toISOString() ?? null,
    waiting: counts.waiting,
    repairedRows: counts.repairedRows,
    historyFrom: stored?.historyFrom?.toISOString() ?? null,
    refusedTotal: counts.refusedTotal,
    refused: refused.map((row) => ({ ...row, refusedAt: row.refusedAt.toISOString() })),
  };
}

/** A catch-up that runs or fails leaves a shop that was read before as current as its watermark says. */
function stateOf(slices: readonly SliceRow[], counts: SyncCounts): SyncView["state"] {
  if (counts.completeUpTo !== null) return counts.valuedAt === null ? "valuing" : "current";
  if (slices.length === 0) return "never";
  const isOpen = slices.some((slice) => slice.status !== "failed" && slice.status !== "done");
  return !isOpen && slices.some((slice) => slice.status === "failed") ? "failed" : "syncing";
}

function progressOf(slice: SliceRow, now: Date): SliceProgress {
  const isMoving = slice.status === "reading" || slice.status === "merging";
  const until = slice.finishedAt ?? (isMoving ? now : slice.updatedAt);
  const seconds = slice.readingFrom ? (until.getTime() - slice.readingFrom.getTime()) / 1000 : 0;
  const rowsPerSecond = seconds > 0 && slice.objectsRead > 0 ? slice.objectsRead / seconds : null;
  const left = slice.objectsExpected === null ? null : slice.objectsExpected - slice.objectsRead;
  return {
    resource: slice.resource,
    status: slice.status,
    objectsRead: slice.objectsRead,
    objectsExpected: slice.objectsExpected,
    bytesRead: slice.bytesRead,
    bytesExpected: slice.bytesExpected,
    rowsPerSecond: rowsPerSecond === null ? null : Math.round(rowsPerSecond),
    secondsLeft:
      slice.status === "reading" && rowsPerSecond !== null && left !== null
        ? Math.max(0, Math.round(left / rowsPerSecond))
        : null,
    applied: slice.applied,
    refused: slice.refused,
    errorMessage: slice.errorMessage,
    startedAt: slice.startedAt.toISOString(),
    finishedAt: slice.finishedAt?.toISOString() ?? null,
  };
}
