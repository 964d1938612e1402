import sql, { empty, type Sql } from "sql-template-tag";
import type { ShopId } from "../../../platform/ids.ts";
import { type Queryable, rows, type Tx } from "../../client.ts";
import { lockErasures } from "../privacy/erasure.ts";
import { isDue, isLeft, refusalOf, refusedBy, withTag } from "./published-members.ts";

export type TagChange = "tagsAdd" | "tagsRemove";

/** A bulk mutation that is prepared or runs for a published segment. */
export interface BulkChange {
  /** The name in its text. */
  readonly mark: string;
  readonly change: TagChange;
  readonly begunAt: Date;
  /** Null until it is known to have been started. */
  readonly operationId: string | null;
  /** Customers in its file; null as long as the id. */
  readonly lines: number | null;
  /** How many of them Shopify had counted when it was last looked at, and when that last moved. */
  readonly done: number | null;
  readonly movedAt: Date | null;
}

interface BulkColumns extends Omit<BulkChange, "mark" | "change" | "begunAt"> {
  readonly mark: string | null;
  readonly change: TagChange | null;
  readonly begunAt: Date | null;
  readonly failures: number;
}

export interface BulkState {
  readonly bulk: BulkChange | null;
  /** Bulk mutations in a row that did not say of every customer what became of them. */
  readonly failures: number;
}

export async function bulkState(on: Queryable, shop: ShopId, key: string): Promise<BulkState> {
  const [found] = await rows<BulkColumns>(
    on,
    sql`select bulk_mark mark, bulk_change change, bulk_begun_at "begunAt", bulk_operation_id "operationId",
        bulk_lines lines, bulk_done done, bulk_moved_at "movedAt", bulk_failures failures
      from published_segment where shop_id = ${shop} and segment_key = ${key}`,
  );
  if (!found) return { bulk: null, failures: 0 };
  const { mark, change, begunAt, failures, ...its } = found;
  const isThere = mark !== null && change !== null && begunAt !== null;
  return { bulk: isThere ? { mark, change, begunAt, ...its } : null, failures };
}

/** Whose tag a bulk mutation changes: those of whom nothing was refused, and who take no other customer's tag over. */
function pending(shop: ShopId, key: string, change: TagChange, among: "left" | "everybody", now: Date): Sql {
  return change === "tagsAdd"
    ? sql`from segment_member m join published_segment s using (shop_id, segment_key) ${withTag(shop, key)}
        where m.shop_id = ${shop} and m.segment_key = ${key} and s.wanted and p.written_at is null
          and p.bulk_line is null and p.refused is null and ${isDue(now)}`
    : sql`from published_member p
        where p.shop_id = ${shop} and p.segment_key = ${key} and p.bulk_line is null and p.refused is null
          ${among === "left" ? sql`and ${isLeft(shop, key, sql`p.customer_id`)}` : empty}
          and not exists (select from customer_alias a where a.shop_id = ${shop} and a.from_customer_id = p.customer_id offset 0)`;
}

/** How many a bulk mutation could change now; counted up to `most`. */
export async function countPending(
  on: Queryable,
  shop: ShopId,
  key: string,
  change: TagChange,
  among: "left" | "everybody",
  now: Date,
  most: number,
): Promise<number> {
  const [found] = await rows<{ count: number }>(
    on,
    sql`select count(*)::int count from (select 1 ${pending(shop, key, change, among, now)} limit ${most}) waiting`,
  );
  return found?.count ?? 0;
}

/** Notes that one is prepared, before it is. Returns false where the segment has one, or is gone. */
export async function beginBulk(
  on: Queryable,
  shop: ShopId,
  key: string,
  { mark, change }: Pick<BulkChange, "mark" | "change">,
  at: Date,
): Promise<boolean> {
  const begun = await on.query(
    sql`update published_segment set bulk_mark = ${mark}, bulk_change = ${change}, bulk_begun_at = ${at}
      where shop_id = ${shop} and segment_key = ${key} and bulk_mark is null`,
  );
  return begun.rowCount === 1;
}

export interface BulkPage {
  readonly after: number;
  /** The line of the first of them. */
  readonly firstLine: number;
  readonly limit: number;
}

/**
 * The next customers of the file, in the order of their ids, each noted with the line before it is written. Who is a member is read now. Nobody is
 * erased meanwhile.
 */
export async function takeLines(
  tx: Tx,
  shop: ShopId,
  key: string,
  change: TagChange,
  among: "left" | "everybody",
  now: Date,
  { after, firstLine, limit }: BulkPage,
): Promise<number[]> {
  await lockErasures(tx, shop, "shared");
  const from = pending(shop, key, change, among, now);
  if (change === "tagsAdd") {
    const added = await rows<{ id: number }>(
      tx,
      sql`insert into published_member (shop_id, segment_key, customer_id, bulk_line)
        select m.shop_id, m.segment_key, m.customer_id,
          (${firstLine}::int - 1 + row_number() over (order by m.customer_id))::int
        ${from} and m.customer_id > ${after} order by m.customer_id limit ${limit}
        on conflict (shop_id, segment_key, customer_id)
        do update set written_at = null, bulk_line = excluded.bulk_line returning customer_id id`,
    );
    return added.map(({ id }) => id).sort((a, b) => a - b);
  }
  const found = await rows<{ id: number }>(
    tx,
    sql`select p.customer_id id ${from} and p.customer_id > ${after} order by p.customer_id limit ${limit} for update of p`,
  );
  const ids = found.map(({ id }) => id);
  const lines = JSON.stringify(Object.fromEntries(ids.map((id, at) => [id, firstLine + at])));
  await tx.query(
    sql`update published_member p set bulk_line = (${lines}::jsonb ->> p.customer_id::text)::int
      where p.shop_id = ${shop} and p.segment_key = ${key} and p.customer_id = any(${ids}::bigint[])`,
  );
  return ids;
}

