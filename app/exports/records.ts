import { z } from "zod";
import type { ExportRow } from "../db/queries/exports/records.ts";
import { SEGMENTS, type SegmentKey } from "../segments/built-in.ts";
import { type Rule, rule, storedRule } from "../segments/rule.ts";
import { consentState, rfmGroup } from "../valuation/pages/customers/row.ts";
import type { Audience } from "./audience.ts";
import { type LeftOut, leftOutOf } from "./gate.ts";

export const EXPORT_COLUMNS = [
  "email",
  "first_name",
  "last_name",
  "country",
  "shopify_customer_id",
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
  "as_of",
] as const;

export type ExportColumn = (typeof EXPORT_COLUMNS)[number];

export interface ExportRecord {
  readonly exportId: string;
  readonly audience: Audience;
  readonly format: "csv" | "csv_excel";
  readonly columns: readonly ExportColumn[];
  readonly requestedBy: string;
  readonly requestedAt: string;
  readonly status: "requested" | "streaming" | "done" | "failed";
  readonly included: number;
  readonly leftOut: readonly LeftOut[];
}

export const segmentKey = z.custom<SegmentKey>((value) => SEGMENTS.some(({ key }) => key === value), {
  error: "There is no such segment",
});
export const audience = z.union([segmentKey, rule]) satisfies z.ZodType<Audience>;
export const exportColumns = z
  .array(z.enum(EXPORT_COLUMNS, { error: "There is no such column" }))
  .min(1, "Choose at least one column")
  .refine((columns) => new Set(columns).size === columns.length, "A column can be chosen only once")
  .refine(
    (columns) => columns.includes("email"),
    "The e-mail address identifies the customer and has to be there",
  );
export const exportFormat = z.enum(["csv", "csv_excel"], { error: 'The format is "csv" or "csv_excel"' });

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
  if (row.segment_key !== null) return segmentKey.parse(row.segment_key);
  const { filter } = row;
  const beforeRules = typeof filter === "object" && filter !== null && !("version" in filter);
  return beforeRules ? filterBeforeRules.parse(filter) : storedRule.parse(filter).rule;
}

const stored = z.object({
  format: exportFormat,
  columns: exportColumns,
  status: z.enum(["requested", "streaming", "done", "failed"]),
  excluded: z.record(z.string(), z.number()),
});

export function exportRecordOf(row: ExportRow): ExportRecord {
  const { format, columns, status, excluded } = stored.parse(row);
  return {
    exportId: row.export_id,
    audience: storedAudience(row),
    format,
    columns,
    requestedBy: row.requested_by,
    requestedAt: row.requested_at.toISOString(),
    status,
    included: row.included,
    leftOut: leftOutOf(excluded),
  };
}
