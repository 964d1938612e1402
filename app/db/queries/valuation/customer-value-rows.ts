import sql, { empty, raw, type Sql } from "sql-template-tag";
import type { ShopId } from "../../../platform/ids.ts";
import { type Queryable, rows, type Tx } from "../../client.ts";
import type { UnassignedOrders } from "../pages/unassigned-orders.ts";
import { writeAcquisition } from "./acquisition.ts";
import { addToSums, dropEmptySums } from "./cohort-sums.ts";
import { dated, monthOf, type ValuationRules } from "./counted-orders.ts";
import { gatherPurchases, writeDays, writePurchases } from "./customer-days.ts";
import { lockValuation } from "./customer-value.ts";
import { touchGuests } from "./dirty.ts";
import { UTM_COLUMNS } from "./utm-columns.ts";
import { WINDOW_COLUMNS } from "./window-columns.ts";

/** Columns that follow from orders and profile; predictions are written apart. */
const HISTORIC = [
  "orders",
  "order_days",
  "guest_orders",
  "first_order_day",
  "last_order_day",
  "cohort_month",
  "gross_sales_minor",
  "discounts_minor",
  "returns_minor",
  "net_sales_minor",
  "shipping_minor",
  "cost_minor",
  "cost_known_net_sales_minor",
  "shipping_cost_minor",
  "payment_cost_minor",
  "fulfilment_cost_minor",
  "gross_margin_minor",
  "contribution_minor",
  "first_order_value_minor",
  "first_order_margin_minor",
  "first_order_contribution_minor",
  ...WINDOW_COLUMNS,
  "repeat_day_value_minor",
  "median_gap_days",
  "gap_days",
  "first_channel",
  "sort_name",
  "search_text",
  "country_code",
  "consent",
  "reachable",
  "known_since",
  "tags",
  "shopify_rfm_group",
  "shopify_spend_tier",
  "channels",
  "discount_codes",
  "sms_consent",
  ...UTM_COLUMNS.map(({ column }) => column),
  "product_due_day",
  "discounted_orders",
] as const;
const RFM = ["rfm_recency", "rfm_frequency", "rfm_monetary", "rfm_group"] as const;

const MONTHLY = [
  "cohort_month",
  "orders",
  "net_sales_minor",
  "first_order_net_sales_minor",
  "cost_minor",
  "cost_known_net_sales_minor",
  "gross_margin_minor",
  "contribution_minor",
  "first_order_margin_minor",
  "first_order_contribution_minor",
] as const;

/**
 * `set` list and guard of an upsert that leaves equal rows untouched: a nightly rebuild then writes only differences. `stamp`: set as
 * well, and not compared.
 */
function overwrite(table: string, columns: readonly string[], stamp: Sql): Sql {
  const set = columns.map((column) => `${column} = excluded.${column}`).join(", ");
  const old = columns.map((column) => `${table}.${column}`).join(", ");
  const fresh = columns.map((column) => `excluded.${column}`).join(", ");
  return sql`set ${raw(set)}${stamp} where (${raw(old)}) is distinct from (${raw(fresh)})`;
}

export interface WrittenRows {
  readonly written: number;
  readonly removed: number;
}

export interface RfmScoring {
  /** Smallest values that earn the scores 2 to 5: days since 1970-01-01, orders, minor units. */
  readonly borders: {
    readonly recency: readonly number[];
    readonly frequency: readonly number[];
    readonly monetary: readonly number[];
  };
  /** Group of each score triple at (recency - 1) * 25 + (frequency - 1) * 5 + monetary - 1. */
  readonly groups: readonly string[];
  readonly groupWithoutOrders: string;
}

/** 1 plus how many of four borders a value reaches. */
export const rfmScore = (value: Sql, borders: Sql): Sql =>
  sql`(1 + width_bucket(${value}, ${borders}::bigint[]))`;

/**
 * Makes customer_value, customer_month, customer_day and customer_purchase of the targets equal to what was computed, with RFM scores: 1 plus how many
 * borders a value reaches.
 */
export async function writeValues(
  tx: Tx,
  shop: ShopId,
  valuedAt: Date,
  rules: ValuationRules,
  rfm: RfmScoring,
): Promise<WrittenRows> {
  const removed = await tx.query(
    sql`delete from customer_value v using valuation_target t
     where v.shop_id = ${shop} and v.customer_id = t.customer_id
       and not exists (select from valuation_row r where r.customer_id = v.customer_id)`,
  );
  await gatherPurchases(tx, shop);
  const written = await writeScored(tx, shop, valuedAt, rfm);
  await writeMonths(tx, shop, rules);
  await writeDays(tx, shop);
  await writePurchases(tx, shop);
  await writeAcquisition(tx, shop);
  return { written, removed: removed.rowCount ?? 0 };
}

