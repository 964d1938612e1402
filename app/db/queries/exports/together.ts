import sql from "sql-template-tag";
import type { ShopId } from "../../../platform/ids.ts";
import { type Queryable, rows } from "../../client.ts";
import type { OutcomeSums } from "./draws.ts";

/** Day of the first export that the lot of all exports held people out of; null as long as there is none. */
export async function comparedSince(on: Queryable, shop: ShopId): Promise<string | null> {
  const [row] = await rows<{ day: string | null }>(
    on,
    sql`select first_day::text as day from shop_holdout where shop_id = ${shop}`,
  );
  return row?.day ?? null;
}

/** People whom an export was the first to draw, in one of two groups: held out of every export, or not. */
export interface FirstDrawnSums {
  readonly exportId: string;
  readonly heldOut: boolean;
  /** Share that was to be held out of every export, in basis points. */
  readonly shareBp: number;
  /** Of a person, in square minor units; null in a record of before there always was one. */
  readonly plannedVariance: number | null;
  readonly people: number;
  readonly x: number;
  readonly xx: number;
  readonly buyers: number;
  readonly orders: OutcomeSums;
  readonly netSales: OutcomeSums;
  /** As in `DaySums`. */
  readonly margin: OutcomeSums;
  readonly unknownCostMinor: number;
  readonly costKnownMinor: number;
}

/**
 * What everybody did from the day on which an export first drew them, by that export, the earliest first. Everybody is there once, so the groups of
 * two exports are independent of each other, and until that day nobody was treated otherwise than the others.
 */
export async function firstDrawnSums(
  on: Queryable,
  shop: ShopId,
  { through, unknownCostShare }: { readonly through: string; readonly unknownCostShare: number },
): Promise<FirstDrawnSums[]> {
  const found = await rows<
    Record<string, number> & {
      readonly exportId: string;
      readonly heldOut: boolean;
      readonly plannedVariance: number | null;
    }
  >(
    on,
    sql`with people as materialized (
        select distinct on (now_id) now_id as customer_id, export_id, first_day, g = 2 as held_out, expected::float8 as x
        from (
          select coalesce(a.to_customer_id, p.id) as now_id, p.id, p.g, p.expected, e.export_id, e.first_day
          from export e
          join export_draw d on d.shop_id = e.shop_id and d.export_id = e.export_id
          cross join lateral unnest(d.customer_ids, d.groups, d.expected_minor) as p(id, g, expected)
          left join customer_alias a on a.shop_id = ${shop} and a.from_customer_id = p.id
          where e.shop_id = ${shop} and e.status in ('done', 'failed') and e.always_held_out_bp > 0
        ) drawn
        where exists (select from customer_value v where v.shop_id = ${shop} and v.customer_id = now_id)
        order by now_id, first_day, export_id, id <> now_id, id
      ),
      spent as (
        select p.customer_id, sum(d.orders)::float8 as o, sum(d.net_sales_minor)::float8 as n,
          sum(d.cost_known_net_sales_minor - d.cost_minor
            + (d.net_sales_minor - d.cost_known_net_sales_minor) * ${1 - unknownCostShare}::float8)::float8 as m,
          sum(abs(d.net_sales_minor - d.cost_known_net_sales_minor))::float8 as unknown,
          sum(d.cost_known_net_sales_minor)::float8 as known
        from people p join customer_day d on d.shop_id = ${shop} and d.customer_id = p.customer_id
        where d.day between p.first_day and ${through}::date
        group by p.customer_id
      )
      select e.export_id "exportId", p.held_out "heldOut", e.always_held_out_bp "shareBp", e.planned_variance "plannedVariance",
        count(*) people, sum(x) x, sum(x * x) xx, count(*) filter (where o > 0) buyers, coalesce(sum(unknown), 0) unknown,
        coalesce(sum(known), 0) known,
        coalesce(sum(o), 0) o_y, coalesce(sum(o * o), 0) o_yy, coalesce(sum(x * o), 0) o_xy,
        coalesce(sum(n), 0) n_y, coalesce(sum(n * n), 0) n_yy, coalesce(sum(x * n), 0) n_xy,
        coalesce(sum(m), 0) m_y, coalesce(sum(m * m), 0) m_yy, coalesce(sum(x * m), 0) m_xy
      from people p join export e on e.shop_id = ${shop} and e.export_id = p.export_id left join spent using (customer_id)
      group by e.shop_id, e.export_id, p.held_out order by e.first_day, e.export_id, p.held_out`,
  );
  return found.map((row) => {
    const sums = (of: string): OutcomeSums => ({
      y: row[`${of}_y`] ?? 0,
      yy: row[`${of}_yy`] ?? 0,
      xy: row[`${of}_xy`] ?? 0,
    });
    const { exportId, heldOut, plannedVariance, shareBp = 0, people = 0, x = 0, xx = 0, buyers = 0 } = row;
    return {
      ...{ exportId, heldOut, plannedVariance, shareBp, people, x, xx, buyers },
      ...{ orders: sums("o"), netSales: sums("n"), margin: sums("m") },
      ...{ unknownCostMinor: row.unknown ?? 0, costKnownMinor: row.known ?? 0 },
    };
  });
}
