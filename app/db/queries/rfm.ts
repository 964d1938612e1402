import type { ShopId } from "../../platform/ids.ts";
import { type Queryable, rows, type Tx } from "../client.ts";

export async function customersWithOrders(on: Queryable, shop: ShopId): Promise<number> {
  const [row] = await rows<{ customers: number }>(
    on,
    "select count(*) as customers from customer_value where shop_id = $1 and orders > 0",
    [shop],
  );
  return row?.customers ?? 0;
}

const MEASURES = {
  recency: "last_order_day - date '1970-01-01'",
  frequency: "orders",
  monetary: "net_sales_minor",
} as const;

/** Values at the given places (0-based) of the ascending values of customers with orders; the list itself stays in the database. */
export async function valuesAtRanks(
  on: Queryable,
  shop: ShopId,
  measure: keyof typeof MEASURES,
  places: readonly number[],
): Promise<number[]> {
  const [row] = await rows<{ values: (number | null)[] }>(
    on,
    `with sorted as (
       select array_agg(value order by value) as list from (
         select (${MEASURES[measure]})::bigint as value from customer_value where shop_id = $1 and orders > 0) as customers
     )
     select array(select sorted.list[place + 1] from unnest($2::int[]) with ordinality as asked(place, at) order by at) as values
     from sorted`,
    [shop, places],
  );
  return (row?.values ?? []).filter((value) => value !== null);
}

export interface RfmBorders {
  readonly recency: readonly number[];
  readonly frequency: readonly number[];
  readonly monetary: readonly number[];
}

/**
 * Scores customers by the borders: a score is 1 plus how many borders a value reaches. `groups` names the group of each
 * score triple at (recency - 1) * 25 + (frequency - 1) * 5 + monetary - 1. Rows that keep their scores are not written.
 */
export async function writeRfm(
  tx: Tx,
  shop: ShopId,
  borders: RfmBorders,
  groups: readonly string[],
  whose: "everyone" | "targets",
): Promise<void> {
  await tx.query(
    `update customer_value v
     set rfm_recency = s.recency, rfm_frequency = s.frequency, rfm_monetary = s.monetary, rfm_group = s.rfm_group
     from (
       select customer_id, recency, frequency, monetary,
         ($5::text[])[(recency - 1) * 25 + (frequency - 1) * 5 + monetary] as rfm_group
       from (
         select customer_id, 1 + width_bucket((last_order_day - date '1970-01-01')::bigint, $2::bigint[]) as recency,
           1 + width_bucket(orders::bigint, $3::bigint[]) as frequency,
           1 + width_bucket(net_sales_minor, $4::bigint[]) as monetary
         from customer_value where shop_id = $1 and orders > 0 ${within(whose)}
       ) scored
     ) s
     where v.shop_id = $1 and v.customer_id = s.customer_id
       and (v.rfm_recency, v.rfm_frequency, v.rfm_monetary, v.rfm_group)
         is distinct from (s.recency::smallint, s.frequency::smallint, s.monetary::smallint, s.rfm_group)`,
    [shop, borders.recency, borders.frequency, borders.monetary, groups],
  );
}

/** Customers without orders have no scores and are one group. */
export async function clearRfm(
  tx: Tx,
  shop: ShopId,
  group: string,
  whose: "everyone" | "targets",
): Promise<void> {
  await tx.query(
    `update customer_value set rfm_recency = null, rfm_frequency = null, rfm_monetary = null, rfm_group = $2
     where shop_id = $1 and orders = 0 and (rfm_recency is not null or rfm_group <> $2) ${within(whose)}`,
    [shop, group],
  );
}

function within(whose: "everyone" | "targets"): string {
  return whose === "everyone" ? "" : "and customer_id in (select customer_id from valuation_target)";
}
