import type { Readable } from "node:stream";
import type { Db } from "../../app/db/client.ts";
import type { Audience } from "../../app/exports/audience.ts";
import { openExportFile } from "../../app/exports/export-file.ts";
import { requestExport } from "../../app/exports/exports.ts";
import type { AD_BASIS, ExportColumn, ExportFormat } from "../../app/exports/records.ts";
import type { ShopRef } from "../../app/platform/ids.ts";
import { exportHost } from "./export-host.ts";
import type { Member } from "./segment-shop.ts";

export const TODAY = "2024-12-31";
export const NOW = new Date(`${TODAY}T12:00:00Z`);

/** Members of the segment "new". */
export const newcomer = (fields: Member): Member => ({
  orders: [["2024-12-20", 12_345]],
  consent: "SUBSCRIBED",
  ...fields,
});

interface Asked {
  readonly audience?: Audience;
  readonly columns?: ExportColumn[];
  readonly format?: ExportFormat;
  readonly adBasis?: typeof AD_BASIS;
  readonly locale?: string;
}

export function request(
  db: Db,
  shop: ShopRef,
  { audience = "new", columns = ["email"], format = "csv", locale, adBasis }: Asked = {},
) {
  return requestExport(db, shop, { audience, columns, format, requestedBy: "42", now: NOW, locale, adBasis });
}

export async function streamOf(db: Db, shop: ShopRef, exportId: string): Promise<Readable> {
  return (await openExportFile(exportHost(db, NOW), shop, exportId)).stream;
}

export async function textOf(db: Db, shop: ShopRef, exportId: string): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of await streamOf(db, shop, exportId)) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString("utf8");
}

export async function exported(db: Db, shop: ShopRef, asked: Asked = {}): Promise<string> {
  return textOf(db, shop, await request(db, shop, asked));
}
