import { z } from "zod";
import type { ExportRow } from "../db/queries/exports/records.ts";
import type { SegmentName } from "../segments/find.ts";
import { type Rule, rule, storedRule } from "../segments/rule.ts";
import { isTemplateKey, segmentKey } from "../segments/segment-key.ts";
import { consentState, rfmGroup } from "../valuation/pages/customers/row.ts";
import type { Audience } from "./audience.ts";
import { type LeftOut, leftOutOf } from "./gate.ts";

export const EXPORT_COLUMNS = [
  "email",
  "phone",
  "first_name",
  "last_name",
  "country",
  "zip",
  "shopify_customer_id",
  "consent_state",
  "consent_level",
  "consent_date",
  "segment",
  "clv_historic",
  "clv_predicted_12m",
  "clv_low",
  "clv_high",
  "currency",
  "rfm_group",
  "orders",
  "last_order_date",
  "next_order_from",
  "next_order_to",
  "churn_probability",
  "p_alive",
  "value_at_stake",
  "as_of",
] as const;

export type ExportColumn = (typeof EXPORT_COLUMNS)[number];

/** An audience as a page names it. */
export type NamedAudience = SegmentName | Rule;

export const keyOrRule = (audience: NamedAudience): Audience => ("key" in audience ? audience.key : audience);

/** A segment that the shop no longer has is called by its key. */
const named = (audience: Audience, segmentName: string | undefined): NamedAudience => {
  if (typeof audience !== "string") return audience;
  return isTemplateKey(audience)
    ? { key: audience, name: null }
    : { key: audience, name: segmentName ?? audience };
};

interface ExportRequested {
  readonly exportId: string;
  readonly requestedBy: string;
  readonly requestedAt: string;
}

export interface ExportRecord extends ExportRequested {
  readonly audience: NamedAudience;
  readonly format: ExportFormat;
  readonly columns: readonly ExportColumn[];
  readonly status: "requested" | "streaming" | "done" | "failed";
  readonly included: number;
  readonly leftOut: readonly LeftOut[];
  /** Share of the people that the lot was to hold out, in basis points; null for a record from before there was a lot. */
  readonly heldOutBp: number | null;
  /** Whether whoever asked for it declared a basis for ads; without one no file for ads is made. */
  readonly hasAdBasis: boolean;
  /** What the value in a file for ads is: of predicted contribution, or of predicted value where margins are unknown. Null before. */
  readonly valueBasis: ValueBasis | null;
}

/** A record that another version of the app made, such as one that was newer, and that this one cannot read. */
export interface UnreadableExport extends ExportRequested {
  readonly status: "unreadable";
}
export type ListedExport = ExportRecord | UnreadableExport;

export const audience = z.union([segmentKey, rule]) satisfies z.ZodType<Audience>;
export const exportColumns = z
  .array(z.enum(EXPORT_COLUMNS, { error: "There is no such column" }))
  .min(1, "Choose at least one column")
  .refine((columns) => new Set(columns).size === columns.length, "A column can be chosen only once")
  .refine(
    (columns) => columns.includes("email"),
    "The e-mail address identifies the customer and has to be there",
  );

/** Files for ad tools, of which each is read by one tool alone, and has the columns that this tool asks for. */
export const AD_FORMATS = ["google", "google_hashed", "meta"] as const;
export type AdFormat = (typeof AD_FORMATS)[number];

/** CSV with the names by which a mailing tool's importer knows the columns; any column may be in it. */
export const TOOL_FORMATS = ["klaviyo", "mailchimp", "brevo", "omnisend"] as const;
export type ToolFormat = (typeof TOOL_FORMATS)[number];

export const exportFormat = z.enum(["csv", "csv_excel", ...TOOL_FORMATS, ...AD_FORMATS], {
  error: "There is no such format",
});
export type ExportFormat = z.infer<typeof exportFormat>;
export const isForAds = (format: ExportFormat): format is AdFormat =>
  AD_FORMATS.some((one) => one === format);

