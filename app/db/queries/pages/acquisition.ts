import sql, { join, raw } from "sql-template-tag";
import type { ShopId } from "../../../platform/ids.ts";
import { type Queryable, rows } from "../../client.ts";

const SUMMED = [
  "customers",
  "repeat_customers",
  "orders",
  "net_sales_minor",
  "first_order_value_minor",
  "predicted_customers",
  "expected_value_minor",
] as const;

export type PopulationRow = Readonly<Record<(typeof SUMMED)[number] | "recent_customers", number>>;

interface Asked {
  readonly asOfDay: string;
  /** Customers who have been observed for at least this many days; 0 is everybody. */
  readonly observedDays: number;
  /** New customers are those of the last this many days. */
  readonly recentDays: number;
}

/** Sums over the customers who have been observed for long enough, and how many are new. */
export async function populationTotals(
  on: Queryable,
  shop: ShopId,
  { asOfDay, observedDays, recentDays }: Asked,
): Promise<PopulationRow> {
  const observed = sql`filter (where first_order_day + ${observedDays - 1}::int <= ${asOfDay}::date)`;
  const sums = SUMMED.map((name) => sql`coalesce(sum(${raw(name)}) ${observed}, 0)::bigint as ${raw(name)}`);
  const [row] = await rows<PopulationRow>(
    on,
    sql`select ${join(sums, ", ")},
       coalesce(sum(customers) filter (where first_order_day > ${asOfDay}::date - ${recentDays}::int), 0)::bigint
         as recent_customers
     from cohort_day where shop_id = ${shop}`,
  );
  if (!row) throw new Error("a sum over no rows is a row");
  return row;
}
