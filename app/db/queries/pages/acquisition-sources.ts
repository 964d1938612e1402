import sql, { join, raw } from "sql-template-tag";
import type { ShopId } from "../../../platform/ids.ts";
import { type Queryable, rows } from "../../client.ts";

const SUMS = {
  customers: "customers",
  repeatCustomers: "repeat_customers",
  orders: "orders",
  netSalesMinor: "net_sales_minor",
  costMinor: "cost_minor",
  costKnownNetSalesMinor: "cost_known_net_sales_minor",
  firstOrderNetSalesMinor: "first_order_net_sales_minor",
  firstOrderCostMinor: "first_order_cost_minor",
  firstOrderCostKnownNetSalesMinor: "first_order_cost_known_net_sales_minor",
  predictedCustomers: "predicted_customers",
  expectedValueMinor: "expected_value_minor",
} as const;

export type SourceSumsRow = Readonly<Record<keyof typeof SUMS | "netSalesSquares", number>>;
export type SourceRow = SourceSumsRow & { readonly channel: string; readonly key: string };

const SUMMED = sql`${join(
  Object.entries(SUMS).map(([name, column]) => raw(`coalesce(sum(${column}), 0)::bigint "${name}"`)),
  ", ",
)}, coalesce(sum(net_sales_squares), 0)::float8 "netSalesSquares"`;

/** Months of first orders, as year * 12 + month0. */
export interface FirstOrders {
  readonly from: number;
  readonly to: number;
}

/** Where the customers came from whose first order fell in the months, most customers first, and how many places there are. */
export function wonBySource(
  on: Queryable,
  shop: ShopId,
  dimension: string,
  { from, to }: FirstOrders,
  limit: number,
): Promise<(SourceRow & { readonly places: number })[]> {
  return rows(
    on,
    sql`select channel, key, ${SUMMED}, (count(*) over ())::int places from acquisition_cohort
      where shop_id = ${shop} and dimension = ${dimension} and cohort_month between ${from} and ${to}
      group by channel, key order by sum(customers) desc, channel, key limit ${limit}`,
  );
}

/** The same of places that are named, in that order; of one that nobody came from it is all 0. */
export function wonOfPlaces(
  on: Queryable,
  shop: ShopId,
  dimension: string,
  { from, to }: FirstOrders,
  places: Places,
): Promise<SourceRow[]> {
  return rows(
    on,
    sql`select asked.channel, asked.key, sums.* from ${asked(places)}
      cross join lateral (
        select ${SUMMED} from acquisition_cohort c
        where c.shop_id = ${shop} and c.dimension = ${dimension} and c.channel = asked.channel and c.key = asked.key
          and c.cohort_month between ${from} and ${to}
      ) sums order by asked.at`,
  );
}

/** All of them together. */
export async function wonInAll(
  on: Queryable,
  shop: ShopId,
  { from, to }: FirstOrders,
): Promise<SourceSumsRow> {
  const [row] = await rows<SourceSumsRow>(
    on,
    sql`select ${SUMMED} from acquisition_cohort
      where shop_id = ${shop} and dimension = 'all' and cohort_month between ${from} and ${to}`,
  );
  if (!row) throw new Error("a sum over no rows is a row");
  return row;
}

/** The first month with a first order; null without any. */
export async function firstMonthWon(on: Queryable, shop: ShopId): Promise<number | null> {
  const [row] = await rows<{ month: number | null }>(
    on,
    sql`select min(cohort_month) as month from acquisition_cohort where shop_id = ${shop} and dimension = 'all'`,
  );
  return row?.month ?? null;
}

export interface CurveStepRow {
  readonly channel: string;
  readonly key: string;
  /** Months after that of the first order. */
  readonly months: number;
  /** What comes in or goes out of the cumulative sums at that month. */
  readonly netSalesMinor: number;
  readonly costMinor: number;
  readonly costKnownNetSalesMinor: number;
}

type Places = readonly { readonly channel: string; readonly key: string }[];

/** Place by place, each by its own stretch of the index: of many places few are asked for. */
const asked = (places: Places) =>
  sql`unnest(${places.map(({ channel }) => channel)}::text[], ${places.map(({ key }) => key)}::text[])
    with ordinality asked(channel, key, at)`;

/**
 * Steps whose running sums are the cumulative value at each month after the first order, over the cohorts for which that month is complete (before the
 * month `open`): what a cohort bought counts from its month on, and leaves with the cohort. So one statement gives curves of a few dozen rows
 * from any number of cohorts.
 */
export function curveSteps(
  on: Queryable,
  shop: ShopId,
  dimension: string,
  { from, to, open }: FirstOrders & { readonly open: number },
  places: Places,
): Promise<CurveStepRow[]> {
  return rows<CurveStepRow>(
    on,
    sql`select asked.channel, asked.key, steps.* from ${asked(places)}
      cross join lateral (
        select step.months, sum(step.sign * c.net_sales_minor)::bigint "netSalesMinor", sum(step.sign * c.cost_minor)::bigint "costMinor",
          sum(step.sign * c.cost_known_net_sales_minor)::bigint "costKnownNetSalesMinor"
        from acquisition_cell c
        cross join lateral (values (greatest(c.month - c.cohort_month, 0), 1), (${open}::int - c.cohort_month, -1)) step(months, sign)
        where c.shop_id = ${shop} and c.dimension = ${dimension} and c.channel = asked.channel and c.key = asked.key
          and c.cohort_month between ${from} and ${to} and c.month < ${open}
        group by step.months
      ) steps order by 1, 2, 3`,
  );
}

export interface CurveCustomersRow {
  readonly channel: string;
  readonly key: string;
  readonly cohortMonth: number;
  readonly customers: number;
}

export function curveCustomers(
  on: Queryable,
  shop: ShopId,
  dimension: string,
  { from, to }: FirstOrders,
  places: Places,
): Promise<CurveCustomersRow[]> {
  return rows<CurveCustomersRow>(
    on,
    sql`select asked.channel, asked.key, c.cohort_month "cohortMonth", c.customers from ${asked(places)}
      cross join lateral (
        select cohort_month, customers from acquisition_cohort c
        where c.shop_id = ${shop} and c.dimension = ${dimension} and c.channel = asked.channel and c.key = asked.key
          and c.cohort_month between ${from} and ${to}
      ) c order by 1, 2, 3`,
  );
}

/** What products are called. */
export function productTitles(
  on: Queryable,
  shop: ShopId,
  ids: readonly string[],
): Promise<{ id: string; title: string }[]> {
  return rows(
    on,
    sql`select product_id::text id, title from product where shop_id = ${shop} and product_id = any(${ids}::bigint[]) order by product_id`,
  );
}
