import type { Db } from "../../db/client.ts";
import { hasHistoryFile } from "../../db/queries/history-file/files.ts";
import { readShop, type ShopRow } from "../../db/queries/source/shops.ts";
import {
  countStored,
  latestSlices,
  readResourceStandings,
  readSyncStanding,
  readSyncTotals,
  type SliceRow,
  type SyncStanding,
} from "../../db/queries/sync/progress.ts";
import { latestRefusedRows } from "../../db/queries/sync/refused-rows.ts";
import { readTroubles, type TroubleKind, type TroubleRow } from "../../db/queries/sync/trouble.ts";
import {
  readUnusableShop,
  type UnusableShopCode,
  type UnusableShopRow,
} from "../../db/queries/sync/unusable-shop.ts";
import { jobsGivenUp } from "../../jobs/given-up.ts";
import type { ShopRef } from "../../platform/ids.ts";
import { VALUED_RESOURCES } from "../runtime.ts";
import { type KindOfChange, kindsOfChange } from "./kinds-of-change.ts";

/** Work that was tried as often as it is tried. */
export interface GivenUpView {
  readonly kind: "reading" | "valuing" | "erasing" | "other";
  readonly at: string;
  /** The last error, as it was recorded in English. */
  readonly reason: string;
}

export type SyncResource = "customers" | "orders" | "products" | "collections";

export interface SliceProgress {
  readonly resource: SyncResource;
  readonly status: "requested" | "running" | "reading" | "merging" | "done" | "failed";
  readonly objectsRead: number;
  readonly objectsExpected: number | null;
  readonly bytesRead: number;
  readonly bytesExpected: number | null;
  readonly rowsPerSecond: number | null;
  readonly secondsLeft: number | null;
  readonly applied: number;
  readonly refused: number;
  readonly failure: SliceFailure | null;
  readonly startedAt: string;
  readonly finishedAt: string | null;
}

/** Why a reading stopped; `refused` is whatever else Shopify has to say, by its code. */
export interface SliceFailure {
  readonly kind: "incomplete" | "expired" | "stalled" | "shop_changed" | "abandoned" | "denied" | "refused";
  readonly code: string;
}

export interface RefusedRowView {
  readonly refusedId: string;
  readonly resource: SyncResource | "webhook";
  readonly origin: "bulk" | "refetch" | "webhook";
  readonly lineNo: number | null;
  readonly sourceId: number | null;
  readonly reason: string;
  /** As it was recorded for whoever looks into it, in English. */
  readonly detail: string;
  readonly refusedAt: string;
}

export interface SyncProblem {
  readonly kind: "unknown_currency" | "unknown_time_zone";
  /** What Shopify has, and the app cannot use. */
  readonly value: string;
}

/** What keeps the app from following the shop; the app goes on trying. */
export interface SyncTrouble {
  readonly kind: TroubleKind;
  readonly since: string;
  readonly nextTryAt: string;
  /** What the last try ended with, where it has a code. */
  readonly failure: SliceFailure | null;
  /** Else scopes that are missing, or Shopify's own words. */
  readonly detail: string;
}

export interface SyncProgress {
  /** `valuing`: everything is read, customer value is being computed. */
  readonly state: "never" | "syncing" | "valuing" | "current" | "failed" | "uninstalled";
  /** What the merchant has to change in Shopify before anything more can be read. */
  readonly problem: SyncProblem | null;
  /** The longest lasting first. */
  readonly troubles: readonly SyncTrouble[];
  readonly slices: readonly SliceProgress[];
}

export interface SyncView extends SyncProgress {
  /** Rows that are stored; null while more are being read. */
  readonly customers: number | null;
  readonly orders: number | null;
  /** Every change before this instant is stored: no row waits that may have changed before. Null where that is not known. */
  readonly completeUpTo: string | null;
  readonly kinds: readonly KindOfChange[];
  readonly lastWebhookAt: string | null;
  readonly waiting: number;
  readonly repairedRows: number;
  readonly historyFrom: string | null;
  /** Orders were added from a file of the merchant's. */
  readonly hasHistoryFile: boolean;
  readonly givenUp: readonly GivenUpView[];
  readonly refusedTotal: number;
  readonly refused: readonly RefusedRowView[];
}

const SHOWN_REFUSED_ROWS = 50;

const PROBLEMS: Readonly<Record<UnusableShopCode, SyncProblem["kind"]>> = {
  UNKNOWN_CURRENCY: "unknown_currency",
  UNKNOWN_TIME_ZONE: "unknown_time_zone",
};

/** How far the reading of a shop is, for the set-up guide. Cheap enough to be asked for again and again. */
export async function readSyncProgress(db: Db, shop: ShopRef, now: Date): Promise<SyncProgress> {
  const [stored, unusable, troubles, slices, standing] = await Promise.all([
    readShop(db.pool, shop.shopId),
    readUnusableShop(db.pool, shop.shopId),
    readTroubles(db.pool, shop.shopId),
    latestSlices(db.pool, shop.shopId),
    readSyncStanding(db.pool, shop.shopId),
  ]);
  return syncProgress(stored, unusable, troubles, slices, standing, now);
}

