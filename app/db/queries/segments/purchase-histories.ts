import sql from "sql-template-tag";
import type { ShopId } from "../../../platform/ids.ts";
import { type Queryable, rows } from "../../client.ts";

/** What a customer's counted orders add up to on a day. */
export interface SalesDayRow {
  /** YYYY-MM-DD. */
  readonly day: string;
  readonly orders: number;
  readonly net_sales_minor: number;
  readonly gross_margin_minor: number | null;
}

/** What was bought and kept of a product with an order, and what is known of the product now: null where nothing is. */
export interface BoughtRow {
  readonly order_id: number;
  /** YYYY-MM-DD. */
  readonly order_day: string;
  readonly product_id: number;
  readonly units: number;
  readonly net_sales_minor: number;
  readonly product_type: string | null;
  readonly vendor: string | null;
  readonly product_tags: readonly string[];
  readonly collection_ids: readonly number[];
}

export interface PurchaseHistory {
  readonly days: readonly SalesDayRow[];
  readonly purchases: readonly BoughtRow[];
}

/** Days and purchases of some customers, each in the order of time, by the customer's id; every one of them has an entry. */
export async function readHistories(
  on: Queryable,
  shop: ShopId,
  customerIds: readonly number[],
): Promise<Map<number, PurchaseHistory>> {
  const days = await rows<SalesDayRow & { customer_id: number }>(
    on,
    sql`select customer_id, day, orders, net_sales_minor, gross_margin_minor
      from customer_day where shop_id = ${shop} and customer_id = any(${customerIds}::bigint[])
      order by customer_id, day`,
  );
  const purchases = await rows<BoughtRow & { customer_id: number }>(
    on,
    sql`select p.customer_id, p.order_id, p.order_day, p.product_id, p.units, p.net_sales_minor,
        c.product_type, c.vendor, coalesce(c.tags, '{}') as product_tags,
        array(select m.collection_id from product_collection m
          where m.shop_id = p.shop_id and m.product_id = p.product_id order by 1) as collection_ids
      from customer_purchase p
      left join product c on c.shop_id = p.shop_id and c.product_id = p.product_id
      where p.shop_id = ${shop} and p.customer_id = any(${customerIds}::bigint[])
      order by p.customer_id, p.order_day, p.order_id, p.product_id`,
  );
  const daysOf = Map.groupBy(days, (row) => row.customer_id);
  const purchasesOf = Map.groupBy(purchases, (row) => row.customer_id);
  return new Map(
    customerIds.map((id) => [id, { days: daysOf.get(id) ?? [], purchases: purchasesOf.get(id) ?? [] }]),
  );
}
