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
 * Keeps the addresses of customers who are about to be deleted that are verified or taken out. A deleted customer may have been merged
 * into another one: guest orders under a verified address then belong to that one, and what was taken out stays so.
 */
export async function rememberAddresses(
  tx: Tx,
  shop: ShopId,
  customerIds: readonly number[],
  goneAt: Date,
): Promise<void> {
  await tx.query(
    sql`insert into former_address (shop_id, email, customer_id, gone_at, verified)
      select c.shop_id, c.email, c.customer_id, ${goneAt}, c.email_verified from customer c
      where c.shop_id = ${shop} and c.customer_id = any(${customerIds}) and c.deleted_at is null and c.email is not null
        and (c.email_verified or exists (
          select from shared_address s where s.shop_id = ${shop} and s.email = c.email and s.decision = 'taken_out'))
      on conflict do nothing`,
  );
}
