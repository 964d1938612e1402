import { pipeline } from "node:stream/promises";
import type { PoolClient } from "pg";
import { from as copyFrom } from "pg-copy-streams";

/** Staged rows live in the connection's own temporary tables: no log is written for them, and they end with the load. */
const TABLES = {
  staged_order: `order_id bigint, name text, customer_id bigint, guest_email text, processed_at timestamptz,
    order_day date, source_updated_at timestamptz, cancelled_at timestamptz, financial_status text, currency text,
    channel text, country_code text, discount_codes text[], shipping_minor bigint, is_test boolean,
    is_edited boolean`,
  staged_line: `order_id bigint, line_id bigint, product_id bigint, variant_id bigint, title text, quantity int,
    current_quantity int, unit_price_minor bigint, discount_minor bigint, returns_minor bigint,
    net_sales_minor bigint, is_gift_card boolean, unit_cost_minor bigint, gross_minor bigint`,
  staged_refund: `order_id bigint, refund_id bigint, refunded_at timestamptz, refund_day date,
    returns_minor bigint, refunded_minor bigint`,
  staged_customer: `customer_id bigint, source_created_at timestamptz, source_updated_at timestamptz,
    first_name text, last_name text, email text, email_verified boolean, email_marketing_state text,
    email_opt_in_level text, email_state_updated_at timestamptz, country_code text, tags text[],
    shopify_rfm_group text, shopify_spend_tier text`,
  /** Orders that may not be merged although rows of them are staged. */
  staged_refusal: "order_id bigint",
} as const;

export type StagedTable = keyof typeof TABLES;

/** Creates the staging tables, empty. They last until `dropStaging` or the end of the connection. */
export async function createStaging(connection: PoolClient): Promise<void> {
  await dropStaging(connection);
  const statements = Object.entries(TABLES).map(
    ([name, columns]) => `create temp table ${name} (${columns}) on commit preserve rows`,
  );
  await connection.query(statements.join(";"));
}

export async function dropStaging(connection: PoolClient): Promise<void> {
  const names = Object.keys(TABLES).map((name) => `pg_temp.${name}`);
  await connection.query(
    `drop table if exists ${names.join(", ")}, pg_temp.applied_order, pg_temp.affected_person`,
  );
}

/** `text`: rows in COPY's text format, columns in the order of the table. */
export async function copyToStaging(connection: PoolClient, table: StagedTable, text: string): Promise<void> {
  if (text === "") return;
  await pipeline([Buffer.from(text)], connection.query(copyFrom(`copy pg_temp.${table} from stdin`)));
}
