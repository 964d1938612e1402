import sql, { type Sql } from "sql-template-tag";
import { PLACEMENTS, type Placement } from "../../../platform/holdout.ts";
import type { ShopId } from "../../../platform/ids.ts";
import { type Queryable, rows, type Tx } from "../../client.ts";

export interface StoredHoldout {
  readonly salt: Buffer;
  readonly shareBp: number;
}

/** Null as long as the shop has no lot: nobody is held out. */
export async function shopHoldout(on: Queryable, shop: ShopId): Promise<StoredHoldout | null> {
  const [row] = await rows<StoredHoldout>(
    on,
    sql`select salt, share_bp "shareBp" from shop_holdout where shop_id = ${shop}`,
  );
  return row ?? null;
}

/** Gives the shop a lot with this salt, unless it has one. */
export async function beginHoldout(tx: Tx, shop: ShopId, salt: Uint8Array): Promise<void> {
  await tx.query(
    sql`insert into shop_holdout (shop_id, salt) values (${shop}, ${Buffer.from(salt)}) on conflict do nothing`,
  );
}

export async function storeHoldoutShare(tx: Tx, shop: ShopId, shareBp: number): Promise<void> {
  await tx.query(sql`update shop_holdout set share_bp = ${shareBp} where shop_id = ${shop}`);
}

/** Notes the day of the first export that holds people out of all; later ones change nothing. */
export async function beginComparison(tx: Tx, shop: ShopId, day: string): Promise<void> {
  await tx.query(
    sql`update shop_holdout set first_day = ${day}::date where shop_id = ${shop} and first_day is null`,
  );
}

/** Former ids of customers into whom others were merged. */
export async function formerIdsOf(
  on: Queryable,
  shop: ShopId,
  customerIds: readonly number[],
): Promise<ReadonlyMap<number, readonly number[]>> {
  const found = await rows<{ id: number; former: number }>(
    on,
    sql`select to_customer_id id, from_customer_id former from customer_alias
      where shop_id = ${shop} and to_customer_id = any(${`{${customerIds.join(",")}}`}::bigint[])`,
  );
  return new Map(
    [...Map.groupBy(found, ({ id }) => id)].map(([id, all]) => [id, all.map((one) => one.former)]),
  );
}

export interface DrawnPerson {
  readonly customerId: number;
  readonly placement: Placement;
  readonly expectedMinor: number;
}

/** Records who was drawn where, with what was expected of them, before any of them can be written to. */
export async function addDraw(
  tx: Tx,
  shop: ShopId,
  exportId: string,
  partNo: number,
  people: readonly DrawnPerson[],
): Promise<void> {
  const list = (of: (person: DrawnPerson) => number): string => `{${people.map(of).join(",")}}`;
  await tx.query(
    sql`insert into export_draw (shop_id, export_id, part_no, customer_ids, groups, expected_minor)
      values (${shop}, ${exportId}, ${partNo}, ${list(({ customerId }) => customerId)}::bigint[],
        ${list(({ placement }) => PLACEMENTS.indexOf(placement))}::smallint[],
        ${list(({ expectedMinor }) => expectedMinor)}::bigint[])`,
  );
}

/** Forgets erased people. Needs the erasure lock alone. */
export async function forgetDrawn(tx: Tx, shop: ShopId, customerIds: readonly number[]): Promise<void> {
  const theirs = sql`${`{${customerIds.join(",")}}`}::bigint[]`;
  await tx.query(
    sql`update export_draw d set (customer_ids, groups, expected_minor) = (
        select coalesce(array_agg(id order by place), '{}'), coalesce(array_agg(g order by place), '{}'),
          coalesce(array_agg(expected order by place), '{}')
        from unnest(d.customer_ids, d.groups, d.expected_minor) with ordinality as p(id, g, expected, place)
        where id <> all(${theirs}))
      where shop_id = ${shop} and customer_ids && ${theirs}`,
  );
}

/**
 * The people of an export who still exist, each once under the id that they have now: merged people count where the surviving id was
 * drawn, else where the first of the merged ones was.
 */
const people = (shop: ShopId, exportId: string): Sql => sql`
  select distinct on (now_id) now_id as customer_id, g, expected::float8 as x
  from (
    select coalesce(a.to_customer_id, p.id) as now_id, p.id, p.g, p.expected
    from export_draw d
    cross join lateral unnest(d.customer_ids, d.groups, d.expected_minor) as p(id, g, expected)
    left join customer_alias a on a.shop_id = ${shop} and a.from_customer_id = p.id
    where d.shop_id = ${shop} and d.export_id = ${exportId}
  ) drawn
  where exists (select from customer_value v where v.shop_id = ${shop} and v.customer_id = now_id)
  order by now_id, id <> now_id, id`;

export interface DrawnSums {
  readonly placement: Placement;
  readonly people: number;
  readonly x: number;
  readonly xx: number;
}

/** How many people each group has, with the sums of what was expected of them. */
export async function drawnSums(on: Queryable, shop: ShopId, exportId: string): Promise<DrawnSums[]> {
  const found = await rows<Omit<DrawnSums, "placement"> & { g: number }>(
    on,
    sql`with people as materialized (${people(shop, exportId)})
      select g, count(*) as people, sum(x) as x, sum(x * x) as xx from people group by g order by g`,
  );
  return found.map(({ g, ...sums }) => ({ ...sums, placement: placementOf(g) }));
}

const placementOf = (g: number): Placement => PLACEMENTS[g] ?? "sent";

