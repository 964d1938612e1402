import sql, { join, raw } from "sql-template-tag";
import type { ShopId } from "../../../platform/ids.ts";
import { AWAITED } from "../../../platform/refetch-notes.ts";
import { type Queryable, rows, type Tx } from "../../client.ts";
import { type ResourceName, SOURCE_TABLES } from "../source/columns.ts";
import { isPutOff } from "./unusable-shop.ts";

type SliceStatus = "requested" | "running" | "reading" | "merging" | "done" | "failed";

export interface SliceRow {
  readonly sliceId: string;
  readonly resource: ResourceName;
  readonly purpose: "backfill" | "catch_up";
  readonly status: SliceStatus;
  readonly lowWaterMark: Date;
  readonly operationId: string | null;
  readonly objectsExpected: number | null;
  readonly rootsExpected: number | null;
  readonly bytesExpected: number | null;
  readonly objectsRead: number;
  readonly rootsRead: number;
  readonly bytesRead: number;
  readonly applied: number;
  readonly stale: number;
  readonly refused: number;
  readonly leftSingly: number;
  readonly attempts: number;
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
  readonly startedAt: Date;
  readonly readingFrom: Date | null;
  readonly updatedAt: Date;
  /** Since when Shopify counts no further object; null before the first look. */
  readonly movedAt: Date | null;
  readonly finishedAt: Date | null;
}

const COLUMNS: Readonly<Record<keyof SliceRow, string>> = {
  sliceId: "slice_id",
  resource: "resource",
  purpose: "purpose",
  status: "status",
  lowWaterMark: "low_water_mark",
  operationId: "operation_id",
  objectsExpected: "objects_expected",
  rootsExpected: "roots_expected",
  bytesExpected: "bytes_expected",
  objectsRead: "objects_read",
  rootsRead: "roots_read",
  bytesRead: "bytes_read",
  applied: "applied",
  stale: "stale",
  refused: "refused",
  leftSingly: "left_singly",
  attempts: "attempts",
  errorCode: "error_code",
  errorMessage: "error_message",
  startedAt: "started_at",
  readingFrom: "reading_from",
  updatedAt: "updated_at",
  movedAt: "moved_at",
  finishedAt: "finished_at",
};
const SELECTED = join(Object.entries(COLUMNS).map(([name, column]) => raw(`${column} "${name}"`)));

export async function addSlice(
  on: Queryable,
  shop: ShopId,
  slice: Pick<SliceRow, "sliceId" | "resource" | "purpose" | "lowWaterMark" | "startedAt">,
): Promise<void> {
  await on.query(
    sql`insert into sync_slice (shop_id, slice_id, resource, purpose, status, low_water_mark, started_at, updated_at)
      values (${shop}, ${slice.sliceId}, ${slice.resource}, ${slice.purpose}, 'requested', ${slice.lowWaterMark},
        ${slice.startedAt}, ${slice.startedAt})`,
  );
}

export async function updateSlice(
  on: Queryable,
  shop: ShopId,
  sliceId: string,
  change: Partial<Omit<SliceRow, "sliceId">>,
): Promise<void> {
  const entries = Object.entries(change) as [keyof SliceRow, unknown][];
  const assignments = entries.map(([name, value]) => sql`${raw(COLUMNS[name])} = ${value}`);
  await on.query(
    sql`update sync_slice set ${join(assignments)} where shop_id = ${shop} and slice_id = ${sliceId}`,
  );
}

/** The slice of a resource that was begun and not ended, the latest first. */
export async function openSlice(on: Queryable, shop: ShopId, resource: string): Promise<SliceRow | null> {
  const [found] = await rows<SliceRow>(
    on,
    sql`select ${SELECTED} from sync_slice
      where shop_id = ${shop} and resource = ${resource} and status not in ('done', 'failed')
      order by started_at desc, slice_id desc limit 1`,
  );
  return found ?? null;
}

/** The latest slice of each resource. */
export async function latestSlices(on: Queryable, shop: ShopId): Promise<SliceRow[]> {
  return rows<SliceRow>(
    on,
    sql`select distinct on (resource) ${SELECTED} from sync_slice where shop_id = ${shop}
      order by resource, started_at desc, slice_id desc`,
  );
}

/** How many slices of a resource failed since one was read to its end, and when the last of them did. */
export async function failuresInRow(
  on: Queryable,
  shop: ShopId,
  resource: string,
): Promise<{ failures: number; lastFailedAt: Date | null }> {
  const [found] = await rows<{ failures: number; lastFailedAt: Date | null }>(
    on,
    sql`select count(*) failures, max(finished_at) "lastFailedAt" from sync_slice
      where shop_id = ${shop} and resource = ${resource} and status = 'failed' and error_code <> 'ABANDONED'
        and finished_at > coalesce((select max(finished_at) from sync_slice
          where shop_id = ${shop} and resource = ${resource} and status = 'done'), '-infinity')`,
  );
  return found ?? { failures: 0, lastFailedAt: null };
}

