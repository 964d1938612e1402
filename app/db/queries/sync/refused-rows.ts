import sql from "sql-template-tag";
import type { ShopId } from "../../../platform/ids.ts";
import { type Queryable, rows } from "../../client.ts";
import type { ResourceName } from "../source/columns.ts";

export interface RefusedRow {
  readonly refusedId: string;
  readonly resource: ResourceName | "webhook";
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
    sql`insert into refused_row (shop_id, refused_id, resource, origin, reference, line_no, source_id, reason, detail,
        raw, refused_at)
      select ${shop}, * from unnest(
        ${column((row) => row.refusedId)}::uuid[],
        ${column((row) => row.resource)}::text[],
        ${column((row) => row.origin)}::text[],
        ${column((row) => row.reference)}::text[],
        ${column((row) => row.lineNo)}::bigint[],
        ${column((row) => row.sourceId)}::bigint[],
        ${column((row) => row.reason)}::text[],
        ${column((row) => row.detail.slice(0, 1000))}::text[],
        ${column((row) => row.raw.slice(0, RAW_LIMIT).replaceAll("\0", ""))}::text[],
        ${column((row) => row.refusedAt)}::timestamptz[])`,
  );
}

/** Deletes the refused rows of a file or webhook before it is read again. */
export async function forgetRefusedRows(on: Queryable, shop: ShopId, reference: string): Promise<void> {
  await on.query(sql`delete from refused_row where shop_id = ${shop} and reference = ${reference}`);
}

/** Deletes the refusals of these rows before they are recorded again. */
export async function forgetRefusalsOf(
  on: Queryable,
  shop: ShopId,
  resource: string,
  sourceIds: readonly number[],
  { butOf = null }: { readonly butOf?: string | null } = {},
): Promise<void> {
  if (sourceIds.length === 0) return;
  await on.query(
    sql`delete from refused_row
      where shop_id = ${shop} and resource = ${resource} and source_id = any(${sourceIds})
        and reference is distinct from ${butOf}`,
  );
}

export type RefusedSummary = Omit<RefusedRow, "raw" | "reference">;

export async function latestRefusedRows(
  on: Queryable,
  shop: ShopId,
  limit: number,
): Promise<RefusedSummary[]> {
  return rows<RefusedSummary>(
    on,
    sql`select refused_id "refusedId", resource, origin, line_no "lineNo", source_id "sourceId", reason, detail,
       refused_at "refusedAt"
     from refused_row where shop_id = ${shop} order by refused_at desc, line_no, refused_id desc limit ${limit}`,
  );
}
