import sql, { empty, join, raw, type Sql } from "sql-template-tag";
import type { ShopId } from "../../../platform/ids.ts";
import { GONE_BELOW, VALUE_AT_STAKE } from "./value-at-stake.ts";

/** As many as a bigint holds without its sign. */
const BITS = 62;
const mask = (place: number): string => `mask_${Math.floor(place / BITS)}`;
const bit = (place: number): string => `${2n ** BigInt(place % BITS)}::bigint`;

/** On a row of `alike`: its customers meet the condition at this place. */
export const isMet = (place: number): string => `(${mask(place)} & ${bit(place)} <> 0)`;

/**
 * Customers who give the same answers to the conditions, summed: a row for each combination of answers that occurs. Each customer is
 * asked each condition once. A condition is on `v`, a row of customer_value, and true or false for each.
 *
 * The answers are bits of one number, because PostgreSQL takes n conditions for 2^n groups and sorts a million customers by them. The
 * branch without rows keeps it from guessing the groups by the columns that conditions read, so that each process of a
 * parallel query sums on its own, and from working an answer out again wherever it is named.
 */
export function alike(shop: ShopId, conditions: readonly Sql[], among: Sql | null = null): Sql {
  const masks = Array.from({ length: Math.ceil(conditions.length / BITS) }, (_, at) => {
    const bits = conditions
      .slice(at * BITS, (at + 1) * BITS)
      .map((condition, i) => sql`(case when ${condition} then ${raw(bit(i))} else 0::bigint end)`);
    return { name: raw(`mask_${at}`), of: join(bits, " + ") };
  });
  const names = join(masks.map(({ name }) => name));
  return sql`select ${names}, count(*) as customers, coalesce(sum(net_sales_minor), 0) as net_sales_minor,
      count(expected_value_minor) as predicted_customers, coalesce(sum(expected_value_minor), 0) as expected_value_minor,
      count(*) filter (where reachable) as reachable, coalesce(sum(at_stake), 0) as value_at_stake,
      count(*) filter (where gone) as gone
    from (
      select ${join(masks.map(({ name, of }) => sql`${of} as ${name}`))}, v.net_sales_minor, v.expected_value_minor, v.reachable,
        ${raw(VALUE_AT_STAKE)} as at_stake, coalesce(v.p_alive < ${GONE_BELOW}, false) as gone
      from customer_value v where v.shop_id = ${shop} ${among === null ? empty : sql`and ${among}`}
      union all
      select ${join(masks.map(() => raw("0::bigint")))}, 0::bigint, 0::bigint, false, 0::float8, false where false
    ) answered group by ${names}`;
}
