import type { ShopId } from "../../../platform/ids.ts";
import { type Queryable, rows, type Tx } from "../../client.ts";

type Resource = "orders" | "customers";

/** Table, key, and the instant by which rows are counted. */
const TABLES = {
  orders: { table: "orders", key: "order_id", instant: "processed_at" },
  customers: { table: "customer", key: "customer_id", instant: "source_created_at" },
} as const;

/** From its start (null: from ever) up to, and without, its end (null: for ever). */
export interface InstantRange {
  readonly from: Date | null;
  readonly to: Date | null;
}

export interface EndedRange extends InstantRange {
  readonly to: Date;
}

/** When the oldest row that is stored and lives was placed or created. */
export async function firstInstant(on: Queryable, shop: ShopId, resource: Resource): Promise<Date | null> {
  const { table, instant } = TABLES[resource];
  const [found] = await rows<{ first: Date | null }>(
    on,
    `select min(${instant}) first from ${table} where shop_id = $1 and deleted_at is null`,
    [shop],
  );
  return found?.first ?? null;
}

/** How many rows are stored in each of adjoining ranges: before the first of `borders`, between two of them, after the last. */
export async function countBetween(
  on: Queryable,
  shop: ShopId,
  resource: Resource,
  borders: readonly Date[],
  within: EndedRange,
): Promise<number[]> {
  const { table, instant } = TABLES[resource];
  const found = await rows<{ at: number; count: number }>(
    on,
    `select width_bucket(${instant}, $2::timestamptz[]) at, count(*) count from ${table}
     where shop_id = $1 and deleted_at is null and ($3::timestamptz is null or ${instant} >= $3)
       and ${instant} < $4 group by 1`,
    [shop, borders, within.from, within.to],
  );
  const counts = new Array<number>(borders.length + 1).fill(0);
  for (const { at, count } of found) counts[at] = count;
  return counts;
}

/** How many rows lack here because they were refused. */
export async function countRefusedSources(on: Queryable, shop: ShopId, resource: Resource): Promise<number> {
  const { table, key } = TABLES[resource];
  const [found] = await rows<{ count: number }>(
    on,
    `select count(distinct source_id) count from refused_row r where shop_id = $1 and resource = $2
       and not exists (select from ${table} o
         where o.shop_id = $1 and o.${key} = r.source_id and o.deleted_at is null)`,
    [shop, resource],
  );
  return found?.count ?? 0;
}

export interface SeenRow {
  readonly id: number;
  /** ISO 8601. */
  readonly updatedAt: string;
}

/** Begins a comparison: what `addSeen` is told lives until the transaction ends. */
export async function openSeen(tx: Tx): Promise<void> {
  await tx.query(
    "create temp table seen_source (id bigint primary key, updated_at timestamptz not null) on commit drop",
  );
}

/** A row that is told twice keeps its later version: it changed while Shopify was read. */
export async function addSeen(tx: Tx, seen: readonly SeenRow[]): Promise<void> {
  await tx.query(
    `insert into pg_temp.seen_source as s
     select id, max(updated_at) from unnest($1::bigint[], $2::timestamptz[]) given(id, updated_at) group by id
     on conflict (id) do update set updated_at = greatest(s.updated_at, excluded.updated_at)`,
    [seen.map((row) => row.id), seen.map((row) => row.updatedAt)],
  );
}

export interface DifferingRow {
  readonly id: number;
  /** `missing`: Shopify has it and it is not stored; `older`: it is stored in an older version; `extra`: only stored. */
  readonly kind: "missing" | "older" | "extra";
}

/**
 * How what was seen differs from what is stored of a range. Left out is what is known already: rows that wait to be fetched, rows
 * that were refused, deletions later than the version seen, and whatever changed at or after `until`, which may be on its way.
 */
export async function differingRows(
  tx: Tx,
  shop: ShopId,
  resource: Resource,
  range: InstantRange,
  until: Date,
): Promise<DifferingRow[]> {
  const { table, key, instant } = TABLES[resource];
  await tx.query("analyze pg_temp.seen_source");
  return rows<DifferingRow>(
    tx,
    `with differing as (
       select s.id, case when o.${key} is null or o.deleted_at is not null then 'missing' else 'older' end kind
       from pg_temp.seen_source s left join ${table} o on o.shop_id = $1 and o.${key} = s.id
       where s.updated_at < $3 and (o.${key} is null
           or (o.source_updated_at < s.updated_at and (o.deleted_at is null or o.deleted_at < s.updated_at)))
         and not exists (select from refused_row r
           where r.shop_id = $1 and r.resource = $2 and r.source_id = s.id)
       union all
       select o.${key}, 'extra' from ${table} o
       where o.shop_id = $1 and o.deleted_at is null and o.source_updated_at < $3
         and ($4::timestamptz is null or o.${instant} >= $4)
         and ($5::timestamptz is null or o.${instant} < $5)
         and not exists (select from pg_temp.seen_source s where s.id = o.${key})
     )
     select id, kind from differing
     where not exists (select from sync_dirty d where d.shop_id = $1 and d.resource = $2 and d.source_id = id)`,
    [shop, resource, until, range.from, range.to],
  );
}
