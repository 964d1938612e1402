import sql, { type Sql } from "sql-template-tag";
import type { ShopId } from "../../../platform/ids.ts";
import { type Queryable, rows } from "../../client.ts";
import type { OutcomeSums } from "../experiments/outcomes.ts";
import { unplanned } from "../without-statistics.ts";

/** Day of the first export or list that the lot of all held people out of; null as long as there is none. */
export async function comparedSince(on: Queryable, shop: ShopId): Promise<string | null> {
  const [row] = await rows<{ day: string | null }>(
    on,
    sql`select first_day::text as day from shop_holdout where shop_id = ${shop}`,
  );
  return row?.day ?? null;
}

export interface Lowering {
  readonly day: string;
  readonly shareBp: number;
}

/** When the share of people who are held out of everything was lowered since then. */
export async function lowerings(on: Queryable, shop: ShopId): Promise<readonly Lowering[]> {
  const [row] = await rows<{ lowerings: Lowering[] }>(
    on,
    sql`select lowerings from shop_holdout where shop_id = ${shop}`,
  );
  return row?.lowerings ?? [];
}

/**
 * Everybody whom an export or a list drew, once, with the first that did: until that day nobody was treated otherwise than the others. Whom a list drew
 * first while nobody was held out of everything is left out: once somebody is, they leave that list, and no record says when. So is whoever was on the
 * tool's list before the list drew them, for that lot changed nothing for them. As `customer_id, source,
 * is_list, share_bp, planned, first_day, held_out, x`. What a person of a list did counts from the day after they came.
 */
const firstDrawn = (shop: ShopId): Sql => sql`
  select * from (select distinct on (now_id) now_id as customer_id, source, is_list, share_bp, planned, first_day, g = 2 as held_out, expected::float8 as x, was_there
  from (
    select coalesce(a.to_customer_id, p.id) as now_id, p.id, p.g, p.expected, e.export_id as source, false as is_list,
      e.always_held_out_bp as share_bp, e.planned_variance as planned, e.first_day, false as was_there
    from export e
    join export_draw d on d.shop_id = e.shop_id and d.export_id = e.export_id
    cross join lateral unnest(d.customer_ids, d.groups, d.expected_minor) as p(id, g, expected)
    left join customer_alias a on a.shop_id = ${unplanned(shop)} and a.from_customer_id = p.id
    where e.shop_id = ${shop} and e.status in ('done', 'failed') and e.always_held_out_bp > 0
    union all
    select coalesce(a.to_customer_id, d.customer_id), d.customer_id, d.placement, d.expected_minor, d.list_id, true,
      d.always_bp, l.planned_variance, d.entered_on + 1, d.was_there
    from destination_draw d
    join destination_list l on l.shop_id = d.shop_id and l.list_id = d.list_id
    left join customer_alias a on a.shop_id = ${unplanned(shop)} and a.from_customer_id = d.customer_id
    where d.shop_id = ${shop}
  ) drawn
  where exists (select from customer_value v where v.shop_id = ${unplanned(shop)} and v.customer_id = now_id)
  order by now_id, first_day, source, id <> now_id, id) first_drawn where share_bp > 0 and was_there is not true`;

/** How many people an export or list was the first to draw on a day. */
export interface FirstDrawnOfDay {
  readonly source: string;
  readonly isList: boolean;
  /** Share that was to be held out of everything, in basis points. */
  readonly shareBp: number;
  /** Of a person, in square minor units; null in a record of before there always was one. */
  readonly plannedVariance: number | null;
  readonly firstDay: string;
  readonly sent: number;
  readonly heldOut: number;
}

/** The first day first. */
export function firstDrawnByDay(on: Queryable, shop: ShopId): Promise<FirstDrawnOfDay[]> {
  return rows<FirstDrawnOfDay & Record<string, unknown>>(
    on,
    sql`select source, is_list "isList", share_bp::int "shareBp", planned "plannedVariance", first_day::text "firstDay",
        count(*) filter (where not held_out)::int sent, count(*) filter (where held_out)::int "heldOut"
      from (${firstDrawn(shop)}) p group by source, is_list, share_bp, planned, first_day order by first_day, source, share_bp`,
  );
}

