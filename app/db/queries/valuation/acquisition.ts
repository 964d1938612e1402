import sql, { empty, join, raw, type Sql } from "sql-template-tag";
import {
  BY_SALE,
  CHANNEL_TABLE,
  MOST_CAMPAIGN,
  MOST_CHANNEL,
  UNPAID,
} from "../../../clv/acquisition/channel.ts";
import type { ShopId } from "../../../platform/ids.ts";
import type { Tx } from "../../client.ts";

/** `plainTerm` of app/clv/acquisition/channel.ts. */
const plainTerm = (text: Sql): Sql =>
  sql`left(btrim(lower(coalesce(${text}, '') collate "C"), ' ~'), ${MOST_CHANNEL}::int)`;

/** `campaignKey` of app/clv/acquisition/channel.ts. */
export const campaignKeyOf = (text: Sql): Sql =>
  sql`left(btrim(regexp_replace(lower(coalesce(${text}, '') collate "C"), '[ _+-]+', ' ', 'g'), ' ~'), ${MOST_CAMPAIGN}::int)`;

const cases = (term: Sql, table: Readonly<Record<string, readonly string[]>>): Sql =>
  join(
    Object.entries(table).map(
      ([channel, terms]) => sql`when ${term} = any(${[...terms]}::text[]) then ${channel}`,
    ),
    " ",
  );

/** `channelOf` of app/clv/acquisition/channel.ts, of the rows of a table: `select` what is asked of them and `channel`. */
export function channelsOf(visits: Sql, asked: Sql): Sql {
  const { mediums, sources, unpaidMediums } = CHANNEL_TABLE;
  return sql`select ${asked}, case
      when source = '' and medium = '' then ${BY_SALE}::text || sold
      ${cases(sql`medium`, mediums)}
      when source <> '' and medium = any(${[...unpaidMediums]}::text[]) and named <> 'email' then named || ${UNPAID}
      else named
    end as channel
    from (
      select *, case ${cases(sql`source`, sources)} when source = '' then medium else source end as named
      from (
        select t.*, ${plainTerm(sql`t.first_visit_utm_source`)} as source, ${plainTerm(sql`t.first_visit_utm_medium`)} as medium,
          ${plainTerm(sql`t.channel`)} as sold
        from ${visits} t
      ) plain
    ) named`;
}

const COLUMNS = [
  "channel",
  "campaign",
  "discount_code",
  "country",
  "product",
  "first_order_cost_minor",
  "first_order_cost_known_net_sales_minor",
] as const;

/**
 * Makes customer_acquisition of the targets equal to what their first orders say. To be asked after `gatherPurchases`, and after the sums lost
 * the rows of before.
 */
export async function writeAcquisition(tx: Tx, shop: ShopId): Promise<void> {
  const list = raw(COLUMNS.join(", "));
  await tx.query(
    sql`create temporary table valuation_acquisition on commit drop as
     with visit as (
       ${channelsOf(
         sql`valuation_first`,
         sql`customer_id, order_id, ${campaignKeyOf(sql`first_visit_utm_campaign`)} as campaign,
           left(coalesce(discount_codes[1], ''), ${MOST_CAMPAIGN}::int) as discount_code,
           cost_minor as first_order_cost_minor, cost_known_net_sales_minor as first_order_cost_known_net_sales_minor`,
       )}
     )
     select v.customer_id, v.channel, v.campaign, v.discount_code, coalesce(r.country_code, '') as country,
       coalesce(b.product_id::text, '') as product, v.first_order_cost_minor, v.first_order_cost_known_net_sales_minor
     from visit v
     join valuation_row r on r.customer_id = v.customer_id and r.orders > 0
     left join (
       select distinct on (p.customer_id) p.customer_id, p.product_id
       from valuation_purchase p join valuation_first f on f.customer_id = p.customer_id and f.order_id = p.order_id
       order by p.customer_id, p.net_sales_minor desc, p.product_id
     ) b on b.customer_id = v.customer_id`,
  );
  await tx.query(
    sql`delete from customer_acquisition a using valuation_target t
     where a.shop_id = ${shop} and a.customer_id = t.customer_id
       and not exists (select from valuation_acquisition f where f.customer_id = a.customer_id)`,
  );
  const set = COLUMNS.map((name) => `${name} = excluded.${name}`).join(", ");
  const [old, fresh] = ["customer_acquisition", "excluded"].map((table) =>
    raw(COLUMNS.map((name) => `${table}.${name}`).join(", ")),
  );
  await tx.query(
    sql`insert into customer_acquisition (shop_id, customer_id, ${list})
     select ${shop}, customer_id, ${list} from valuation_acquisition order by customer_id
     on conflict (shop_id, customer_id) do update set ${raw(set)} where (${old}) is distinct from (${fresh})`,
  );
}

