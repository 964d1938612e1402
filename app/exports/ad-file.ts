import { createHash } from "node:crypto";
import { oneLine } from "../csv/cells.ts";
import type { ExportMemberRow } from "../db/queries/exports/records.ts";
import { decimalText } from "../platform/money.ts";
import { e164 } from "./e164.ts";
import type { AdFormat, ExportColumn } from "./records.ts";

type AdColumn = readonly [heading: string, is: ExportColumn | "value"];

const GOOGLE: readonly AdColumn[] = [
  ["Email", "email"],
  ["Phone", "phone"],
  ["First Name", "first_name"],
  ["Last Name", "last_name"],
  ["Country", "country"],
  ["Zip", "zip"],
];
const META: readonly AdColumn[] = [
  ["email", "email"],
  ["phone", "phone"],
  ["fn", "first_name"],
  ["ln", "last_name"],
  ["zip", "zip"],
  ["country", "country"],
  ["value", "value"],
];
const columnsOf = (format: AdFormat): readonly AdColumn[] => (format === "meta" ? META : GOOGLE);

/** Meta takes fewer people than these for no audience. */
export const META_NEEDS = 100;

/** Google reads these as they are, in the file with hashes too. */
const NEVER_HASHED: readonly AdColumn[1][] = ["country", "zip"];

/** SHA-256 of trimmed small letters, in hexadecimal digits; nothing of nothing, whose hash would pass for a person's. */
function hashOf(text: string): string {
  const compared = text.trim().toLowerCase();
  return compared === "" ? "" : createHash("sha256").update(compared, "utf8").digest("hex");
}

export interface AdFacts {
  /** Columns that the merchant chose: the tool's others are there, and empty. */
  readonly columns: readonly ExportColumn[];
  readonly currency: string;
  /** How much of the predicted value is contribution; 1 where margins are unknown, so that it is the value itself. */
  readonly shareOfValue: number;
}

/** The headings are the tool's own, in its order: it knows columns by them. */
export const adHeadings = (format: AdFormat): readonly string[] =>
  columnsOf(format).map(([heading]) => heading);

/** A person as the tool compares them with its own. Meta hashes in the browser that the file is given to. */
export function adCells(
  format: AdFormat,
  member: ExportMemberRow,
  { columns, currency, shareOfValue }: AdFacts,
): string[] {
  const textOf = (column: AdColumn[1]): string => {
    switch (column) {
      case "email":
        return member.email ?? "";
      case "phone":
        return e164(member.phone) ?? "";
      case "first_name":
        return oneLine(member.first_name);
      case "last_name":
        return oneLine(member.last_name);
      case "country":
        return oneLine(member.country_code);
      case "zip":
        return oneLine(member.zip);
      case "value":
        return decimalText(adValueMinor(member.expected_value_minor, shareOfValue), currency);
      default:
        return "";
    }
  };
  return columnsOf(format).map(([, column]) => {
    if (column !== "value" && !columns.includes(column)) return "";
    const text = textOf(column);
    return format === "google_hashed" && !NEVER_HASHED.includes(column) ? hashOf(text) : text;
  });
}

/** Predicted contribution of a year, never below 0: Meta takes no negative value, and 0 for who is not worth anything. */
export const adValueMinor = (expectedMinor: number | null, shareOfValue: number): number =>
  Math.max(0, Math.round((expectedMinor ?? 0) * shareOfValue));
