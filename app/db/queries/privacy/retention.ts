import sql, { join, raw, type Sql } from "sql-template-tag";
import type { ShopId } from "../../../platform/ids.ts";
import { type Queryable, rows } from "../../client.ts";

export interface OldRows {
  readonly table: string;
  /** The columns after shop_id by which a row is known. */
  readonly key: readonly string[];
  /** On `t`: a row that nothing needs any more, by the instant before which rows are old. */
  readonly isOld: (before: Date) => Sql;
}

/** Deletes at most `limit` old rows of a shop; returns how many. */
export async function deleteOldRows(
  on: Queryable,
  shop: ShopId,
  { table, key, isOld }: OldRows,
  before: Date,
  limit: number,
): Promise<number> {
  const same = join(
    key.map((column) => raw(`d.${column} = old.${column}`)),
    " and ",
  );
  const deleted = await on.query(
    sql`delete from ${raw(table)} d using (
        select ${join(key.map((column) => raw(`t.${column}`)))} from ${raw(table)} t
        where t.shop_id = ${shop} and ${isOld(before)} limit ${limit}
      ) old where d.shop_id = ${shop} and ${same}`,
  );
  return deleted.rowCount ?? 0;
}

/** Domains of all shops that have rows, with when they left. */
export function knownShops(on: Queryable): Promise<{ domain: string; uninstalledAt: Date | null }[]> {
  return rows<{ domain: string; uninstalledAt: Date | null }>(
    on,
    `select domain, uninstalled_at "uninstalledAt" from shop order by shop_id`,
  );
}
