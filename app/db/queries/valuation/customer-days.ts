import sql, { join, raw, type Sql } from "sql-template-tag";
import type { ShopId } from "../../../platform/ids.ts";
import type { Tx } from "../../client.ts";

/** Makes customer_day of the targets equal to valuation_day. */
export async function writeDays(tx: Tx, shop: ShopId): Promise<void> {
  await makeEqual(tx, shop, {
    table: "customer_day",
    key: ["customer_id", "day"],
    values: ["orders", "net_sales_minor", "cost_minor", "cost_known_net_sales_minor"],
    maybe: ["gross_margin_minor", "contribution_minor"],
    fresh: sql`(select customer_id, day, orders, net as net_sales_minor, cost as cost_minor,
      cost_known as cost_known_net_sales_minor, margin as gross_margin_minor, contribution as contribution_minor
      from valuation_day)`,
  });
}

/**
 * Fills valuation_purchase from the goods lines of valuation_order, and valuation_due from it. Lines whose product Shopify does not know (any
 * more) are in no purchase: no rule can ask for them. Of several products that were bought on equally many days the one bought last counts, and
 * of those of one day the one with the smaller id.
 */
export async function gatherPurchases(tx: Tx, shop: ShopId, lines = sql`order_line`): Promise<void> {
  await tx.query(
    sql`create temporary table valuation_purchase on commit drop as
     select o.customer_id, o.order_id, l.product_id, o.order_day, sum(l.current_quantity)::int as units,
       sum(l.net_sales_minor)::bigint as net_sales_minor
     from valuation_order o join ${lines} l on l.shop_id = ${shop} and l.order_id = o.order_id
     where l.kind = 'goods' and l.product_id is not null and l.current_quantity > 0
     group by 1, 2, 3, 4`,
  );
  await tx.query("analyze valuation_purchase");
  await tx.query(
    `create temporary table valuation_due on commit drop as
     select distinct on (customer_id) customer_id,
       last_day + round((last_day - first_day)::numeric / (days - 1))::int as product_due_day
     from (
       select customer_id, product_id, min(order_day) as first_day, max(order_day) as last_day,
         count(distinct order_day) as days
       from valuation_purchase group by customer_id, product_id having min(order_day) < max(order_day)
     ) bought
     order by customer_id, days desc, last_day desc, product_id`,
  );
  await tx.query("analyze valuation_due");
}

/** Makes customer_purchase of the targets equal to valuation_purchase. */
export async function writePurchases(tx: Tx, shop: ShopId): Promise<void> {
  await makeEqual(tx, shop, {
    table: "customer_purchase",
    key: ["customer_id", "order_id", "product_id"],
    values: ["order_day", "units", "net_sales_minor"],
    maybe: [],
    fresh: raw("valuation_purchase"),
  });
}

/**
 * Deletes what is not as it should be and inserts what is missing. An upsert would lock, and so write, every row that is right already:
 * with nothing changed it takes twice as long.
 */
async function makeEqual(
  tx: Tx,
  shop: ShopId,
  of: {
    table: string;
    key: readonly string[];
    values: readonly string[];
    /** Values that may be null. */
    maybe: readonly string[];
    fresh: Sql;
  },
): Promise<void> {
  const table = raw(of.table);
  const same = (names: readonly string[], maybe: readonly string[] = []) =>
    join(
      [
        ...names.map((name) => raw(`f.${name} = c.${name}`)),
        ...maybe.map((name) => raw(`f.${name} is not distinct from c.${name}`)),
      ],
      " and ",
    );
  await tx.query(
    sql`delete from ${table} c using valuation_target t
     where c.shop_id = ${shop} and c.customer_id = t.customer_id
       and not exists (select from ${of.fresh} f where ${same([...of.key, ...of.values], of.maybe)})`,
  );
  const list = raw([...of.key, ...of.values, ...of.maybe].join(", "));
  await tx.query(
    sql`insert into ${table} (shop_id, ${list})
     select ${shop}, ${list} from ${of.fresh} f
     where not exists (select from ${table} c where c.shop_id = ${shop} and ${same(of.key)})
     order by ${raw(of.key.join(", "))}`,
  );
}
