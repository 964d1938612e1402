import sql, { raw, type Sql } from "sql-template-tag";
import type { ShopId } from "../../../platform/ids.ts";
import { dialled, SHORTEST_PHONE } from "../../../platform/phone-number.ts";
import { type Queryable, rows, type Tx } from "../../client.ts";
import type { NamedPerson } from "./requests.ts";
import { wholeAddress } from "./whole-address.ts";

/** Digits. */
const LONGEST_COUNTRY = 3;

/** Everything by which a person is known to the shop. */
export interface KnownPerson {
  /** Of every profile that is or was theirs, merged ones included. */
  readonly customerIds: readonly number[];
  /** Lower case. */
  readonly emails: readonly string[];
  /** As they were named, and as the profiles have them. */
  readonly phones: readonly string[];
  /** First and last names of more than two letters. */
  readonly names: readonly string[];
}

/**
 * Who an id, an address, a phone and listed orders stand for together: all ids that merges connect with the id, in both directions and over
 * any number of merges that Shopify told of (one that moved orders suggest may have been two people); all addresses of those, also of profiles that are gone, and of the listed orders of guests; and the profiles that
 * have one of the addresses. Where neither id nor address is named, the customers of the listed orders; where those lead to nobody either,
 * who has the phone.
 */
export async function knownPerson(tx: Tx, shop: ShopId, named: NamedPerson): Promise<KnownPerson> {
  const ordered = await whoOrdered(tx, shop, named.orderIds);
  let emails = [named.email, ...ordered.map((row) => row.email)].filter((email) => email !== null);
  const isNamed = named.customerId !== null || named.email !== null;
  let customerIds = [named.customerId, ...(isNamed ? [] : ordered.map((row) => row.id))].filter(
    (id) => id !== null,
  );
  if (customerIds.length + emails.length === 0 && named.phone !== null) {
    const found = await customersWithPhone(tx, shop, named.phone);
    customerIds = found.isOnePerson ? found.customerIds : [];
  }
  for (;;) {
    const [found] = await rows<{ ids: number[]; emails: string[] }>(
      tx,
      sql`with recursive family(id) as (
          select unnest(${customerIds}::bigint[])
          union select customer_id from customer where shop_id = ${shop} and email = any(${emails}::text[])
          union select customer_id from former_address
            where shop_id = ${shop} and email = any(${emails}::text[]) and verified
          union select case when a.from_customer_id = f.id then a.told_to else a.from_customer_id end
            from family f join (select from_customer_id, coalesce(told_customer_id, to_customer_id) told_to
              from customer_alias where shop_id = ${shop}) a on f.id in (a.from_customer_id, a.told_to)
        ), address as (
          select unnest(${emails}::text[]) email
          union select email from customer
            where shop_id = ${shop} and customer_id in (select id from family) and email is not null
          union select email from former_address
            where shop_id = ${shop} and customer_id in (select id from family) and verified
        )
        select coalesce((select array_agg(distinct id) from family), '{}') ids,
          coalesce((select array_agg(distinct email) from address), '{}') emails`,
    );
    const before = customerIds.length + emails.length;
    customerIds = found?.ids ?? [];
    emails = found?.emails ?? [];
    if (customerIds.length + emails.length === before) break;
  }
  const [own] = await rows<{ names: string[]; phones: string[] }>(
    tx,
    sql`select coalesce(array_agg(distinct trim(name)) filter (where length(trim(name)) > 2), '{}') names,
        coalesce(array_agg(distinct phone) filter (where phone is not null), '{}') phones
      from customer, unnest(array[first_name, last_name]) name
      where shop_id = ${shop} and customer_id = any(${customerIds}::bigint[])`,
  );
  const phones = new Set([...(named.phone === null ? [] : [named.phone]), ...(own?.phones ?? [])]);
  return { customerIds, emails, phones: [...phones], names: own?.names ?? [] };
}