/** Ends the slices that no run will continue. */
export async function abandonSlices(on: Queryable, shop: ShopId, now: Date, reason: string): Promise<void> {
  await on.query(
    sql`update sync_slice set status = 'failed', error_code = 'ABANDONED', error_message = ${reason},
        finished_at = ${now}, updated_at = ${now}
      where shop_id = ${shop} and status not in ('done', 'failed')`,
  );
}

export interface WatermarkRow {
  readonly watermark: Date;
  readonly checkedAt: Date;
  readonly repairedRows: number;
}

export async function readWatermark(
  on: Queryable,
  shop: ShopId,
  resource: string,
): Promise<WatermarkRow | null> {
  const [found] = await rows<WatermarkRow>(
    on,
    sql`select watermark, checked_at "checkedAt", repaired_rows "repairedRows" from sync_watermark
      where shop_id = ${shop} and resource = ${resource} and watermark > '-infinity'`,
  );
  return found ?? null;
}

/**
 * From when on changes of a resource are followed; null before its first history. While it is read from its beginning once more, because
 * its watermark was forgotten, that is since it was last looked at: what is stored is kept current meanwhile.
 */
export async function followedFrom(on: Queryable, shop: ShopId, resource: string): Promise<Date | null> {
  const [found] = await rows<{ from: Date }>(
    on,
    sql`select case when watermark > '-infinity' then watermark else checked_at end "from" from sync_watermark
      where shop_id = ${shop} and resource = ${resource}`,
  );
  return found?.from ?? null;
}

/** Whether each of the resources was read from its beginning to its end. */
export async function areRead(on: Queryable, shop: ShopId, resources: readonly string[]): Promise<boolean> {
  for (const resource of resources) if (!(await readWatermark(on, shop, resource))) return false;
  return true;
}

/**
 * A watermark only ever rises. `whole`: the resource was read from its beginning; nothing less raises a watermark that was forgotten
 * meanwhile.
 */
export async function raiseWatermark(
  on: Queryable,
  shop: ShopId,
  resource: string,
  watermark: Date,
  now: Date,
  { whole = false }: { whole?: boolean } = {},
): Promise<void> {
  await on.query(
    sql`insert into sync_watermark as w (shop_id, resource, watermark, checked_at, repaired_rows)
      values (${shop}, ${resource}, ${watermark}, ${now}, 0)
      on conflict (shop_id, resource) do update
      set watermark = case when w.watermark > '-infinity' or ${whole}
            then greatest(w.watermark, excluded.watermark) else w.watermark end,
        checked_at = excluded.checked_at`,
  );
}

/**
 * Rows of the resource that were gone by this instant were found. `more`: how many more Shopify has than will then be stored (fewer: below
 * zero), of which nothing more is to be found out; null: that has to be seen; without it, it stays.
 */
export async function noteCounted(
  on: Queryable,
  shop: ShopId,
  resource: string,
  upTo: Date,
  more?: number | null,
): Promise<void> {
  await on.query(
    sql`update sync_watermark set counted_up_to = greatest(counted_up_to, ${upTo}),
        counted_more = case when ${more !== undefined} then ${more ?? null}::int else counted_more end
      where shop_id = ${shop} and resource = ${resource}`,
  );
}

/** How many more rows Shopify had than are stored when nothing more was to be found out of them; null where that is not known. */
export async function readCountedMore(on: Queryable, shop: ShopId, resource: string): Promise<number | null> {
  const [found] = await rows<{ more: number | null }>(
    on,
    sql`select counted_more more from sync_watermark where shop_id = ${shop} and resource = ${resource}`,
  );
  return found?.more ?? null;
}

/** Adds rows that were found to differ from Shopify's and are corrected. */
export async function countRepairs(
  on: Queryable,
  shop: ShopId,
  resource: string,
  repaired: number,
): Promise<void> {
  await on.query(
    sql`update sync_watermark set repaired_rows = repaired_rows + ${repaired}
      where shop_id = ${shop} and resource = ${resource}`,
  );
}

/** Forgets how far the resources were read: the next run reads them from the beginning. What was repaired stays counted. */
export async function forgetWatermarks(tx: Tx, shop: ShopId, resources: readonly string[]): Promise<void> {
  await tx.query(
    sql`update sync_watermark set watermark = '-infinity'
      where shop_id = ${shop} and resource = any(${resources})`,
  );
}

