import sql from "sql-template-tag";
import type { ShopId } from "../../../platform/ids.ts";
import { type Queryable, rows } from "../../client.ts";

/** Of the customers with orders. */
export interface CostSumsOfCustomers {
  readonly customers: number;
  /** Those whose margin is known. */
  readonly known: number;
  readonly net_sales_minor: number;
  readonly cost_known_net_sales_minor: number;
}

export async function costSumsOfCustomers(on: Queryable, shop: ShopId): Promise<CostSumsOfCustomers> {
  const [row] = await rows<CostSumsOfCustomers & Record<string, unknown>>(
    on,
    sql`select count(*) as customers,
        count(*) filter (where v.gross_margin_minor is not null) as known,
        coalesce(sum(v.net_sales_minor), 0)::bigint as net_sales_minor,
        coalesce(sum(v.cost_known_net_sales_minor), 0)::bigint as cost_known_net_sales_minor
      from customer_value v where v.shop_id = ${shop} and v.orders > 0`,
  );
  return row ?? { customers: 0, known: 0, net_sales_minor: 0, cost_known_net_sales_minor: 0 };
}
