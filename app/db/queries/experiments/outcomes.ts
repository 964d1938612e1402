import sql, { type Sql } from "sql-template-tag";
import { PLACEMENTS, type Placement } from "../../../platform/holdout.ts";
import type { ShopId } from "../../../platform/ids.ts";
import { type Queryable, rows } from "../../client.ts";

/*
 * `people` below is a statement whose rows are the people of an experiment: customer_id, g (place in PLACEMENTS), x (what was expected of them),
 * cohort (a number; those of one are observed for equally many days), first_day (of the person), days (for which they are observed).
 */

const placementOf = (g: number): Placement => PLACEMENTS[g] ?? "sent";

/** Sums of an outcome, and its squares and products with what was expected. */
export interface OutcomeSums {
  readonly y: number;
  readonly yy: number;
  readonly xy: number;
}

export interface DrawnSums {
  readonly cohort: number;
  readonly placement: Placement;
  readonly people: number;
  readonly x: number;
  readonly xx: number;
}

/** How many people each group of a cohort has, with the sums of what was expected of them. */
export async function drawnSums(on: Queryable, people: Sql): Promise<DrawnSums[]> {
  const found = await rows<Omit<DrawnSums, "placement"> & { g: number }>(
    on,
    sql`with people as materialized (${people})
      select cohort, g, count(*) as people, sum(x) as x, sum(x * x) as xx from people group by cohort, g order by cohort, g`,
  );
  return found.map(({ g, ...sums }) => ({ ...sums, placement: placementOf(g) }));
}

/** By how much the sums of a group grew on the day that its people were so old in the experiment; 0 is a person's first day. */
export interface AgeSums {
  readonly cohort: number;
  readonly placement: Placement;
  readonly age: number;
  /** People who ordered for the first time since their first day. */
  readonly buyers: number;
  readonly orders: OutcomeSums;
  readonly netSales: OutcomeSums;
  /** Net sales less what is known of their cost, and less `unknownCostShare` of the rest. */
  readonly margin: OutcomeSums;
  /** Net sales whose cost is unknown. */
  readonly unknownCostMinor: number;
  /** Net sales whose cost is known. */
  readonly costKnownMinor: number;
}

/**
 * What the people did, by cohort, group and age. The square of a person's sum grows on each day by the square until then less the one until the day
 * before, so that sums of squares add up over days too.
 */
export async function outcomesByAge(
  on: Queryable,
  shop: ShopId,
  people: Sql,
  unknownCostShare: number,
): Promise<AgeSums[]> {
  const found = await rows<Record<string, number>>(
    on,
    sql`with people as materialized (${people}),
      spent as (
        select p.customer_id, p.cohort, p.g, p.x, d.day - p.first_day as age, d.orders::float8 as o, d.net_sales_minor::float8 as n,
          d.cost_known_net_sales_minor - d.cost_minor
            + (d.net_sales_minor - d.cost_known_net_sales_minor) * ${1 - unknownCostShare}::float8 as m,
          d.net_sales_minor - d.cost_known_net_sales_minor as unknown, d.cost_known_net_sales_minor as known
        from people p join customer_day d on d.shop_id = ${shop} and d.customer_id = p.customer_id
        where d.day >= p.first_day and d.day < p.first_day + p.days
      ),
      until as (
        select cohort, g, x, age, o, n, m, unknown, known, sum(o) over w as o_until, sum(n) over w as n_until, sum(m) over w as m_until,
          case when o > 0 and sum(o) over w = o then 1 else 0 end as is_first
        from spent window w as (partition by customer_id order by age)
      )
      select cohort, g, age, sum(is_first) as buyers, sum(abs(unknown))::float8 as unknown, sum(known)::float8 as known,
        sum(o) as o_y, sum(o * (2 * o_until - o)) as o_yy, sum(x * o) as o_xy,
        sum(n) as n_y, sum(n * (2 * n_until - n)) as n_yy, sum(x * n) as n_xy,
        sum(m) as m_y, sum(m * (2 * m_until - m)) as m_yy, sum(x * m) as m_xy
      from until group by cohort, g, age order by cohort, age, g`,
  );
  return found.map((row) => {
    const sums = (of: string): OutcomeSums => ({
      y: row[`${of}_y`] ?? 0,
      yy: row[`${of}_yy`] ?? 0,
      xy: row[`${of}_xy`] ?? 0,
    });
    const { cohort = 0, g = 0, age = 0, buyers = 0, unknown = 0, known = 0 } = row;
    return {
      ...{ cohort, placement: placementOf(g), age, buyers },
      ...{ orders: sums("o"), netSales: sums("n"), margin: sums("m") },
      ...{ unknownCostMinor: unknown, costKnownMinor: known },
    };
  });
}
