import sql from "sql-template-tag";
import type { ShopId } from "../../../platform/ids.ts";
import { type Queryable, rows, type Tx } from "../../client.ts";

/** Records who is about to be written to a file, by the hashes of `exportedHashes`. */
export async function addExportedPeople(
  tx: Tx,
  shop: ShopId,
  exportId: string,
  partNo: number,
  hashes: readonly bigint[],
): Promise<void> {
  await tx.query(
    sql`insert into export_member (shop_id, export_id, part_no, hashes)
      values (${shop}, ${exportId}, ${partNo}, ${arrayText(hashes)}::bigint[])`,
  );
}

/** In a tenth of the time that pg takes to write an array. */
const arrayText = (hashes: readonly bigint[]): string => `{${hashes.join(",")}}`;

/**
 * Notes beside a request to erase which exports held its person, and forgets the person's hashes there. Needs the erasure lock alone.
 */
export async function noteExportsOf(
  tx: Tx,
  shop: ShopId,
  requestId: string,
  hashes: readonly bigint[],
): Promise<void> {
  const theirs = arrayText(hashes);
  await tx.query(
    sql`with held as (
        update export_member set hashes = array(select h from unnest(hashes) h where h <> all(${theirs}::bigint[]))
        where shop_id = ${shop} and hashes && ${theirs}::bigint[] returning export_id
      ) insert into erasure_export (shop_id, request_id, export_id)
        select distinct ${shop}::bigint, ${requestId}::uuid, export_id from held`,
  );
}

/** An export that held an erased person. */
export interface ExportOfErased {
  readonly requestId: string;
  readonly exportId: string;
  /** Null for a list of customers. */
  readonly segmentKey: string | null;
  /** What a segment of the shop's own is called now. */
  readonly segmentName: string | null;
  readonly requestedBy: string;
  readonly requestedAt: Date;
  /** As in `export`. */
  readonly status: string;
  /** Of all exports that held the person. */
  readonly exports: number;
}

/** The latest exports that held the person, at most `limit` of each request. */
export function exportsOfErased(
  on: Queryable,
  shop: ShopId,
  requestIds: readonly string[],
  limit: number,
): Promise<ExportOfErased[]> {
  return rows<ExportOfErased>(
    on,
    sql`select * from (
        select h.request_id "requestId", export_id "exportId", e.segment_key "segmentKey", s.name "segmentName", e.requested_by "requestedBy",
          e.requested_at "requestedAt", e.status, count(*) over of_one exports,
          row_number() over (of_one order by e.requested_at desc, export_id desc) place
        from erasure_export h join export e using (shop_id, export_id)
        left join segment s on s.shop_id = e.shop_id and s.segment_id::text = e.segment_key
        where h.shop_id = ${shop} and h.request_id = any(${requestIds}::uuid[])
        window of_one as (partition by h.request_id)
      ) latest where place <= ${limit} order by "requestId", place`,
  );
}
