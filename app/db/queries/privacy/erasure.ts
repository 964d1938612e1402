import sql, { raw } from "sql-template-tag";
import type { ShopId } from "../../../platform/ids.ts";
import { dialled, SHORTEST_PHONE } from "../../../platform/phone-number.ts";
import { type Queryable, rows, type Tx } from "../../client.ts";
import { eraseFromHistoryFiles } from "../history-file/erasure.ts";
import { removeCustomerValues } from "../valuation/customer-value-rows.ts";
import { dialledIn, type KnownPerson } from "./known-person.ts";

/** Hashes of the people whom the shop asked to erase, as hex text. */
export async function erasedPeople(on: Queryable, shop: ShopId): Promise<Set<string>> {
  const found = await rows<{ hash: string }>(
    on,
    sql`select encode(person_hash, 'hex') hash from erased_person where shop_id = ${shop}`,
  );
  return new Set(found.map((row) => row.hash));
}

export async function addErasedPeople(
  tx: Tx,
  shop: ShopId,
  hashes: readonly Buffer[],
  erasedAt: Date,
): Promise<void> {
  await tx.query(
    sql`insert into erased_person (shop_id, person_hash, erased_at)
      select ${shop}, unnest(${hashes}::bytea[]), ${erasedAt} on conflict do nothing`,
  );
}

/** Needs the shop's merge lock. */
export async function forgetAddressesOf(tx: Tx, shop: ShopId, customerIds: readonly number[]): Promise<void> {
  for (const table of ["former_address", "changed_address"])
    await tx.query(
      sql`delete from ${raw(table)} where shop_id = ${shop} and customer_id = any(${customerIds}::bigint[])`,
    );
}

/**
 * Who is erased stays the same until the transaction ends. An erasure takes the lock for itself, after the merge lock; what keeps raw
 * input outside of that lock shares it.
 */
export async function lockErasures(tx: Tx, shop: ShopId, how: "alone" | "shared"): Promise<void> {
  await tx.query(
    how === "alone"
      ? sql`select pg_advisory_xact_lock(hashtextextended('erasure', ${shop}))`
      : sql`select pg_advisory_xact_lock_shared(hashtextextended('erasure', ${shop}))`,
  );
}

export interface Erasure extends KnownPerson {
  /** All of them, as `ordersOfPerson` finds them. */
  readonly orderIds: readonly number[];
  /** What raw input of the person's contains: any of it, in lower case. */
  readonly marks: readonly string[];
  readonly hashes: readonly Buffer[];
  readonly erasedAt: Date;
}

/** Rows that there were: of profiles that are deleted, and of orders that now belong to nobody. */
export interface Erased {
  readonly customers: number;
  readonly orders: number;
}

/**
 * Deletes a person: profiles, value, links and addresses go; orders stay as sums that belong to nobody and have no free text. Needs
 * the shop's merge lock, and the erasure lock alone. Hashes are left behind, so that a later sync does not bring the person back.
 */
