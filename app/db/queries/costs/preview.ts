import sql from "sql-template-tag";
import type { ShopId } from "../../../platform/ids.ts";
import { rows, type Tx } from "../../client.ts";
import type { ValuationScope } from "../valuation/counted-orders.ts";
import { assignOrders, costOrders, sortInMemory, targetEveryone } from "../valuation/customer-value.ts";
import type { MarginScope } from "../valuation/order-margins.ts";

/** Over the customers with orders. */
export interface MarginTotals {
  readonly net_sales_minor: number;
  readonly cost_known_net_sales_minor: number;
  /** Of the customers whose margin is known, and how many others there are. */
  readonly gross_margin_minor: number;
  readonly contribution_minor: number;
  readonly unknown_margins: number;
  /** Customers of a contribution below 0. */
  readonly losing: number;
}

export interface MovedMargins {
  readonly before: MarginTotals;
  readonly after: MarginTotals;
  readonly customers: number;
  /** Customers whose contribution is known before and after, and falls into another fifth of the customers. */
  readonly moved: number;
  /** Of these fifths, customers who come into the best or go out of it. */
  readonly intoBest: number;
}

/**
 * What margins would be under other costs, of the orders as they are valued, and what is stored. Writes nothing but temporary tables: the
 * orders of everybody are read once, as in a full valuation.
 */
export async function marginsUnder(
  tx: Tx,
  shop: ShopId,
  scope: ValuationScope,
  margins: MarginScope,
): Promise<MovedMargins> {
  await sortInMemory(tx);
  await targetEveryone(tx, shop);
  await assignOrders(tx, shop, scope);
  await costOrders(tx, shop, margins);
  const totals = (of: string) => sql`json_build_object(
      'net_sales_minor', coalesce(sum(b.net_sales_minor), 0),
      'cost_known_net_sales_minor', coalesce(sum(${ofSide(of, "known")}), 0),
      'gross_margin_minor', coalesce(sum(${ofSide(of, "margin")}), 0),
      'contribution_minor', coalesce(sum(${ofSide(of, "contribution")}), 0),
      'unknown_margins', count(*) filter (where ${ofSide(of, "margin")} is null),
      'losing', count(*) filter (where ${ofSide(of, "contribution")} < 0))`;
  const [row] = await rows<MovedMargins & Record<string, unknown>>(
    tx,
    sql`with after as (
        select customer_id, sum(net_sales_minor)::bigint as net_sales_minor,
          sum(cost_known_net_sales_minor)::bigint as known,
          case when bool_and(gross_margin_minor is not null) then sum(gross_margin_minor)::bigint end as margin,
          case when bool_and(gross_margin_minor is not null) then sum(contribution_minor)::bigint end as contribution
        from valuation_costed group by customer_id
      ), both_sides as (
        select a.net_sales_minor, a.known as after_known, a.margin as after_margin, a.contribution as after_contribution,
          v.cost_known_net_sales_minor as before_known, v.gross_margin_minor as before_margin,
          v.contribution_minor as before_contribution,
          a.contribution is not null and v.contribution_minor is not null as is_compared
        from after a left join customer_value v on v.shop_id = ${shop} and v.customer_id = a.customer_id
      ), placed as (
        select *,
          floor(5 * percent_rank() over (partition by is_compared order by before_contribution desc)) as before_fifth,
          floor(5 * percent_rank() over (partition by is_compared order by after_contribution desc)) as after_fifth
        from both_sides
      )
      select ${totals("before")} as before, ${totals("after")} as after, count(*)::int as customers,
        (count(*) filter (where is_compared and least(4, before_fifth) <> least(4, after_fifth)))::int as moved,
        (count(*) filter (where is_compared and (before_fifth = 0) <> (after_fifth = 0)))::int as "intoBest"
      from placed b`,
  );
  if (!row) throw new Error("sums have one row");
  return row;
}

function ofSide(side: string, what: string) {
  return sql([`b.${side}_${what}`]);
}
