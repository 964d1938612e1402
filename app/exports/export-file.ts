import type { Readable } from "node:stream";
import type { Db } from "../db/client.ts";
import { exportById } from "../db/queries/exports/records.ts";
import { readShop } from "../db/queries/source/shops.ts";
import { type Clock, dayIn } from "../platform/clock.ts";
import type { ShopRef } from "../platform/ids.ts";
import { shopFactsOf } from "../valuation/pages/shop-facts.ts";
import { audienceName } from "./audience.ts";
import { ExportRefused, streamExport } from "./csv-stream.ts";
import { listedExportOf } from "./records.ts";

export interface ExportFile {
  /** Segment, or "customers" for a list of them, and day of the download in the shop's calendar, such as at-risk-high-value-2026-03-31.csv. */
  readonly fileName: string;
  readonly stream: Readable;
}

/** Begins the one download that an export allows. Throws ExportRefused where there is none to begin. */
export async function openExportFile(
  db: Db,
  shop: ShopRef,
  exportId: string,
  clock: Clock,
): Promise<ExportFile> {
  const [stored, facts] = await Promise.all([
    exportById(db.prisma, shop.shopId, exportId),
    readShop(db.pool, shop.shopId),
  ]);
  if (!stored) throw new ExportRefused("unknown_export");
  const record = listedExportOf(stored);
  if (record.status === "unreadable") throw new ExportRefused("unreadable");
  const day = dayIn(shopFactsOf(shop, facts).timeZone, clock());
  const stream = await streamExport(db, shop, exportId, clock);
  return { fileName: `${audienceName(record.audience).replaceAll("_", "-")}-${day}.csv`, stream };
}