/** Sums of an outcome, and its squares and products with what was expected. */
export interface OutcomeSums {
  readonly y: number;
  readonly yy: number;
  readonly xy: number;
}

/** By how much the sums of a group grew on a day of the experiment. */
export interface DaySums {
  readonly placement: Placement;
  readonly day: string;
  /** People who ordered for the first time since the day of the file. */
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
 * What the people of an export did from its day on, by group and day. The square of a person's sum grows on each day by the square until then less the one
 * until the day before, so that sums of squares add up over days too.
 */
export async function outcomesByDay(
  on: Queryable,
  shop: ShopId,
  exportId: string,
  {
    from,
    through,
    unknownCostShare,
  }: {
    readonly from: string;
    readonly through: string;
    readonly unknownCostShare: number;
  },
): Promise<DaySums[]> {
  const found = await rows<Record<string, number> & { readonly day: string; readonly g: number }>(
    on,
    sql`with people as materialized (${people(shop, exportId)}),
      spent as (
        select p.customer_id, p.g, p.x, d.day, d.orders::float8 as o, d.net_sales_minor::float8 as n,
          d.cost_known_net_sales_minor - d.cost_minor
            + (d.net_sales_minor - d.cost_known_net_sales_minor) * ${1 - unknownCostShare}::float8 as m,
          d.net_sales_minor - d.cost_known_net_sales_minor as unknown, d.cost_known_net_sales_minor as known
        from people p join customer_day d on d.shop_id = ${shop} and d.customer_id = p.customer_id
        where d.day between ${from}::date and ${through}::date
      ),
      until as (
        select g, x, day, o, n, m, unknown, known, sum(o) over w as o_until, sum(n) over w as n_until, sum(m) over w as m_until,
          case when o > 0 and sum(o) over w = o then 1 else 0 end as is_first
        from spent window w as (partition by customer_id order by day)
      )
      select g, day::text as day, sum(is_first) as buyers, sum(abs(unknown))::float8 as unknown,
        sum(known)::float8 as known,
        sum(o) as o_y, sum(o * (2 * o_until - o)) as o_yy, sum(x * o) as o_xy,
        sum(n) as n_y, sum(n * (2 * n_until - n)) as n_yy, sum(x * n) as n_xy,
        sum(m) as m_y, sum(m * (2 * m_until - m)) as m_yy, sum(x * m) as m_xy
      from until group by g, day order by day, g`,
  );
  return found.map((row) => {
    const sums = (of: string): OutcomeSums => ({
      y: row[`${of}_y`] ?? 0,
      yy: row[`${of}_yy`] ?? 0,
      xy: row[`${of}_xy`] ?? 0,
    });
    return {
      ...{ placement: placementOf(row.g), day: row.day, buyers: row.buyers ?? 0 },
      ...{ orders: sums("o"), netSales: sums("n"), margin: sums("m") },
      ...{ unknownCostMinor: row.unknown ?? 0, costKnownMinor: row.known ?? 0 },
    };
  });
}

export interface SpendingFigures {
  /** Of customers who ever ordered: mean of the squares of what each spent in the days, and mean of what each spent. */
  readonly meanSquare: number;
  readonly mean: number;
  /** Mean square of the value of an order of theirs, of whatever day; null where nothing was ever sold. */
  readonly orderSquare: number | null;
  /** Mean over them, and over the audience, of expected value squared / expected orders: nearly the variance of a year; null without predictions. */
  readonly shopSpread: number | null;
  readonly audienceSpread: number | null;
  /** Mean expected value of the audience in the next twelve months, and its variance among them; null without predictions. */
  readonly audienceExpected: number | null;
  readonly audienceVariance: number | null;
}

/** What an experiment with the people of `condition` (on `v`) is planned by, out of the days after `after`. */
export async function spendingFigures(
  on: Queryable,
  shop: ShopId,
  condition: Sql,
  after: string,
): Promise<SpendingFigures> {
  const spread = sql`case when v.expected_orders > 0 then v.expected_value_minor::float8 ^ 2 / v.expected_orders else 0 end`;
  const [row] = await rows<SpendingFigures & Record<string, unknown>>(
    on,
    sql`with spent as (
        select sum(net_sales_minor)::float8 as y from customer_day
        where shop_id = ${shop} and day > ${after}::date group by customer_id
      ), shop as (
        select count(*)::float8 as people, avg(${spread}) filter (where v.expected_value_minor is not null) as spread,
          avg((v.net_sales_minor::float8 / v.orders) ^ 2) as order_square
        from customer_value v where v.shop_id = ${shop} and v.orders > 0
      ), audience as (
        select avg(${spread}) filter (where v.expected_value_minor is not null) as spread,
          avg(v.expected_value_minor)::float8 as expected, var_pop(v.expected_value_minor)::float8 as variance
        from customer_value v where v.shop_id = ${shop} and v.reachable and ${condition}
      )
      select coalesce((select sum(y * y) from spent) / nullif(shop.people, 0), 0) as "meanSquare",
        coalesce((select sum(y) from spent) / nullif(shop.people, 0), 0) as "mean",
        shop.order_square as "orderSquare", shop.spread as "shopSpread", audience.spread as "audienceSpread", audience.expected as "audienceExpected",
        audience.variance as "audienceVariance"
      from shop, audience`,
  );
  return (
    row ?? {
      ...{ meanSquare: 0, mean: 0, orderSquare: null },
      ...{ shopSpread: null, audienceSpread: null, audienceExpected: null, audienceVariance: null },
    }
  );
}
