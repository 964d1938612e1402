import sql, { raw, type Sql } from "sql-template-tag";

/**
 * `set` list and guard of an upsert that leaves equal rows untouched: a nightly rebuild then writes only differences. `stamp`: set as
 * well, and not compared.
 */
export function overwrite(table: string, columns: readonly string[], stamp: Sql): Sql {
  const set = columns.map((column) => `${column} = excluded.${column}`).join(", ");
  const old = columns.map((column) => `${table}.${column}`).join(", ");
  const fresh = columns.map((column) => `excluded.${column}`).join(", ");
  return sql`set ${raw(set)}${stamp} where (${raw(old)}) is distinct from (${raw(fresh)})`;
}
