import sql, { empty, type Sql } from "sql-template-tag";
import type { ShopId } from "../../../platform/ids.ts";
import { type Queryable, rows, type Tx } from "../../client.ts";

/** A segment of the shop's own as it is stored: the rule as any version of the app wrote it. */
export interface SegmentRow {
  readonly segmentId: string;
  readonly name: string;
  readonly rule: unknown;
  readonly templateKey: string | null;
  /** What its members are listed by. A text, because a later version of the app may have stored an order that this one does not know. */
  readonly listOrder: string;
  /** Of the amounts in the rule; null where the shop had none yet. */
  readonly currency: string | null;
  /** Of the shop now. */
  readonly shopCurrency: string | null;
  readonly revision: number;
  readonly createdAt: Date;
  readonly createdBy: string;
  readonly updatedAt: Date;
  readonly updatedBy: string;
  readonly archivedAt: Date | null;
}

const COLUMNS = sql`segment_id "segmentId", name, rule, template_key "templateKey", list_order "listOrder", currency,
  (select s.currency from shop s where s.shop_id = segment.shop_id) "shopCurrency", revision, created_at "createdAt",
  created_by "createdBy", updated_at "updatedAt", updated_by "updatedBy", archived_at "archivedAt"`;

/** Which segments there are, and what they are called, stays the same for others until the transaction ends. */
export async function lockSegments(tx: Tx, shop: ShopId): Promise<void> {
  await tx.query(sql`select pg_advisory_xact_lock(hashtextextended('segments', ${shop}))`);
}

const read = (on: Queryable, shop: ShopId, which: Sql = empty): Promise<SegmentRow[]> =>
  rows<SegmentRow>(
    on,
    sql`select ${COLUMNS} from segment where shop_id = ${shop} ${which} order by lower(name), segment_id`,
  );

/** By name, archived ones included. */
export const allSegments = (on: Queryable, shop: ShopId): Promise<SegmentRow[]> => read(on, shop);

export const segmentsInUse = (on: Queryable, shop: ShopId): Promise<SegmentRow[]> =>
  read(on, shop, sql`and archived_at is null`);

export async function segmentById(
  on: Queryable,
  shop: ShopId,
  segmentId: string,
): Promise<SegmentRow | undefined> {
  const [row] = await read(on, shop, sql`and segment_id = ${segmentId}`);
  return row;
}

/** Whether a segment in use, other than `except`, has this name in whatever case. */
export async function nameIsTaken(
  on: Queryable,
  shop: ShopId,
  name: string,
  except: string | null,
): Promise<boolean> {
  const found = await on.query(
    sql`select from segment where shop_id = ${shop} and lower(name) = lower(${name}) and archived_at is null
        and segment_id is distinct from ${except}::uuid`,
  );
  return found.rowCount !== 0;
}

export interface SavedSegment {
  readonly name: string;
  readonly rule: unknown;
  readonly currency: string | null;
}

export type NewSegmentRow = SavedSegment & Pick<SegmentRow, "templateKey" | "listOrder">;

/** Stores a segment with its first version. */
export async function insertSegment(
  tx: Tx,
  shop: ShopId,
  { name, rule, currency, templateKey, listOrder }: NewSegmentRow,
  by: string,
  at: Date,
): Promise<SegmentRow> {
  const [row] = await rows<SegmentRow>(
    tx,
    sql`insert into segment (shop_id, name, rule, template_key, list_order, currency, created_at, created_by, updated_at, updated_by)
      values (${shop}, ${name}, ${JSON.stringify(rule)}, ${templateKey}, ${listOrder}, ${currency}, ${at}, ${by}, ${at}, ${by}) returning ${COLUMNS}`,
  );
  if (!row) throw new Error("an insert returned no row");
  await keepVersion(tx, shop, row);
  return row;
}

/** Stores the next version of a segment. */
export async function saveSegment(
  tx: Tx,
  shop: ShopId,
  segmentId: string,
  { name, rule, currency, listOrder }: SavedSegment & Pick<SegmentRow, "listOrder">,
  by: string,
  at: Date,
): Promise<SegmentRow> {
  const [row] = await rows<SegmentRow>(
    tx,
    sql`update segment set name = ${name}, rule = ${JSON.stringify(rule)}, currency = ${currency}, list_order = ${listOrder}, revision = revision + 1, updated_at = ${at},
        updated_by = ${by}
      where shop_id = ${shop} and segment_id = ${segmentId} returning ${COLUMNS}`,
  );
  if (!row) throw new Error("a segment that was there is not");
  await keepVersion(tx, shop, row);
  return row;
}

async function keepVersion(tx: Tx, shop: ShopId, row: SegmentRow): Promise<void> {
  await tx.query(
    sql`insert into segment_version (shop_id, segment_id, revision, name, rule, currency, saved_at, saved_by)
      values (${shop}, ${row.segmentId}, ${row.revision}, ${row.name}, ${JSON.stringify(row.rule)}, ${row.currency}, ${row.updatedAt},
        ${row.updatedBy})`,
  );
}

/** `at` null takes the segment back into use. */
export async function setArchived(
  tx: Tx,
  shop: ShopId,
  segmentId: string,
  at: Date | null,
  by: string,
): Promise<void> {
  await tx.query(
    sql`update segment set archived_at = ${at}, archived_by = ${at === null ? null : by}
      where shop_id = ${shop} and segment_id = ${segmentId}`,
  );
}

export interface SegmentVersionRow extends SavedSegment {
  readonly revision: number;
  readonly savedAt: Date;
  readonly savedBy: string;
}

/** The latest first. */
export function versionsOf(
  on: Queryable,
  shop: ShopId,
  segmentId: string,
  limit: number,
): Promise<SegmentVersionRow[]> {
  return rows<SegmentVersionRow>(
    on,
    sql`select revision, name, rule, currency, saved_at "savedAt", saved_by "savedBy" from segment_version
      where shop_id = ${shop} and segment_id = ${segmentId} order by revision desc limit ${limit}`,
  );
}

export async function segmentVersion(
  on: Queryable,
  shop: ShopId,
  segmentId: string,
  revision: number,
): Promise<SegmentVersionRow | undefined> {
  const [row] = await rows<SegmentVersionRow>(
    on,
    sql`select revision, name, rule, currency, saved_at "savedAt", saved_by "savedBy" from segment_version
      where shop_id = ${shop} and segment_id = ${segmentId} and revision = ${revision}`,
  );
  return row;
}
