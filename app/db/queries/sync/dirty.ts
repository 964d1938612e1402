import sql, { raw } from "sql-template-tag";
import type { ShopId } from "../../../platform/ids.ts";
import { ORIGINS_KEPT } from "../../../platform/log.ts";
import { AWAITED, SINGLY } from "../../../platform/refetch-notes.ts";
import { type Queryable, rows, type Tx } from "../../client.ts";
import { SOURCE_TABLES, type SourceTables } from "../source/columns.ts";
import { staged } from "../source/staging.ts";
import { isPutOff } from "./unusable-shop.ts";

export interface DirtyRow {
  readonly sourceId: number;
  readonly version: number;
  readonly attempts: number;
  /** Webhooks and requests that touched it. */
  readonly origins: readonly string[];
}

export interface MarkOptions {
  /** Kept beside the row as its last error. */
  readonly note?: string;
  /** Nothing of the rows changed before. Without it: since the version that is stored, and nobody knows where none is. */
  readonly staleFrom?: Date;
  /** A comparison found that what is stored differs from Shopify's. */
  readonly differed?: boolean;
  /** The webhook or request that this follows from. */
  readonly origin?: string | undefined;
}

/** Marks rows for refetch. Of a row that waits already the version rises, and since when it is stale stays. */
export async function touchSources(
  on: Queryable,
  shop: ShopId,
  resource: SourceTables["resource"],
  ids: readonly number[],
  now: Date,
  { note, staleFrom, differed = false, origin }: MarkOptions = {},
): Promise<void> {
  if (ids.length === 0) return;
  const { name, key } = SOURCE_TABLES[resource].root;
  await on.query(
    sql`insert into sync_dirty as d
        (shop_id, resource, source_id, marked_at, not_before, stale_from, last_error, differed, origins)
      select ${shop}, ${resource}, id, marked, marked,
        coalesce(${staleFrom ?? null}::timestamptz, t.source_updated_at, '-infinity'), ${note ?? null}, ${differed},
        ${origin === undefined ? [] : [origin]}::text[]
      from (select distinct unnest(${ids}::bigint[]) id, ${now}::timestamptz marked order by id) ids
      left join ${raw(name)} t on t.shop_id = ${shop} and t.${raw(key)} = id
      on conflict (shop_id, resource, source_id) do update set version = d.version + 1,
        marked_at = excluded.marked_at, attempts = 0, not_before = least(d.not_before, excluded.not_before),
        stale_from = least(d.stale_from, excluded.stale_from), last_error = excluded.last_error,
        differed = d.differed or excluded.differed,
        origins = (d.origins || excluded.origins)[1:${ORIGINS_KEPT}]`,
  );
}

/**
 * Marks the orders of customers who are gone. A merge moves a customer's orders to another customer; Shopify does not always report
 * this per order, nor change their time of change.
 */
export async function touchOrdersOf(
  tx: Tx,
  shop: ShopId,
  customerIds: readonly number[],
  now: Date,
): Promise<void> {
  const found = await rows<{ id: number }>(
    tx,
    sql`select order_id id from orders
      where shop_id = ${shop} and customer_id = any(${customerIds}) and deleted_at is null`,
  );
  await touchFoundOrders(tx, shop, found, now);
}

/** The same for all of them: a file may have brought an order under its former customer after that customer was found gone. */
export async function touchOrdersOfGone(on: Queryable, shop: ShopId, now: Date): Promise<void> {
  const found = await rows<{ id: number }>(
    on,
    sql`select o.order_id id from orders o
      join customer c on c.shop_id = o.shop_id and c.customer_id = o.customer_id
      where o.shop_id = ${shop} and o.deleted_at is null and c.deleted_at is not null and o.history_file_id is null`,
  );
  await touchFoundOrders(on, shop, found, now);
}

