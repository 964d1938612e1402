import sql from "sql-template-tag";
import type { ShopId } from "../../../platform/ids.ts";
import { rows, type Tx } from "../../client.ts";
import { type CountingScope, counted } from "./counted-orders.ts";

/** What is known of the orders under an address that count. */
export interface AddressUse {
  readonly email: string;
  readonly orders: number;
  /** Orders that say whom they were for, and for how many different people these were. */
  readonly statedOrders: number;
  readonly recipients: number;
  readonly netSalesMinor: number;
}

/**
 * Addresses whose orders were for at least `minRecipients` people, and those on which the merchant has decided. Orders under an address are
 * those of guests who gave it, and those of the customer who has it: of a customer who is taken out, under the address for which
 * that is so. Reads the orders of guests and of busy customers; needs the tables valuation_alias and valuation_out, and values that
 * are written.
 */
export function addressUses(
  tx: Tx,
  shop: ShopId,
  scope: CountingScope,
  minRecipients: number,
): Promise<AddressUse[]> {
  const counts = counted(scope);
  // Orders of a customer and of guests under one address count together: one of the two has at least half of the recipients.
  const least = Math.ceil(minRecipients / 2);
  return rows<AddressUse>(
    tx,
    sql`with candidate as materialized (
       select c.email from customer_value v
       join customer c on c.shop_id = ${shop} and c.customer_id = v.customer_id
       where v.shop_id = ${shop} and v.orders >= ${least} and c.email is not null
       union
       select o.guest_email from orders o
       where o.shop_id = ${shop} and o.customer_id is null and o.guest_email is not null and ${counts}
       group by 1 having count(o.recipient_mark) >= ${least}
       union
       select email from shared_address where shop_id = ${shop} and decision is not null
     ), owner as materialized (
       select c.customer_id, k.email
       from candidate k
       join customer c on c.shop_id = ${shop} and c.email = k.email and c.deleted_at is null
       where not exists (select from valuation_out x where x.customer_id = c.customer_id)
       union all
       select customer_id, email from valuation_out
     ), member as materialized (
       select email, customer_id from owner
       union
       select w.email, a.from_id from owner w join valuation_alias a on a.to_id = w.customer_id
     ), used as (
       select m.email, o.recipient_mark, o.net_sales_minor
       from member m join orders o on o.shop_id = ${shop} and o.customer_id = m.customer_id
       where ${counts}
       union all
       select k.email, o.recipient_mark, o.net_sales_minor
       from candidate k join orders o on o.shop_id = ${shop} and o.guest_email = k.email and o.customer_id is null
       where ${counts}
     ), summed as (
       select email, count(*)::int as orders, count(recipient_mark)::int as stated,
         count(distinct recipient_mark)::int as recipients, sum(net_sales_minor)::bigint as net
       from used group by email
     )
     select k.email, coalesce(s.orders, 0) as orders, coalesce(s.stated, 0) as "statedOrders",
       coalesce(s.recipients, 0) as recipients, coalesce(s.net, 0) as "netSalesMinor"
     from candidate k left join summed s on s.email = k.email
     where s.recipients >= ${minRecipients}
       or exists (select from shared_address d where d.shop_id = ${shop} and d.email = k.email and d.decision is not null)
     order by orders desc, k.email`,
  );
}

/** Replaces what was found before. Addresses that are taken out stay in any case; a decision stays with its address. */
export async function storeSharedAddresses(
  tx: Tx,
  shop: ShopId,
  found: readonly AddressUse[],
  isListed: (use: AddressUse) => boolean,
): Promise<void> {
  const listed = found.filter(isListed).map(({ email }) => email);
  await tx.query(
    sql`delete from shared_address
     where shop_id = ${shop} and email <> all(${listed}::text[]) and decision is distinct from 'taken_out'`,
  );
  await tx.query(
    sql`insert into shared_address as t (shop_id, email, orders, recipients, net_sales_minor)
     select ${shop}, f.email, f.orders, f.recipients, f.net
     from unnest(${found.map((use) => use.email)}::text[], ${found.map((use) => use.orders)}::int[],
       ${found.map((use) => use.recipients)}::int[], ${found.map((use) => use.netSalesMinor)}::bigint[]) f(email, orders, recipients, net)
     where f.email = any(${listed}::text[])
       or exists (select from shared_address d where d.shop_id = ${shop} and d.email = f.email)
     on conflict (shop_id, email) do update set orders = excluded.orders, recipients = excluded.recipients,
       net_sales_minor = excluded.net_sales_minor`,
  );
}
