import sql, { join, raw } from "sql-template-tag";
import { WINDOWS } from "../../../clv/historic/windows.ts";
import { MAY_BE_WRITTEN_TO } from "../../../platform/consent-gate.ts";
import type { ShopId } from "../../../platform/ids.ts";
import { type Queryable, rows, type Tx } from "../../client.ts";
import { counted, dated, monthOf, type ValuationRules, type ValuationScope } from "./counted-orders.ts";
import { MARGIN_COLUMNS, type MarginScope, withMargins } from "./order-margins.ts";
import { holdersOfAddresses, survivors, takenOutCustomers } from "./order-owners.ts";
import { UTM_COLUMNS } from "./utm-columns.ts";
import { WINDOW_COLUMNS, windowColumn } from "./window-columns.ts";

/*
 * Customer value is computed by set-based statements over temporary tables that live as long as the transaction:
 *   valuation_taken    touches that this run answers, with their versions
 *   valuation_target   customers whose rows this run replaces
 *   valuation_alias    merged customer -> the one that finally survived
 *   valuation_out      customers who are taken out of the figures
 *   valuation_person   targets that are alive and not taken out
 *   valuation_address  address of guests -> the customer whose orders they are
 *   valuation_order    their counted orders
 *   valuation_costed   those with what they cost and leave
 *   valuation_first    the first of them for each target
 *   valuation_last     the last of them
 *   valuation_day      those per customer and day, money dated as the settings say
 *   valuation_purchase what of which products they bought and kept
 *   valuation_due      when which of those is due again
 *   valuation_row      the rows of customer_value as they should be
 */

/** One run at a time per shop: sums are kept by taking the old rows out and putting the new ones in. */
export async function lockValuation(tx: Tx, shop: ShopId): Promise<void> {
  await tx.query(sql`select pg_advisory_xact_lock(hashtextextended('valuation', ${shop}))`);
  await sortInMemory(tx);
}

/** The statements that follow sort and hash whole shops, so they get more memory than the queries of a page. */
export async function sortInMemory(tx: Tx): Promise<void> {
  await tx.query("select set_config('work_mem', '64MB', true), set_config('jit', 'off', true)");
}

/**
 * Touches to answer now, oldest first, at most `limit` (null: all of them). A later touch of the same customer has a
 * higher version and stays for the next run. Returns how many were taken.
 */
export async function takeTouches(tx: Tx, shop: ShopId, limit: number | null): Promise<number> {
  await tx.query(
    `create temporary table valuation_taken
       (customer_id bigint primary key, version bigint, changed_at timestamptz, origins text[]) on commit drop`,
  );
  const taken = await tx.query(
    sql`insert into valuation_taken
     select customer_id, version, changed_at, origins from valuation_dirty where shop_id = ${shop}
     order by marked_at, customer_id limit ${limit}`,
  );
  return taken.rowCount ?? 0;
}

export async function dropAnsweredTouches(tx: Tx, shop: ShopId): Promise<void> {
  await tx.query(
    sql`delete from valuation_dirty d using valuation_taken t
     where d.shop_id = ${shop} and d.customer_id = t.customer_id and d.version = t.version`,
  );
}

/** Of a touch that this run answered: what it follows from. */
export interface AnsweredTouch {
  /** The earliest change in Shopify that the value did not show; null where it is not known. */
  readonly changedAt: Date | null;
  readonly origins: readonly string[];
}

/** Those of which something is known. */
export function answeredTouches(tx: Tx): Promise<AnsweredTouch[]> {
  return rows<AnsweredTouch>(
    tx,
    `select changed_at "changedAt", origins from valuation_taken
     where changed_at is not null or origins <> '{}' order by changed_at`,
  );
}

export async function hasTouches(on: Queryable, shop: ShopId): Promise<boolean> {
  const [found] = await rows<{ touched: boolean }>(
    on,
    sql`select exists (select from valuation_dirty where shop_id = ${shop}) as touched`,
  );
  return found?.touched ?? false;
}

async function resolveAliases(tx: Tx, shop: ShopId): Promise<void> {
  await tx.query(sql`create temporary table valuation_alias on commit drop as ${survivors(shop)}`);
  await tx.query("alter table valuation_alias add primary key (from_id)");
  await tx.query("analyze valuation_alias");
}

const READ_TABLES = ["customer", "customer_value", "orders", "order_line", "order_refund"];

