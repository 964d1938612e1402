import sql, { raw } from "sql-template-tag";
import type { ShopId } from "../../../platform/ids.ts";
import { rows, type Tx } from "../../client.ts";
import type { SourceTables } from "./columns.ts";

/** Whether nothing of a resource is stored, no deletion either. Stays so for a transaction that holds the shop's merge lock. */
export async function isUnread(tx: Tx, shop: ShopId, { root }: SourceTables): Promise<boolean> {
  const found = await rows(tx, sql`select from ${raw(root.name)} where shop_id = ${shop} limit 1`);
  return found.length === 0;
}

/**
 * The plans of foreign keys are made once a connection. One that was made while `orders` had no rows would read the whole table for
 * every line of a first load: 10 ms each instead of 7 us.
 */
export async function lookUpByIndex(tx: Tx): Promise<void> {
  await tx.query("set local enable_seqscan = off");
}

/**
 * Ends a first load: rows of refused roots go again, and what was marked before the file was begun, or refused of rows that are there
 * now, is settled. Returns how many rows are stored.
 */
export async function settleFirstLoad(
  tx: Tx,
  shop: ShopId,
  { root, resource }: SourceTables,
  options: { refusedIds: readonly number[]; startedAt: Date },
): Promise<number> {
  const [table, key] = [raw(root.name), raw(root.key)];
  await tx.query(sql`delete from ${table} where shop_id = ${shop} and ${key} = any(${options.refusedIds})`);
  await tx.query(
    sql`delete from sync_dirty d using ${table} t
      where d.shop_id = ${shop} and d.resource = ${resource} and d.marked_at < ${options.startedAt}
        and t.shop_id = ${shop} and t.${key} = d.source_id`,
  );
  await tx.query(
    sql`delete from refused_row r using ${table} t
      where r.shop_id = ${shop} and r.resource = ${resource} and t.shop_id = ${shop} and t.${key} = r.source_id`,
  );
  const [counted] = await rows<{ stored: number }>(
    tx,
    sql`select count(*) stored from ${table} where shop_id = ${shop}`,
  );
  return counted?.stored ?? 0;
}