function touchFoundOrders(
  on: Queryable,
  shop: ShopId,
  found: readonly { id: number }[],
  now: Date,
): Promise<void> {
  const ids = found.map((row) => row.id);
  return touchSources(on, shop, "orders", ids, now, { note: SINGLY });
}

/**
 * Some of what is due, half of it the latest touched and half the longest waiting: a backlog neither holds up what happens now nor is
 * left lying. The rows stay until `settleSources` takes them out.
 */
export async function dueSources(
  on: Queryable,
  shop: ShopId,
  resource: string,
  now: Date,
  limit: number,
): Promise<DirtyRow[]> {
  return rows<DirtyRow>(
    on,
    sql`with due as (
        select source_id, version, attempts, origins, marked_at from sync_dirty
        where shop_id = ${shop} and resource = ${resource} and not_before <= ${now}
      ), latest as (select * from due order by marked_at desc, source_id desc limit ${Math.floor(limit / 2)})
      select source_id "sourceId", version, attempts, origins from latest
      union
      (select source_id, version, attempts, origins from due where source_id not in (select source_id from latest)
        order by marked_at, source_id limit ${Math.ceil(limit / 2)})`,
  );
}

/** How many rows are due that a bulk operation would settle. */
export async function countDueSources(
  on: Queryable,
  shop: ShopId,
  resource: string,
  now: Date,
): Promise<number> {
  const [found] = await rows<{ count: number }>(
    on,
    sql`select count(*) count from sync_dirty
      where shop_id = ${shop} and resource = ${resource} and not_before <= ${now}
        and (last_error is null or last_error not in (${SINGLY}, ${AWAITED}))`,
  );
  return found?.count ?? 0;
}

/** Of which resources rows are due that a comparison found to differ. */
export async function resourcesThatDiffer(on: Queryable, shop: ShopId, now: Date): Promise<string[]> {
  const found = await rows<{ resource: string }>(
    on,
    sql`select distinct resource from sync_dirty
      where shop_id = ${shop} and differed and not_before <= ${now} order by 1`,
  );
  return found.map((row) => row.resource);
}

/** How many rows wait that can only be read singly. */
export async function countSingly(on: Queryable, shop: ShopId, resource: string): Promise<number> {
  const [found] = await rows<{ count: number }>(
    on,
    sql`select count(*) count from sync_dirty
      where shop_id = ${shop} and resource = ${resource} and last_error = ${SINGLY}`,
  );
  return found?.count ?? 0;
}

/**
 * How many of the rows that a merge in this transaction wrote, or found gone, a comparison had found to differ. Asked before they are
 * settled.
 */
export async function countCorrected(
  tx: Tx,
  shop: ShopId,
  resource: string,
  gone: readonly number[],
): Promise<number> {
  const [found] = await rows<{ count: number }>(
    tx,
    sql`select count(*) count from sync_dirty where shop_id = ${shop} and resource = ${resource} and differed
      and (source_id = any(${gone}) or source_id in (select id from pg_temp.applied_root))`,
  );
  return found?.count ?? 0;
}

/**
 * Says of the values that follow from these rows since when they are out of date and what they follow from, in the transaction that
 * stored the rows and before their marks are removed. Returns since when each of them was out of date, where that is known: for one that a comparison
 * found, since its own last change.
 */
