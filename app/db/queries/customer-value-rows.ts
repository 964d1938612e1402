import type { ShopId } from "../../platform/ids.ts";
import { type Queryable, rows, type Tx } from "../client.ts";
import type { UnassignedOrders } from "./unassigned-orders.ts";

/** Columns that follow from orders and profile; scores of RFM and of the model are written apart. */
const HISTORIC = [
  "orders",
  "order_days",
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
  "first_order_value_minor",
  "value_14_minor",
  "value_30_minor",
  "value_60_minor",
  "value_90_minor",
  "value_180_minor",
  "value_365_minor",
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
] as const;

const MONTHLY = [
  "cohort_month",
  "orders",
  "net_sales_minor",
  "cost_minor",
  "cost_known_net_sales_minor",
] as const;

/** `set` list and guard of an upsert that leaves equal rows untouched: a nightly rebuild then writes only differences. */
function overwrite(table: string, columns: readonly string[]): string {
  const set = columns.map((column) => `${column} = excluded.${column}`).join(", ");
  const old = columns.map((column) => `${table}.${column}`).join(", ");
  const fresh = columns.map((column) => `excluded.${column}`).join(", ");
  return `set ${set} %STAMP% where (${old}) is distinct from (${fresh})`;
}

export interface WrittenRows {
  readonly written: number;
  readonly removed: number;
}

/** Makes customer_value and customer_month of the targets equal to what was computed. */
export async function writeValues(tx: Tx, shop: ShopId, valuedAt: Date): Promise<WrittenRows> {
  const removed = await tx.query(
    `delete from customer_value v using valuation_target t
     where v.shop_id = $1 and v.customer_id = t.customer_id
       and not exists (select from valuation_row r where r.customer_id = v.customer_id)`,
    [shop],
  );
  const list = HISTORIC.join(", ");
  const written = await tx.query(
    `insert into customer_value (shop_id, customer_id, valued_at, ${list})
     select $1, customer_id, $2, ${list} from valuation_row order by customer_id
     on conflict (shop_id, customer_id) do update
     ${overwrite("customer_value", HISTORIC).replace("%STAMP%", ", valued_at = excluded.valued_at")}`,
    [shop, valuedAt],
  );
  await writeMonths(tx, shop);
  return { written: written.rowCount ?? 0, removed: removed.rowCount ?? 0 };
}

async function writeMonths(tx: Tx, shop: ShopId): Promise<void> {
  await tx.query(
    `create temporary table valuation_month on commit drop as
     select d.customer_id, r.cohort_month,
       (extract(year from d.day) * 12 + extract(month from d.day) - 1)::int as month,
       sum(d.orders)::int as orders, sum(d.net)::bigint as net_sales_minor, sum(d.cost)::bigint as cost_minor,
       sum(d.cost_known)::bigint as cost_known_net_sales_minor
     from valuation_day d join valuation_row r on r.customer_id = d.customer_id
     group by 1, 2, 3`,
  );
  await tx.query("analyze valuation_month");
  await tx.query(
    `delete from customer_month m using valuation_target t
     where m.shop_id = $1 and m.customer_id = t.customer_id
       and not exists (select from valuation_month n where n.customer_id = m.customer_id and n.month = m.month)`,
    [shop],
  );
  const list = MONTHLY.join(", ");
  await tx.query(
    `insert into customer_month (shop_id, customer_id, month, ${list})
     select $1, customer_id, month, ${list} from valuation_month order by customer_id, month
     on conflict (shop_id, customer_id, month) do update
     ${overwrite("customer_month", MONTHLY).replace("%STAMP%", "")}`,
    [shop],
  );
}

export interface ShopValuationRow {
  readonly as_of_day: string;
  readonly model_id: string | null;
  readonly learning: string | null;
  readonly rfm_thresholds: unknown;
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
    `select as_of_day, model_id, learning, rfm_thresholds, unassigned_orders, unassigned_net_sales_minor,
       unassigned_first_day, unassigned_last_day, settings_revision, valued_at
     from shop_valuation where shop_id = $1`,
    [shop],
  );
  return row;
}

export interface ValuationStamp {
  readonly asOfDay: string;
  readonly rfmThresholds: unknown;
  readonly settingsRevision: number;
  readonly valuedAt: Date;
  readonly unassigned: UnassignedOrders;
}

/** A shop that was never valued starts without a model, for want of customers. */
export async function stampValuation(tx: Tx, shop: ShopId, stamp: ValuationStamp): Promise<void> {
  const { unassigned } = stamp;
  await tx.query(
    `insert into shop_valuation (shop_id, as_of_day, rfm_thresholds, settings_revision, valued_at, unassigned_orders,
       unassigned_net_sales_minor, unassigned_first_day, unassigned_last_day, learning)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'too_few_customers')
     on conflict (shop_id) do update set as_of_day = excluded.as_of_day, rfm_thresholds = excluded.rfm_thresholds,
       settings_revision = excluded.settings_revision, valued_at = excluded.valued_at,
       unassigned_orders = excluded.unassigned_orders,
       unassigned_net_sales_minor = excluded.unassigned_net_sales_minor,
       unassigned_first_day = excluded.unassigned_first_day, unassigned_last_day = excluded.unassigned_last_day`,
    [
      shop,
      stamp.asOfDay,
      JSON.stringify(stamp.rfmThresholds),
      stamp.settingsRevision,
      stamp.valuedAt,
      unassigned.orders,
      unassigned.netSalesMinor,
      unassigned.firstDay,
      unassigned.lastDay,
    ],
  );
}

/** Day of the shop's last counted order, whoever placed it; null without orders. */
export async function lastOrderDay(
  tx: Tx,
  shop: ShopId,
  unassignedLastDay: string | null,
): Promise<string | null> {
  const [row] = await rows<{ day: string | null }>(
    tx,
    `select greatest($2::date, (
       select last_order_day from customer_value where shop_id = $1 and last_order_day is not null
       order by last_order_day desc limit 1)) as day`,
    [shop, unassignedLastDay],
  );
  return row?.day ?? null;
}
