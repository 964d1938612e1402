import sql from "sql-template-tag";
import type { ShopId } from "../../../platform/ids.ts";
import { type Queryable, rows } from "../../client.ts";

/** The rows of customer_value of some customers, with all columns, of which `R` names those that the caller reads. */
export function valueRows<R extends { readonly customer_id: number }>(
  on: Queryable,
  shop: ShopId,
  customerIds: readonly number[],
): Promise<R[]> {
  return rows<R>(
    on,
    sql`select * from customer_value where shop_id = ${shop} and customer_id = any(${customerIds}::bigint[])`,
  );
}