export async function traceChanges(
  tx: Tx,
  shop: ShopId,
  resource: SourceTables["resource"],
  ids: readonly number[],
): Promise<Date[]> {
  const { root, person } = SOURCE_TABLES[resource];
  const at = sql`case when d.differed then t.source_updated_at else nullif(nullif(d.stale_from, '-infinity'), 'infinity') end`;
  const touched = sql`sync_dirty d left join ${raw(root.name)} t on t.shop_id = d.shop_id and t.${raw(root.key)} = d.source_id
    where d.shop_id = ${shop} and d.resource = ${resource} and d.source_id = any(${ids})`;
  if (person === null) {
    const known = await rows<{ at: Date | null }>(tx, sql`select ${at} at from ${touched}`);
    return known.flatMap((row) => row.at ?? []);
  }
  const [id, email] = [raw(`t.${person.id}`), raw(person.email === null ? "null" : `t.${person.email}`)];
  const found = await rows<{ at: Date }>(
    tx,
    sql`with changed as (
        select ${at} at, d.origins, ${id} customer_id, ${email}::text email from ${touched}
      ), concerned as (
        select coalesce(c.customer_id, holder.customer_id, 0) customer_id, c.at, c.origins from changed c
        left join customer holder on c.customer_id is null and holder.shop_id = ${shop} and holder.email = c.email
      ), known as (
        select customer_id, min(at) at, array(
            select distinct one from concerned again, unnest(again.origins) one
            where again.customer_id = c.customer_id limit ${ORIGINS_KEPT}) origins
        from concerned c group by customer_id
      ), told as (
        update valuation_dirty v set changed_at = least(v.changed_at, k.at),
          origins = (v.origins || k.origins)[1:${ORIGINS_KEPT}]
        from known k where v.shop_id = ${shop} and v.customer_id = k.customer_id
      ) select at from changed where at is not null`,
  );
  return found.map((row) => row.at);
}

/** Removes the marks of rows that were fetched, unless they were marked again since `dueSources` read them. */
export async function settleSources(
  tx: Tx,
  shop: ShopId,
  resource: string,
  done: readonly DirtyRow[],
): Promise<void> {
  const [ids, versions] = [done.map((row) => row.sourceId), done.map((row) => row.version)];
  await tx.query(
    sql`delete from sync_dirty d using unnest(${ids}::bigint[], ${versions}::bigint[]) done(source_id, version)
      where d.shop_id = ${shop} and d.resource = ${resource} and d.source_id = done.source_id
        and d.version = done.version`,
  );
}

/** Removes the marks of rows in a file that Shopify began to write after they were marked. */
export async function settleStagedSources(
  tx: Tx,
  shop: ShopId,
  { resource, root }: SourceTables,
  startedAt: Date,
): Promise<void> {
  await tx.query(
    sql`delete from sync_dirty d using ${staged(root)} s
      where d.shop_id = ${shop} and d.resource = ${resource} and d.source_id = s.${raw(root.key)}
        and d.marked_at < ${startedAt}`,
  );
}

/** A row that could not be used is tried again later; `lastError` says why. */
export async function postponeSource(
  tx: Tx,
  shop: ShopId,
  resource: string,
  row: DirtyRow,
  notBefore: Date,
  lastError: string,
): Promise<void> {
  await tx.query(
    sql`update sync_dirty set attempts = attempts + 1, not_before = ${notBefore}, last_error = ${lastError}
      where shop_id = ${shop} and resource = ${resource} and source_id = ${row.sourceId}
        and version = ${row.version}`,
  );
}

/** A row that was stored, of which Shopify will know more: it is read again, and nothing that is shown is out of date meanwhile. */
export async function readAgainLater(
  tx: Tx,
  shop: ShopId,
  resource: string,
  row: DirtyRow,
  notBefore: Date,
): Promise<void> {
  await postponeSource(tx, shop, resource, row, notBefore, AWAITED);
  await tx.query(
    sql`update sync_dirty set stale_from = 'infinity' where shop_id = ${shop} and resource = ${resource}
      and source_id = ${row.sourceId} and version = ${row.version}`,
  );
}

/** Domains of installed shops with rows that are due and whose next look is not postponed. */
export async function shopsWithDueSources(on: Queryable, now: Date): Promise<{ domain: string }[]> {
  return rows<{ domain: string }>(
    on,
    sql`select domain from shop s where uninstalled_at is null
       and exists (select from sync_dirty d where d.shop_id = s.shop_id and d.not_before <= ${now})
       and not ${isPutOff(now)}`,
  );
}
