import sql from "sql-template-tag";
import type { ShopId } from "../../../platform/ids.ts";
import { type Queryable, rows, type Tx } from "../../client.ts";
import { removeCustomerValue } from "../valuation/customer-value-rows.ts";

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

/** Hashes of the people whom the shop asked to erase, as hex text. */
export async function erasedPeople(on: Queryable, shop: ShopId): Promise<Set<string>> {
  const found = await rows<{ hash: string }>(
    on,
    sql`select encode(person_hash, 'hex') hash from erased_person where shop_id = ${shop}`,
  );
  return new Set(found.map((row) => row.hash));
}

/**
 * Deletes a person: the profile, value and links go; orders stay as sums that belong to nobody. Needs the shop's merge lock.
 * Hashes are left behind, so that a later sync does not bring the person back.
 */
export async function erasePerson(
  tx: Tx,
  shop: ShopId,
  customerId: number,
  hashesOf: (emails: readonly string[]) => readonly Buffer[],
  erasedAt: Date,
): Promise<void> {
  const found = await rows<{ email: string }>(
    tx,
    sql`select email from customer
      where shop_id = ${shop} and customer_id = ${customerId} and email is not null
      union
      select f.email from former_address f
      left join customer_alias a on a.shop_id = ${shop} and a.from_customer_id = f.customer_id
      where f.shop_id = ${shop} and ${customerId} in (f.customer_id, a.to_customer_id)`,
  );
  const emails = found.map((row) => row.email);
  await tx.query(
    sql`insert into erased_person (shop_id, person_hash, erased_at)
      select ${shop}, unnest(${hashesOf(emails)}::bytea[]), ${erasedAt} on conflict do nothing`,
  );
  await tx.query(
    sql`update orders set customer_id = null, guest_email = null
      where shop_id = ${shop} and (customer_id = ${customerId} or guest_email = any(${emails})
        or customer_id in (
          select from_customer_id from customer_alias where shop_id = ${shop} and to_customer_id = ${customerId}))`,
  );
  await tx.query(sql`delete from customer where shop_id = ${shop} and customer_id = ${customerId}`);
  await tx.query(sql`delete from former_address where shop_id = ${shop} and email = any(${emails})`);
  await removeCustomerValue(tx, shop, customerId);
  await tx.query(
    sql`delete from customer_alias
      where shop_id = ${shop} and (from_customer_id = ${customerId} or to_customer_id = ${customerId})`,
  );
  await tx.query(
    sql`delete from refused_row where shop_id = ${shop} and (
      (resource = 'customers' and source_id = ${customerId}) or position(${String(customerId)} in raw) > 0
      or exists (select from unnest(${emails}::text[]) email where position(email in lower(raw)) > 0))`,
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

/** Deletes the addresses of customers who have been gone since before an instant and of whom no merge is known. */
export async function forgetFormerAddresses(on: Queryable, shop: ShopId, before: Date): Promise<void> {
  await on.query(
    sql`delete from former_address f where shop_id = ${shop} and gone_at < ${before} and not exists (
        select from customer_alias a where a.shop_id = ${shop} and a.from_customer_id = f.customer_id)`,
  );
}
