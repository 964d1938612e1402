import sql from "sql-template-tag";
import type { ShopId } from "../../../platform/ids.ts";
import { type Queryable, rows } from "../../client.ts";
import { survivors, takenOutCustomers } from "../valuation/order-owners.ts";

export type AddressDecision = "taken_out" | "kept";

export interface SharedAddressRow {
  readonly email: string;
  readonly orders: number;
  readonly recipients: number;
  readonly net_sales_minor: number;
  readonly decision: AddressDecision | null;
  /** The living customer whose address it is, or into whom such a customer was merged; null without one. */
  readonly customer_id: number | null;
  readonly first_name: string | null;
  readonly last_name: string | null;
}

/** The longest list of a page; the addresses with the most orders come first. */
const MOST_LISTED = 100;

/** Addresses that many share, as the last full valuation found them, and those that are taken out. */
export function sharedAddresses(on: Queryable, shop: ShopId): Promise<SharedAddressRow[]> {
  return rows<SharedAddressRow>(
    on,
    sql`with survivor as (${survivors(shop)})
      select s.email, s.orders, s.recipients, s.net_sales_minor, s.decision, h.customer_id, h.first_name, h.last_name
      from shared_address s
      left join lateral (
        select alive.customer_id, alive.first_name, alive.last_name
        from (
          select c.customer_id, 1 as rank from customer c where c.shop_id = ${shop} and c.email = s.email
          union all
          select f.customer_id, 2 from former_address f where f.shop_id = ${shop} and f.email = s.email
        ) had
        left join survivor a on a.from_id = had.customer_id
        join customer alive on alive.shop_id = ${shop} and alive.customer_id = coalesce(a.to_id, had.customer_id)
          and alive.deleted_at is null
        order by had.rank, alive.customer_id limit 1
      ) h on true
      where s.shop_id = ${shop}
      order by (s.decision is null) desc, (s.decision = 'taken_out') desc, s.orders desc, s.email limit ${MOST_LISTED}`,
  );
}

/** How many addresses wait for a decision, and what the orders under them come to. */
export async function undecidedAddresses(
  on: Queryable,
  shop: ShopId,
): Promise<{ readonly addresses: number; readonly netSalesMinor: number }> {
  const [row] = await rows<{ addresses: number; netSalesMinor: number }>(
    on,
    sql`select count(*)::int as addresses, coalesce(sum(net_sales_minor), 0)::bigint as "netSalesMinor"
      from shared_address where shop_id = ${shop} and decision is null`,
  );
  return row ?? { addresses: 0, netSalesMinor: 0 };
}

/**
 * Stores what the merchant decided on an address of the list. Returns the decision before; "unlisted" where there is no such address.
 * Nobody else can decide on it until the transaction ends.
 */
export async function decideOnAddress(
  on: Queryable,
  shop: ShopId,
  email: string,
  decision: AddressDecision,
  decidedAt: Date,
): Promise<AddressDecision | null | "unlisted"> {
  const [row] = await rows<{ before: AddressDecision | null }>(
    on,
    sql`update shared_address set decision = ${decision}, decided_at = ${decidedAt}
      where shop_id = ${shop} and email = ${email} returning old.decision as before`,
  );
  return row ? row.before : "unlisted";
}

export interface TakenOutRow {
  readonly customer_id: number;
  readonly first_name: string | null;
  readonly last_name: string | null;
  /** One of the customer's addresses that are taken out. */
  readonly address: string;
}

/** A living customer who has no value because of an address; undefined for everybody else. */
export async function takenOutCustomer(
  on: Queryable,
  shop: ShopId,
  customerId: number,
): Promise<TakenOutRow | undefined> {
  const [row] = await rows<TakenOutRow>(
    on,
    sql`with survivor as (${survivors(shop)})
      select c.customer_id, c.first_name, c.last_name, x.email as address
      from (${takenOutCustomers(shop, sql`survivor`)}) x
      join customer c on c.shop_id = ${shop} and c.customer_id = x.customer_id and c.deleted_at is null
      where x.customer_id = ${customerId}`,
  );
  return row;
}
