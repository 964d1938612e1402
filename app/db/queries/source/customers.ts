import sql from "sql-template-tag";
import type { ShopId } from "../../../platform/ids.ts";
import type { Tx } from "../../client.ts";

/**
 * Records that one customer was merged into another. Older merges into the vanished customer then point to the surviving one,
 * so that a chain leads to its end; a ring (the survivor was recorded as vanished before) is broken.
 */
export async function joinCustomers(
  tx: Tx,
  shop: ShopId,
  vanishedId: number,
  keptId: number,
  mergedAt: Date,
): Promise<void> {
  await tx.query(sql`delete from customer_alias where shop_id = ${shop} and from_customer_id = ${keptId}`);
  await tx.query(
    sql`insert into customer_alias (shop_id, from_customer_id, to_customer_id, merged_at)
      values (${shop}, ${vanishedId}, ${keptId}, ${mergedAt})
      on conflict (shop_id, from_customer_id) do update set to_customer_id = excluded.to_customer_id`,
  );
  await tx.query(
    sql`update customer_alias set to_customer_id = ${keptId}
      where shop_id = ${shop} and to_customer_id = ${vanishedId}`,
  );
}

/**
 * Keeps the verified addresses of customers who are about to be deleted. A deleted customer may have been merged into another
 * one: guest orders under the address then belong to that one.
 */
export async function rememberAddresses(
  tx: Tx,
  shop: ShopId,
  customerIds: readonly number[],
  goneAt: Date,
): Promise<void> {
  await tx.query(
    sql`insert into former_address (shop_id, email, customer_id, gone_at)
      select shop_id, email, customer_id, ${goneAt} from customer
      where shop_id = ${shop} and customer_id = any(${customerIds}) and deleted_at is null
        and email_verified and email is not null
      on conflict do nothing`,
  );
}
