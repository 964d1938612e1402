import { z } from "zod";
import type { ExportRow } from "../db/queries/exports/records.ts";
import { SEGMENTS, type SegmentKey } from "../segments/definition.ts";
import { customerFilter } from "../valuation/pages/customers/filter.ts";
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
export const audience = z.union([segmentKey, customerFilter]) satisfies z.ZodType<Audience>;
export const exportColumns = z
  .array(z.enum(EXPORT_COLUMNS, { error: "There is no such column" }))
  .min(1, "Choose at least one column")
  .refine((columns) => new Set(columns).size === columns.length, "A column can be chosen only once")
  .refine(
    (columns) => columns.includes("email"),
    "The e-mail address identifies the customer and has to be there",
  );
export const exportFormat = z.enum(["csv", "csv_excel"], { error: 'The format is "csv" or "csv_excel"' });

const stored = z.object({
  audience,
  format: exportFormat,
  columns: exportColumns,
  status: z.enum(["requested", "streaming", "done", "failed"]),
  excluded: z.record(z.string(), z.number()),
});

export function exportRecordOf(row: ExportRow): ExportRecord {
  const { audience, format, columns, status, excluded } = stored.parse({
    audience: row.segment_key ?? row.filter,
    format: row.format,
    columns: row.columns,
    status: row.status,
    excluded: row.excluded,
  });
  return {
    exportId: row.export_id,
    audience,
    format,
    columns,
    requestedBy: row.requested_by,
    requestedAt: row.requested_at.toISOString(),
    status,
    included: row.included,
    leftOut: leftOutOf(excluded),
  };
}