export async function erasePerson(tx: Tx, shop: ShopId, person: Erasure): Promise<Erased> {
  const { customerIds, emails, orderIds, erasedAt } = person;
  await addErasedPeople(tx, shop, person.hashes, erasedAt);
  const orders = await tx.query(
    sql`update orders set customer_id = null, guest_email = null, recipient_mark = null, discount_codes = '{}',
        first_visit_utm_source = null, first_visit_utm_medium = null, first_visit_utm_campaign = null,
        last_visit_utm_source = null, last_visit_utm_medium = null, last_visit_utm_campaign = null
      where shop_id = ${shop} and order_id = any(${orderIds}::bigint[])`,
  );
  await tx.query(
    sql`update order_line set title = '' where shop_id = ${shop} and order_id = any(${orderIds}::bigint[])`,
  );
  const customers = await tx.query(
    sql`delete from customer where shop_id = ${shop} and customer_id = any(${customerIds}::bigint[])`,
  );
  await tx.query(
    sql`delete from former_address where shop_id = ${shop}
      and (customer_id = any(${customerIds}::bigint[]) or email = any(${emails}::text[]))`,
  );
  await tx.query(
    sql`delete from changed_address where shop_id = ${shop}
      and (customer_id = any(${customerIds}::bigint[]) or email_hash = any(${person.hashes}::bytea[]))`,
  );
  await tx.query(sql`delete from shared_address where shop_id = ${shop} and email = any(${emails}::text[])`);
  await removeCustomerValues(tx, shop, customerIds);
  await tx.query(
    sql`delete from customer_alias where shop_id = ${shop}
      and (from_customer_id = any(${customerIds}::bigint[]) or to_customer_id = any(${customerIds}::bigint[]))`,
  );
  await tx.query(
    sql`delete from sync_dirty
      where shop_id = ${shop} and resource = 'customers' and source_id = any(${customerIds}::bigint[])`,
  );
  await eraseRefusedInput(tx, shop, person);
  await eraseFromHistoryFiles(tx, shop, person);
  await eraseRequests(tx, shop, person);
  return { customers: customers.rowCount ?? 0, orders: orders.rowCount ?? 0 };
}

/** A refused order stays known as refused, without what it said; a refused profile goes. */
async function eraseRefusedInput(
  tx: Tx,
  shop: ShopId,
  { customerIds, orderIds, marks }: Erasure,
): Promise<void> {
  await tx.query(
    sql`delete from refused_row
      where shop_id = ${shop} and resource = 'customers' and source_id = any(${customerIds}::bigint[])`,
  );
  await tx.query(
    sql`update refused_row set raw = '' where shop_id = ${shop} and raw <> '' and (
        (resource = 'orders' and source_id = any(${orderIds}::bigint[]))
        or exists (select from unnest(${marks}::text[]) mark where position(mark in lower(raw)) > 0))`,
  );
}

/**
 * Requests of the person end with the person: nothing is left to hand over, and who it was about is cleared. Another open request to
 * erase stays, for it may list other orders. A phone alone names the person as it does for `knownPerson`; what still waits
 * has to have the very number.
 */
async function eraseRequests(tx: Tx, shop: ShopId, person: Erasure): Promise<void> {
  const numbers = person.phones
    .map((phone) => dialled(phone).number)
    .filter((number) => number.length >= SHORTEST_PHONE);
  const named = dialledIn("phone");
  await tx.query(
    sql`update privacy_request set candidate_ids = array(
        select id from unnest(candidate_ids) id where id <> all(${person.customerIds}::bigint[]) order by id)
      where shop_id = ${shop} and candidate_ids && ${person.customerIds}::bigint[]`,
  );
  await tx.query(
    sql`update privacy_request set customer_id = null, email = null, phone = null, order_ids = '{}',
        handled_at = coalesce(handled_at, ${person.erasedAt})
      where shop_id = ${shop} and not (topic = 'customers/redact' and handled_at is null)
        and (customer_id = any(${person.customerIds}::bigint[])
        or email = any(${person.emails}::text[]) or order_ids && ${person.orderIds}::bigint[]
        or (customer_id is null and email is null and (${named} = any(${numbers}::text[])
          or (handled_at is not null and length(${named}) >= ${SHORTEST_PHONE} and exists (
            select from unnest(${numbers}::text[]) number where right(number, length(${named})) = ${named})))))`,
  );
}

/** Ends the request by which a person was erased, also where nobody was found. */
export async function endRedaction(tx: Tx, shop: ShopId, requestId: string, at: Date): Promise<void> {
  await tx.query(
    sql`update privacy_request set customer_id = null, email = null, phone = null, order_ids = '{}', candidate_ids = '{}',
        handled_at = coalesce(handled_at, ${at})
      where shop_id = ${shop} and request_id = ${requestId}`,
  );
}
