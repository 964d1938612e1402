import sql, { raw } from "sql-template-tag";
import type { ShopId } from "../../../platform/ids.ts";
import { type Queryable, rows } from "../../client.ts";
import { type CountingScope, counted, dated, monthOf } from "../valuation/counted-orders.ts";

/** Sums over the orders of a month with the same standing: they count, or one reason why they do not. */
export interface StandingRow {
  /** year * 12 + month0, of the order's day. */
  readonly month: number;
  /** "counted", the stored exclusion, "ahead" or "zero_value". */
  readonly standing: string;
  readonly orders: number;
  readonly gross_sales_minor: number;
  readonly discounts_minor: number;
  readonly net_sales_minor: number;
  /** Discrepancies in the merchant's favour, and in the customer's as a positive number. */
  readonly kept_minor: number;
  readonly back_minor: number;
  readonly tax_minor: number;
  readonly shipping_minor: number;
  readonly tips_minor: number;
  readonly gift_cards_minor: number;
  readonly duties_minor: number;
  readonly fees_minor: number;
  readonly current_total_minor: number;
  readonly outstanding_minor: number;
}

const SUMMED = [
  "gross_sales_minor",
  "discounts_minor",
  "net_sales_minor",
  "tax_minor",
  "shipping_minor",
  "tips_minor",
  "gift_cards_minor",
  "duties_minor",
  "fees_minor",
  "current_total_minor",
  "outstanding_minor",
] as const;

/** No margin is asked of the dated amounts. */
const NO_MARGIN = sql`0 as shipping_cost_minor, 0 as payment_cost_minor, 0 as fulfilment_cost_minor,
  null::bigint as gross_margin_minor, null::bigint as contribution_minor`;

/** Every order of a year that Shopify has, whether it counts as of a day or not, by month and standing. */
export function salesByStanding(
  on: Queryable,
  shop: ShopId,
  year: number,
  scope: CountingScope,
): Promise<StandingRow[]> {
  const sums = SUMMED.map((column) => `sum(o.${column})::bigint as ${column}`).join(", ");
  return rows<StandingRow>(
    on,
    sql`select ${monthOf(sql`o.order_day`)} as month,
        case when o.exclusion is not null then o.exclusion
          when o.order_day > ${scope.asOfDay}::date then 'ahead'
          when ${counted(scope)} then 'counted'
          else 'zero_value' end as standing,
        count(*)::int as orders, ${raw(sums)},
        sum(greatest(0, o.refund_discrepancy_minor))::bigint as kept_minor,
        sum(greatest(0, -o.refund_discrepancy_minor))::bigint as back_minor
      from orders o
      where o.shop_id = ${shop} and o.deleted_at is null
        and o.order_day >= make_date(${year}::int, 1, 1) and o.order_day < make_date(${year}::int + 1, 1, 1)
      group by 1, 2 order by 1, 2`,
  );
}

/** What refunds that are dated by their own day move between months: below 0 in the month of the refund, above 0 in that of its order. */
export async function movedByRefundDay(
  on: Queryable,
  shop: ShopId,
  year: number,
  scope: CountingScope,
): Promise<{ month: number; minor: number }[]> {
  if (scope.rules.refundDating === "order") return [];
  const refunded = sql`(select o.*, ${NO_MARGIN} from orders o where o.shop_id = ${shop} and ${counted(scope)}
    and exists (select from order_refund r where r.shop_id = ${shop} and r.order_id = o.order_id))`;
  return rows(
    on,
    sql`select month, sum(minor)::bigint as minor from (
        select ${monthOf(sql`day`)} as month, net as minor from (${dated(refunded, shop, scope.rules)}) dated
        union all
        select ${monthOf(sql`o.order_day`)}, -o.net_sales_minor from ${refunded} o
      ) moved
      where month between ${year * 12} and ${year * 12 + 11}
      group by month having sum(minor) <> 0 order by month`,
  );
}

/** Years with an order, the latest first; each is one look into the index. */
export async function yearsWithOrders(on: Queryable, shop: ShopId): Promise<number[]> {
  const found = await rows<{ year: number }>(
    on,
    sql`with recursive found(year) as (
        (select extract(year from order_day)::int from orders
         where shop_id = ${shop} and deleted_at is null order by order_day limit 1)
        union all
        select (select extract(year from o.order_day)::int from orders o
                where o.shop_id = ${shop} and o.deleted_at is null and o.order_day >= make_date(found.year + 1, 1, 1)
                order by o.order_day limit 1)
        from found where found.year is not null
      )
      select year from found where year is not null order by year desc limit 200`,
  );
  return found.map(({ year }) => year);
}
