import sql, { join, raw, type Sql } from "sql-template-tag";
import { SEND_OUTCOME } from "../../../platform/consent-gate.ts";
import type { ShopId } from "../../../platform/ids.ts";
import { type Queryable, rows } from "../../client.ts";
import { unplanned } from "../without-statistics.ts";
import { alike, isMet } from "./alike.ts";

/* A condition is on `v`, a row of customer_value, and true or false for each. */

export interface SegmentSums {
  readonly customers: number;
  readonly net_sales_minor: number;
  readonly predicted_customers: number;
  readonly expected_value_minor: number;
  readonly reachable: number;
  /** Of members with a prediction: see value-at-stake.ts. */
  readonly value_at_stake_minor: number;
  /** Members who are almost surely gone. */
  readonly almost_gone: number;
}

/** Sums of the segments, in their order, from one pass that asks each customer every condition once; only who meets it, of a single one. */
export async function segmentSums(
  on: Queryable,
  shop: ShopId,
  conditions: readonly Sql[],
): Promise<SegmentSums[]> {
  const [first, ...others] = conditions;
  if (!first) return [];
  const asked = others.length === 0 ? alike(shop, [sql`true`], first) : alike(shop, conditions);
  const segments = conditions.map((_, i) => raw(`(${i}, ${isMet(i)})`));
  const found = await rows<SegmentSums & { segment: number }>(
    on,
    sql`with alike as (${asked})
      select segment, sum(customers)::bigint as customers, sum(net_sales_minor)::bigint as net_sales_minor,
        sum(predicted_customers)::bigint as predicted_customers,
        sum(expected_value_minor)::bigint as expected_value_minor, sum(reachable)::bigint as reachable,
        round(sum(value_at_stake))::bigint as value_at_stake_minor, sum(gone)::bigint as almost_gone
      from alike cross join lateral (values ${join(segments)}) as asked(segment, met)
      where met group by segment`,
  );
  const bySegment = new Map(found.map(({ segment, ...sums }) => [segment, sums]));
  return conditions.map((_, i) => bySegment.get(i) ?? NOBODY);
}

const NOBODY: SegmentSums = {
  customers: 0,
  net_sales_minor: 0,
  predicted_customers: 0,
  expected_value_minor: 0,
  reachable: 0,
  value_at_stake_minor: 0,
  almost_gone: 0,
};

export type MemberTotals = Pick<SegmentSums, "customers" | "net_sales_minor">;

/** How many meet a condition and what they are worth, where an index on the facts that it asks about answers sooner than a pass. */
export async function memberTotals(on: Queryable, shop: ShopId, condition: Sql): Promise<MemberTotals> {
  const [row] = await rows<MemberTotals & Record<string, unknown>>(
    on,
    sql`select count(*) as customers, coalesce(sum(v.net_sales_minor), 0)::bigint as net_sales_minor
      from customer_value v where v.shop_id = ${shop} and ${condition}`,
  );
  return row ?? { customers: 0, net_sales_minor: 0 };
}

/** Members per bucket of net sales; bucket i holds values from `borders[i - 1]` up to, but not including, `borders[i]`. */
export async function membersByValue(
  on: Queryable,
  shop: ShopId,
  condition: Sql,
  borders: readonly number[],
): Promise<number[]> {
  const found = await rows<{ bucket: number; customers: number }>(
    on,
    sql`select width_bucket(v.net_sales_minor, ${borders}::bigint[]) as bucket, count(*) as customers
      from customer_value v where v.shop_id = ${shop} and ${condition} group by 1`,
  );
  const counts = new Array<number>(borders.length + 1).fill(0);
  for (const { bucket, customers } of found) counts[bucket] = customers;
  return counts;
}

export interface ValueSpread {
  readonly least: number | null;
  readonly most: number | null;
  readonly high: number | null;
}

/** Smallest and largest net sales, and the value that 95 % of the members do not exceed. */
export async function valueSpread(on: Queryable, shop: ShopId, condition: Sql): Promise<ValueSpread> {
  const [row] = await rows<ValueSpread & Record<string, unknown>>(
    on,
    sql`select min(v.net_sales_minor) as least, max(v.net_sales_minor) as most,
        percentile_disc(0.95) within group (order by v.net_sales_minor) as high
      from customer_value v where v.shop_id = ${shop} and ${condition}`,
  );
  return row ?? { least: null, most: null, high: null };
}

/**
 * Members by what the consent gate says of them now: "INCLUDED" or the reason against it, as whoever is sent is asked; and how many addresses they
 * have.
 */
export async function membersByGate(
  on: Queryable,
  shop: ShopId,
  condition: Sql,
): Promise<{ outcome: string; customers: number; addresses: number }[]> {
  return rows(
    on,
    sql`select ${raw(SEND_OUTCOME)} as outcome, count(*) as customers, count(distinct c.email collate "C") as addresses
      from customer_value v
      left join customer c on c.shop_id = v.shop_id and c.customer_id = v.customer_id
      where v.shop_id = ${unplanned(shop)} and ${condition}
      group by 1 order by 1`,
  );
}
