import sql, { join, raw } from "sql-template-tag";
import type { Basis } from "../../../clv/historic/basis.ts";
import { WINDOWS, type WindowDays } from "../../../clv/historic/windows.ts";
import type { ShopId } from "../../../platform/ids.ts";
import { type Queryable, rows } from "../../client.ts";
import { monthOf } from "../valuation/counted-orders.ts";
import { BASIS_COLUMNS, windowColumnOn } from "../valuation/window-columns.ts";

const SUMMED = [
  "customers",
  "repeat_customers",
  "orders",
  "net_sales_minor",
  "cost_minor",
  "cost_known_net_sales_minor",
  "shipping_minor",
  "shipping_cost_minor",
  "payment_cost_minor",
  "fulfilment_cost_minor",
  "gross_margin_minor",
  "contribution_minor",
  "unknown_margins",
  "first_order_value_minor",
  "first_order_margin_minor",
  "first_order_contribution_minor",
  "predicted_customers",
  "expected_value_minor",
] as const;

export interface SummaryRow extends Readonly<Record<(typeof SUMMED)[number], number>> {
  readonly first_day: string | null;
  readonly last_day: string | null;
  /** Per window: customers who have been observed for that long as of the day, and their value within the window. */
  readonly windows: readonly {
    readonly days: WindowDays;
    readonly customers: number;
    readonly valueMinor: number;
  }[];
}

/**
 * Sums over the customers with orders, from one row per day of first order; a window of N days counts once day N - 1 has come. Windows are
 * on the basis.
 */
export async function cohortTotals(
  on: Queryable,
  shop: ShopId,
  asOfDay: string,
  basis: Basis = "revenue",
): Promise<SummaryRow> {
  const windows = WINDOWS.map((days) => {
    const passed = sql`filter (where first_order_day + ${days - 1}::int <= ${asOfDay}::date)`;
    return sql`coalesce(sum(customers) ${passed}, 0)::int as ${raw(`customers_${days}`)},
      coalesce(sum(${raw(windowColumnOn(basis, days))}) ${passed}, 0)::bigint as ${raw(`value_${days}`)}`;
  });
  const sums = SUMMED.map((name) => sql`coalesce(sum(${raw(name)}), 0)::bigint as ${raw(name)}`);
  const [row] = await rows<Record<string, number> & { first_day: string | null; last_day: string | null }>(
    on,
    sql`select ${join(sums, ", ")}, min(first_order_day) as first_day,
      (select last_order_day from customer_value where shop_id = ${shop} and last_order_day is not null
       order by last_order_day desc limit 1) as last_day,
      ${join(windows, ", ")}
     from cohort_day where shop_id = ${shop}`,
  );
  const number = (name: string): number => row?.[name] ?? 0;
  return {
    ...recordOf(SUMMED, number),
    first_day: row?.first_day ?? null,
    last_day: row?.last_day ?? null,
    windows: WINDOWS.map((days) => ({
      days,
      customers: number(`customers_${days}`),
      valueMinor: number(`value_${days}`),
    })),
  };
}

const recordOf = <K extends string>(names: readonly K[], of: (name: K) => number) =>
  Object.fromEntries(names.map((name) => [name, of(name)])) as Record<K, number>;

export interface ObservedRow {
  /** Customers who have been observed for at least this many days as of the day. */
  readonly days: WindowDays;
  readonly customers: number;
  /** What those same customers brought within each window, shortest first. */
  readonly values: readonly number[];
}

/** Value within each window, over the customers observed for 14, 30, ... 365 days: each row is one population. */
export async function windowsByObservation(
  on: Queryable,
  shop: ShopId,
  asOfDay: string,
  basis: Basis = "revenue",
): Promise<ObservedRow[]> {
  const values = WINDOWS.map((days) => sql`coalesce(sum(${raw(windowColumnOn(basis, days))}), 0)::bigint`);
  return rows<ObservedRow>(
    on,
    sql`select observed.days, coalesce(sum(d.customers), 0)::int as customers, array[${join(values, ", ")}] as values
     from unnest(${WINDOWS}::int[]) observed(days)
     left join cohort_day d on d.shop_id = ${shop} and d.first_order_day + observed.days - 1 <= ${asOfDay}::date
     group by observed.days order by observed.days`,
  );
}

/** Net sales of the customers with orders at ranks (0-based) of the descending order, read along the index. */
export async function netSalesAtRanks(
  on: Queryable,
  shop: ShopId,
  places: readonly number[],
): Promise<(number | null)[]> {
  const found = await rows<{ value: number | null }>(
    on,
    sql`select (select net_sales_minor from customer_value where shop_id = ${shop} and first_order_day is not null
       order by net_sales_minor desc offset place limit 1) as value
     from unnest(${places}::int[]) with ordinality as asked(place, at) order by at`,
  );
  return found.map(({ value }) => value);
}

/** The smallest net sales of a customer above an amount; null where there is none. */
export async function netSalesAbove(on: Queryable, shop: ShopId, minor: number): Promise<number | null> {
  const [row] = await rows<{ net_sales_minor: number }>(
    on,
    sql`select net_sales_minor from customer_value where shop_id = ${shop} and net_sales_minor > ${minor}
     order by net_sales_minor limit 1`,
  );
  return row?.net_sales_minor ?? null;
}

/** Net sales of the `count` customers who are worth most. */
export async function netSalesOfTop(on: Queryable, shop: ShopId, count: number): Promise<number> {
  const [row] = await rows<{ total: number }>(
    on,
    sql`select coalesce(sum(net_sales_minor), 0)::bigint as total from (
       select net_sales_minor from customer_value where shop_id = ${shop} and first_order_day is not null
       order by net_sales_minor desc limit ${count}) as top`,
  );
  return row?.total ?? 0;
}

