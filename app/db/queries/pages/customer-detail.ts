import sql, { raw } from "sql-template-tag";
import type { ShopId } from "../../../platform/ids.ts";
import { type Queryable, rows } from "../../client.ts";
import { VALUE_AT_STAKE } from "../segments/value-at-stake.ts";
import { holdersOfAddresses, survivors } from "../valuation/order-owners.ts";
import type { WindowColumn } from "../valuation/window-columns.ts";
import { longUnpaidMinor } from "./notable-orders.ts";

export interface CustomerDetailRow extends Readonly<Record<WindowColumn, number | null>> {
  readonly customer_id: number;
  readonly first_name: string | null;
  readonly last_name: string | null;
  readonly email: string | null;
  readonly country_code: string | null;
  readonly email_marketing_state: string | null;
  readonly tags: readonly string[];
  readonly shopify_rfm_group: string | null;
  readonly shopify_spend_tier: string | null;
  readonly orders: number;
  readonly order_days: number;
  readonly first_order_day: string | null;
  readonly last_order_day: string | null;
  readonly gross_sales_minor: number;
  readonly discounts_minor: number;
  readonly returns_minor: number;
  readonly net_sales_minor: number;
  readonly shipping_minor: number;
  readonly cost_minor: number;
  readonly cost_known_net_sales_minor: number;
  readonly shipping_cost_minor: number;
  readonly payment_cost_minor: number;
  readonly fulfilment_cost_minor: number;
  readonly gross_margin_minor: number | null;
  readonly contribution_minor: number | null;
  readonly first_order_value_minor: number | null;
  readonly first_order_margin_minor: number | null;
  readonly first_order_contribution_minor: number | null;
  readonly repeat_day_value_minor: number | null;
  readonly median_gap_days: number | null;
  readonly rfm_recency: number | null;
  readonly rfm_frequency: number | null;
  readonly rfm_monetary: number | null;
  readonly rfm_group: string;
  readonly p_alive: number | null;
  readonly value_at_stake: number | null;
  readonly order_probability: number | null;
  readonly expected_orders: number | null;
  readonly orders_low: number | null;
  readonly orders_high: number | null;
  readonly expected_value_minor: number | null;
  readonly value_low_minor: number | null;
  readonly value_high_minor: number | null;
  readonly next_order_from: string | null;
  readonly next_order_to: string | null;
}

/** The living customer with the stored value; undefined if unknown, deleted or not valued yet. */
export async function customerDetail(
  on: Queryable,
  shop: ShopId,
  customerId: number,
): Promise<CustomerDetailRow | undefined> {
  const [row] = await rows<CustomerDetailRow>(
    on,
    sql`select v.*, ${raw(VALUE_AT_STAKE)} as value_at_stake, c.first_name, c.last_name, c.email, c.country_code, c.email_marketing_state, c.tags, c.shopify_rfm_group,
       c.shopify_spend_tier
     from customer_value v join customer c on c.shop_id = v.shop_id and c.customer_id = v.customer_id
     where v.shop_id = ${shop} and v.customer_id = ${customerId} and c.deleted_at is null`,
  );
  return row;
}

export interface DayRow {
  readonly day: string;
  readonly net_sales_minor: number;
  readonly gross_margin_minor: number | null;
  readonly contribution_minor: number | null;
}

/** What a customer's counted orders add up to on each day. */
export function daysOfCustomer(on: Queryable, shop: ShopId, customerId: number): Promise<DayRow[]> {
  return rows(
    on,
    sql`select day, net_sales_minor, gross_margin_minor, contribution_minor from customer_day
      where shop_id = ${shop} and customer_id = ${customerId} order by day`,
  );
}

/** The customer that an id stands for after all merges: itself where it was never merged away. */
export async function survivingCustomer(on: Queryable, shop: ShopId, customerId: number): Promise<number> {
  const [row] = await rows<{ id: number }>(
    on,
    // A ring of merges, which Shopify cannot make, ends after 50 steps.
    sql`with recursive path(id, steps) as (
       select ${customerId}::bigint, 0
       union all
       select a.to_customer_id, p.steps + 1 from path p
       join customer_alias a on a.shop_id = ${shop} and a.from_customer_id = p.id
       where p.steps < 50
     )
     select id from path order by steps desc limit 1`,
  );
  return row?.id ?? customerId;
}