export async function noteBulkStarted(
  on: Queryable,
  shop: ShopId,
  key: string,
  { mark, operationId, lines }: { mark: string; operationId: string; lines: number | null },
  at: Date,
): Promise<void> {
  await on.query(
    sql`update published_segment set bulk_operation_id = ${operationId}, bulk_done = 0, bulk_moved_at = ${at},
        bulk_lines = coalesce(${lines}::int, (select count(*)::int from published_member m where m.shop_id = ${shop}
          and m.segment_key = ${key} and m.bulk_line is not null))
      where shop_id = ${shop} and segment_key = ${key} and bulk_mark = ${mark}`,
  );
}

export async function noteBulkMoved(
  on: Queryable,
  shop: ShopId,
  key: string,
  { mark, done }: { mark: string; done: number },
  at: Date,
): Promise<void> {
  await on.query(
    sql`update published_segment set bulk_done = ${done}, bulk_moved_at = ${at}
      where shop_id = ${shop} and segment_key = ${key} and bulk_mark = ${mark}`,
  );
}

/** What the result says of a line: null where Shopify made the change, and else why not. */
export interface LineOutcome {
  readonly line: number;
  readonly refused: string | null;
}

/** Notes what came of lines of the file. A result may be read twice: what was noted is no line any more. Returns how many were noted. */
export async function noteLines(
  on: Queryable,
  shop: ShopId,
  key: string,
  change: TagChange,
  outcomes: readonly LineOutcome[],
  at: Date,
): Promise<number> {
  const lines = outcomes.map(({ line }) => line);
  const refused = refusedBy(
    outcomes.map(({ line, refused }) => [line, refused]),
    sql`p.bulk_line`,
  );
  const theirs = sql`p.shop_id = ${shop} and p.segment_key = ${key} and p.bulk_line = any(${lines}::int[])`;
  if (change === "tagsAdd") {
    const noted = await on.query(
      sql`update published_member p set ${refusalOf("addition", refused, at)}, bulk_line = null,
          written_at = case when ${refused} is null then ${at}::timestamptz end
        where ${theirs}`,
    );
    return noted.rowCount ?? 0;
  }
  const [noted] = await rows<{ count: number }>(
    on,
    sql`with removed as (
        delete from published_member p where ${theirs} and ${refused} is null returning 1
      ), kept as (
        update published_member p set ${refusalOf("removal", refused, at)}, bulk_line = null, written_at = null
        where ${theirs} and ${refused} is not null returning 1
      ) select (select count(*) from removed)::int + (select count(*) from kept)::int count`,
  );
  return noted?.count ?? 0;
}

/** Those of whom nothing is kept: they were erased since their line was written. */
export async function unknownAmong(
  on: Queryable,
  shop: ShopId,
  key: string,
  ids: readonly number[],
): Promise<number[]> {
  const found = await rows<{ id: number }>(
    on,
    sql`select id from unnest(${ids}::bigint[]) id where not exists (select from published_member p
      where p.shop_id = ${shop} and p.segment_key = ${key} and p.customer_id = id) order by id`,
  );
  return found.map(({ id }) => id);
}

/**
 * Ends the bulk mutation. Returns of how many customers nobody knows what became of them: they may have the tag, or have it no more. For those
 * who were erased meanwhile, Shopify is asked for everybody who has the tag.
 */
export async function endBulk(
  tx: Tx,
  shop: ShopId,
  key: string,
  { mark, isStarted, isFailure }: { mark: string; isStarted: boolean; isFailure: boolean },
): Promise<number> {
  const left = await tx.query(
    sql`update published_member set bulk_line = null
      where shop_id = ${shop} and segment_key = ${key} and bulk_line is not null`,
  );
  const missing = left.rowCount ?? 0;
  const isFailed = isFailure || (isStarted && missing > 0);
  await tx.query(
    sql`update published_segment set bulk_mark = null, bulk_change = null, bulk_begun_at = null, bulk_operation_id = null,
        bulk_lines = null, bulk_done = null, bulk_moved_at = null,
        bulk_failures = case when ${isFailed} then bulk_failures + 1 when ${isStarted} then 0 else bulk_failures end
        ${isStarted && isFailed ? sql`, holders_read_at = null, holders_read_to = null` : empty}
      where shop_id = ${shop} and segment_key = ${key} and bulk_mark = ${mark}`,
  );
  return missing;
}
