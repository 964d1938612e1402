import type { ShopId } from "../../../platform/ids.ts";
import type { Queryable, Tx } from "../../client.ts";

/** Error codes of slices that wait for a change of the shop itself. Nothing of it can be read before. */
export const UNUSABLE_SHOP_CODES = ["UNKNOWN_CURRENCY", "UNKNOWN_TIME_ZONE"] as const;
export type UnusableShopCode = (typeof UNUSABLE_SHOP_CODES)[number];

const CODES = UNUSABLE_SHOP_CODES.map((code) => `'${code}'`).join(", ");

/**
 * Whether a look at shop `s` is put off at `$1`: after each one in vain twice as long, from two minutes to about eight hours. A change
 * of the shop is told by webhook, so this is for webhooks that get lost.
 */
export const IS_PUT_OFF = `exists (select from sync_slice u where u.shop_id = s.shop_id and u.error_code in (${CODES})
  and u.updated_at + interval '1 minute' * (2 ^ least(u.attempts, 9)) > $1)`;

/** States that nothing of a shop can be read, and why: every slice that was begun ends with it, or one is added for each resource. */
export async function recordUnusableShop(
  tx: Tx,
  shop: ShopId,
  problem: { readonly code: UnusableShopCode; readonly message: string },
  resources: readonly string[],
  now: Date,
): Promise<void> {
  const ended = await tx.query(
    `update sync_slice set status = 'failed', error_code = $2, error_message = $3, attempts = attempts + 1,
       updated_at = $4, finished_at = $4
     where shop_id = $1 and (status not in ('done', 'failed') or error_code in (${CODES}))`,
    [shop, problem.code, problem.message, now],
  );
  if (ended.rowCount !== 0) return;
  await tx.query(
    `insert into sync_slice (shop_id, slice_id, resource, purpose, status, low_water_mark, attempts, error_code,
       error_message, started_at, updated_at, finished_at)
     select $1, gen_random_uuid(), unnest($5::text[]), 'backfill', 'failed', $4, 1, $2, $3, $4, $4, $4`,
    [shop, problem.code, problem.message, now, resources],
  );
}

/** Takes the statement back. Returns whether there was one. */
export async function forgetUnusableShop(on: Queryable, shop: ShopId): Promise<boolean> {
  const deleted = await on.query(`delete from sync_slice where shop_id = $1 and error_code in (${CODES})`, [
    shop,
  ]);
  return deleted.rowCount !== 0;
}