/** Writes the computed rows of the targets with RFM scores; returns how many were not so before. To be asked after `gatherPurchases`. */
export async function writeScored(tx: Tx, shop: ShopId, valuedAt: Date, rfm: RfmScoring): Promise<number> {
  const { borders } = rfm;
  const list = raw(HISTORIC.join(", "));
  const columns = [...HISTORIC, ...RFM];
  const written = await tx.query(
    sql`insert into customer_value (shop_id, customer_id, valued_at, ${raw(columns.join(", "))})
     select ${shop}, customer_id, ${valuedAt}, ${list}, recency, frequency, monetary,
       coalesce((${rfm.groups}::text[])[(recency - 1) * 25 + (frequency - 1) * 5 + monetary], ${rfm.groupWithoutOrders})
     from (
       select *,
         case when orders > 0 then ${rfmScore(raw("(last_order_day - date '1970-01-01')::bigint"), sql`${borders.recency}`)} end as recency,
         case when orders > 0 then ${rfmScore(raw("orders::bigint"), sql`${borders.frequency}`)} end as frequency,
         case when orders > 0 then ${rfmScore(raw("net_sales_minor"), sql`${borders.monetary}`)} end as monetary
       from valuation_row left join valuation_due using (customer_id)
     ) scored
     order by customer_id
     on conflict (shop_id, customer_id) do update
     ${overwrite("customer_value", columns, sql`, valued_at = excluded.valued_at`)}`,
  );
  return written.rowCount ?? 0;
}

/**
 * Whether the orders of nobody can have changed with the targets: a guest's order was touched, a target is not alive, was
 * not alive before, or has or had orders placed as a guest. To be asked before the rows are written.
 */
export async function touchesUnassigned(tx: Tx, shop: ShopId): Promise<boolean> {
  const [found] = await rows<{ touched: boolean }>(
    tx,
    sql`select exists (select from valuation_taken where customer_id = 0)
       or exists (
         select from valuation_target t
         left join valuation_row r on r.customer_id = t.customer_id
         left join customer_value v on v.shop_id = ${shop} and v.customer_id = t.customer_id
         where r.customer_id is null or v.customer_id is null or r.guest_orders > 0 or v.guest_orders > 0
       ) as touched`,
  );
  return found?.touched ?? true;
}

/** A refund of the first order belongs to the first order, in whichever month the settings date it. */
async function writeMonths(tx: Tx, shop: ShopId, rules: ValuationRules): Promise<void> {
  await tx.query(
    sql`create temporary table valuation_month on commit drop as
     select d.customer_id, r.cohort_month,
       ${monthOf(sql`d.day`)} as month,
       sum(d.orders)::int as orders, sum(d.net)::bigint as net_sales_minor,
       sum(d.first_net)::bigint as first_order_net_sales_minor, sum(d.cost)::bigint as cost_minor,
       sum(d.cost_known)::bigint as cost_known_net_sales_minor,
       case when bool_and(margin is not null) then sum(margin)::bigint end as gross_margin_minor,
       case when bool_and(margin is not null) then sum(contribution)::bigint end as contribution_minor,
       case when bool_and(first_margin is not null) then sum(first_margin)::bigint end as first_order_margin_minor,
       case when bool_and(first_margin is not null) then sum(first_contribution)::bigint end
         as first_order_contribution_minor
     from (
       select customer_id, day, orders, net, 0 as first_net, cost, cost_known, margin, contribution, 0 as first_margin,
         0 as first_contribution from valuation_day
       union all
       select customer_id, day, 0, 0, net, 0, 0, 0, 0, margin, contribution from (${dated(sql`valuation_first`, shop, rules)}) first_order
     ) d join valuation_row r on r.customer_id = d.customer_id
     group by 1, 2, 3`,
  );
  await tx.query("analyze valuation_month");
  await tx.query(
    sql`delete from customer_month m using valuation_target t
     where m.shop_id = ${shop} and m.customer_id = t.customer_id
       and not exists (select from valuation_month n where n.customer_id = m.customer_id and n.month = m.month)`,
  );
  const list = raw(MONTHLY.join(", "));
  await tx.query(
    sql`insert into customer_month (shop_id, customer_id, month, ${list})
     select ${shop}, customer_id, month, ${list} from valuation_month order by customer_id, month
     on conflict (shop_id, customer_id, month) do update
     ${overwrite("customer_month", MONTHLY, empty)}`,
  );
}

