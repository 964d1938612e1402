import sql, { join, raw, type Sql } from "sql-template-tag";
import type { ShopId } from "../../../platform/ids.ts";
import { type Queryable, rows, type Tx } from "../../client.ts";
import type { SourceTables } from "../source/columns.ts";

/** From its start (null: no start) up to, but not including, its end (null: no end). */
export interface InstantRange {
  readonly from: Date | null;
  readonly to: Date | null;
}

export interface EndedRange extends InstantRange {
  readonly to: Date;
}

/** When the oldest row that is stored and lives was placed or created. */
export async function firstInstant(on: Queryable, shop: ShopId, tables: SourceTables): Promise<Date | null> {
  const [found] = await rows<{ first: Date | null }>(
    on,
    sql`select min(${raw(tables.instant)}) first from ${raw(tables.root.name)}
      where shop_id = ${shop} and deleted_at is null`,
  );
  return found?.first ?? null;
}

/** How many rows are stored in each of adjoining ranges: before the first of `borders`, between two of them, after the last. */
export async function countBetween(
  on: Queryable,
  shop: ShopId,
  tables: SourceTables,
  borders: readonly Date[],
  within: EndedRange,
): Promise<number[]> {
  const instant = raw(tables.instant);
  const found = await rows<{ at: number; count: number }>(
    on,
    sql`select width_bucket(${instant}, ${borders}::timestamptz[]) at, count(*) count
      from ${raw(tables.root.name)}
      where shop_id = ${shop} and deleted_at is null and ${inRange(instant, within)} group by 1`,
  );
  const counts = new Array<number>(borders.length + 1).fill(0);
  for (const { at, count } of found) counts[at] = count;
  return counts;
}

function inRange(instant: Sql, { from, to }: InstantRange): Sql {
  const limits = [
    ...(from === null ? [] : [sql`${instant} >= ${from}`]),
    ...(to === null ? [] : [sql`${instant} < ${to}`]),
  ];
  return limits.length === 0 ? raw("true") : join(limits, " and ");
}

/** How many rows are missing here because they were refused. */
export async function countRefusedSources(
  on: Queryable,
  shop: ShopId,
  { resource, root }: SourceTables,
): Promise<number> {
  const [found] = await rows<{ count: number }>(
    on,
    sql`select count(distinct source_id) count from refused_row r
      where shop_id = ${shop} and resource = ${resource}
        and not exists (select from ${raw(root.name)} t
          where t.shop_id = ${shop} and t.${raw(root.key)} = r.source_id and t.deleted_at is null)`,
  );
  return found?.count ?? 0;
}

export interface SeenRow {
  readonly id: number;
  /** ISO 8601. */
  readonly updatedAt: string;
}

/** Begins a comparison: what `addSeen` stores lives until the transaction ends. */
export async function openSeen(tx: Tx): Promise<void> {
  await tx.query(
    "create temp table seen_source (id bigint primary key, updated_at timestamptz not null) on commit drop",
  );
}

/** A row that is added twice keeps its later version: it changed while Shopify was read. */
export async function addSeen(tx: Tx, seen: readonly SeenRow[]): Promise<void> {
  await tx.query(
    sql`insert into pg_temp.seen_source as s
      select id, max(updated_at)
      from unnest(${seen.map((row) => row.id)}::bigint[],
        ${seen.map((row) => row.updatedAt)}::timestamptz[]) given(id, updated_at) group by id
      on conflict (id) do update set updated_at = greatest(s.updated_at, excluded.updated_at)`,
  );
}

/** Of everything that Shopify has, which is what was seen: what was refused before `until` and is not among it was deleted since. */
export async function forgetRefusalsOfUnseen(
  tx: Tx,
  shop: ShopId,
  resource: string,
  until: Date,
): Promise<void> {
  await tx.query(
    sql`delete from refused_row r
      where shop_id = ${shop} and resource = ${resource} and source_id is not null and refused_at < ${until}
        and not exists (select from pg_temp.seen_source s where s.id = r.source_id)`,
  );
}

export interface DifferingRow {
  readonly id: number;
  /** `missing`: Shopify has it and it is not stored; `older`: it is stored in an older version; `extra`: only stored. */
  readonly kind: "missing" | "older" | "extra";
}

/**
 * The differences in a range between what was seen in Shopify and what is stored. Known ones are left out: rows that wait to be
 * fetched, rows that were refused, deletions later than the version seen, and everything that changed at or after `until`,
 * which may still arrive by webhook.
 */
export async function differingRows(
  tx: Tx,
  shop: ShopId,
  { resource, root, instant }: SourceTables,
  range: InstantRange,
  until: Date,
): Promise<DifferingRow[]> {
  const [table, key] = [raw(root.name), raw(root.key)];
  await tx.query("analyze pg_temp.seen_source");
  return rows<DifferingRow>(
    tx,
    sql`with differing as (
        select s.id, case when t.${key} is null or t.deleted_at is not null then 'missing' else 'older' end kind
        from pg_temp.seen_source s left join ${table} t on t.shop_id = ${shop} and t.${key} = s.id
        where s.updated_at < ${until} and (t.${key} is null
            or (t.source_updated_at < s.updated_at and (t.deleted_at is null or t.deleted_at < s.updated_at)))
          and not exists (select from refused_row r
            where r.shop_id = ${shop} and r.resource = ${resource} and r.source_id = s.id)
        union all
        select t.${key}, 'extra' from ${table} t
        where t.shop_id = ${shop} and t.deleted_at is null and t.source_updated_at < ${until}
          and ${inRange(raw(`t.${instant}`), range)}
          and not exists (select from pg_temp.seen_source s where s.id = t.${key})
      )
      select id, kind from differing
      where not exists (select from sync_dirty d
        where d.shop_id = ${shop} and d.resource = ${resource} and d.source_id = id)`,
  );
}
