import sql, { join, raw, type Sql } from "sql-template-tag";
import type { ShopId } from "../../../platform/ids.ts";
import { type Queryable, rows } from "../../client.ts";
import { rfmScore } from "../valuation/customer-value-rows.ts";

export interface RfmMoveRow {
  /** Null of those who had not ordered by the first day. */
  readonly from_group: string | null;
  readonly to_group: string;
  readonly customers: number;
  /** Up to the second day. */
  readonly net_sales_minor: number;
  /** As of today, of those with a prediction. */
  readonly expected_value_minor: number;
  readonly predicted_customers: number;
}

/** The day of the first order of anybody who is known; null where nobody has ordered. */
export async function firstDayOfOrders(on: Queryable, shop: ShopId): Promise<string | null> {
  const [found] = await rows<{ day: string | null }>(
    on,
    sql`select min(first_order_day) as day from cohort_day where shop_id = ${shop} and customers > 0`,
  );
  return found?.day ?? null;
}

const STEPS = [1, 2, 3, 4] as const;
const four = (of: (k: number) => Sql): Sql => sql`array[${join(STEPS.map(of), ", ")}]`;

/**
 * How many customers moved from which RFM group to which between two days (YYYY-MM-DD), by what is known of these days today. Scores of
 * a day are drawn among all customers who had ordered by then: `rfmThresholds` of app/clv, by rank. `groups` as in `RfmScoring`.
 */
export function rfmMoves(
  on: Queryable,
  shop: ShopId,
  { from, to, groups }: { from: string; to: string; groups: readonly string[] },
): Promise<RfmMoveRow[]> {
  const figuresBy = (day: string) =>
    sql`select customer_id, ${day}::date as at, sum(orders)::bigint as frequency,
        (max(day) filter (where orders > 0) - date '1970-01-01')::bigint as recency,
        sum(net_sales_minor)::bigint as monetary
      from customer_day where shop_id = ${shop} and day <= ${day}::date
      group by customer_id having sum(orders) > 0`;
  const up = (list: string) => four((k) => raw(`${list}[${k} * n / 5 + 1]`));
  const down = (list: string) => four((k) => raw(`${list}[greatest(1, (${k} * n + 4) / 5)] + 1`));
  return rows<RfmMoveRow>(
    on,
    sql`with figure as materialized (${figuresBy(from)} union all ${figuresBy(to)}),
      ranked as (
        select at, count(*)::int as n, array_agg(recency order by recency) as recencies,
          array_agg(frequency order by frequency) as frequencies, array_agg(monetary order by monetary) as amounts
        from figure group by at
      ),
      border as materialized (
        select at, ${up("recencies")} as recency, ${down("frequencies")} as frequency, ${down("amounts")} as monetary
        from ranked
      ),
      scored as (
        select f.customer_id, f.at, f.monetary, (${groups}::text[])[
          (${rfmScore(raw("f.recency"), raw("b.recency"))} - 1) * 25
          + (${rfmScore(raw("f.frequency"), raw("b.frequency"))} - 1) * 5
          + ${rfmScore(raw("f.monetary"), raw("b.monetary"))}] as rfm_group
        from figure f join border b on b.at = f.at
      )
      select before.rfm_group as from_group, after.rfm_group as to_group, count(*)::int as customers,
        sum(after.monetary)::bigint as net_sales_minor,
        coalesce(sum(v.expected_value_minor), 0)::bigint as expected_value_minor,
        count(v.expected_value_minor)::int as predicted_customers
      from scored after
      left join scored before on before.customer_id = after.customer_id and before.at = ${from}::date
      left join customer_value v on v.shop_id = ${shop} and v.customer_id = after.customer_id
      where after.at = ${to}::date
      group by 1, 2 order by customers desc, from_group, to_group`,
  );
}
