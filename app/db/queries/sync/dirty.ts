import sql, { raw } from "sql-template-tag";
import type { ShopId } from "../../../platform/ids.ts";
import { type Queryable, rows, type Tx } from "../../client.ts";
import type { SourceTables } from "../source/columns.ts";
import { staged } from "../source/staging.ts";
import { IS_PUT_OFF } from "./unusable-shop.ts";

export interface DirtyRow {
  readonly sourceId: number;
  readonly version: number;
  readonly attempts: number;
}

/** Why a row can only be read singly: no file of a bulk operation settles it. */
export const SINGLY = "can only be read singly";

/**
 * Marks rows to be fetched again. A row that waits already keeps its place, and its version rises. `note`: kept beside
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
    `insert into sync_dirty as d (shop_id, resource, source_id, marked_at, not_before, last_error)
     select $1, $2, id, $4, $4, $5 from (select distinct unnest($3::bigint[]) id order by id) ids
     on conflict (shop_id, resource, source_id) do update set version = d.version + 1,
       marked_at = excluded.marked_at, attempts = 0, not_before = least(d.not_before, excluded.not_before),
       last_error = excluded.last_error`,
    [shop, resource, ids, now, note],
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
    `select source_id "sourceId", version, attempts from sync_dirty
     where shop_id = $1 and resource = $2 and not_before <= $3 order by marked_at, source_id limit $4`,
    [shop, resource, now, limit],
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
    `select count(*) count from sync_dirty
     where shop_id = $1 and resource = $2 and not_before <= $3 and last_error is distinct from $4`,
    [shop, resource, now, SINGLY],
  );
  return found?.count ?? 0;
}

/** Takes rows out that were fetched, unless they were touched again since `dueSources` read them. */
export async function settleSources(
  tx: Tx,
  shop: ShopId,
  resource: string,
  done: readonly DirtyRow[],
): Promise<void> {
  await tx.query(
    `delete from sync_dirty d using unnest($3::bigint[], $4::bigint[]) done(source_id, version)
     where d.shop_id = $1 and d.resource = $2 and d.source_id = done.source_id and d.version = done.version`,
    [shop, resource, done.map((row) => row.sourceId), done.map((row) => row.version)],
  );
}

/** Takes out what a file brought that Shopify began to write after the touch. */
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
    `update sync_dirty set attempts = attempts + 1, not_before = $4, last_error = $5
     where shop_id = $1 and resource = $2 and source_id = $3 and version = $6`,
    [shop, resource, row.sourceId, notBefore, lastError, row.version],
  );
}

/** Domains of installed shops with rows that are due, and of which a look is not put off. */
export async function shopsWithDueSources(on: Queryable, now: Date): Promise<string[]> {
  const found = await rows<{ domain: string }>(
    on,
    `select domain from shop s where uninstalled_at is null
       and exists (select from sync_dirty d where d.shop_id = s.shop_id and d.not_before <= $1)
       and not ${IS_PUT_OFF}`,
    [now],
  );
  return found.map((row) => row.domain);
}
