import sql, { type Sql } from "sql-template-tag";
import type { ShopId } from "../../../platform/ids.ts";
import { type Queryable, rows, type Tx } from "../../client.ts";
import { TAKEN, type ValuationRules } from "./counted-orders.ts";
import { gatherPurchases } from "./customer-days.ts";

/*
 * For as long as a transaction lives, temporary tables stand in front of stored ones of the same name (PostgreSQL finds temporary
 * tables first), so that whatever is written or read by it meets the shop as it was on an earlier day:
 *   VALUED                                             empty to begin with
 *   order_refund                                       refunds up to the day
 *   segment_member, segment_event                      of the asked segments, as of the day
 * Beside them: past_refund, what later refunds took of each order, and past_sales, what each customer bought after the day, less what
 * was taken back after it of what they had bought by then.
 */

/** Tables that a valuation writes and rules read, with their keys. */
const VALUED = {
  customer_value: "shop_id, customer_id",
  customer_day: "shop_id, customer_id, day",
  customer_purchase: "shop_id, customer_id, order_id, product_id",
  order_gap: "shop_id, gap_days",
  shop_valuation: "shop_id",
};

/**
 * To be asked first: all statements of the transaction see the same orders. One earlier day at a time for a shop, because each takes the
 * memory and the time of a whole valuation.
 */
export async function lockPast(tx: Tx, shop: ShopId): Promise<void> {
  await tx.query(sql`select pg_advisory_xact_lock(hashtextextended('earlier day', ${shop}))`);
}

/** Puts the temporary tables in front, as of the end of a day (YYYY-MM-DD). */
export async function standInFront(
  tx: Tx,
  shop: ShopId,
  day: string,
  segments: readonly string[],
): Promise<void> {
  await tx.query(
    sql`create temporary table past_sales on commit drop as
      select customer_id, sum(orders)::int as orders, sum(net_sales_minor)::bigint as net_sales_minor
      from customer_day where shop_id = ${shop} and day > ${day}::date group by customer_id`,
  );
  await tx.query("alter table past_sales add primary key (customer_id)");
  await tx.query(
    sql`create temporary table past_refund on commit drop as
      select order_id, coalesce(sum(${TAKEN}), 0)::bigint as taken_minor from order_refund r
      where shop_id = ${shop} and refund_day > ${day}::date group by order_id`,
  );
  await tx.query(
    sql`create temporary table order_refund on commit drop as
      select * from order_refund where shop_id = ${shop} and refund_day <= ${day}::date`,
  );
  await tx.query("create index on pg_temp.order_refund (order_id)");
  await standSegmentsInFront(tx, shop, day, segments);
  for (const [table, key] of Object.entries(VALUED)) {
    await tx.query(`create temporary table ${table} (like ${table} including defaults) on commit drop`);
    await tx.query(`alter table pg_temp.${table} add primary key (${key})`);
  }
  await tx.query("analyze past_sales, past_refund, pg_temp.order_refund");
}

/**
 * Who was in which segment is said by the last entry or exit up to the day; where there is none, by the first one after it; and where
 * there is none either, by who is in it now.
 */
async function standSegmentsInFront(
  tx: Tx,
  shop: ShopId,
  day: string,
  segments: readonly string[],
): Promise<void> {
  const asked = sql`shop_id = ${shop} and segment_key = any(${segments}::text[])`;
  await tx.query(
    sql`create temporary table segment_member on commit drop as
      with event as (
        select segment_key, customer_id, at, entered, day as entered_day, day <= ${day}::date as is_before
        from segment_event where ${asked}
      ), before as (
        select distinct on (segment_key, customer_id) * from event where is_before
        order by segment_key, customer_id, at desc
      ), after as (
        select distinct on (segment_key, customer_id) * from event where not is_before
        order by segment_key, customer_id, at
      ), member as (
        select segment_key, customer_id, case when entered_day <= ${day}::date then since end as since,
          case when entered_day <= ${day}::date then entered_day end as entered_day
        from segment_member where ${asked}
      )
      select ${shop}::bigint as shop_id, segment_key, customer_id, coalesce(before.at, member.since, began_at) as since,
        coalesce(before.entered_day, member.entered_day) as entered_day
      from member
      full join before using (segment_key, customer_id)
      full join after using (segment_key, customer_id)
      join (select segment_key, began_at from segment_membership where ${asked}) known using (segment_key)
      where coalesce(before.entered, not after.entered, true)`,
  );
  await tx.query(
    sql`create temporary table segment_event on commit drop as
      select * from segment_event where ${asked} and day <= ${day}::date`,
  );
  await tx.query("create index on pg_temp.segment_member (segment_key, customer_id)");
  await tx.query("create index on pg_temp.segment_event (segment_key, customer_id)");
}

