import sql from "sql-template-tag";
import type { ShopId } from "../../../platform/ids.ts";
import { rows, type Tx } from "../../client.ts";
import type { ValuationScope } from "../valuation/counted-orders.ts";
import { assignOrders, targetEveryone } from "../valuation/customer-value.ts";

export interface WithoutZeroValue {
  readonly zeroValueOrders: number;
  /** The shop's totals over the orders that were not free from the start. */
  readonly without: { readonly customers: number; readonly orders: number; readonly netSalesMinor: number };
}

/** Reads every order of the shop, assigned as in a valuation. */
export async function countWithoutZeroValueOrders(
  tx: Tx,
  shop: ShopId,
  scope: ValuationScope,
): Promise<WithoutZeroValue> {
  await targetEveryone(tx, shop);
  await assignOrders(tx, shop, { ...scope, rules: { ...scope.rules, countZeroValueOrders: false } });
  const [row] = await rows<{ customers: number; free: number; orders: number; net: number }>(
    tx,
    sql`select (select count(distinct customer_id) from valuation_order) as customers,
       count(*) filter (where gross_sales_minor = discounts_minor) as free,
       count(*) filter (where gross_sales_minor <> discounts_minor) as orders,
       coalesce(sum(net_sales_minor) filter (where gross_sales_minor <> discounts_minor), 0)::bigint as net
     from orders where shop_id = ${shop} and deleted_at is null and exclusion is null and order_day <= ${scope.asOfDay}::date`,
  );
  return {
    zeroValueOrders: row?.free ?? 0,
    without: { customers: row?.customers ?? 0, orders: row?.orders ?? 0, netSalesMinor: row?.net ?? 0 },
  };
}
