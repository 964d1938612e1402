import { GATE_OUTCOME } from "../../../platform/consent-gate.ts";
import type { ShopId } from "../../../platform/ids.ts";
import { type Queryable, rows } from "../../client.ts";
import type { Condition } from "../pages/customer-list.ts";

export interface SegmentSums {
  readonly customers: number;
  readonly net_sales_minor: number;
  readonly predicted_customers: number;
  readonly expected_value_minor: number;
  readonly reachable: number;
}

const SUMS = `count(*) as customers, coalesce(sum(net_sales_minor), 0) as net_sales_minor,
  count(expected_value_minor) as predicted_customers, coalesce(sum(expected_value_minor), 0) as expected_value_minor,
  count(*) filter (where reachable) as reachable`;

/**
 * Sums of several segments in one pass: each customer gets one number whose bits say where they belong, and customers
 * with the same bits are summed once. The parameters of the conditions follow each other from $2 on.
 */
export async function segmentSums(
  on: Queryable,
  shop: ShopId,
  conditions: readonly Condition[],
): Promise<SegmentSums[]> {
  const bits = conditions.map(({ sql }, i) => `(case when ${sql} then ${1 << i} else 0 end)`).join(" + ");
  const found = await rows<SegmentSums & { bits: number }>(
    on,
    `select bits, customers, net_sales_minor::bigint, predicted_customers, expected_value_minor::bigint, reachable from (
       select ${bits || "0"} as bits, ${SUMS} from customer_value v where v.shop_id = $1 group by 1
     ) summed`,
    [shop, ...conditions.flatMap(({ parameters }) => parameters)],
  );
  return conditions.map((_, i) => {
    const sum = {
      customers: 0,
      net_sales_minor: 0,
      predicted_customers: 0,
      expected_value_minor: 0,
      reachable: 0,
    };
    for (const group of found) {
      if ((group.bits & (1 << i)) === 0) continue;
      sum.customers += group.customers;
      sum.net_sales_minor += group.net_sales_minor;
      sum.predicted_customers += group.predicted_customers;
      sum.expected_value_minor += group.expected_value_minor;
      sum.reachable += group.reachable;
    }
    return sum;
  });
}

/** Members per bucket of net sales; bucket i holds values from `borders[i - 1]` up to, but not including, `borders[i]`. */
export async function membersByValue(
  on: Queryable,
  shop: ShopId,
  condition: Condition,
  borders: readonly number[],
): Promise<number[]> {
  const found = await rows<{ bucket: number; customers: number }>(
    on,
    `select width_bucket(v.net_sales_minor, $${condition.parameters.length + 2}::bigint[]) as bucket, count(*) as customers
     from customer_value v where v.shop_id = $1 and (${condition.sql}) group by 1`,
    [shop, ...condition.parameters, borders],
  );
  const counts = new Array<number>(borders.length + 1).fill(0);
  for (const { bucket, customers } of found) counts[bucket] = customers;
  return counts;
}

/** Smallest and largest net sales, and the value that 95 % of the members do not exceed. */
export async function valueSpread(
  on: Queryable,
  shop: ShopId,
  condition: Condition,
): Promise<{ least: number | null; most: number | null; high: number | null }> {
  const [row] = await rows<{ least: number | null; most: number | null; high: number | null }>(
    on,
    `select min(v.net_sales_minor) as least, max(v.net_sales_minor) as most,
       percentile_disc(0.95) within group (order by v.net_sales_minor) as high
     from customer_value v where v.shop_id = $1 and (${condition.sql})`,
    [shop, ...condition.parameters],
  );
  return row ?? { least: null, most: null, high: null };
}

/**
 * Members by what the consent gate says of them now: "INCLUDED" or the reason against it, by the consent and address in
 * the customers' own rows.
 */
export async function membersByGate(
  on: Queryable,
  shop: ShopId,
  condition: Condition,
): Promise<{ outcome: string; customers: number }[]> {
  return rows(
    on,
    `select ${GATE_OUTCOME} as outcome, count(*) as customers
     from customer_value v
     left join customer c on c.shop_id = $1 and c.customer_id = v.customer_id
     where v.shop_id = $1 and (${condition.sql})
     group by 1 order by 1`,
    [shop, ...condition.parameters],
  );
}
