import type { FileEncoding } from "../../csv/encoding.ts";
import { type FilePlan, planOfFile } from "../../db/queries/history-file/file-orders.ts";
import { readShop } from "../../db/queries/source/shops.ts";
import { dayIn } from "../../platform/clock.ts";
import type { ShopRef } from "../../platform/ids.ts";
import type { SyncRuntime } from "../runtime.ts";
import { visibleFrom } from "../shop/shop-facts.ts";

/** What reading a file counted. */
export interface FileReading {
  readonly encoding: FileEncoding;
  readonly delimiter: string;
  /** Known columns that it has. */
  readonly columns: number;
  readonly rows: number;
  readonly orders: number;
  /** Orders that cannot be used; those in another currency are apart. */
  readonly refused: number;
  readonly otherCurrency: number;
  readonly currencies: readonly { readonly currency: string; readonly orders: number }[];
}

/** What a file holds and what adding it would do, as it is kept with the file. */
export interface HistoryFilePreview extends FileReading, Omit<FilePlan, "orders" | "firstAt" | "lastAt"> {
  readonly firstDay: string | null;
  readonly lastDay: string | null;
}

const LONG_AGO = new Date(0);

/**
 * From when on Shopify itself says which orders there are: nothing later is added from a file. Where it shows the whole history, nothing is.
 */
export async function shopifyTellsFrom(runtime: SyncRuntime, shop: ShopRef): Promise<Date> {
  const stored = await readShop(runtime.db.pool, shop.shopId);
  return stored?.historyFrom ? visibleFrom(runtime.clock()) : LONG_AGO;
}

export async function previewOf(
  runtime: SyncRuntime,
  shop: ShopRef,
  fileId: string,
  reading: FileReading,
): Promise<HistoryFilePreview> {
  const { db } = runtime;
  const stored = await readShop(db.pool, shop.shopId);
  const before = await shopifyTellsFrom(runtime, shop);
  const { firstAt, lastAt, orders: _, ...plan } = await planOfFile(db.pool, shop.shopId, fileId, before);
  const day = (at: Date | null) => at && dayIn(stored?.timeZone ?? "UTC", at);
  return { ...reading, ...plan, firstDay: day(firstAt), lastDay: day(lastAt) };
}
