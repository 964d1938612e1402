import sql, { type Sql } from "sql-template-tag";
import { PLACEMENTS, type Placement } from "../../../platform/holdout.ts";
import type { ShopId } from "../../../platform/ids.ts";
import { type Queryable, rows, type Tx } from "../../client.ts";
import { unplanned } from "../without-statistics.ts";

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

/** Notes that fewer people are held out of everything from a day on, where anybody has been until then: some of them are reached now. */
export async function noteLowering(tx: Tx, shop: ShopId, day: string, shareBp: number): Promise<void> {
  await tx.query(
    sql`update shop_holdout set lowerings = lowerings || ${JSON.stringify([{ day, shareBp }])}::jsonb
      where shop_id = ${shop} and first_day is not null`,
  );
}

/** Notes the day of the first export or list that holds people out of all; later ones change nothing. */
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
 * The people of an export who still exist, each once under the id that they have now: merged people count where the surviving id was drawn, else where
 * the first of the merged ones was. They are one cohort, whose first day is that of the export.
 */
export const peopleOfExport = (
  shop: ShopId,
  exportId: string,
  { firstDay, days }: { readonly firstDay: string; readonly days: number },
): Sql => sql`
  select distinct on (now_id) now_id as customer_id, g, expected::float8 as x, 0 as cohort, ${firstDay}::date as first_day, ${days}::integer as days
  from (
    select coalesce(a.to_customer_id, p.id) as now_id, p.id, p.g, p.expected
    from export_draw d
    cross join lateral unnest(d.customer_ids, d.groups, d.expected_minor) as p(id, g, expected)
    left join customer_alias a on a.shop_id = ${unplanned(shop)} and a.from_customer_id = p.id
    where d.shop_id = ${shop} and d.export_id = ${exportId}
  ) drawn
  where exists (select from customer_value v where v.shop_id = ${unplanned(shop)} and v.customer_id = now_id)
  order by now_id, id <> now_id, id`;

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