export interface ShopValuationRow {
  readonly as_of_day: string;
  readonly model_id: string | null;
  readonly learning: string | null;
  readonly rfm_thresholds: unknown;
  readonly ranked_figures: unknown;
  readonly unassigned_orders: number;
  readonly unassigned_net_sales_minor: number;
  readonly unassigned_first_day: string | null;
  readonly unassigned_last_day: string | null;
  readonly settings_revision: number;
  readonly valued_at: Date;
}

export async function shopValuation(on: Queryable, shop: ShopId): Promise<ShopValuationRow | undefined> {
  const [row] = await rows<ShopValuationRow>(
    on,
    sql`select as_of_day, model_id, learning, rfm_thresholds, ranked_figures, unassigned_orders, unassigned_net_sales_minor,
       unassigned_first_day, unassigned_last_day, settings_revision, valued_at
     from shop_valuation where shop_id = ${shop}`,
  );
  return row;
}

export function unassignedOf(row: ShopValuationRow): UnassignedOrders {
  return {
    orders: row.unassigned_orders,
    netSalesMinor: row.unassigned_net_sales_minor,
    firstDay: row.unassigned_first_day,
    lastDay: row.unassigned_last_day,
  };
}

export interface ValuationStamp {
  readonly asOfDay: string;
  readonly rfmThresholds: unknown;
  readonly rankedFigures: unknown;
  readonly settingsRevision: number;
  readonly valuedAt: Date;
  readonly unassigned: UnassignedOrders;
}

/** A shop that was never valued starts without a model and without a reason: its first fit is still to come. */
export async function stampValuation(tx: Tx, shop: ShopId, stamp: ValuationStamp): Promise<void> {
  const { unassigned } = stamp;
  const thresholds = stamp.rfmThresholds === null ? null : JSON.stringify(stamp.rfmThresholds);
  await tx.query(
    sql`insert into shop_valuation (shop_id, as_of_day, rfm_thresholds, ranked_figures, settings_revision, valued_at, unassigned_orders,
       unassigned_net_sales_minor, unassigned_first_day, unassigned_last_day)
     values (${shop}, ${stamp.asOfDay}, ${thresholds}, ${JSON.stringify(stamp.rankedFigures)}, ${stamp.settingsRevision},
       ${stamp.valuedAt}, ${unassigned.orders}, ${unassigned.netSalesMinor}, ${unassigned.firstDay}, ${unassigned.lastDay})
     on conflict (shop_id) do update set as_of_day = excluded.as_of_day, rfm_thresholds = excluded.rfm_thresholds,
       ranked_figures = excluded.ranked_figures, settings_revision = excluded.settings_revision, valued_at = excluded.valued_at,
       unassigned_orders = excluded.unassigned_orders,
       unassigned_net_sales_minor = excluded.unassigned_net_sales_minor,
       unassigned_first_day = excluded.unassigned_first_day, unassigned_last_day = excluded.unassigned_last_day`,
  );
}

/**
 * Removes the values of customers, their places in segments, and their part of the sums at once: an erasure must not wait for the next valuation. Their orders keep
 * their amounts; the next valuation counts them as orders without a customer.
 */
export async function removeCustomerValues(
  tx: Tx,
  shop: ShopId,
  customerIds: readonly number[],
): Promise<void> {
  await lockValuation(tx, shop);
  await tx.query("create temporary table valuation_target (customer_id bigint primary key) on commit drop");
  await tx.query(sql`insert into valuation_target select distinct unnest(${customerIds}::bigint[])`);
  await addToSums(tx, shop, -1);
  for (const table of [
    "customer_value",
    "customer_month",
    "customer_day",
    "customer_purchase",
    "customer_acquisition",
    "valuation_dirty",
    "segment_dirty",
    "segment_member",
    "segment_event",
    "published_member",
  ]) {
    await tx.query(
      sql`delete from ${raw(table)} where shop_id = ${shop} and customer_id = any(${customerIds})`,
    );
  }
  await dropEmptySums(tx, shop);
  await touchGuests(tx, shop, []);
}