export const isForTool = (format: ExportFormat): format is ToolFormat =>
  TOOL_FORMATS.some((one) => one === format);

/** What a file for ads may say of a person; Meta's has a value too. */
export const AD_COLUMNS: readonly ExportColumn[] = [
  "email",
  "phone",
  "first_name",
  "last_name",
  "country",
  "zip",
];

/**
 * The sentence that whoever asks for a file for ads has to agree to: consent to e-mail is no consent to ads. It is named, so that a record keeps
 * its meaning when the sentence changes (`exports.ads.basis.declared_1` of the texts).
 */
export const AD_BASIS = "declared_1";
export const adBasis = z.literal(AD_BASIS).nullable();

/** A file for ads has no columns but its tool's, and a declared basis. */
export const isAllowedForAds = (asked: {
  readonly format: ExportFormat;
  readonly columns: readonly ExportColumn[];
  readonly adBasis: typeof AD_BASIS | null;
}): boolean =>
  !isForAds(asked.format) ||
  (asked.adBasis !== null && asked.columns.every((column) => AD_COLUMNS.includes(column)));

export const VALUE_BASES = ["contribution", "value"] as const;
export type ValueBasis = (typeof VALUE_BASES)[number];

/** Share of the people, in basis points, who are held out of one export. */
export const heldOutBp = z
  .number()
  .int()
  .min(0, "Nobody can be held out less than not at all: 0 or more")
  .max(5_000, "At most half of the people can be held out: 5000");

/** What lists were stored as before they had rules: up to three choices, which a customer has to meet all of. */
const filterBeforeRules = z
  .strictObject({
    groups: z.array(rfmGroup).min(1).optional(),
    consent: z.array(consentState).min(1).optional(),
    countries: z.array(z.string()).min(1).optional(),
  })
  .transform(({ groups, consent, countries }): Rule => {
    const all: Rule[] = [];
    if (groups) all.push({ fact: "rfmGroup", is: "in", values: groups });
    if (consent) all.push({ fact: "consent", is: "in", values: consent });
    if (countries) all.push({ fact: "country", is: "in", values: countries });
    return { all };
  });
function storedAudience(row: ExportRow): Audience {
  if (row.segmentKey !== null) return segmentKey.parse(row.segmentKey);
  const { filter } = row;
  const beforeRules = typeof filter === "object" && filter !== null && !("version" in filter);
  return beforeRules ? filterBeforeRules.parse(filter) : storedRule.parse(filter).rule;
}

const stored = z.object({
  format: exportFormat,
  columns: exportColumns,
  status: z.enum(["requested", "streaming", "done", "failed"]),
  excluded: z.record(z.string(), z.number()),
  valueBasis: z.enum(VALUE_BASES).nullable(),
});

/** Throws a ZodError for a record that another version of the app made, and this one cannot read. */
function exportRecordOf(row: ExportRow, segmentName: string | undefined): ExportRecord {
  const { format, columns, status, excluded, valueBasis } = stored.parse(row);
  return {
    ...requestOf(row),
    audience: named(storedAudience(row), segmentName),
    format,
    columns,
    status,
    included: row.included,
    leftOut: leftOutOf(excluded),
    heldOutBp: row.heldOutBp,
    hasAdBasis: row.adBasis !== null,
    valueBasis,
  };
}

const requestOf = (row: ExportRow): ExportRequested => ({
  exportId: row.exportId,
  requestedBy: row.requestedBy,
  requestedAt: row.requestedAt.toISOString(),
});

/**
 * A record that cannot be read is listed as such, and does not stop the others. `segmentName`: of the shop's own segment that was
 * exported.
 */
export function listedExportOf(row: ExportRow, segmentName?: string): ListedExport {
  try {
    return exportRecordOf(row, segmentName);
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    return { ...requestOf(row), status: "unreadable" };
  }
}
