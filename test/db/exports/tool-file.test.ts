import { parse } from "csv-parse/sync";
import { describe, expect } from "vitest";
import { DESTINATION_FIELDS, TOOL_NAMES } from "../../../app/destinations/tool.ts";
import { toolDefinition } from "../../../app/destinations/tools/all.ts";
import { EXPORT_COLUMNS, type ExportFormat, TOOL_FORMATS } from "../../../app/exports/records.ts";
import { columnsOf } from "../../../app/ui/exports/export-choice.ts";
import { exported, newcomer, TODAY } from "../../builders/asked-export.ts";
import { aShopOf } from "../../builders/segment-shop.ts";
import { test } from "../database.ts";

const table = (text: string): string[][] => parse(text);

describe("a file for a mailing tool", () => {
  test("is headed as the tool's importer knows the columns, and says what a plain file says", async ({
    db,
  }) => {
    const shop = await aShopOf(db, TODAY, [newcomer({ email: "a@example.com", firstName: "Ann" })]);
    const fileOf = async (format: ExportFormat, columns = [...EXPORT_COLUMNS]) =>
      table(await exported(db, shop, { format, columns }));
    const [, plain] = await fileOf("csv");
    for (const tool of TOOL_FORMATS) {
      const [headings, row] = await fileOf(tool);
      expect(row, tool).toEqual(plain);
      expect(new Set(headings).size, tool).toBe(EXPORT_COLUMNS.length);
    }
    const headingsOf = async (tool: (typeof TOOL_FORMATS)[number]) =>
      (await fileOf(tool, [...columnsOf(tool, null)]))[0];
    expect(await headingsOf("mailchimp")).toEqual([
      "Email Address",
      "FNAME",
      "LNAME",
      "CLVNET",
      "CLVPRED",
      "CLVLOW",
      "CLVHIGH",
      "RFMGRP",
      "ORDERS",
      "LASTORD",
      "NEXTORD",
      "CHURNP",
    ]);
    expect((await headingsOf("klaviyo"))?.slice(0, 4)).toEqual([
      "Email Address",
      "First Name",
      "Last Name",
      "Country",
    ]);
    expect((await headingsOf("brevo"))?.slice(0, 3)).toEqual(["EMAIL", "FIRSTNAME", "LASTNAME"]);
    expect((await headingsOf("omnisend"))?.slice(0, 6)).toEqual([
      "Email",
      "Phone number",
      "First name",
      "Last name",
      "Country",
      "Postal code",
    ]);
    expect((await fileOf("csv"))[0]).toEqual([...EXPORT_COLUMNS]);
  });

  test("fills the fields that a live connection fills", async ({ db }) => {
    const shop = await aShopOf(db, TODAY, [newcomer({ email: "a@example.com" })]);
    // Klaviyo's importer calls these otherwise than its API does.
    const ofKlaviyo = { first_name: "First Name", last_name: "Last Name", "location.country": "Country" };
    for (const tool of TOOL_NAMES) {
      const { fields } = toolDefinition(tool);
      const names = DESTINATION_FIELDS.map((field) => fields[field]?.name ?? "");
      const wanted =
        tool === "klaviyo"
          ? names.map((name) => new Map(Object.entries(ofKlaviyo)).get(name) ?? name)
          : names;
      const file = await exported(db, shop, { format: tool, columns: ["email", ...DESTINATION_FIELDS] });
      expect(table(file)[0]?.slice(1), tool).toEqual(wanted);
    }
  });

  test("for Mailchimp has no heading that its merge fields cannot have", async ({ db }) => {
    const shop = await aShopOf(db, TODAY, [newcomer({ email: "a@example.com" })]);
    const [headings] = table(await exported(db, shop, { format: "mailchimp", columns: [...EXPORT_COLUMNS] }));
    for (const heading of headings?.slice(1) ?? []) expect(heading).toMatch(/^[A-Z0-9]{1,10}$/);
  });
});
