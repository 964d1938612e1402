import sql, { raw } from "sql-template-tag";
import type { ShopId } from "../../../platform/ids.ts";
import { type Queryable, rows, type Tx } from "../../client.ts";
import type { SourceTables } from "../source/columns.ts";
import { staged } from "../source/staging.ts";
import { isPutOff } from "./unusable-shop.ts";

export interface DirtyRow {
  readonly sourceId: number;
  readonly version: number;
  readonly attempts: number;
}

/** Why a row can only be read singly: no file of a bulk operation settles it. */
export const SINGLY = "can only be read singly";

/**
 * Marks rows for refetch. A row that waits already keeps its place, and its version rises. `note`: kept beside
 * the row as its last error.
 */
export async function touchSources(
  on: Queryable,
  shop: ShopId,
  resource: string,
  ids: readonly number[],
  now: Date,
  note: string | null = null,
): Promise<void> {
  if (ids.length === 0) return;
  await on.query(
    sql`insert into sync_dirty as d (shop_id, resource, source_id, marked_at, not_before, last_error)
      select ${shop}, ${resource}, id, marked, marked, ${note}
      from (select distinct unnest(${ids}::bigint[]) id, ${now}::timestamptz marked order by id) ids
      on conflict (shop_id, resource, source_id) do update set version = d.version + 1,
        marked_at = excluded.marked_at, attempts = 0, not_before = least(d.not_before, excluded.not_before),
        last_error = excluded.last_error`,
  );
}

/** What is due, longest waiting first. The rows stay until `settleSources` takes them out. */
export async function dueSources(
  on: Queryable,
  shop: ShopId,
  resource: string,
  now: Date,
  limit: number,
): Promise<DirtyRow[]> {
  return rows<DirtyRow>(
    on,
    sql`select source_id "sourceId", version, attempts from sync_dirty
      where shop_id = ${shop} and resource = ${resource} and not_before <= ${now}
      order by marked_at, source_id limit ${limit}`,
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
        and last_error is distinct from ${SINGLY}`,
  );
  return found?.count ?? 0;
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

/** Domains of installed shops with rows that are due and whose next look is not postponed. */
export async function shopsWithDueSources(on: Queryable, now: Date): Promise<string[]> {
  const found = await rows<{ domain: string }>(
    on,
    sql`select domain from shop s where uninstalled_at is null
       and exists (select from sync_dirty d where d.shop_id = s.shop_id and d.not_before <= ${now})
       and not ${isPutOff(now)}`,
  );
  return found.map((row) => row.domain);
}
