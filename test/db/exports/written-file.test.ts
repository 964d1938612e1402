import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect } from "vitest";
import type { ExportColumn } from "../../../app/exports/records.ts";
import { exported, newcomer, TODAY } from "../../builders/asked-export.ts";
import { aShopOf } from "../../builders/segment-shop.ts";
import { test } from "../database.ts";

describe("an exported file", () => {
  test("any name is one cell of one row, for readers that end rows on LF, CR, CRLF or any line separator", async ({
    db,
  }) => {
    const hostile = fc.constantFrom(
      "\n",
      "\r",
      "\r\n",
      "\t",
      "\v",
      "\f",
      "\x1e",
      "\x85",
      "\u2028",
      "\u2029",
      '"',
      ";",
    );
    const text = fc
      .string({ unit: "binary", maxLength: 20 })
      .map((any) => any.replaceAll("\0", "").toWellFormed());
    const name = fc.oneof(
      text,
      fc
        .tuple(fc.constantFrom("=", "+", "-", "@", "＝", "\t=", "\r+", " @"), text)
        .map((parts) => parts.join("")),
      fc
        .tuple(
          text,
          fc.constantFrom(";", ",", "\t"),
          fc.constantFrom("", " ", '"', '" "'),
          fc.constantFrom("=1+1", "@x", "＝1"),
        )
        .map((parts) => parts.join("")),
      fc.tuple(text, hostile, text).map((parts) => parts.join("")),
      fc
        .tuple(fc.constant("Jan"), hostile, fc.constant("victim@no-consent.example"))
        .map((parts) => parts.join("")),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(name, { minLength: 1, maxLength: 8 }),
        fc.constantFrom("csv" as const, "csv_excel" as const),
        async (names, format) => {
          const addresses = names.map((_, i) => `${["+", "-", "=", ""][i % 4]}p${i}@example.com`);
          const shop = await aShopOf(
            db,
            TODAY,
            names.map((firstName, i) => newcomer({ firstName, email: addresses[i]! })),
          );
          const file = await exported(db, shop, {
            columns: ["email", "first_name", "clv_historic"],
            format,
            locale: "nl-NL",
          });
          const amount = format === "csv" ? "123.45" : "123,45";
          // All spent the same: the last id is the first of the file.
          const expected = names.map((given, i) => {
            const line = given.replace(/[\p{Cc}\u2028\u2029]/gu, " ");
            return [
              format === "csv" ? addresses[i] : asText(addresses[i] ?? ""),
              format === "csv" ? line : guarded(line),
              amount,
            ];
          });
          const delimiter = format === "csv" ? "," : ";";
          for (const end of ["\r\n", "\n", "\r"]) {
            const table: string[][] = parse(file, {
              bom: true,
              delimiter,
              record_delimiter: end,
              relax_column_count: true,
              relax_quotes: true,
              skip_empty_lines: true,
            });
            // What is left of CRLF for a reader that ends rows at half of it.
            const read = table
              .map((row) => row.map((cell) => unquoted(cell.replace(/^\n|\r$/g, ""))))
              .filter((row) => row.join("") !== "");
            expect(read.slice(1), `rows that end on ${JSON.stringify(end)}`).toEqual(expected.toReversed());
          }
          // A reader that knows no quotes and ends a line at any control character.
          const lines = file.split(/\r\n|[\p{Cc}\u2028\u2029]/u).filter((line) => line !== "");
          expect(lines.map((line) => line.split(delimiter)[0]).slice(1)).toEqual(
            format === "csv"
              ? addresses.toReversed()
              : addresses
                  .toReversed()
                  .map((address) =>
                    asText(address).replace(/^=.*$/, (cell) => `"${cell.replaceAll('"', '""')}"`),
                  ),
          );
          // A spreadsheet whose list separator is the other one: quotes inside of a field do not hold its cells together.
          if (format === "csv") return;
          const strays = lines.flatMap((line) => line.split(delimiter === "," ? ";" : ",").slice(1));
          expect(strays.filter((cell) => /^["\s]*[=+\-@＝＋－＠]/.test(cell))).toEqual([]);
        },
      ),
      { numRuns: 40 },
    );
  });

  test("numbers and days are written as such; a negative amount is no formula", async ({ db }) => {
    const shop = await aShopOf(db, TODAY, [
      newcomer({ email: "a@example.com", country: "NL", lastName: "-1+2" }),
    ]);
    await db.pool.query(
      `update customer_value set net_sales_minor = -250, expected_value_minor = 100000, value_low_minor = 0, value_high_minor = 5,
         order_probability = 0.25, next_order_from = '2025-01-05' where shop_id = $1`,
      [shop.shopId],
    );
    const columns: ExportColumn[] = [
      "shopify_customer_id",
      "email",
      "last_name",
      "country",
      "segment",
      "clv_historic",
      "clv_predicted_12m",
      "clv_low",
      "clv_high",
      "currency",
      "orders",
      "last_order_date",
      "next_order_from",
      "next_order_to",
      "churn_probability",
      "as_of",
    ];
    expect((await exported(db, shop, { columns })).split("\r\n").slice(0, 2)).toEqual([
      columns.join(","),
      "1,a@example.com,-1+2,NL,new,-2.50,1000.00,0.00,0.05,EUR,1,2024-12-20,2025-01-05,,0.7500,2024-12-31",
    ]);
  });

  test("the Excel variant has a byte order mark, and a semicolon where the comma is the decimal sign", async ({
    db,
  }) => {
    const shop = await aShopOf(db, TODAY, [newcomer({ email: "a@example.com" })]);
    const columns: ExportColumn[] = ["email", "orders"];
    for (const [locale, delimiter] of [
      ["nl-NL", ";"],
      ["nl-BE", ";"],
      ["fr-BE", ";"],
      ["de-DE", ";"],
      ["de", ";"],
      ["en-GB", ","],
    ] as const) {
      const text = await exported(db, shop, { columns, format: "csv_excel", locale });
      expect(text, locale).toBe(`\uFEFFemail${delimiter}orders\r\na@example.com${delimiter}1\r\n`);
    }
    expect(await exported(db, shop, { columns, format: "csv_excel" })).toContain("email;orders");
    expect(await exported(db, shop, { columns, locale: "nl-NL" })).toBe(
      "email,orders\r\na@example.com,1\r\n",
    );
  });

  test("the proof of consent is its state, how it was given, and since when", async ({ db }) => {
    const shop = await aShopOf(db, TODAY, [
      newcomer({ email: "a@example.com" }),
      newcomer({ email: "b@example.com" }),
    ]);
    await db.pool.query(
      `update customer set email_opt_in_level = 'CONFIRMED_OPT_IN', email_state_updated_at = '2023-05-06T23:30:00Z'
        where shop_id = $1 and customer_id = 1`,
      [shop.shopId],
    );
    const columns: ExportColumn[] = ["email", "consent_state", "consent_level", "consent_date"];
    expect((await exported(db, shop, { columns })).split("\r\n").slice(1, 3)).toEqual([
      "b@example.com,subscribed,,",
      "a@example.com,subscribed,confirmed_opt_in,2023-05-06",
    ]);
  });

  test("an address that a spreadsheet would run is a text there, and for tools it is as it is", async ({
    db,
  }) => {
    const address = "=cmd|'/c-calc'!a@example.com";
    const shop = await aShopOf(db, TODAY, [newcomer({ email: address })]);
    expect(await exported(db, shop)).toBe(`email\r\n${address}\r\n`);
    const excel = await exported(db, shop, { format: "csv_excel", locale: "nl-NL" });
    const [, [cell] = []]: string[][] = parse(excel, { bom: true, delimiter: ";" });
    expect(cell).toBe(`="${address}"`);
  });

  test("an id is text in the Excel variant, and a number for tools", async ({ db }) => {
    const shop = await aShopOf(db, TODAY, [newcomer({ email: "a@example.com" })]);
    const columns: ExportColumn[] = ["email", "shopify_customer_id"];
    expect(await exported(db, shop, { columns })).toContain("a@example.com,1\r\n");
    const excel = await exported(db, shop, { columns, format: "csv_excel", locale: "en-GB" });
    expect(excel).toContain('a@example.com,"=""1"""\r\n');
  });

  test("numbers of the Excel variant have the decimal mark of its locale", async ({ db }) => {
    const shop = await aShopOf(db, TODAY, [newcomer({ email: "a@example.com" })]);
    const columns: ExportColumn[] = ["email", "clv_historic"];
    const [plain, dutch, british] = await Promise.all([
      exported(db, shop, { columns, locale: "nl-NL" }),
      exported(db, shop, { columns, format: "csv_excel", locale: "nl-NL" }),
      exported(db, shop, { columns, format: "csv_excel", locale: "en-GB" }),
    ]);
    const amount = /(\d+)\.(\d\d)\r\n$/.exec(plain);
    expect(amount).not.toBeNull();
    expect(dutch).toContain(`a@example.com;${amount?.[1]},${amount?.[2]}\r\n`);
    expect(british).toContain(`a@example.com,${amount?.[1]}.${amount?.[2]}\r\n`);
  });
});

/** Quotes that a reader took for a part of the cell, because half of CRLF stood before them. */
const unquoted = (cell: string): string =>
  /^"=""[^\n]*"""$/.test(cell) ? cell.slice(1, -1).replaceAll('""', '"') : cell;

/** What a spreadsheet shows as the address itself, where it would run the address. */
const asText = (address: string): string => (/^[=+-]/.test(address) ? `="${address}"` : address);

/** A `'` before whatever could begin a cell and is a formula there. */
function guarded(line: string): string {
  const pieces = line.split(/(?<=[,;])/);
  return pieces
    .map((piece) =>
      "=+-@＝＋－＠".includes(piece.replace(/^["\s]+/, "").charAt(0) || "no") ? `'${piece}` : piece,
    )
    .join("");
}
