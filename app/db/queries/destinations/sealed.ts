import sql from "sql-template-tag";
import type { ShopId } from "../../../platform/ids.ts";
import { type Queryable, rows } from "../../client.ts";

/** What of destinations is stored encrypted, and by which key. */
export interface SealedRow {
  readonly of: "key" | "erasure";
  readonly shopId: ShopId;
  readonly destinationId: string;
  /** Of an erasure. */
  readonly erasureId: string | null;
  readonly sealed: Buffer;
  readonly keyId: string;
}

/** What another key than this one sealed, of all shops. */
export function sealedByOtherKeys(on: Queryable, keyId: string): Promise<SealedRow[]> {
  return rows<SealedRow & Record<string, unknown>>(
    on,
    sql`select 'key' "of", shop_id "shopId", destination_id "destinationId", null "erasureId", sealed_key sealed, key_id "keyId"
      from destination where sealed_key is not null and key_id <> ${keyId}
      union all select 'erasure', shop_id, destination_id, erasure_id::text, sealed_person, key_id
      from destination_erasure where sealed_person is not null and key_id <> ${keyId} order by 2, 3`,
  );
}

/** Unless it changed meanwhile: then the current key sealed it. */
export async function reseal(on: Queryable, row: SealedRow, sealed: Buffer, keyId: string): Promise<void> {
  await on.query(
    row.of === "key"
      ? sql`update destination set sealed_key = ${sealed}, key_id = ${keyId}
          where shop_id = ${row.shopId} and destination_id = ${row.destinationId} and sealed_key = ${row.sealed}`
      : sql`update destination_erasure set sealed_person = ${sealed}, key_id = ${keyId}
          where shop_id = ${row.shopId} and erasure_id = ${row.erasureId} and sealed_person = ${row.sealed}`,
  );
}
