import sql, { empty, join, raw, type Sql } from "sql-template-tag";
import type { ShopId } from "../../../platform/ids.ts";
import { rows, type Tx } from "../../client.ts";
import type { SourceTable, SourceTables } from "./columns.ts";
import { type Affected, type MergeOutcome, NOBODY_AFFECTED } from "./merge-lock.ts";
import { columnsOf, staged } from "./staging.ts";

export interface StagedMerge extends MergeOutcome {
  /** Empty where `all` customers are going to be valued anyway. */
  readonly affected: Affected;
  /** Roots that were staged twice: nothing of them is merged, because it is not known which lines belong to which version. */
  readonly repeated: readonly number[];
}

/**
 * Writes the staged rows, each root with its children as one unit, where no newer version and no later deletion is stored. Needs the
 * shop's merge lock. The condition is <= and not <: Shopify's timestamps have whole seconds, and a second change within one
 * would be lost for good.
 */
export async function mergeStaged(
  tx: Tx,
  shop: ShopId,
  tables: SourceTables,
  options: { all: boolean },
): Promise<StagedMerge> {
  const { root, children } = tables;
  const [name, key] = [raw(root.name), raw(root.key)];
  await tx.query("create temp table applied_root (id bigint, inserted boolean) on commit drop");
  await tx.query(sql`delete from ${staged(root)} s using pg_temp.staged_refusal r where r.id = s.${key}`);
  const repeated = await rows<{ id: number }>(
    tx,
    sql`with repeated as (select ${key} id from ${staged(root)} group by ${key} having count(*) > 1)
      delete from ${staged(root)} s using repeated where s.${key} = repeated.id returning repeated.id`,
  );
  for (const table of [root, ...children]) await tx.query(sql`analyze ${staged(table)}`);
  const before = options.all ? NOBODY_AFFECTED : await personsOfStaged(tx, shop, tables);
  await tx.query(
    sql`with merged as (
        insert into ${name} as t (shop_id, ${raw(columnsOf(root))})
        select ${shop}, ${raw(columnsOf(root))} from ${staged(root)}
        on conflict (shop_id, ${key}) do update set ${overwritten(root)}, deleted_at = null
          where t.source_updated_at <= excluded.source_updated_at
            and (t.deleted_at is null or t.deleted_at < excluded.source_updated_at)
        returning t.${key} id, xmax = 0 as inserted
      )
      insert into pg_temp.applied_root select id, inserted from merged`,
  );
  for (const child of children) {
    await tx.query(
      sql`delete from ${raw(child.name)} c using pg_temp.applied_root a
        where c.shop_id = ${shop} and c.${key} = a.id and not a.inserted`,
    );
    await tx.query(
      sql`insert into ${raw(child.name)} (shop_id, ${raw(columnsOf(child))})
        select ${shop}, ${raw(columnsOf(child))} from ${staged(child)} join pg_temp.applied_root on id = ${key}`,
    );
  }
  await tx.query(
    sql`delete from refused_row r using pg_temp.applied_root a
      where r.shop_id = ${shop} and r.resource = ${tables.resource} and r.source_id = a.id`,
  );
  const [counted] = await rows<{ staged: number; applied: number }>(
    tx,
    sql`select (select count(*) from ${staged(root)}) staged,
      (select count(*) from pg_temp.applied_root) applied`,
  );
  const after = options.all ? NOBODY_AFFECTED : await personsOfStaged(tx, shop, tables);
  const { staged: seen = 0, applied = 0 } = counted ?? {};
  return {
    applied,
    stale: seen - applied,
    affected: {
      customerIds: [...new Set([...before.customerIds, ...after.customerIds])],
      emails: [...new Set([...before.emails, ...after.emails])],
      nobody: before.nobody || after.nobody,
    },
    repeated: [...new Set(repeated.map((row) => row.id))],
  };
}