/** Whether every order that counts has a margin. */
export async function areMarginsKnown(on: Queryable, shop: ShopId): Promise<boolean> {
  const [row] = await rows<{ known: boolean }>(
    on,
    sql`select not exists (select from cohort_cell where shop_id = ${shop} and unknown_margins > 0) as known`,
  );
  return row?.known ?? true;
}

/** Median and best tenth of the customers with orders on a basis, all of whose values are known. One scan: for a valuation. */
export async function rankedOn(
  on: Queryable,
  shop: ShopId,
  basis: Basis,
): Promise<{ medianMinor: number | null; topDecileMinor: number }> {
  const column = raw(BASIS_COLUMNS[basis]);
  const [row] = await rows<{ medianMinor: number | null; topDecileMinor: number }>(
    on,
    sql`select percentile_cont(0.5) within group (order by value) as "medianMinor",
       coalesce(sum(value) filter (where place <= ceil(customers / 10.0)), 0)::bigint as "topDecileMinor"
     from (
       select ${column} as value, row_number() over (order by ${column} desc) as place, count(*) over () as customers
       from customer_value where shop_id = ${shop} and first_order_day is not null
     ) ranked`,
  );
  return row ?? { medianMinor: null, topDecileMinor: 0 };
}

/** Quantile of the gaps between order days; `days` is null without gaps. */
export interface GapQuantile {
  readonly gaps: number;
  readonly days: number | null;
}

/** For each share (0 to 1) of the gaps between order days, the days that so many are at most, interpolated as percentile_cont does. */
export async function gapQuantiles(
  on: Queryable,
  shop: ShopId,
  shares: readonly number[],
): Promise<GapQuantile[]> {
  const found = await rows<{ gaps: number; low: number | null; high: number | null; between: number }>(
    on,
    sql`with counted as (
       select gap_days, sum(gaps) over (order by gap_days) as up_to, sum(gaps) over () as total from order_gap where shop_id = ${shop}
     ), place as (
       select asked.nth, counts.total, (counts.total - 1)::float8 * asked.share as at
       from unnest(${shares}::float8[]) with ordinality as asked(share, nth),
         (select coalesce(max(total), 0) as total from counted) as counts
     )
     select place.total::bigint as gaps, place.at - floor(place.at) as between,
       (select min(gap_days) from counted where up_to > floor(place.at)) as low,
       (select min(gap_days) from counted where up_to > ceil(place.at)) as high
     from place order by place.nth`,
  );
  return found.map(({ gaps, low, high, between }) => ({
    gaps,
    days: low === null || high === null ? null : low + (high - low) * between,
  }));
}

export interface MonthRow {
  readonly month: number;
  readonly net_sales_minor: number;
  readonly orders: number;
  readonly new_customers: number;
  /** The part of `net_sales_minor` that belongs to first orders, their refunds included. */
  readonly first_order_net_sales_minor: number;
  /** The part of `net_sales_minor` that belongs to no known customer. */
  readonly unassigned_net_sales_minor: number;
  /** Customers, and orders of nobody, whose margin of the month is unknown. */
  readonly unknown_margins: number;
}

const FIRST_ORDER_COLUMNS = {
  revenue: "first_order_net_sales_minor",
  margin: "first_order_margin_minor",
  contribution: "first_order_contribution_minor",
} as const satisfies Record<Basis, string>;

/** Every month with an order or a refund; orders of nobody are in it. What is called net sales is on the basis. */
export function monthTotals(on: Queryable, shop: ShopId, basis: Basis = "revenue"): Promise<MonthRow[]> {
  const value = raw(`c.${BASIS_COLUMNS[basis]}`);
  return rows<MonthRow>(
    on,
    sql`select c.month, sum(${value})::bigint as net_sales_minor, sum(c.orders)::int as orders,
       coalesce(max(n.customers), 0)::int as new_customers, sum(c.unknown_margins)::int as unknown_margins,
       sum(c.${raw(FIRST_ORDER_COLUMNS[basis])})::bigint as first_order_net_sales_minor,
       coalesce(sum(${value}) filter (where c.cohort_month = 0), 0)::bigint as unassigned_net_sales_minor
     from cohort_cell c
     left join (
       select ${monthOf(sql`first_order_day`)} as month,
         sum(customers) as customers
       from cohort_day where shop_id = ${shop} group by 1
     ) n on n.month = c.month
     where c.shop_id = ${shop}
     group by c.month order by c.month`,
  );
}

export interface CellRow {
  readonly cohort_month: number;
  readonly month: number;
  readonly active_customers: number;
  readonly orders: number;
  readonly net_sales_minor: number;
}

export function cohortCells(on: Queryable, shop: ShopId): Promise<CellRow[]> {
  return rows<CellRow>(
    on,
    sql`select cohort_month, month, active_customers, orders, net_sales_minor
     from cohort_cell where shop_id = ${shop} and cohort_month > 0 order by cohort_month, month`,
  );
}

/** Customers who joined in each month: all of a cohort ordered in its first month. */
export function cohortSizes(
  on: Queryable,
  shop: ShopId,
): Promise<{ cohort_month: number; customers: number }[]> {
  return rows(
    on,
    sql`select ${monthOf(sql`first_order_day`)} as cohort_month,
       sum(customers)::int as customers
     from cohort_day where shop_id = ${shop} group by 1 order by 1`,
  );
}
