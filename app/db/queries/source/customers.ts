import type { ShopId } from "../../../platform/ids.ts";
import { type Queryable, rows, type Tx } from "../../client.ts";
import { removeCustomerValue } from "../valuation/customer-value-removal.ts";
import type { Affected, MergeOutcome } from "./merge-lock.ts";

const COLUMNS = `source_created_at, source_updated_at, first_name, last_name, email, email_verified,
  email_marketing_state, email_opt_in_level, email_state_updated_at, country_code, tags,
  shopify_rfm_group, shopify_spend_tier`;
const OVERWRITTEN = COLUMNS.split(",")
  .map((column) => `${column.trim()} = excluded.${column.trim()}`)
  .join(", ");

const UPSERT = `
  with merged as (
    insert into customer as c (shop_id, customer_id, ${COLUMNS})
    select distinct on (customer_id) $1, customer_id, ${COLUMNS} from pg_temp.staged_customer
    order by customer_id, source_updated_at desc, ctid desc
    on conflict (shop_id, customer_id) do update set ${OVERWRITTEN}, deleted_at = null
      where c.source_updated_at <= excluded.source_updated_at
        and (c.deleted_at is null or c.deleted_at < excluded.source_updated_at)
    returning c.customer_id
  ), forgiven as (
    delete from refused_row r using merged m
    where r.shop_id = $1 and r.resource = 'customers' and r.source_id = m.customer_id
  )`;

/** Merges the staged customers by the rule of `mergeStagedOrders`. Needs the shop's merge lock. */
export async function mergeStagedCustomers(
  tx: Tx,
  shop: ShopId,
  options: { all: boolean },
): Promise<MergeOutcome & { affected: Affected }> {
  await tx.query("analyze pg_temp.staged_customer");
  const [counted] = await rows<{ applied: number; staged: number; ids: number[] | null }>(
    tx,
    `${UPSERT} select (select count(*) from merged) applied,
       (select count(distinct customer_id) from pg_temp.staged_customer) staged,
       ${options.all ? "null::bigint[]" : "(select array_agg(customer_id) from merged)"} ids`,
    [shop],
  );
  const { applied = 0, staged = 0, ids = null } = counted ?? {};
  return { applied, stale: staged - applied, affected: { customerIds: ids ?? [], emails: [] } };
}

/** As `ordersMissingFromFile`. */
export async function customersMissingFromFile(tx: Tx, shop: ShopId, before: Date): Promise<number[]> {
  const found = await rows<{ id: number }>(
    tx,
    `select customer_id id from customer c
     where shop_id = $1 and deleted_at is null and source_updated_at < $2
       and not exists (select from pg_temp.staged_customer s where s.customer_id = c.customer_id)`,
    [shop, before],
  );
  return found.map((row) => row.id);
}

/** As `stagedOrdersSince`. */
export async function stagedCustomersSince(tx: Tx, instant: Date): Promise<number[]> {
  const found = await rows<{ id: number }>(
    tx,
    "select distinct customer_id id from pg_temp.staged_customer where source_updated_at >= $1",
    [instant],
  );
  return found.map((row) => row.id);
}

/** As `buryOrders`; what said who the customer was goes. */
export async function buryCustomers(
  tx: Tx,
  shop: ShopId,
  customerIds: readonly number[],
  deletedAt: Date,
): Promise<Affected> {
  const buried = await rows<{ customerId: number }>(
    tx,
    `insert into customer as c (shop_id, customer_id, source_updated_at, deleted_at, tags)
     select $1, id, at, at, '{}' from (select distinct unnest($2::bigint[]) id, $3::timestamptz at order by id) ids
     on conflict (shop_id, customer_id) do update
       set deleted_at = greatest(excluded.deleted_at, c.source_updated_at), first_name = null, last_name = null,
         email = null, email_verified = false, email_marketing_state = null
       where c.deleted_at is null
     returning customer_id "customerId"`,
    [shop, customerIds, deletedAt],
  );
  return { customerIds: buried.map((row) => row.customerId), emails: [] };
}

/** As `outdatedOrders`. */
export async function outdatedCustomers(
  tx: Tx,
  shop: ShopId,
  seen: readonly { id: number; updatedAt: string }[],
): Promise<number[]> {
  const found = await rows<{ id: number }>(
    tx,
    `select seen.id from unnest($2::bigint[], $3::timestamptz[]) seen(id, updated_at)
     left join customer c on c.shop_id = $1 and c.customer_id = seen.id
     where c.customer_id is null or c.source_updated_at < seen.updated_at`,
    [shop, seen.map((one) => one.id), seen.map((one) => one.updatedAt)],
  );
  return found.map((row) => row.id);
}

/**
 * Notes that one customer became another, and leads older merges into the vanished one on to the one that is left. A chain is
 * followed to its end, and a ring (the survivor was noted as vanished before) is opened.
 */
export async function joinCustomers(
  tx: Tx,
  shop: ShopId,
  vanishedId: number,
  keptId: number,
  mergedAt: Date,
): Promise<void> {
  await tx.query("delete from customer_alias where shop_id = $1 and from_customer_id = $2", [shop, keptId]);
  await tx.query(
    `insert into customer_alias (shop_id, from_customer_id, to_customer_id, merged_at) values ($1, $2, $3, $4)
     on conflict (shop_id, from_customer_id) do update set to_customer_id = excluded.to_customer_id`,
    [shop, vanishedId, keptId, mergedAt],
  );
  await tx.query("update customer_alias set to_customer_id = $3 where shop_id = $1 and to_customer_id = $2", [
    shop,
    vanishedId,
    keptId,
  ]);
}

/** Hashes of the people whom the shop asked to erase, as hex text. */
export async function erasedPeople(on: Queryable, shop: ShopId): Promise<Set<string>> {
  const found = await rows<{ hash: string }>(
    on,
    "select encode(person_hash, 'hex') hash from erased_person where shop_id = $1",
    [shop],
  );
  return new Set(found.map((row) => row.hash));
}

/**
 * Deletes a person: the profile, value and links go; orders stay as sums that belong to nobody. Needs the shop's merge lock.
 * `hashes` are left behind, so that a later sync does not bring the person back. Returns the addresses that were deleted.
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
    `select distinct email from customer where shop_id = $1 and customer_id = $2 and email is not null`,
    [shop, customerId],
  );
  const emails = found.map((row) => row.email);
  await tx.query(
    `insert into erased_person (shop_id, person_hash, erased_at) select $1, unnest($2::bytea[]), $3
     on conflict do nothing`,
    [shop, hashesOf(emails), erasedAt],
  );
  await tx.query(
    `update orders set customer_id = null, guest_email = null
     where shop_id = $1 and (customer_id = $2 or guest_email = any($3)
       or customer_id in (select from_customer_id from customer_alias where shop_id = $1 and to_customer_id = $2))`,
    [shop, customerId, emails],
  );
  await tx.query("delete from customer where shop_id = $1 and customer_id = $2", [shop, customerId]);
  await removeCustomerValue(tx, shop, customerId);
  await tx.query(
    "delete from customer_alias where shop_id = $1 and (from_customer_id = $2 or to_customer_id = $2)",
    [shop, customerId],
  );
  await tx.query(
    `delete from refused_row where shop_id = $1 and (
       (resource = 'customers' and source_id = $2) or position($2::text in raw) > 0
       or exists (select from unnest($3::text[]) email where position(email in lower(raw)) > 0))`,
    [shop, customerId, emails],
  );
}
