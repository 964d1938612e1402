import sql, { raw, type Sql } from "sql-template-tag";
import type { ShopId } from "../../../platform/ids.ts";
import { type Queryable, rows } from "../../client.ts";

/**
 * The value of the first customer outside of the top (or bottom) `share` of the customers with orders who have a value; null
 * where nobody is outside. `value` is on `v`, a row of customer_value. A value that an index has is read along it.
 */
export async function valueOutside(
  on: Queryable,
  shop: ShopId,
  value: Sql,
  share: number,
  of: "top" | "bottom",
): Promise<number | null> {
  const valued = sql`from customer_value v where v.shop_id = ${shop} and v.orders > 0 and ${value} is not null`;
  const [{ customers } = { customers: 0 }] = await rows<{ customers: number }>(
    on,
    sql`select count(*) as customers ${valued}`,
  );
  // 0.07 * 100 is a little more than 7.
  const inside = Math.ceil(customers * share - 1e-9);
  const [outside] = await rows<{ value: number }>(
    on,
    sql`select ${value}::float8 as value ${valued}
      order by ${value} ${raw(of === "top" ? "desc" : "asc")} offset ${inside} limit 1`,
  );
  return outside?.value ?? null;
}