/** Domains of installed shops that were never read to the end and whose next look is not postponed. */
export async function shopsWithoutHistory(on: Queryable, now: Date): Promise<{ domain: string }[]> {
  return rows<{ domain: string }>(
    on,
    sql`select domain from shop s where uninstalled_at is null
       and (select count(*) from sync_watermark w where w.shop_id = s.shop_id and watermark > '-infinity')
         < ${Object.keys(SOURCE_TABLES).length}::int
       and not ${isPutOff(now)}`,
  );
}

const VALUED = Object.values(SOURCE_TABLES).flatMap(({ resource, person }) => (person ? [resource] : []));

export interface SyncStanding {
  /** Up to where customers and orders were read or looked through; null before the first history. */
  readonly readUpTo: Date | null;
  /** As `readUpTo`, and not beyond a change of any row that waits to be fetched; null where nobody knows since when one has changed. */
  readonly completeUpTo: Date | null;
  readonly valuedAt: Date | null;
}

/** How far the shop was read, and when customer value was last computed. */
export async function readSyncStanding(on: Queryable, shop: ShopId): Promise<SyncStanding> {
  const [found] = await rows<SyncStanding>(
    on,
    sql`with read as (
        select case when count(*) = 2 then min(watermark) end up_to from sync_watermark
        where shop_id = ${shop} and watermark > '-infinity' and resource = any(${VALUED})
      )
      select up_to "readUpTo",
        nullif(case when up_to is not null then least(up_to,
          (select min(stale_from) from sync_dirty where shop_id = ${shop} and resource = any(${VALUED}))) end, '-infinity') "completeUpTo",
        (select valued_at from shop_valuation where shop_id = ${shop}) "valuedAt" from read`,
  );
  if (!found) throw new Error("a query without a table returned no row");
  return found;
}

export interface ResourceStanding {
  readonly resource: string;
  /** Every change before it is stored, and none waits that may be older; null where that is not known. */
  readonly storedUpTo: Date | null;
  /** The same of rows that are gone, as far as their number tells; null where it was never compared. */
  readonly countedUpTo: Date | null;
}

/** How far each resource was read. */
export async function readResourceStandings(on: Queryable, shop: ShopId): Promise<ResourceStanding[]> {
  return rows<ResourceStanding>(
    on,
    sql`select w.resource, nullif(least(watermark, waiting.since), '-infinity') "storedUpTo",
        case when counted_up_to is not null then nullif(least(counted_up_to, waiting.since), '-infinity') end "countedUpTo"
      from sync_watermark w cross join lateral (select min(stale_from) since from sync_dirty d
        where d.shop_id = ${shop} and d.resource = w.resource) waiting
      where w.shop_id = ${shop} order by 1`,
  );
}

export interface SyncTotals {
  /** Rows that are not stored as Shopify has them. */
  readonly waiting: number;
  readonly refusedTotal: number;
  readonly repairedRows: number;
  readonly lastWebhookAt: Date | null;
}

export async function readSyncTotals(on: Queryable, shop: ShopId): Promise<SyncTotals> {
  const [found] = await rows<SyncTotals>(
    on,
    sql`select
        (select count(*) from sync_dirty where shop_id = ${shop} and last_error is distinct from ${AWAITED}) waiting,
        (select count(*) from refused_row where shop_id = ${shop}) "refusedTotal",
        (select coalesce(sum(repaired_rows), 0)::bigint from sync_watermark where shop_id = ${shop}) "repairedRows",
        (select max(received_at) from webhook_receipt where shop_id = ${shop}) "lastWebhookAt"`,
  );
  if (!found) throw new Error("a query of sums returned no row");
  return found;
}

/** Counts every row: tens of milliseconds in a large shop, and more while a file is merged. */
export async function countStored(
  on: Queryable,
  shop: ShopId,
): Promise<{ customers: number; orders: number }> {
  const [found] = await rows<{ customers: number; orders: number }>(
    on,
    sql`select
        (select count(*) from customer where shop_id = ${shop} and deleted_at is null) customers,
        (select count(*) from orders where shop_id = ${shop} and deleted_at is null) orders`,
  );
  if (!found) throw new Error("a query of sums returned no row");
  return found;
}

/** The slice of a resource that was taken over last. */
export async function lastTakenSlice(
  on: Queryable,
  shop: ShopId,
  resource: string,
): Promise<SliceRow | null> {
  const [found] = await rows<SliceRow>(
    on,
    sql`select ${SELECTED} from sync_slice
      where shop_id = ${shop} and resource = ${resource} and status = 'done'
      order by started_at desc, slice_id desc limit 1`,
  );
  return found ?? null;
}