/** Right after the first backfill the server knows nothing of these tables yet, and would plan as if they were empty. */
export async function analyzeUnknownTables(tx: Tx): Promise<void> {
  const unknown = await rows<{ name: string }>(
    tx,
    sql`select relname as name from pg_class
     where relnamespace = 'public'::regnamespace and relname = any(${READ_TABLES}) and reltuples < 0`,
  );
  for (const { name } of unknown) await tx.query(`analyze ${name}`);
}

/** Targets every customer who is not deleted or has a stored value. */
export async function targetEveryone(tx: Tx, shop: ShopId): Promise<void> {
  await resolveAliases(tx, shop);
  await tx.query("create temporary table valuation_target (customer_id bigint primary key) on commit drop");
  await tx.query(
    sql`insert into valuation_target
     select customer_id from customer where shop_id = ${shop} and deleted_at is null
     union select customer_id from customer_value where shop_id = ${shop}`,
  );
  await tx.query("analyze valuation_target");
}

/**
 * The customers of the taken touches, those they were merged into, and those who share an address with them or with somebody who
 * was merged into them.
 */
export async function targetTouched(tx: Tx, shop: ShopId): Promise<void> {
  await resolveAliases(tx, shop);
  await tx.query("create temporary table valuation_target (customer_id bigint primary key) on commit drop");
  await tx.query(
    sql`insert into valuation_target
     with touched as (
       select customer_id from valuation_taken where customer_id <> 0
       union select a.to_id from valuation_taken t join valuation_alias a on a.from_id = t.customer_id
     ), family as (
       select customer_id from touched
       union select a.from_id from touched t join valuation_alias a on a.to_id = t.customer_id
     ), address as (
       select c.email from family f
       join customer c on c.shop_id = ${shop} and c.customer_id = f.customer_id and c.email is not null
       union
       select a.email from family f
       join former_address a on a.shop_id = ${shop} and a.customer_id = f.customer_id
     )
     select customer_id from touched
     union
     select c.customer_id from address join customer c on c.shop_id = ${shop} and c.email = address.email
     union
     select coalesce(m.to_id, f.customer_id)
     from address join former_address f on f.shop_id = ${shop} and f.email = address.email
     left join valuation_alias m on m.from_id = f.customer_id`,
  );
  await tx.query("analyze valuation_target");
}

/**
 * Fills valuation_out, valuation_person, valuation_address and valuation_order. An order belongs to its customer, or to the one its customer was
 * merged into; without a customer, to the holder of its address (`holdersOfAddresses`).
 */
export async function assignOrders(tx: Tx, shop: ShopId, scope: ValuationScope): Promise<void> {
  const { rules, timeZone } = scope;
  await tx.query(sql`create temporary table valuation_out on commit drop as ${takenOutCustomers(shop)}`);
  await tx.query("alter table valuation_out add primary key (customer_id)");
  await tx.query(
    `create temporary table valuation_person (
       customer_id bigint primary key, sort_name text, search_text text not null,
       country_code text, consent text not null, reachable boolean not null, known_since date, sms_consent text not null,
       tags text[] not null, shopify_rfm_group text, shopify_spend_tier text
     ) on commit drop`,
  );
  await tx.query(
    sql`insert into valuation_person
     select c.customer_id,
       nullif(lower(trim(concat_ws(' ', c.first_name, c.last_name))), ''),
       lower(concat_ws(' ', c.first_name, c.last_name, c.email)),
       c.country_code,
       coalesce(c.email_marketing_state, 'NONE'),
       ${raw(MAY_BE_WRITTEN_TO)},
       (c.source_created_at at time zone ${timeZone})::date,
       coalesce(c.sms_marketing_state, 'NONE'),
       c.tags, c.shopify_rfm_group, c.shopify_spend_tier
     from valuation_target t
     join customer c on c.shop_id = ${shop} and c.customer_id = t.customer_id and c.deleted_at is null
     where not exists (select from valuation_alias a where a.from_id = c.customer_id)
       and not exists (select from valuation_out x where x.customer_id = c.customer_id)`,
  );
  await tx.query("analyze valuation_person");
  await tx.query(
    "create temporary table valuation_address (email text primary key, customer_id bigint not null) on commit drop",
  );
  if (rules.joinGuestsByEmail) {
    // All customers who were merged into a target, because an address may belong to any of them.
    await tx.query(
      sql`create temporary table valuation_asked on commit drop as
       with family as (
         select customer_id from valuation_target
         union select a.from_id from valuation_target t join valuation_alias a on a.to_id = t.customer_id
       )
       select c.email from family join customer c on c.shop_id = ${shop} and c.customer_id = family.customer_id
       where c.email is not null
       union
       select f.email from family join former_address f on f.shop_id = ${shop} and f.customer_id = family.customer_id`,
    );
    await tx.query("analyze valuation_asked");
    await tx.query(sql`insert into valuation_address ${holdersOfAddresses(shop, sql`valuation_asked`)}`);
    await tx.query("analyze valuation_address");
  }
  const order = sql`o.order_id, o.order_day, o.processed_at, o.customer_id is null as guest, o.channel, o.discount_codes,
    ${raw(UTM_COLUMNS.map(({ orderColumn }) => `o.${orderColumn}`).join(", "))}, ${MARGIN_COLUMNS}`;
  const counts = counted(scope);
  await tx.query(
    sql`create temporary table valuation_order on commit drop as
     select p.customer_id, ${order}
     from valuation_person p
     join orders o on o.shop_id = ${shop} and o.customer_id = p.customer_id
     where ${counts}
     union all
     select p.customer_id, ${order}
     from valuation_person p
     join valuation_alias a on a.to_id = p.customer_id
     join orders o on o.shop_id = ${shop} and o.customer_id = a.from_id
     where ${counts}
     union all
     select p.customer_id, ${order}
     from valuation_person p
     join valuation_address a on a.customer_id = p.customer_id
     join orders o on o.shop_id = ${shop} and o.guest_email = a.email and o.customer_id is null
     where ${counts}`,
  );
  await tx.query("analyze valuation_order");
}