/** People whom a source was the first to draw, from one first day to another, and for how many days each of them is observed. */
export interface CohortOfAll {
  readonly source: string;
  readonly shareBp: number;
  readonly from: string;
  readonly to: string;
  readonly days: number;
}

/** One of the two groups of a cohort: held out of everything, or not. */
export interface GroupSumsOfAll {
  /** Place among the cohorts that were asked for. */
  readonly cohort: number;
  readonly heldOut: boolean;
  readonly people: number;
  readonly x: number;
  readonly xx: number;
  readonly buyers: number;
  readonly orders: OutcomeSums;
  readonly netSales: OutcomeSums;
  /** As in `AgeSums`. */
  readonly margin: OutcomeSums;
  readonly unknownCostMinor: number;
  readonly costKnownMinor: number;
}

/** What everybody did from their first day on. */
export async function firstDrawnSums(
  on: Queryable,
  shop: ShopId,
  cohorts: readonly CohortOfAll[],
  unknownCostShare: number,
): Promise<GroupSumsOfAll[]> {
  const asked = JSON.stringify(cohorts.map((its, cohort) => ({ ...its, cohort })));
  const found = await rows<Record<string, number> & { readonly heldOut: boolean }>(
    on,
    sql`with people as materialized (
        select p.customer_id, p.held_out, p.x, p.first_day, c.cohort, c.days
        from (${firstDrawn(shop)}) p
        join json_to_recordset(${asked}) as c(source uuid, "shareBp" integer, "from" date, "to" date, days integer, cohort integer)
          on c.source = p.source and c."shareBp" = p.share_bp and p.first_day between c."from" and c."to"
      ),
      spent as (
        select p.customer_id, sum(d.orders)::float8 as o, sum(d.net_sales_minor)::float8 as n,
          sum(d.cost_known_net_sales_minor - d.cost_minor
            + (d.net_sales_minor - d.cost_known_net_sales_minor) * ${1 - unknownCostShare}::float8)::float8 as m,
          sum(abs(d.net_sales_minor - d.cost_known_net_sales_minor))::float8 as unknown,
          sum(d.cost_known_net_sales_minor)::float8 as known
        from people p join customer_day d on d.shop_id = ${shop} and d.customer_id = p.customer_id
        where d.day >= p.first_day and d.day < p.first_day + p.days
        group by p.customer_id
      )
      select p.cohort, p.held_out "heldOut",
        count(*) people, sum(x) x, sum(x * x) xx, count(*) filter (where o > 0) buyers, coalesce(sum(unknown), 0) unknown,
        coalesce(sum(known), 0) known,
        coalesce(sum(o), 0) o_y, coalesce(sum(o * o), 0) o_yy, coalesce(sum(x * o), 0) o_xy,
        coalesce(sum(n), 0) n_y, coalesce(sum(n * n), 0) n_yy, coalesce(sum(x * n), 0) n_xy,
        coalesce(sum(m), 0) m_y, coalesce(sum(m * m), 0) m_yy, coalesce(sum(x * m), 0) m_xy
      from people p left join spent using (customer_id) group by p.cohort, p.held_out order by p.cohort, p.held_out`,
  );
  return found.map((row) => {
    const sums = (of: string): OutcomeSums => ({
      y: row[`${of}_y`] ?? 0,
      yy: row[`${of}_yy`] ?? 0,
      xy: row[`${of}_xy`] ?? 0,
    });
    const { cohort = 0, heldOut, people = 0, x = 0, xx = 0, buyers = 0, unknown = 0, known = 0 } = row;
    return {
      ...{ cohort, heldOut, people, x, xx, buyers },
      ...{ orders: sums("o"), netSales: sums("n"), margin: sums("m") },
      ...{ unknownCostMinor: unknown, costKnownMinor: known },
    };
  });
}
