import sql, { raw } from "sql-template-tag";
import { rows, type Tx } from "../../client.ts";

const MEASURES = {
  recency: "last_order_day - date '1970-01-01'",
  frequency: "orders",
  monetary: "net_sales_minor",
} as const;

/** Customers with orders among the computed rows of the running refresh. */
export async function computedCustomersWithOrders(tx: Tx): Promise<number> {
  const [row] = await rows<{ customers: number }>(
    tx,
    "select count(*) as customers from valuation_row where orders > 0",
  );
  return row?.customers ?? 0;
}

/** Values at the given places (0-based) of their ascending values; the list itself stays in the database. */
export async function computedValuesAt(
  tx: Tx,
  measure: keyof typeof MEASURES,
  places: readonly number[],
): Promise<number[]> {
  const [row] = await rows<{ values: (number | null)[] }>(
    tx,
    sql`with sorted as (
       select array_agg(value order by value) as list
       from (select (${raw(MEASURES[measure])})::bigint as value from valuation_row where orders > 0) as customers
     )
     select array(select sorted.list[place + 1] from unnest(${places}::int[]) with ordinality as asked(place, at) order by at) as values
     from sorted`,
  );
  return (row?.values ?? []).filter((value) => value !== null);
}
