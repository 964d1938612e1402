import { expect, test } from "vitest";
import {
  AD_COLUMNS,
  EXPORT_COLUMNS,
  type ExportColumn,
  AD_FORMATS as FORMATS_OF_FILES,
  TOOL_FORMATS as FORMATS_OF_TOOLS,
} from "../../../app/exports/records.ts";
import {
  AD_FORMATS,
  adColumns,
  allColumns,
  columnsOf,
  firstChoice,
  inFormat,
  isPreset,
  personalColumns,
  preselected,
  presets,
  TOOL_FORMATS,
  withPreset,
} from "../../../app/ui/exports/export-choice.ts";

test("the dialog offers each column of a file once", () => {
  expect([...allColumns].sort()).toEqual([...EXPORT_COLUMNS].sort());
});

test("each preset has the address, and no two have the same columns", () => {
  for (const preset of presets) expect(columnsOf(preset, null)[0]).toBe("email");
  expect(columnsOf("address", null)).toEqual(["email"]);
  expect(columnsOf("all", null)).toEqual(allColumns);
  expect(columnsOf("klaviyo", null)).toContain("country");
  expect(new Set(presets.map((preset) => columnsOf(preset, null).join())).size).toBe(presets.length);
});

test("all figures are every column but those of person and consent, which are named where they are chosen", () => {
  const figures = columnsOf("figures", null);
  expect(personalColumns({ columns: figures })).toEqual([]);
  const personal = personalColumns({ columns: allColumns });
  expect(personal).toEqual(
    expect.arrayContaining(["first_name", "phone", "shopify_customer_id", "consent_date"]),
  );
  expect([...figures, ...personal].sort()).toEqual([...allColumns].sort());
  expect(personalColumns({ columns: columnsOf("address", null) })).toEqual([]);
});

test("a list in the order of the value at stake says it in every file of figures", () => {
  const ordering: readonly ExportColumn[] = ["p_alive", "value_at_stake"];
  for (const preset of presets) {
    const { columns, format } = withPreset(preselected, preset, "value_at_stake");
    expect(ordering.every((column) => columns.includes(column))).toBe(preset !== "address");
    expect(isPreset(preset, { columns, format }, "value_at_stake")).toBe(true);
  }
  expect(firstChoice({ order: "value_at_stake" }).columns).toEqual(["email", ...ordering]);
  expect(firstChoice({ order: "net_sales" })).toEqual(preselected);
});

test("a choice is a preset by what is in it, whatever was clicked first", () => {
  const choice = { columns: [...columnsOf("mailchimp", null)].reverse(), format: "mailchimp" } as const;
  expect(presets.filter((preset) => isPreset(preset, choice, null))).toEqual(["mailchimp"]);
  expect(isPreset("all", { columns: ["email", "orders"], format: "csv" }, null)).toBe(false);
});

test("a tool's preset is its columns in its own format, and the others leave the format", () => {
  expect(TOOL_FORMATS).toEqual(FORMATS_OF_TOOLS);
  for (const tool of TOOL_FORMATS) {
    const chosen = withPreset({ ...preselected, format: "csv_excel" }, tool, null);
    expect(chosen).toEqual({ ...preselected, columns: columnsOf(tool, null), format: tool });
    expect(isPreset(tool, chosen, null)).toBe(true);
    expect(isPreset(tool, { ...chosen, format: "csv" }, null)).toBe(false);
    expect(withPreset(chosen, "all", null)).toEqual({ ...chosen, columns: allColumns });
  }
});

test("a file for ads begins with the address alone and without a declaration, which another tool's file keeps", () => {
  expect([AD_FORMATS, adColumns]).toEqual([FORMATS_OF_FILES, AD_COLUMNS]);
  const mailed = { ...preselected, columns: columnsOf("klaviyo", null) };
  const google = inFormat(mailed, "google");
  expect(google).toEqual({ ...preselected, format: "google" });
  const declared = { ...google, columns: ["email", "zip"], hasAdBasis: true } as const;
  expect(inFormat(declared, "google_hashed")).toEqual({ ...declared, format: "google_hashed" });
  expect(inFormat(declared, "csv")).toEqual(preselected);
  expect(inFormat(mailed, "csv_excel")).toEqual({ ...mailed, format: "csv_excel" });
});