/** The dimensions of the sums, each with a customer's place in it; "all" is one place. */
const PLACES = sql`(values ('all', '', ''), ('channel', '', a.channel), ('campaign', a.channel, a.campaign), ('code', '', a.discount_code),
  ('country', '', a.country), ('product', '', a.product)) d(dimension, channel, key)`;

const COHORT_SUMS = {
  customers: "count(*)",
  repeat_customers: "count(*) filter (where v.orders >= 2)",
  orders: "sum(v.orders)",
  net_sales_minor: "sum(v.net_sales_minor)",
  net_sales_squares: "sum(v.net_sales_minor::numeric * v.net_sales_minor)",
  cost_minor: "sum(v.cost_minor)",
  cost_known_net_sales_minor: "sum(v.cost_known_net_sales_minor)",
  first_order_net_sales_minor: "sum(v.first_order_value_minor)",
  first_order_cost_minor: "sum(a.first_order_cost_minor)",
  first_order_cost_known_net_sales_minor: "sum(a.first_order_cost_known_net_sales_minor)",
  predicted_customers: "count(v.expected_value_minor)",
  expected_value_minor: "coalesce(sum(v.expected_value_minor), 0)",
};

const CELL_SUMS = {
  orders: "sum(m.orders)",
  net_sales_minor: "sum(m.net_sales_minor)",
  cost_minor: "sum(m.cost_minor)",
  cost_known_net_sales_minor: "sum(m.cost_known_net_sales_minor)",
};

function addition(table: string, sums: Readonly<Record<string, string>>, sign: 1 | -1) {
  const names = Object.keys(sums);
  return {
    names: raw(names.join(", ")),
    terms: join(
      Object.values(sums).map((sum) => sql`${sign}::int * ${raw(sum)}`),
      ", ",
    ),
    add: raw(names.map((name) => `${name} = ${table}.${name} + excluded.${name}`).join(", ")),
  };
}

/** As `addToSums` does for the sums by day of the first order. */
export async function addToAcquisition(tx: Tx, shop: ShopId, sign: 1 | -1, everyone: boolean): Promise<void> {
  const scope = everyone ? empty : sql`and a.customer_id in (select customer_id from valuation_target)`;
  const cohort = addition("acquisition_cohort", COHORT_SUMS, sign);
  await tx.query(
    sql`insert into acquisition_cohort (shop_id, dimension, channel, key, cohort_month, ${cohort.names})
     select ${shop}, d.dimension, d.channel, d.key, v.cohort_month, ${cohort.terms}
     from customer_acquisition a
     join customer_value v on v.shop_id = ${shop} and v.customer_id = a.customer_id and v.cohort_month is not null
     cross join lateral ${PLACES}
     where a.shop_id = ${shop} ${scope}
     group by 2, 3, 4, 5
     on conflict (shop_id, dimension, channel, key, cohort_month) do update set ${cohort.add}`,
  );
  const cell = addition("acquisition_cell", CELL_SUMS, sign);
  await tx.query(
    sql`insert into acquisition_cell (shop_id, dimension, channel, key, cohort_month, month, ${cell.names})
     select ${shop}, d.dimension, d.channel, d.key, m.cohort_month, m.month, ${cell.terms}
     from customer_acquisition a
     join customer_month m on m.shop_id = ${shop} and m.customer_id = a.customer_id
     cross join lateral ${PLACES}
     where a.shop_id = ${shop} ${scope}
     group by 2, 3, 4, 5, 6
     on conflict (shop_id, dimension, channel, key, cohort_month, month) do update set ${cell.add}`,
  );
}

export async function dropEmptyAcquisition(tx: Tx, shop: ShopId): Promise<void> {
  await tx.query(sql`delete from acquisition_cohort where shop_id = ${shop} and customers = 0`);
  await tx.query(
    sql`delete from acquisition_cell where shop_id = ${shop} and orders = 0 and net_sales_minor = 0 and cost_minor = 0
       and cost_known_net_sales_minor = 0`,
  );
}

export async function clearAcquisition(tx: Tx, shop: ShopId): Promise<void> {
  await tx.query(sql`delete from acquisition_cohort where shop_id = ${shop}`);
  await tx.query(sql`delete from acquisition_cell where shop_id = ${shop}`);
}
