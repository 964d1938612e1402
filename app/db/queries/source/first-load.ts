import { pipeline } from "node:stream/promises";
import { from as copyFrom } from "pg-copy-streams";
import type { ShopId } from "../../../platform/ids.ts";
import { rows, type Tx } from "../../client.ts";

const COLUMNS = {
  customer: `shop_id, customer_id, source_created_at, source_updated_at, first_name, last_name, email, email_verified,
    email_marketing_state, email_opt_in_level, email_state_updated_at, country_code, tags, shopify_rfm_group,
    shopify_spend_tier`,
  orders: `shop_id, order_id, name, customer_id, guest_email, processed_at, order_day, source_updated_at, cancelled_at,
    financial_status, currency, channel, country_code, discount_codes, shipping_minor, gross_sales_minor,
    discounts_minor, returns_minor, net_sales_minor, cost_minor, cost_known_net_sales_minor, exclusion`,
  order_line: `shop_id, order_id, line_id, product_id, variant_id, title, quantity, current_quantity, unit_price_minor,
    discount_minor, returns_minor, net_sales_minor, is_gift_card, unit_cost_minor`,
  order_refund: "shop_id, order_id, refund_id, refunded_at, refund_day, returns_minor, refunded_minor",
} as const;

export type LoadedTable = keyof typeof COLUMNS;

const KEY = { customers: ["customer", "customer_id"], orders: ["orders", "order_id"] } as const;
type Resource = keyof typeof KEY;

/** Whether nothing of a resource is stored, no deletion either. Stays so for a transaction that holds the shop's merge lock. */
export async function isUnread(tx: Tx, shop: ShopId, resource: Resource): Promise<boolean> {
  const found = await tx.query(`select from ${KEY[resource][0]} where shop_id = $1 limit 1`, [shop]);
  return found.rowCount === 0;
}

/**
 * The plans of foreign keys are made once a connection. One that was made while `orders` had no rows would read the whole table for
 * every line of a first load: 10 ms each instead of 7 us.
 */
export async function lookUpByIndex(tx: Tx): Promise<void> {
  await tx.query("set local enable_seqscan = off");
}

/** `text`: rows in COPY's text format, columns as listed above. */
export async function copyToTable(tx: Tx, table: LoadedTable, text: string): Promise<void> {
  if (text === "") return;
  await pipeline([Buffer.from(text)], tx.query(copyFrom(`copy ${table} (${COLUMNS[table]}) from stdin`)));
}

/**
 * Ends a first load: rows of refused orders go again, and what was marked before the file was begun, or refused of rows that are there now, is
 * settled. Returns how many rows are stored.
 */
export async function settleFirstLoad(
  tx: Tx,
  shop: ShopId,
  resource: Resource,
  options: { refusedIds: readonly number[]; startedAt: Date },
): Promise<number> {
  const [table, key] = KEY[resource];
  await tx.query(`delete from ${table} where shop_id = $1 and ${key} = any($2)`, [shop, options.refusedIds]);
  await tx.query(
    `delete from sync_dirty d using ${table} t where d.shop_id = $1 and d.resource = $2 and d.marked_at < $3
       and t.shop_id = $1 and t.${key} = d.source_id`,
    [shop, resource, options.startedAt],
  );
  await tx.query(
    `delete from refused_row r using ${table} t where r.shop_id = $1 and r.resource = $2
       and t.shop_id = $1 and t.${key} = r.source_id`,
    [shop, resource],
  );
  const [counted] = await rows<{ stored: number }>(
    tx,
    `select count(*) stored from ${table} where shop_id = $1`,
    [shop],
  );
  return counted?.stored ?? 0;
}
