import { z } from "zod";
import type { Db } from "../db/client.ts";
import { whileInstalled } from "../db/fence.ts";
import { insertExport, latestExportOf, latestExports } from "../db/queries/exports/records.ts";
import { membersByGate } from "../db/queries/segments/members.ts";
import { allSegments } from "../db/queries/segments/stored.ts";
import { readShop } from "../db/queries/source/shops.ts";
import { INCLUDED } from "../platform/consent-gate.ts";
import { newId, type ShopRef } from "../platform/ids.ts";
import { toStored } from "../segments/rule.ts";
import { readSegmentContext } from "../segments/segment-context.ts";
import { ruleSql } from "../segments/sql.ts";
import { type Audience, type FoundAudience, findAudience } from "./audience.ts";
import { ANY_VARIANCE, type ExperimentPlan, planExperiment } from "./experiment-plan.ts";
import { type LeftOut, leftOutOf } from "./gate.ts";
import {
  adBasis,
  audience,
  type ExportRecord,
  exportColumns,
  exportFormat,
  heldOutBp,
  isAllowedForAds,
  isForAds,
  type ListedExport,
  listedExportOf,
} from "./records.ts";
import { mayExport, StaffRefused } from "./staff.ts";

export interface ExportPreview {
  readonly members: number;
  readonly included: number;
  /** Of them, whose address somebody else of them has, who goes for it where an address goes once: in the files for tools. */
  readonly sameAddress: number;
  readonly leftOut: readonly LeftOut[];
  /** What the latest export of the same audience was asked for; null for the first, and where this version cannot read it. */
  readonly lastChoice: Pick<ExportRecord, "columns" | "format" | "heldOutBp"> | null;
  readonly plan: ExperimentPlan;
  readonly order: FoundAudience["order"];
}

/** On a page. */
const LISTED = 50;

/** What a merchant may ask for. `locale` is the user's, such as "nl-NL"; without it the shop's country decides. */
export const exportRequest = z
  .object({
    audience,
    columns: exportColumns,
    format: exportFormat,
    heldOutBp: heldOutBp.default(0),
    adBasis: adBasis.default(null),
    requestedBy: z.string().min(1),
    now: z.date(),
    locale: z.string().optional(),
  })
  .refine(isAllowedForAds, "A file for ads needs a declared basis, and has no columns but those of its tool");
export type ExportRequest = z.input<typeof exportRequest>;

/**
 * Records who asks for what; the customers are read when the export is streamed. Throws StaffRefused for a member of the staff who may not
 * export, and a ZodError for input that no form offers.
 */
export async function requestExport(db: Db, shop: ShopRef, request: ExportRequest): Promise<string> {
  const asked = exportRequest.parse(request);
  const facts = await readShop(db.pool, shop.shopId);
  const rule = (await findAudience(db.pool, shop.shopId, asked.audience))?.rule;
  const context = rule && (await readSegmentContext(db, shop, [rule]));
  const plan = context && (await planExperiment(db.pool, shop.shopId, ruleSql(rule, context), context));
  const exportId = newId();
  const row = {
    exportId,
    ...storedAs(asked.audience),
    format: asked.format,
    delimiter: asked.format === "csv_excel" ? excelDelimiter(asked.locale, facts?.country ?? null) : ",",
    columns: asked.columns,
    requestedBy: asked.requestedBy,
    requestedAt: asked.now,
    heldOutBp: asked.heldOutBp,
    plannedVariance: plan?.plannedVariance ?? ANY_VARIANCE,
    // Of a file that needs none, none is kept.
    adBasis: isForAds(asked.format) ? asked.adBasis : null,
  };
  await whileInstalled(db, shop.shopId, async (tx) => {
    if (!(await mayExport(tx, shop.shopId, asked.requestedBy))) throw new StaffRefused("export");
    await insertExport(tx, shop.shopId, row);
  });
  return exportId;
}

function storedAs(of: Audience) {
  return typeof of === "string"
    ? { segmentKey: of, filter: null }
    : { segmentKey: null, filter: toStored(of) };
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
  const found = await findAudience(db.pool, shop.shopId, of);
  const rule = found?.rule;
  const context = rule && (await readSegmentContext(db, shop, [rule]));
  if (!context) return null;
  const condition = ruleSql(rule, context);
  const [outcomes, last, plan] = await Promise.all([
    membersByGate(db.pool, shop.shopId, condition),
    latestExportOf(db.prisma, shop.shopId, storedAs(of)),
    planExperiment(db.pool, shop.shopId, condition, context),
  ]);
  const counts = Object.fromEntries(outcomes.map(({ outcome, customers }) => [outcome, customers]));
  const members = outcomes.reduce((sum, { customers }) => sum + customers, 0);
  const going = outcomes.find(({ outcome }) => outcome === INCLUDED) ?? { customers: 0, addresses: 0 };
  const known = last && listedExportOf(last);
  const lastChoice =
    known && known.status !== "unreadable"
      ? { columns: known.columns, format: known.format, heldOutBp: known.heldOutBp }
      : null;
  const { order } = found;
  const sameAddress = going.customers - going.addresses;
  const leftOut = leftOutOf(counts);
  return { members, included: going.customers, sameAddress, leftOut, lastChoice, plan, order };
}

export interface ExportPage {
  readonly records: readonly ListedExport[];
  /** The export before which the next page begins; null where this is the last one. */
  readonly olderThan: string | null;
}

/** A page of the shop's exports, newest first: the first one, or that of exports older than `before`. */
export async function listExports(db: Db, shop: ShopRef, before: string | null = null): Promise<ExportPage> {
  const [found, segments] = await Promise.all([
    latestExports(db.prisma, shop.shopId, { limit: LISTED + 1, before }),
    allSegments(db.pool, shop.shopId),
  ]);
  const names = new Map(segments.map(({ segmentId, name }) => [segmentId, name]));
  const records = found.slice(0, LISTED).map((row) => listedExportOf(row, names.get(row.segmentKey ?? "")));
  return { records, olderThan: found.length > LISTED ? (records.at(-1)?.exportId ?? null) : null };
}
