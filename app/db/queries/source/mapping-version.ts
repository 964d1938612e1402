import sql, { join, raw } from "sql-template-tag";
import type { ShopId } from "../../../platform/ids.ts";
import { type Queryable, rows, type Tx } from "../../client.ts";

/**
 * For each version of the mapping after the first: on `orders`, which rows it makes others of the same node. A version that is listed once
 * stays: a shop may have been stored under any before.
 */
const CONCERNED: readonly string[] = [
  // 1: `discrepancy_tax_minor` came, which is 0 where there is no discrepancy.
  "refund_discrepancy_minor <> 0",
  // 2: `is_sent` came; null counts as sent.
  "is_sent is null",
];

/** Of what is stored from now on. */
export const MAPPING_VERSION = CONCERNED.length;

/** Shops of which something is stored under an older mapping. */
export function shopsOfOlderMapping(on: Queryable): Promise<{ domain: string; version: number }[]> {
  return rows<{ domain: string; version: number }>(
    on,
    sql`select domain, mapping_version as version from shop where mapping_version < ${MAPPING_VERSION} order by shop_id`,
  );
}

/** From now on something may be stored under this older mapping, whatever a shop was read under before. */
export async function lowerMappingVersions(on: Queryable, version: number): Promise<void> {
  await on.query(sql`update shop set mapping_version = ${version} where mapping_version > ${version}`);
}

/** The stored orders that the mapping makes others of than that version did. What came from a file cannot be read from Shopify. */
export async function ordersOfOlderMapping(tx: Tx, shop: ShopId, version: number): Promise<number[]> {
  const found = await rows<{ id: number }>(
    tx,
    sql`select order_id id from orders where shop_id = ${shop} and deleted_at is null and history_file_id is null
        and (${join(
          CONCERNED.slice(version).map((which) => raw(which)),
          " or ",
        )})
      order by 1`,
  );
  return found.map((row) => row.id);
}

/** False where another process was first. */
export async function raiseMappingVersion(tx: Tx, shop: ShopId, from: number): Promise<boolean> {
  const { rowCount } = await tx.query(
    sql`update shop set mapping_version = ${MAPPING_VERSION} where shop_id = ${shop} and mapping_version = ${from}`,
  );
  return rowCount === 1;
}
