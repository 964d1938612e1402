import sql, { type Sql } from "sql-template-tag";
import type { ShopId } from "../../../platform/ids.ts";
import { type Queryable, rows } from "../../client.ts";

/** A text of each customer, or a set of them, on `v` (customer_value). */
interface FactTexts {
  readonly of: Sql;
  readonly areSets: boolean;
}

/** The first `limit` texts that customers have and that hold `search` in either case. */
export async function factValues(
  on: Queryable,
  shop: ShopId,
  { of, areSets }: FactTexts,
  search: string,
  limit: number,
): Promise<string[]> {
  const pattern = `%${search.replace(/[\\%_]/g, "\\$&")}%`;
  const texts = areSets ? sql`unnest(${of})` : of;
  const found = await rows<{ value: string }>(
    on,
    sql`select distinct text as value from (select ${texts} as text from customer_value v where v.shop_id = ${shop}) had
      where text ilike ${pattern} order by value limit ${limit}`,
  );
  return found.map(({ value }) => value);
}