/**
 * Of whom the phone of a request may be one's, where it alone names somebody and more than one number ends so. Nobody of them is known to
 * have asked: the wrong one would be deleted in mailing tools too, and to delete nobody would leave who asked to be forgotten. So somebody has
 * to say whose it is.
 */
export async function candidatesOf(on: Queryable, shop: ShopId, named: NamedPerson): Promise<number[]> {
  if (named.customerId !== null || named.email !== null || named.phone === null) return [];
  const ordered = await whoOrdered(on, shop, named.orderIds);
  if (ordered.some(({ id, email }) => id !== null || email !== null)) return [];
  const { isOnePerson, customerIds } = await customersWithPhone(on, shop, named.phone);
  return isOnePerson ? [] : customerIds;
}

function whoOrdered(on: Queryable, shop: ShopId, orderIds: readonly number[]) {
  return rows<{ id: number | null; email: string | null }>(
    on,
    sql`select customer_id id, guest_email email from orders
        where shop_id = ${shop} and order_id = any(${orderIds}::bigint[])
      union select null, email from history_file_order
        where shop_id = ${shop} and order_id = any(${orderIds}::bigint[])
      order by 1, 2`,
  );
}

/** A column's phone as `dialled` gives its number. */
export function dialledIn(column: string): Sql {
  return sql`ltrim(regexp_replace(replace(${raw(column)}, '(0)', ''), '[^0-9]', '', 'g'), '0')`;
}

/**
 * Who has a phone number. Shopify keeps numbers with their country and lets one customer of a shop have a number, so all who are stored with
 * the very number are the same person, before and after a change that is not read yet, and all are meant: one who stayed would be somebody
 * who asked to be forgotten. A number without its country is compared by its end, which may be that of somebody else abroad: it
 * names one person only where one number alone ends so.
 */
async function customersWithPhone(
  on: Queryable,
  shop: ShopId,
  phone: string,
): Promise<{ customerIds: number[]; isOnePerson: boolean }> {
  const { number, hasCountry } = dialled(phone);
  if (number.length < SHORTEST_PHONE) return { customerIds: [], isOnePerson: true };
  const digits = dialledIn("phone");
  const found = await rows<{ id: number; number: string }>(
    on,
    sql`select customer_id id, ${digits} number from customer
      where shop_id = ${shop} and phone is not null and right(${digits}, ${number.length}) = ${number}
        and length(${digits}) <= ${number.length + (hasCountry ? 0 : LONGEST_COUNTRY)}
      order by customer_id`,
  );
  const same = found.filter((row) => row.number === number);
  const meant = same.length > 0 ? same : found;
  const numbers = new Set(meant.map((row) => row.number));
  return { customerIds: meant.map((row) => row.id), isOnePerson: numbers.size <= 1 };
}

/**
 * Every order of a person: the listed ones, those that are stored, those of files that wait, and those that could not be used and name the
 * person. Shopify takes the customer and the address off an order, so that later only its id tells whose it was.
 */
export async function ordersOfPerson(
  tx: Tx,
  shop: ShopId,
  { customerIds, emails }: Pick<KnownPerson, "customerIds" | "emails">,
  listed: readonly number[],
): Promise<number[]> {
  const naming = [...emails.map(wholeAddress), ...customerIds.map((id) => `Customer/${id}([^0-9]|$)`)];
  const found = await rows<{ id: number }>(
    tx,
    sql`select unnest(${listed}::bigint[]) id
      union select order_id from orders where shop_id = ${shop} and customer_id = any(${customerIds}::bigint[])
      union select order_id from orders where shop_id = ${shop} and guest_email = any(${emails}::text[])
      union select order_id from history_file_order where shop_id = ${shop} and email = any(${emails}::text[])
      union select source_id from refused_row
        where shop_id = ${shop} and resource = 'orders' and source_id is not null and raw ~* any(${naming}::text[])
      order by id`,
  );
  return found.map((row) => row.id);
}
