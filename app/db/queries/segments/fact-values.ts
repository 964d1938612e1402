import sql, { type Sql } from "sql-template-tag";
import type { ShopId } from "../../../platform/ids.ts";
import { type Queryable, rows } from "../../client.ts";

/** The first `limit` texts of `fact`, on `v` (customer_value), that customers have and that hold `search` in either case. */
export async function factValues(
  on: Queryable,
  shop: ShopId,
  fact: Sql,
  search: string,
  limit: number,
): Promise<string[]> {
  const pattern = `%${search.replace(/[\\%_]/g, "\\$&")}%`;
  const found = await rows<{ value: string }>(
    on,
    sql`select distinct ${fact} as value from customer_value v
      where v.shop_id = ${shop} and ${fact} ilike ${pattern} order by value limit ${limit}`,
  );
  return found.map(({ value }) => value);
}