/** Fills valuation_costed from what `assignOrders` found. */
export async function costOrders(tx: Tx, shop: ShopId, margins: MarginScope): Promise<void> {
  await tx.query(
    sql`create temporary table valuation_costed on commit drop as ${withMargins(sql`valuation_order`, shop, margins)}`,
  );
  await tx.query("analyze valuation_costed");
}

/** Fills valuation_first, valuation_day and valuation_row from what `costOrders` computed. */
export async function sumOrders(tx: Tx, shop: ShopId, rules: ValuationRules): Promise<void> {
  await tx.query(
    `create temporary table valuation_first on commit drop as
     select distinct on (customer_id) * from valuation_costed order by customer_id, order_day, processed_at, order_id`,
  );
  await tx.query("analyze valuation_first");
  const ofLast = UTM_COLUMNS.filter(({ of }) => of === "valuation_last").map(
    ({ orderColumn }) => orderColumn,
  );
  await tx.query(
    `create temporary table valuation_last on commit drop as
     select distinct on (customer_id) customer_id, ${ofLast.join(", ")}
     from valuation_order order by customer_id, order_day desc, processed_at desc, order_id desc`,
  );
  await tx.query("analyze valuation_last");
  await tx.query(
    sql`create temporary table valuation_day on commit drop as
     select customer_id, day, sum(orders)::int as orders, sum(own_net)::bigint as own_net, sum(net)::bigint as net,
       sum(gross)::bigint as gross, sum(discounts)::bigint as discounts, sum(returns)::bigint as returns,
       sum(shipping)::bigint as shipping, sum(cost)::bigint as cost, sum(cost_known)::bigint as cost_known,
       sum(shipping_cost)::bigint as shipping_cost, sum(payment_cost)::bigint as payment_cost,
       sum(fulfilment_cost)::bigint as fulfilment_cost,
       case when bool_and(margin is not null) then sum(margin)::bigint end as margin,
       case when bool_and(margin is not null) then sum(contribution)::bigint end as contribution
     from (${dated(sql`valuation_costed`, shop, rules)}) dated
     group by customer_id, day`,
  );
  await tx.query("analyze valuation_day");
  const within = WINDOWS.map(
    (days) =>
      sql`(sum(net) filter (where day < first_day + ${days}::int))::bigint as ${raw(windowColumn(days))}`,
  );
  await tx.query(
    sql`create temporary table valuation_row on commit drop as
     with dated as (
       select d.*, min(day) filter (where orders > 0) over (partition by customer_id) as first_day,
         case when orders > 0 then day - lag(day) over (partition by customer_id, orders > 0 order by day) end as gap
       from valuation_day d
     ), summed as (
       select customer_id, sum(orders)::int as orders, (count(*) filter (where orders > 0))::int as order_days,
         first_day as first_order_day, max(day) filter (where orders > 0) as last_order_day,
         sum(gross)::bigint as gross_sales_minor, sum(discounts)::bigint as discounts_minor,
         sum(returns)::bigint as returns_minor, sum(net)::bigint as net_sales_minor,
         sum(shipping)::bigint as shipping_minor, sum(cost)::bigint as cost_minor,
         sum(cost_known)::bigint as cost_known_net_sales_minor,
         sum(shipping_cost)::bigint as shipping_cost_minor, sum(payment_cost)::bigint as payment_cost_minor,
         sum(fulfilment_cost)::bigint as fulfilment_cost_minor,
         case when bool_and(margin is not null) then sum(margin)::bigint end as gross_margin_minor,
         case when bool_and(margin is not null) then sum(contribution)::bigint end as contribution_minor,
         ${join(within, ", ")},
         (sum(own_net) filter (where day > first_day))::float8
           / nullif(count(*) filter (where orders > 0 and day > first_day), 0) as repeat_day_value_minor,
         percentile_cont(0.5) within group (order by gap) as median_gap_days,
         coalesce(array_agg(gap order by day) filter (where gap is not null), '{}') as gap_days
       from dated group by customer_id, first_day
     ), channel as (
       select customer_id, array_agg(distinct channel order by channel) as channels
       from valuation_order where channel is not null group by customer_id
     ), code as (
       select customer_id, array_agg(distinct code order by code) as discount_codes
       from valuation_order, unnest(discount_codes) code group by customer_id
     ), guest as (
       select customer_id, count(*)::int as orders from valuation_order where guest group by customer_id
     ), discounted as (
       select customer_id, count(*)::int as orders from valuation_order where discounts_minor > 0 group by customer_id
     )
     select p.customer_id, coalesce(s.orders, 0) as orders, coalesce(s.order_days, 0) as order_days,
       coalesce(g.orders, 0) as guest_orders, coalesce(x.orders, 0) as discounted_orders,
       s.first_order_day, s.last_order_day,
       ${monthOf(sql`s.first_order_day`)} as cohort_month,
       coalesce(s.gross_sales_minor, 0) as gross_sales_minor, coalesce(s.discounts_minor, 0) as discounts_minor,
       coalesce(s.returns_minor, 0) as returns_minor, coalesce(s.net_sales_minor, 0) as net_sales_minor,
       coalesce(s.shipping_minor, 0) as shipping_minor, coalesce(s.cost_minor, 0) as cost_minor,
       coalesce(s.cost_known_net_sales_minor, 0) as cost_known_net_sales_minor,
       coalesce(s.shipping_cost_minor, 0) as shipping_cost_minor, coalesce(s.payment_cost_minor, 0) as payment_cost_minor,
       coalesce(s.fulfilment_cost_minor, 0) as fulfilment_cost_minor, s.gross_margin_minor, s.contribution_minor,
       valuation_first.net_sales_minor as first_order_value_minor,
       valuation_first.gross_margin_minor as first_order_margin_minor,
       valuation_first.contribution_minor as first_order_contribution_minor,
       ${raw(WINDOW_COLUMNS.map((column) => `s.${column}`).join(", "))},
       s.repeat_day_value_minor, s.median_gap_days, coalesce(s.gap_days, '{}') as gap_days, valuation_first.channel as first_channel,
       p.sort_name, p.search_text, p.country_code, p.consent, p.reachable, p.known_since, p.sms_consent,
       ${raw(UTM_COLUMNS.map(({ column, of, orderColumn }) => `${of}.${orderColumn} as ${column}`).join(", "))},
       p.tags, p.shopify_rfm_group, p.shopify_spend_tier,
       coalesce(n.channels, '{}') as channels, coalesce(k.discount_codes, '{}') as discount_codes
     from valuation_person p
     left join channel n on n.customer_id = p.customer_id
     left join code k on k.customer_id = p.customer_id
     left join summed s on s.customer_id = p.customer_id
     left join valuation_first on valuation_first.customer_id = p.customer_id
     left join valuation_last on valuation_last.customer_id = p.customer_id
     left join guest g on g.customer_id = p.customer_id
     left join discounted x on x.customer_id = p.customer_id`,
  );
  await tx.query("analyze valuation_row");
}
