import type { ShopId } from "../../../platform/ids.ts";
import { type Queryable, rows } from "../../client.ts";

export type UnusableShopCode = "UNKNOWN_CURRENCY" | "UNKNOWN_TIME_ZONE";

export interface UnusableShopRow {
  readonly code: UnusableShopCode;
  readonly message: string;
}

/** Whether a look at shop `s` is put off at `$1`. */
export const IS_PUT_OFF = "coalesce(s.unusable_next_look_at > $1, false)";

/**
 * States that nothing of the shop can be read, and why. After each look in vain the next one is due in twice the time, from two minutes
 * to about eight hours: a change of the shop is told by webhook, so this is for webhooks that get lost.
 */
export async function recordUnusableShop(
  on: Queryable,
  shop: ShopId,
  { code, message }: UnusableShopRow,
  now: Date,
): Promise<void> {
  await on.query(
    `update shop set unusable_code = $2, unusable_message = $3, unusable_looks = unusable_looks + 1,
       unusable_next_look_at = $4::timestamptz + interval '1 minute' * (2 ^ least(unusable_looks + 1, 9))
     where shop_id = $1`,
    [shop, code, message, now],
  );
}

/** Takes the statement back. Returns whether there was one. */
export async function forgetUnusableShop(on: Queryable, shop: ShopId): Promise<boolean> {
  const changed = await on.query(
    `update shop set unusable_code = null, unusable_message = null, unusable_looks = 0, unusable_next_look_at = null
     where shop_id = $1 and unusable_code is not null`,
    [shop],
  );
  return changed.rowCount !== 0;
}

export async function readUnusableShop(on: Queryable, shop: ShopId): Promise<UnusableShopRow | null> {
  const [found] = await rows<UnusableShopRow>(
    on,
    `select unusable_code code, unusable_message message from shop
     where shop_id = $1 and unusable_code is not null`,
    [shop],
  );
  return found ?? null;
}
