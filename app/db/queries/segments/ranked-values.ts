import sql, { join, raw, type Sql } from "sql-template-tag";
import type { ShopId } from "../../../platform/ids.ts";
import { type Queryable, rows } from "../../client.ts";

/** A top or a bottom: what it ranks by, and who is in it, on `v`, a row of customer_value. */
export interface Rank {
  readonly value: Sql;
  readonly met: Sql;
}

/** Of each, in their order: how many customers with orders have a value, and how many are in it. */
export async function rankedValues(
  on: Queryable,
  shop: ShopId,
  ranks: readonly Rank[],
): Promise<{ readonly valued: number; readonly met: number }[]> {
  if (ranks.length === 0) return [];
  const counts = ranks.map(
    ({ value, met }, i) =>
      sql`count(${value}) as ${raw(`valued_${i}`)}, count(*) filter (where ${met}) as ${raw(`met_${i}`)}`,
  );
  const [row] = await rows<Record<string, number>>(
    on,
    sql`select ${join(counts)} from customer_value v where v.shop_id = ${shop} and v.orders > 0`,
  );
  return ranks.map((_, i) => ({ valued: row?.[`valued_${i}`] ?? 0, met: row?.[`met_${i}`] ?? 0 }));
}
