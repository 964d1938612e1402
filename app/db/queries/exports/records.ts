import sql, { raw, type Sql } from "sql-template-tag";
import { GATE_ALIVE, type GatePerson } from "../../../platform/consent-gate.ts";
import type { ShopId } from "../../../platform/ids.ts";
import { type Queryable, rows } from "../../client.ts";

export interface ExportRow {
  readonly export_id: string;
  /** null for a list of customers, which has a filter instead. */
  readonly segment_key: string | null;
  readonly filter: unknown;
  readonly format: string;
  readonly delimiter: string;
  readonly columns: readonly string[];
  readonly requested_by: string;
  readonly requested_at: Date;
  readonly status: string;
  readonly members: number;
  readonly included: number;
  readonly excluded: unknown;
}

const FIELDS = sql`export_id, segment_key, filter, format, delimiter, columns, requested_by, requested_at, status, members,
  included, excluded`;

export async function insertExport(
  on: Queryable,
  shop: ShopId,
  row: Pick<
    ExportRow,
    | "export_id"
    | "segment_key"
    | "filter"
    | "format"
    | "delimiter"
    | "columns"
    | "requested_by"
    | "requested_at"
  >,
): Promise<void> {
  const filter = row.filter === null ? null : JSON.stringify(row.filter);
  await on.query(
    sql`insert into export (shop_id, export_id, segment_key, filter, format, delimiter, columns, requested_by, requested_at,
        status, excluded)
      values (${shop}, ${row.export_id}, ${row.segment_key}, ${filter}, ${row.format}, ${row.delimiter}, ${row.columns},
        ${row.requested_by}, ${row.requested_at}, 'requested', '{}')`,
  );
}

export async function exportById(
  on: Queryable,
  shop: ShopId,
  exportId: string,
): Promise<ExportRow | undefined> {
  const [row] = await rows<ExportRow>(
    on,
    sql`select ${FIELDS} from export where shop_id = ${shop} and export_id = ${exportId}`,
  );
  return row;
}

export function latestExports(on: Queryable, shop: ShopId, limit: number): Promise<ExportRow[]> {
  return rows<ExportRow>(
    on,
    sql`select ${FIELDS} from export where shop_id = ${shop} order by requested_at desc, export_id limit ${limit}`,
  );
}

/** Begins a stream: an export is streamed once, so of two requests for one export only the first gets it. */
export async function beginExport(on: Queryable, shop: ShopId, exportId: string): Promise<boolean> {
  const begun = await on.query(
    sql`update export set status = 'streaming'
      where shop_id = ${shop} and export_id = ${exportId} and status = 'requested'`,
  );
  return begun.rowCount === 1;
}

export interface ExportCounts {
  readonly members: number;
  readonly included: number;
  readonly excluded: Readonly<Record<string, number>>;
}

/** What left the app until the stream ended; "failed" means that it ended before its last row. */
export async function endExport(
  on: Queryable,
  shop: ShopId,
  exportId: string,
  status: "done" | "failed",
  counts: ExportCounts,
): Promise<void> {
  await on.query(
    sql`update export set status = ${status}, members = ${counts.members}, included = ${counts.included},
        excluded = ${JSON.stringify(counts.excluded)}, finished_at = now()
      where shop_id = ${shop} and export_id = ${exportId} and status = 'streaming'`,
  );
}

/** A member of a segment or list with the consent and address of this moment, out of the customer's own row. */
export interface ExportMemberRow extends GatePerson {
  readonly customer_id: number;
  readonly first_name: string | null;
  readonly last_name: string | null;
  readonly country_code: string | null;
  readonly net_sales_minor: number;
  readonly expected_value_minor: number | null;
  readonly value_low_minor: number | null;
  readonly value_high_minor: number | null;
  readonly rfm_group: string;
  readonly orders: number;
  readonly last_order_day: string | null;
  readonly next_order_from: string | null;
  readonly next_order_to: string | null;
  readonly order_probability: number | null;
}

/** Customers who meet the condition on `v` (customer_value), in pages by id; each page sees what is committed when it is read. */
export async function* memberPages(
  on: Queryable,
  shop: ShopId,
  condition: Sql,
  pageSize: number,
): AsyncGenerator<ExportMemberRow[]> {
  let after = 0;
  while (true) {
    const page = await rows<ExportMemberRow>(
      on,
      sql`select v.customer_id, ${raw(GATE_ALIVE)} as alive, c.email, c.email_marketing_state, c.first_name, c.last_name,
          c.country_code, v.net_sales_minor, v.expected_value_minor, v.value_low_minor, v.value_high_minor, v.rfm_group,
          v.orders, v.last_order_day, v.next_order_from, v.next_order_to, v.order_probability
        from customer_value v
        left join customer c on c.shop_id = v.shop_id and c.customer_id = v.customer_id
        where v.shop_id = ${shop} and v.customer_id > ${after} and ${condition}
        order by v.customer_id limit ${pageSize}`,
    );
    if (page.length > 0) yield page;
    if (page.length < pageSize) return;
    after = page.at(-1)?.customer_id ?? after;
  }
}
