import sql, { empty, raw } from "sql-template-tag";
import type { ShopId } from "../../../platform/ids.ts";
import type { Tx } from "../../client.ts";
import { overwrite } from "./overwrite.ts";

const DAILY = ["orders", "net_sales_minor", "cost_minor", "cost_known_net_sales_minor"] as const;
const BOUGHT = ["order_day", "units", "net_sales_minor"] as const;

/** Makes customer_day of the targets equal to valuation_day. */
export async function writeDays(tx: Tx, shop: ShopId): Promise<void> {
  await tx.query(
    sql`delete from customer_day c using valuation_target t
     where c.shop_id = ${shop} and c.customer_id = t.customer_id
       and not exists (select from valuation_day d where d.customer_id = c.customer_id and d.day = c.day)`,
  );
  await tx.query(
    sql`insert into customer_day (shop_id, customer_id, day, ${raw(DAILY.join(", "))})
     select ${shop}, customer_id, day, orders, net, cost, cost_known from valuation_day order by customer_id, day
     on conflict (shop_id, customer_id, day) do update ${overwrite("customer_day", DAILY, empty)}`,
  );
}

/**
 * Makes customer_purchase of the targets equal to the goods lines of valuation_order. Lines whose product Shopify does not know (any
 * more) are nobody's purchase: no rule can ask for them.
 */
export async function writePurchases(tx: Tx, shop: ShopId): Promise<void> {
  await tx.query(
    sql`create temporary table valuation_purchase on commit drop as
     select o.customer_id, o.order_id, l.product_id, o.order_day, sum(l.current_quantity)::int as units,
       sum(l.net_sales_minor)::bigint as net_sales_minor
     from valuation_order o join order_line l on l.shop_id = ${shop} and l.order_id = o.order_id
     where l.kind = 'goods' and l.product_id is not null and l.current_quantity > 0
     group by 1, 2, 3, 4`,
  );
  await tx.query("analyze valuation_purchase");
  await tx.query(
    sql`delete from customer_purchase c using valuation_target t
     where c.shop_id = ${shop} and c.customer_id = t.customer_id
       and not exists (select from valuation_purchase p
         where p.customer_id = c.customer_id and p.order_id = c.order_id and p.product_id = c.product_id)`,
  );
  await tx.query(
    sql`insert into customer_purchase (shop_id, customer_id, order_id, product_id, ${raw(BOUGHT.join(", "))})
     select ${shop}, customer_id, order_id, product_id, ${raw(BOUGHT.join(", "))}
     from valuation_purchase order by customer_id, order_id, product_id
     on conflict (shop_id, customer_id, order_id, product_id) do update ${overwrite("customer_purchase", BOUGHT, empty)}`,
  );
}