/** What the sync page draws. Rows are counted only while none are being read. */
export async function readSyncView(db: Db, shop: ShopRef, now: Date): Promise<SyncView> {
  const [stored, unusable, troubles, slices, standing, standings, totals, refused, hasFile, givenUp] =
    await Promise.all([
      readShop(db.pool, shop.shopId),
      readUnusableShop(db.pool, shop.shopId),
      readTroubles(db.pool, shop.shopId),
      latestSlices(db.pool, shop.shopId),
      readSyncStanding(db.pool, shop.shopId),
      readResourceStandings(db.pool, shop.shopId),
      readSyncTotals(db.pool, shop.shopId),
      latestRefusedRows(db.pool, shop.shopId, SHOWN_REFUSED_ROWS),
      hasHistoryFile(db.pool, shop.shopId),
      jobsGivenUp(db.pool, shop.domain),
    ]);
  const contents = slices.some((slice) => isOpen(slice) && isValued(slice))
    ? null
    : await countStored(db.pool, shop.shopId);
  return {
    ...syncProgress(stored, unusable, troubles, slices, standing, now),
    customers: contents?.customers ?? null,
    orders: contents?.orders ?? null,
    completeUpTo: standing.completeUpTo?.toISOString() ?? null,
    kinds: kindsOfChange(standings),
    lastWebhookAt: totals.lastWebhookAt?.toISOString() ?? null,
    waiting: totals.waiting,
    repairedRows: totals.repairedRows,
    historyFrom: stored?.historyFrom?.toISOString() ?? null,
    hasHistoryFile: hasFile,
    givenUp: givenUp.map(({ job, at, reason }) => ({ kind: kindOf(job), at: at.toISOString(), reason })),
    refusedTotal: totals.refusedTotal,
    refused: refused.map((row) => ({ ...row, refusedAt: row.refusedAt.toISOString() })),
  };
}

function syncProgress(
  stored: ShopRow | null,
  unusable: UnusableShopRow | null,
  troubles: readonly TroubleRow[],
  slices: readonly SliceRow[],
  standing: SyncStanding,
  now: Date,
): SyncProgress {
  const isUninstalled = stored !== null && stored.uninstalledAt !== null;
  // Beside an operation that got stuck another one is tried; without answers, tokens or scopes nothing moves.
  const isStopped = troubles.some(({ kind }) => kind !== "stuck");
  return {
    state: isUninstalled
      ? "uninstalled"
      : stateOf(slices.filter(isValued), standing, unusable !== null || isStopped),
    problem: unusable && { kind: PROBLEMS[unusable.code], value: unusable.value },
    troubles: troubles.map(({ kind, since, nextTryAt, detail }) => ({
      kind,
      since: since.toISOString(),
      nextTryAt: nextTryAt.toISOString(),
      ...(kind === "stuck" && CODE.test(detail)
        ? { failure: failureOf(detail), detail: "" }
        : { failure: null, detail }),
    })),
    slices: slices.map((slice) => progressOf(slice, now)),
  };
}

function kindOf(job: string): GivenUpView["kind"] {
  if (job.startsWith("sync.")) return "reading";
  if (job.startsWith("valuation.")) return "valuing";
  return job.startsWith("privacy.") ? "erasing" : "other";
}

/** Of what figures are made of: they do not wait for products. */
const isValued = ({ resource }: SliceRow): boolean => VALUED_RESOURCES.includes(resource);

const isOpen = (slice: SliceRow): boolean => slice.status !== "failed" && slice.status !== "done";

/** A catch-up that runs or fails leaves a shop that was read before as current as its watermark says. */
function stateOf(
  slices: readonly SliceRow[],
  { readUpTo, valuedAt }: SyncStanding,
  isStopped: boolean,
): SyncView["state"] {
  if (readUpTo !== null) return valuedAt === null ? "valuing" : "current";
  if (isStopped) return "failed";
  if (slices.length === 0) return "never";
  return !slices.some(isOpen) && slices.some((slice) => slice.status === "failed") ? "failed" : "syncing";
}

const FAILURES: Readonly<Record<string, SliceFailure["kind"]>> = {
  TRUNCATED: "incomplete",
  WRONG_SIZE: "incomplete",
  WRONG_COUNT: "incomplete",
  MALFORMED: "incomplete",
  EXPIRED: "expired",
  UNKNOWN: "expired",
  STALLED: "stalled",
  SHOP_CHANGED: "shop_changed",
  ABANDONED: "abandoned",
  ACCESS_DENIED: "denied",
};
/** Earlier versions recorded a sentence. */
const CODE = /^[A-Z][A-Z_]*$/;

function failureOf(code: string): SliceFailure {
  return { kind: FAILURES[code] ?? "refused", code };
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
    failure: slice.status === "failed" && slice.errorCode !== null ? failureOf(slice.errorCode) : null,
    startedAt: slice.startedAt.toISOString(),
    finishedAt: slice.finishedAt?.toISOString() ?? null,
  };
}