function overwritten(table: SourceTable): Sql {
  const names = Object.keys(table.columns).filter((name) => name !== table.key);
  return join(names.map((name) => raw(`${name} = excluded.${name}`)));
}

/** The people to whose value the stored versions of the staged roots add. */
async function personsOfStaged(tx: Tx, shop: ShopId, { root, person }: SourceTables): Promise<Affected> {
  if (person === null) return NOBODY_AFFECTED;
  const distinct = (column: string) =>
    sql`array_agg(distinct ${raw(column)}) filter (where ${raw(column)} is not null)`;
  const [found] = await rows<{
    customerIds: number[] | null;
    emails: string[] | null;
    nobody: boolean | null;
  }>(
    tx,
    sql`select ${distinct(person.id)} "customerIds",
        ${person.email === null ? sql`null::text[]` : distinct(person.email)} emails,
        ${person.email === null ? raw("false") : sql`bool_or(${raw(person.id)} is null and ${raw(person.email)} is null)`} nobody
      from ${raw(root.name)} where shop_id = ${shop}
        and ${raw(root.key)} in (select ${raw(root.key)} from ${staged(root)})`,
  );
  return {
    customerIds: found?.customerIds ?? [],
    emails: found?.emails ?? [],
    nobody: found?.nobody ?? false,
  };
}

/**
 * Stored roots that have not changed since an instant and are not in a file of all roots. In a shop whose scopes show only
 * recent orders, orders from before `visibleFrom` are not expected in the file: those that were read while they were recent
 * stay.
 */
export async function missingFromFile(
  tx: Tx,
  shop: ShopId,
  { root }: SourceTables,
  before: Date,
  visibleFrom: Date | null,
): Promise<number[]> {
  const key = raw(root.key);
  const visible =
    visibleFrom === null
      ? empty
      : sql`and (processed_at >= ${visibleFrom} or (select history_from is null from shop where shop_id = ${shop}))`;
  const found = await rows<{ id: number }>(
    tx,
    sql`select ${key} id from ${raw(root.name)} t
      where shop_id = ${shop} and deleted_at is null and source_updated_at < ${before}
        and not exists (select from ${staged(root)} s where s.${key} = t.${key}) ${visible}`,
  );
  return found.map((row) => row.id);
}

/**
 * Which of these roots Shopify would not show either way: those from before `visibleFrom`, and those that are not stored, of which the age is
 * not known, in a shop whose scopes show only recent orders. That they are not found says nothing.
 */
export async function beyondReach(
  tx: Tx,
  shop: ShopId,
  { root }: SourceTables,
  ids: readonly number[],
  visibleFrom: Date,
): Promise<number[]> {
  if (ids.length === 0) return [];
  const key = raw(root.key);
  const found = await rows<{ id: number }>(
    tx,
    sql`select asked.id from unnest(${ids}::bigint[]) asked(id)
      left join ${raw(root.name)} t on t.shop_id = ${shop} and t.${key} = asked.id
      where (t.${key} is null or (t.deleted_at is null and t.processed_at < ${visibleFrom}))
        and (select history_from is not null from shop where shop_id = ${shop})`,
  );
  return found.map((row) => row.id);
}

/** Which of these roots are not stored in the version that Shopify has. */
export async function outdatedSources(
  tx: Tx,
  shop: ShopId,
  { root }: SourceTables,
  seen: readonly { id: number; updatedAt: string }[],
): Promise<number[]> {
  const key = raw(root.key);
  const found = await rows<{ id: number }>(
    tx,
    sql`select seen.id
      from unnest(${seen.map((one) => one.id)}::bigint[],
        ${seen.map((one) => one.updatedAt)}::timestamptz[]) seen(id, updated_at)
      left join ${raw(root.name)} t on t.shop_id = ${shop} and t.${key} = seen.id
      where t.${key} is null or t.source_updated_at < seen.updated_at`,
  );
  return found.map((row) => row.id);
}
