import type { ShopId } from "../../../platform/ids.ts";
import { type Queryable, rows } from "../../client.ts";

export interface RefusedRow {
  readonly refusedId: string;
  readonly resource: "customers" | "orders" | "webhook";
  readonly origin: "bulk" | "refetch" | "webhook";
  /** The bulk operation or webhook that brought it. */
  readonly reference: string;
  readonly lineNo: number | null;
  readonly sourceId: number | null;
  readonly reason: string;
  readonly detail: string;
  readonly raw: string;
  readonly refusedAt: Date;
}

/** Longest text that is kept of a row that was refused. */
const RAW_LIMIT = 16_384;

export async function addRefusedRows(
  on: Queryable,
  shop: ShopId,
  refused: readonly RefusedRow[],
): Promise<void> {
  if (refused.length === 0) return;
  const column = <T>(pick: (row: RefusedRow) => T): T[] => refused.map(pick);
  await on.query(
    `insert into refused_row (shop_id, refused_id, resource, origin, reference, line_no, source_id, reason, detail,
       raw, refused_at)
     select $1, * from unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::bigint[],
       $8::text[], $9::text[], $10::text[], $11::timestamptz[])`,
    [
      shop,
      column((row) => row.refusedId),
      column((row) => row.resource),
      column((row) => row.origin),
      column((row) => row.reference),
      column((row) => row.lineNo),
      column((row) => row.sourceId),
      column((row) => row.reason),
      column((row) => row.detail.slice(0, 1000)),
      column((row) => row.raw.slice(0, RAW_LIMIT).replaceAll("\0", "")),
      column((row) => row.refusedAt),
    ],
  );
}

/** What a file or webhook brought before it is read again. */
export async function forgetRefusedRows(on: Queryable, shop: ShopId, reference: string): Promise<void> {
  await on.query("delete from refused_row where shop_id = $1 and reference = $2", [shop, reference]);
}

/** What was refused of one source, before it is said anew. */
export async function forgetRefusalsOf(
  on: Queryable,
  shop: ShopId,
  resource: string,
  sourceIds: readonly number[],
): Promise<void> {
  await on.query("delete from refused_row where shop_id = $1 and resource = $2 and source_id = any($3)", [
    shop,
    resource,
    sourceIds,
  ]);
}

export type RefusedSummary = Omit<RefusedRow, "raw" | "reference">;

export async function latestRefusedRows(
  on: Queryable,
  shop: ShopId,
  limit: number,
): Promise<RefusedSummary[]> {
  return rows<RefusedSummary>(
    on,
    `select refused_id "refusedId", resource, origin, line_no "lineNo", source_id "sourceId", reason, detail,
       refused_at "refusedAt"
     from refused_row where shop_id = $1 order by refused_at desc, line_no, refused_id desc limit $2`,
    [shop, limit],
  );
}
