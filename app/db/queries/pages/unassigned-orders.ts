import sql, { empty } from "sql-template-tag";
import type { ShopId } from "../../../platform/ids.ts";
import { rows, type Tx } from "../../client.ts";
import { type CountingScope, counted, dated, monthOf } from "../valuation/counted-orders.ts";
import { MARGIN_COLUMNS, type MarginScope, withMargins } from "../valuation/order-margins.ts";
import { holdersOfAddresses } from "../valuation/order-owners.ts";

export interface UnassignedOrders {
  readonly orders: number;
  readonly netSalesMinor: number;
  readonly firstDay: string | null;
  readonly lastDay: string | null;
}

/**
 * Counts the orders that belong to no living customer, in total and per month (cohort_cell with cohort 0). Reads all
 * orders of the shop once, after the rows of customer_value are written: which customer an order lost cannot be seen from
 * the customer alone.
 */
export async function countUnassignedOrders(
  tx: Tx,
  shop: ShopId,
  scope: CountingScope,
  margins: MarginScope,
): Promise<UnassignedOrders> {
  const guests = sql`(select distinct guest_email as email from orders
    where shop_id = ${shop} and customer_id is null and guest_email is not null)`;
  await tx.query(
    sql`create temporary table valuation_guest on commit drop as
     select email from (${holdersOfAddresses(shop, guests)}) held
     where exists (select from customer_value v where v.shop_id = ${shop} and v.customer_id = held.customer_id)`,
  );
  await tx.query("analyze valuation_guest");
  await tx.query(
    sql`create temporary table valuation_nobody on commit drop as
     select 0::bigint as customer_id, o.order_id, o.order_day, ${MARGIN_COLUMNS}
     from orders o
     left join valuation_alias a on a.from_id = o.customer_id
     where o.shop_id = ${shop} and ${counted(scope)}
       and not exists (
         select from customer_value v
         where v.shop_id = ${shop} and v.customer_id = coalesce(a.to_id, o.customer_id))
       ${
         scope.rules.joinGuestsByEmail
           ? sql`and (o.customer_id is not null or o.guest_email is null
                or o.guest_email not in (select email from valuation_guest))`
           : empty
       }`,
  );
  await tx.query("analyze valuation_nobody");
  await tx.query(
    sql`create temporary table valuation_unassigned on commit drop as ${withMargins(sql`valuation_nobody`, shop, margins)}`,
  );
  await tx.query(sql`delete from cohort_cell where shop_id = ${shop} and cohort_month = 0`);
  await tx.query(
    sql`insert into cohort_cell (shop_id, cohort_month, month, active_customers, orders, net_sales_minor,
       cost_known_net_sales_minor, gross_margin_minor, contribution_minor, unknown_margins)
     select ${shop}, 0, ${monthOf(sql`day`)}, 0, sum(orders), sum(net), sum(cost_known), coalesce(sum(margin), 0),
       coalesce(sum(contribution), 0), count(*) filter (where margin is null)
     from (${dated(sql`valuation_unassigned`, shop, scope.rules)}) dated
     group by 3`,
  );
  const [total] = await rows<{
    orders: number;
    net: number;
    first_day: string | null;
    last_day: string | null;
  }>(
    tx,
    `select count(*) as orders, coalesce(sum(net_sales_minor), 0)::bigint as net, min(order_day) as first_day,
       max(order_day) as last_day
     from valuation_unassigned`,
  );
  return {
    orders: total?.orders ?? 0,
    netSalesMinor: total?.net ?? 0,
    firstDay: total?.first_day ?? null,
    lastDay: total?.last_day ?? null,
  };
}
