import sql from "sql-template-tag";
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
    sql`insert into valuation_dirty (shop_id, customer_id, marked_at)
     select ${shop}, id, now() from (select distinct unnest(${customerIds}::bigint[]) as id order by id) ids
     on conflict (shop_id, customer_id) do update
     set version = valuation_dirty.version + 1, marked_at = excluded.marked_at`,
  );
}

/** Marks the customers to whom guest orders with these addresses belong, and the sum of orders that belong to nobody. Null is for none. */
export async function touchGuests(
  on: Queryable,
  shop: ShopId,
  emails: readonly (string | null)[],
): Promise<void> {
  await on.query(
    sql`insert into valuation_dirty (shop_id, customer_id, marked_at)
     select ${shop}, id, now() from (
       select customer_id as id from customer where shop_id = ${shop} and email = any(${emails}::text[])
       union select customer_id from former_address where shop_id = ${shop} and email = any(${emails}::text[])
       union select ${NOBODY} order by id
     ) ids
     on conflict (shop_id, customer_id) do update
     set version = valuation_dirty.version + 1, marked_at = excluded.marked_at`,
  );
}
