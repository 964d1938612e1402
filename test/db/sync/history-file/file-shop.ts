import { rows } from "../../../../app/db/client.ts";
import type { ShopRef } from "../../../../app/platform/ids.ts";
import { beginFile, PART_BYTES, takePart } from "../../../../app/sync/history-file/give-file.ts";
import type { SyncRuntime } from "../../../../app/sync/runtime.ts";

/** Gives a file as a page would, in parts, to its end. Returns its id. */
export async function giveFile(
  runtime: SyncRuntime,
  shop: ShopRef,
  text: string | Buffer,
  { name = "orders_export.csv", partBytes = PART_BYTES } = {},
): Promise<string> {
  const bytes = Buffer.from(text);
  const begun = await beginFile(runtime, shop, { name, sizeBytes: bytes.length, uploadedBy: "1" });
  if ("refused" in begun) throw new Error(`the file is refused: ${begun.refused}`);
  for (let at = 0; at < bytes.length; at += partBytes) {
    const part = bytes.subarray(at, at + partBytes);
    const taken = await takePart(runtime, shop, begun.fileId, at, part);
    if ("refused" in taken) throw new Error(`the part at ${at} is refused: ${taken.refused}`);
  }
  return begun.fileId;
}

/** Every stored value of a shop's customers and cohorts, without what only says when it was computed. */
export async function valuesOf(runtime: SyncRuntime, shop: ShopRef): Promise<Record<string, unknown[]>> {
  const values: Record<string, unknown[]> = {};
  for (const [table, key] of [
    ["customer_value", "customer_id"],
    ["customer_month", "customer_id, month"],
    ["customer_day", "customer_id, day"],
    ["cohort_day", "first_order_day"],
    ["cohort_cell", "cohort_month, month"],
    ["order_gap", "gap_days"],
    ["shop_valuation", "shop_id"],
  ] as const) {
    const found = await rows(runtime.db.pool, `select * from ${table} where shop_id = $1 order by ${key}`, [
      shop.shopId,
    ]);
    values[table] = found.map(({ shop_id: _, valued_at: __, ...row }) => row);
  }
  return values;
}
