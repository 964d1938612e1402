import sql, { type Sql } from "sql-template-tag";
import type { ShopId } from "../../../platform/ids.ts";
import { type Queryable, rows } from "../../client.ts";

export type UnusableShopCode = "UNKNOWN_CURRENCY" | "UNKNOWN_TIME_ZONE";

export interface UnusableShopRow {
  readonly code: UnusableShopCode;
  /** What Shopify has, and the app cannot use. */
  readonly value: string;
}

/** Whether the next look at shop `s` is postponed. */
export const isPutOff = (now: Date): Sql => sql`coalesce(s.unusable_next_look_at > ${now}, false)`;

/**
 * Records that nothing of the shop can be read, and why. After each look that finds it unchanged the time to the next one
 * doubles, from two minutes to about eight hours. A webhook tells when the shop changes; the looks are for webhooks that get
 * lost.
 */
export async function recordUnusableShop(
  on: Queryable,
  shop: ShopId,
  { code, value }: UnusableShopRow,
  now: Date,
): Promise<void> {
  await on.query(
    sql`update shop set unusable_code = ${code}, unusable_message = ${value}, unusable_looks = unusable_looks + 1,
       unusable_next_look_at = ${now}::timestamptz + interval '1 minute' * (2 ^ least(unusable_looks + 1, 9))
     where shop_id = ${shop}`,
  );
}

/** Deletes the record. Returns whether there was one. */
export async function forgetUnusableShop(on: Queryable, shop: ShopId): Promise<boolean> {
  const changed = await on.query(
    sql`update shop set unusable_code = null, unusable_message = null, unusable_looks = 0, unusable_next_look_at = null
     where shop_id = ${shop} and unusable_code is not null`,
  );
  return changed.rowCount !== 0;
}

export async function readUnusableShop(on: Queryable, shop: ShopId): Promise<UnusableShopRow | null> {
  const [found] = await rows<UnusableShopRow>(
    on,
    sql`select unusable_code code, unusable_message value from shop
     where shop_id = ${shop} and unusable_code is not null`,
  );
  return found ?? null;
}
