import type { ShopId } from "../../../platform/ids.ts";
import type { Queryable } from "../../client.ts";

/** Stands for the orders that belong to nobody. */
const NOBODY = 0;

/**
 * Marks customers whose value no longer matches their orders or profile, in the transaction that changed these.
 * Ids of merged customers may be given: their survivors are found when the value is computed.
 * Ids are inserted in order, so that two transactions that touch the same customers cannot block each other.
 */
export async function touchCustomers(
  on: Queryable,
  shop: ShopId,
  customerIds: readonly number[],
): Promise<void> {
  await on.query(
    `insert into valuation_dirty (shop_id, customer_id, marked_at)
     select $1, id, now() from (select distinct unnest($2::bigint[]) as id order by id) ids
     on conflict (shop_id, customer_id) do update
     set version = valuation_dirty.version + 1, marked_at = excluded.marked_at`,
    [shop, customerIds],
  );
}

/** Marks whoever guest orders with these addresses belong to, and the sum of orders that belong to nobody. Null is for none. */
export async function touchGuests(
  on: Queryable,
  shop: ShopId,
  emails: readonly (string | null)[],
): Promise<void> {
  await on.query(
    `insert into valuation_dirty (shop_id, customer_id, marked_at)
     select $1, id, now() from (
       select customer_id as id from customer where shop_id = $1 and email = any($2::text[])
       union select customer_id from former_address where shop_id = $1 and email = any($2::text[])
       union select ${NOBODY} order by id
     ) ids
     on conflict (shop_id, customer_id) do update
     set version = valuation_dirty.version + 1, marked_at = excluded.marked_at`,
    [shop, emails],
  );
}
