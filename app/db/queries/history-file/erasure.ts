import sql from "sql-template-tag";
import type { ShopId } from "../../../platform/ids.ts";
import type { Tx } from "../../client.ts";

export interface ErasedFromFiles {
  readonly emails: readonly string[];
  readonly orderIds: readonly number[];
  /** What cells of the person's contain: any of it, in lower case. */
  readonly marks: readonly string[];
}

/**
 * Takes a person out of the files that wait: orders stay as sums without an address and free text. The bytes of a file that was not read
 * yet may hold the person anywhere, so they go, and the file has to be given again.
 */
export async function eraseFromHistoryFiles(
  tx: Tx,
  shop: ShopId,
  { emails, orderIds, marks }: ErasedFromFiles,
): Promise<void> {
  // The files first: a part that is being stored holds its file's row.
  await tx.query(
    sql`update history_file set status = 'refused', refusal = '{"code": "erased_meanwhile"}'
      where shop_id = ${shop} and status in ('uploading', 'reading')`,
  );
  await tx.query(
    sql`update history_file_order set email = null, rows = jsonb_set(jsonb_set(rows, '{order,discountCodes}', '[]'),
        '{lines}', coalesce((select jsonb_agg(line || '{"title": ""}') from jsonb_array_elements(rows->'lines') line), '[]'))
      where shop_id = ${shop} and (email = any(${emails}::text[]) or order_id = any(${orderIds}::bigint[]))`,
  );
  await tx.query(
    sql`update history_file_refusal set order_name = '', value = '' where shop_id = ${shop}
      and exists (select from unnest(${marks}::text[]) mark
        where position(mark in lower(value)) > 0 or position(mark in lower(order_name)) > 0)`,
  );
  await tx.query(sql`delete from history_file_part where shop_id = ${shop}`);
}
