import { expect, test } from "vitest";
import {
  AD_COLUMNS,
  EXPORT_COLUMNS,
  AD_FORMATS as FORMATS_OF_FILES,
  TOOL_FORMATS as FORMATS_OF_TOOLS,
} from "../../../app/exports/records.ts";
import {
  AD_FORMATS,
  adColumns,
  allColumns,
  columnsOf,
  inFormat,
  isPreset,
  preselected,
  presets,
  TOOL_FORMATS,
  withPreset,
} from "../../../app/ui/exports/export-choice.ts";

test("the dialog offers each column of a file once", () => {
  expect([...allColumns].sort()).toEqual([...EXPORT_COLUMNS].sort());
});

test("each preset has the address, and no two have the same columns", () => {
  for (const preset of presets) expect(columnsOf(preset)[0]).toBe("email");
  expect(columnsOf("address")).toEqual(["email"]);
  expect(columnsOf("all")).toEqual(allColumns);
  expect(columnsOf("klaviyo")).toContain("country");
  expect(new Set(presets.map((preset) => columnsOf(preset).join())).size).toBe(presets.length);
});

test("a choice is a preset by what is in it, whatever was clicked first", () => {
  const choice = { columns: [...columnsOf("mailchimp")].reverse(), format: "mailchimp" } as const;
  expect(presets.filter((preset) => isPreset(preset, choice))).toEqual(["mailchimp"]);
  expect(isPreset("all", { columns: ["email", "orders"], format: "csv" })).toBe(false);
});

test("a tool's preset is its columns in its own format, and the others leave the format", () => {
  expect(TOOL_FORMATS).toEqual(FORMATS_OF_TOOLS);
  for (const tool of TOOL_FORMATS) {
    const chosen = withPreset({ ...preselected, format: "csv_excel" }, tool);
    expect(chosen).toEqual({ ...preselected, columns: columnsOf(tool), format: tool });
    expect(isPreset(tool, chosen)).toBe(true);
    expect(isPreset(tool, { ...chosen, format: "csv" })).toBe(false);
    expect(withPreset(chosen, "all")).toEqual({ ...chosen, columns: allColumns });
  }
});

test("a file for ads begins with the address alone and without a declaration, which another tool's file keeps", () => {
  expect([AD_FORMATS, adColumns]).toEqual([FORMATS_OF_FILES, AD_COLUMNS]);
  const mailed = { ...preselected, columns: columnsOf("klaviyo") };
  const google = inFormat(mailed, "google");
  expect(google).toEqual({ ...preselected, format: "google" });
  const declared = { ...google, columns: ["email", "zip"], hasAdBasis: true } as const;
  expect(inFormat(declared, "google_hashed")).toEqual({ ...declared, format: "google_hashed" });
  expect(inFormat(declared, "csv")).toEqual(preselected);
  expect(inFormat(mailed, "csv_excel")).toEqual({ ...mailed, format: "csv_excel" });
});