export interface CustomerOrderRow {
  readonly order_id: number;
  readonly name: string;
  readonly order_day: string;
  readonly channel: string | null;
  readonly gross_sales_minor: number;
  readonly discounts_minor: number;
  readonly returns_minor: number;
  readonly net_sales_minor: number;
  readonly refund_discrepancy_minor: number;
  readonly discrepancy_tax_minor: number;
  readonly tax_minor: number;
  readonly shipping_minor: number;
  readonly tips_minor: number;
  readonly gift_cards_minor: number;
  readonly duties_minor: number;
  readonly fees_minor: number;
  readonly current_total_minor: number;
  readonly received_minor: number;
  readonly refunded_minor: number;
  readonly outstanding_minor: number;
  readonly long_unpaid_minor: number;
  readonly chargeback: string | null;
  readonly exclusion: string | null;
  /** Placed as a guest with the customer's verified address. */
  readonly guest: boolean;
  /** Added from a file of old orders, and not given by Shopify since. */
  readonly from_file: boolean;
  readonly refunds: readonly {
    readonly day: string;
    readonly returns: number | null;
    readonly discrepancy: number | null;
    readonly refunded: number;
    /** Still on its way back. */
    readonly pending: number;
  }[];
}

/**
 * Every order that belongs to a customer, newest first, with its refunds, whether it counts or not: the customer's own,
 * those of customers who were merged into it, and with `joinGuests` those of guests under an address that is theirs, as the
 * valuation assigns them.
 */
export function ordersOfCustomer(
  on: Queryable,
  shop: ShopId,
  customerId: number,
  joinGuests: boolean,
  asOfDay: string,
): Promise<CustomerOrderRow[]> {
  return rows<CustomerOrderRow>(
    on,
    sql`with asked as (select ${asOfDay}::date as_of), survivor as (${survivors(shop)}),
     family(id) as (
       select ${customerId}::bigint union select from_id from survivor where to_id = ${customerId}
     ), address(email) as (
       select c.email from family join customer c on c.shop_id = ${shop} and c.customer_id = family.id
       union
       select f.email from family join former_address f on f.shop_id = ${shop} and f.customer_id = family.id
     ), own as (
       select o.* from family join orders o on o.shop_id = ${shop} and o.customer_id = family.id
       union all
       select o.* from (${holdersOfAddresses(shop, sql`address`, sql`survivor`)}) held
       join orders o on o.shop_id = ${shop} and o.customer_id is null and o.guest_email = held.email
       where ${joinGuests} and held.customer_id = ${customerId}
     )
     select o.order_id, o.name, o.order_day, o.channel, o.gross_sales_minor, o.discounts_minor, o.returns_minor,
       o.net_sales_minor, o.refund_discrepancy_minor, o.discrepancy_tax_minor, o.tax_minor, o.shipping_minor,
       o.tips_minor, o.gift_cards_minor, o.duties_minor, o.fees_minor, o.current_total_minor, o.received_minor, o.refunded_minor, o.outstanding_minor,
       ${longUnpaidMinor(sql`asked.as_of`)} as long_unpaid_minor, o.chargeback, o.exclusion, o.customer_id is null as guest,
       o.history_file_id is not null as from_file,
       coalesce((
         select json_agg(json_build_object('day', r.refund_day, 'returns', r.returns_minor,
           'discrepancy', r.discrepancy_minor, 'refunded', r.refunded_minor, 'pending', r.pending_minor)
           order by r.refund_day, r.refund_id)
         from order_refund r where r.shop_id = ${shop} and r.order_id = o.order_id), '[]') as refunds
     from own o, asked where o.deleted_at is null
     order by o.order_day desc, o.processed_at desc, o.order_id desc`,
  );
}