/**
 * Gives the orders in valuation_order back what was refunded after the day, and takes it from what was bought since, where the stored days
 * have it before the day or, of an order that was cancelled, not at all. To be asked before the orders are summed.
 */
export async function undoLaterRefunds(
  tx: Tx,
  shop: ShopId,
  { refundDating }: ValuationRules,
): Promise<void> {
  const isUnseen = refundDating === "order" ? sql`true` : sql`o.exclusion is not null`;
  await tx.query(
    sql`insert into past_sales (customer_id, orders, net_sales_minor)
      select v.customer_id, 0, -sum(p.taken_minor)::bigint
      from past_refund p join valuation_order v using (order_id)
      join orders o on o.shop_id = ${shop} and o.order_id = p.order_id
      where ${isUnseen} group by 1
      on conflict (customer_id) do update
        set net_sales_minor = past_sales.net_sales_minor + excluded.net_sales_minor`,
  );
  await tx.query(
    `update valuation_order o set net_sales_minor = o.net_sales_minor + p.taken_minor,
       returns_minor = o.returns_minor - p.taken_minor
     from past_refund p where p.order_id = o.order_id`,
  );
}

/**
 * Gathers what was bought by the day. Of an order with a later refund that is every unit that was ordered: which refund took which units
 * back is not stored.
 */
export function gatherPastPurchases(tx: Tx, shop: ShopId): Promise<void> {
  return gatherPurchases(
    tx,
    shop,
    sql`(select l.shop_id, l.order_id, l.kind, l.product_id,
      case when p.order_id is null then l.current_quantity else l.quantity end as current_quantity,
      case when p.order_id is null then l.net_sales_minor else l.net_sales_minor + l.returns_minor end as net_sales_minor
      from order_line l left join past_refund p using (order_id))`,
  );
}

/** Takes those out of valuation_row whom the shop did not know on the day, as far as it can tell. */
export async function leaveOutNewcomers(tx: Tx, day: string): Promise<void> {
  await tx.query(
    sql`delete from valuation_row where orders = 0 and (known_since is null or known_since > ${day}::date)`,
  );
}

export async function analyzePast(tx: Tx): Promise<void> {
  for (const table of Object.keys(VALUED)) await tx.query(`analyze pg_temp.${table}`);
}

/** What customers bought after the day, by the stored days of orders. */
export interface SalesAfter {
  readonly customers: number;
  /** Of them, those who ordered. */
  readonly buyers: number;
  readonly orders: number;
  readonly net_sales_minor: number;
}

/** Of those who meet a condition on `v`, a row of customer_value. */
export async function salesAfter(on: Queryable, shop: ShopId, condition: Sql): Promise<SalesAfter> {
  const [row] = await rows<SalesAfter & Record<string, unknown>>(
    on,
    sql`select count(*) as customers, count(*) filter (where p.orders > 0) as buyers,
        coalesce(sum(p.orders), 0)::bigint as orders, coalesce(sum(p.net_sales_minor), 0)::bigint as net_sales_minor
      from customer_value v left join past_sales p on p.customer_id = v.customer_id
      where v.shop_id = ${shop} and ${condition}`,
  );
  return row ?? { customers: 0, buyers: 0, orders: 0, net_sales_minor: 0 };
}
