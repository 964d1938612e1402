import { expect, test } from "vitest";
import { EXPORT_COLUMNS } from "../../../app/exports/records.ts";
import { allColumns, columnsOf, isPreset, presets } from "../../../app/ui/exports/export-choice.ts";

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
  const choice = { columns: [...columnsOf("mailchimp")].reverse(), format: "csv" } as const;
  expect(presets.filter((preset) => isPreset(preset, choice))).toEqual(["mailchimp"]);
  expect(isPreset("all", { columns: ["email", "orders"] })).toBe(false);
});
