import { z } from "zod";
import type { Db } from "../db/client.ts";
import { whileInstalled } from "../db/fence.ts";
import { insertExport, latestExports } from "../db/queries/exports/records.ts";
import { membersByGate } from "../db/queries/segments/members.ts";
import { allSegments } from "../db/queries/segments/stored.ts";
import { readShop } from "../db/queries/source/shops.ts";
import { newId, type ShopRef } from "../platform/ids.ts";
import { toStored } from "../segments/rule.ts";
import { readSegmentContext } from "../segments/segments.ts";
import { type Audience, findAudience } from "./audience.ts";
import { type LeftOut, leftOutOf } from "./gate.ts";
import { audience, exportColumns, exportFormat, type ListedExport, listedExportOf } from "./records.ts";

export interface ExportPreview {
  readonly members: number;
  readonly included: number;
  readonly leftOut: readonly LeftOut[];
}

const LISTED = 200;

/** What a merchant may ask for. `locale` is the user's, such as "nl-NL"; without it the shop's country decides. */
export const exportRequest = z.object({
  audience,
  columns: exportColumns,
  format: exportFormat,
  requestedBy: z.string().min(1),
  now: z.date(),
  locale: z.string().optional(),
});
export type ExportRequest = z.infer<typeof exportRequest>;

/** Records who asks for what; the customers are read when the export is streamed. Throws a ZodError for input that no form offers. */
export async function requestExport(db: Db, shop: ShopRef, request: ExportRequest): Promise<string> {
  const asked = exportRequest.parse(request);
  const facts = await readShop(db.pool, shop.shopId);
  const exportId = newId();
  const row = {
    exportId,
    segmentKey: typeof asked.audience === "string" ? asked.audience : null,
    filter: typeof asked.audience === "string" ? null : toStored(asked.audience),
    format: asked.format,
    delimiter: asked.format === "csv_excel" ? excelDelimiter(asked.locale, facts?.country ?? null) : ",",
    columns: asked.columns,
    requestedBy: asked.requestedBy,
    requestedAt: asked.now,
  };
  await whileInstalled(db, shop.shopId, (tx) => insertExport(tx, shop.shopId, row));
  return exportId;
}

/** Spreadsheets of Dutch, Belgian and German (also Austrian) settings separate fields by `;`, because `,` is their decimal sign. */
export function excelDelimiter(locale: string | undefined, country: string | null): "," | ";" {
  const [language, ...rest] = (locale ?? "").toLowerCase().split(/[-_]/);
  if (language === "nl" || language === "de" || rest.includes("be")) return ";";
  if (locale) return ",";
  return country !== null && ["NL", "BE", "DE", "AT"].includes(country) ? ";" : ",";
}

/**
 * How many of an audience would go now, and how many stay out and why; null before the first valuation, and for a segment that is
 * not there or cannot be read.
 */
export async function previewExport(db: Db, shop: ShopRef, of: Audience): Promise<ExportPreview | null> {
  const context = await readSegmentContext(db, shop);
  if (!context) return null;
  const audience = await findAudience(db.pool, shop.shopId, context, of);
  if (!audience?.condition) return null;
  const outcomes = await membersByGate(db.pool, shop.shopId, audience.condition);
  const counts = Object.fromEntries(outcomes.map(({ outcome, customers }) => [outcome, customers]));
  const members = outcomes.reduce((sum, { customers }) => sum + customers, 0);
  return { members, included: counts.INCLUDED ?? 0, leftOut: leftOutOf(counts) };
}

/** The latest exports of the shop, newest first. */
export async function listExports(db: Db, shop: ShopRef): Promise<ListedExport[]> {
  const [records, segments] = await Promise.all([
    latestExports(db.prisma, shop.shopId, LISTED),
    allSegments(db.pool, shop.shopId),
  ]);
  const names = new Map(segments.map(({ segmentId, name }) => [segmentId, name]));
  return records.map((row) => listedExportOf(row, names.get(row.segmentKey ?? "")));
}
