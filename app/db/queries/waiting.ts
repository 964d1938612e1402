import { type Queryable, rows } from "../client.ts";

/** How many rows of all shops wait to be read again, and how many customers to be valued. */
export async function countWaiting(
  on: Queryable,
): Promise<{ orders: number; customers: number; values: number }> {
  const [found] = await rows<{ orders: number; customers: number; values: number }>(
    on,
    `select count(*) filter (where resource = 'orders') orders, count(*) filter (where resource = 'customers') customers,
       (select count(*) from valuation_dirty) values
     from sync_dirty`,
  );
  if (!found) throw new Error("a query of sums returned no row");
  return found;
}
