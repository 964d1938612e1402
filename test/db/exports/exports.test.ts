import { once } from "node:events";
import type { Readable } from "node:stream";
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect } from "vitest";
import { type Db, rows } from "../../../app/db/client.ts";
import { ShopLeft } from "../../../app/db/fence.ts";
import type { Audience } from "../../../app/exports/audience.ts";
import { openExportFile } from "../../../app/exports/export-file.ts";
import { listExports, previewExport, requestExport } from "../../../app/exports/exports.ts";
import type { ExportColumn } from "../../../app/exports/records.ts";
import { type ShopRef, shopRef } from "../../../app/platform/ids.ts";
import { listCustomers } from "../../../app/segments/customer-list.ts";
import type { Rule } from "../../../app/segments/rule.ts";
import { listSegments } from "../../../app/segments/segments.ts";
import { exportHost } from "../../builders/export-host.ts";
import { aShopOf, type Member } from "../../builders/segment-shop.ts";
import { test } from "../database.ts";

const TODAY = "2024-12-31";
const NOW = new Date(`${TODAY}T12:00:00Z`);

/** Members of the segment "new". */
const newcomer = (fields: Member): Member => ({
  orders: [["2024-12-20", 12_345]],
  consent: "SUBSCRIBED",
  ...fields,
});

interface Asked {
  readonly audience?: Audience;
  readonly columns?: ExportColumn[];
  readonly format?: "csv" | "csv_excel";
  readonly locale?: string;
}

function request(
  db: Db,
  shop: ShopRef,
  { audience = "new", columns = ["email"], format = "csv", locale }: Asked = {},
) {
  return requestExport(db, shop, { audience, columns, format, requestedBy: "42", now: NOW, locale });
}

async function streamOf(db: Db, shop: ShopRef, exportId: string): Promise<Readable> {
  return (await openExportFile(exportHost(db, NOW), shop, exportId)).stream;
}

async function textOf(db: Db, shop: ShopRef, exportId: string): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of await streamOf(db, shop, exportId)) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString("utf8");
}

async function exported(db: Db, shop: ShopRef, asked: Asked = {}): Promise<string> {
  return textOf(db, shop, await request(db, shop, asked));
}

describe("exports", () => {
  test("only subscribed customers with a usable address go; the others are counted by reason", async ({
    db,
  }) => {
    const shop = await aShopOf(db, TODAY, [
      newcomer({ email: "yes@example.com" }),
      newcomer({ email: "no@example.com", consent: "NOT_SUBSCRIBED" }),
      newcomer({ email: "unsaid@example.com", consent: null }),
      newcomer({ email: "waiting@example.com", consent: "PENDING" }),
      newcomer({ email: "left@example.com", consent: "UNSUBSCRIBED" }),
      newcomer({ email: "bounced@example.com", consent: "INVALID" }),
      newcomer({ email: null, consent: "REDACTED" }),
      newcomer({ email: null, consent: null }),
      newcomer({ email: "not an address" }),
      newcomer({ email: "gone@example.com" }),
      newcomer({ email: "future@example.com", consent: "SOMETHING_NEW" }),
    ]);
    await db.pool.query("update customer set deleted_at = now() where shop_id = $1 and customer_id = 10", [
      shop.shopId,
    ]);
    const leftOut = [
      { reason: "NOT_SUBSCRIBED", customers: 3 },
      { reason: "PENDING", customers: 1 },
      { reason: "UNSUBSCRIBED", customers: 1 },
      { reason: "INVALID", customers: 1 },
      { reason: "REDACTED", customers: 1 },
      { reason: "NO_ADDRESS", customers: 1 },
      { reason: "MALFORMED_ADDRESS", customers: 1 },
      { reason: "ERASED", customers: 1 },
    ];
    expect(await previewExport(db, shop, "new")).toMatchObject({
      included: 1,
      leftOut,
      members: 11,
    });
    expect(await exported(db, shop)).toBe("email\r\nyes@example.com\r\n");
    expect(await listExports(db, shop)).toMatchObject([
      {
        audience: { key: "new", name: null },
        status: "done",
        included: 1,
        leftOut,
        requestedBy: "42",
        requestedAt: NOW.toISOString(),
      },
    ]);
  });

  test("the preview and the file take the same decision about any person", async ({ db }) => {
    const states = [
      "SUBSCRIBED",
      "NOT_SUBSCRIBED",
      "PENDING",
      "UNSUBSCRIBED",
      "INVALID",
      "REDACTED",
      "NEW_STATE",
    ];
    const address = fc.oneof(
      fc.emailAddress(),
      fc
        .string({ unit: "binary-ascii", maxLength: 12 })
        .map((text) => `${text.replaceAll("\0", "")}@example.com`),
      fc.constantFrom(
        "",
        "a@b",
        "a@b.c",
        "a@-b.com",
        "a b@c.de",
        "@c.de",
        "a@c..de",
        "=1+1@example.com",
        `${"a".repeat(250)}@example.com`,
      ),
    );
    const person = fc.record({
      email: fc.option(address, { nil: null }),
      consent: fc.option(fc.constantFrom("SUBSCRIBED", "SUBSCRIBED", ...states), { nil: null }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(person, { minLength: 1, maxLength: 15 }), async (people) => {
        const shop = await aShopOf(db, TODAY, people.map(newcomer));
        const preview = (await previewExport(db, shop, "new"))!;
        await exported(db, shop);
        const [record] = await listExports(db, shop);
        expect(record).toMatchObject({ included: preview.included, leftOut: preview.leftOut });
        const { segments } = await listSegments(db, shop);
        expect(segments.find(({ key }) => key === "new")?.reachable).toBe(preview.included);
      }),
      { numRuns: 25 },
    );
  });

  test("the list of customers goes as it is filtered, under the same rules as a segment", async ({ db }) => {
    const shop = await aShopOf(db, TODAY, [
      newcomer({ email: "nl@example.com", country: "NL" }),
      newcomer({ email: "be@example.com", country: "BE" }),
      newcomer({ email: "de@example.com", country: "DE" }),
      newcomer({ email: "never@example.com", country: "NL", consent: "NOT_SUBSCRIBED" }),
      newcomer({ email: "left@example.com", country: "NL", consent: "UNSUBSCRIBED" }),
      { email: "lead@example.com", country: "NL", consent: "SUBSCRIBED" },
    ]);
    const everybody = ["nl", "be", "de", "lead"];
    const from = (...values: string[]): Rule => ({ fact: "country", is: "in", values });
    const lists: [Rule, string[], number][] = [
      [{ all: [] }, everybody, 2],
      [from("NL", "BE"), ["nl", "be", "lead"], 2],
      [{ fact: "rfmGroup", is: "in", values: ["PROSPECTS"] }, ["lead"], 0],
      [
        { all: [from("NL"), { fact: "consent", is: "in", values: ["SUBSCRIBED", "UNSUBSCRIBED"] }] },
        ["nl", "lead"],
        1,
      ],
      [{ fact: "consent", is: "=", value: "NOT_SUBSCRIBED" }, [], 1],
      [{ not: from("NL") }, ["be", "de"], 0],
    ];
    for (const [audience, names, leftOut] of lists) {
      const list = await listCustomers(db, shop, {
        rule: audience,
        sort: "net_sales",
        direction: "desc",
        pageSize: 50,
      });
      const preview = (await previewExport(db, shop, audience))!;
      expect(preview.members).toBe(list.total);
      expect(preview.included).toBe(names.length);
      const rows = await exported(db, shop, { audience, columns: ["email", "segment"] });
      expect(rows).toBe(
        ["email,segment", ...names.map((name) => `${name}@example.com,customers`), ""].join("\r\n"),
      );
      const [record] = await listExports(db, shop);
      expect(record).toMatchObject({ audience, included: names.length, leftOut: preview.leftOut });
      expect(preview.leftOut.reduce((sum, { customers }) => sum + customers, 0)).toBe(leftOut);
      await db.pool.query("delete from export where shop_id = $1", [shop.shopId]);
    }
  });

  test("lists that were stored before rules are read, and go to the same people; an unknown version says so", async ({
    db,
  }) => {
    const shop = await aShopOf(db, TODAY, [
      newcomer({ email: "nl@example.com", country: "NL" }),
      newcomer({ email: "be@example.com", country: "BE" }),
      { email: "lead@example.com", country: "NL", consent: "SUBSCRIBED" },
    ]);
    const asStored = async (filter: unknown) => {
      await db.pool.query("delete from export where shop_id = $1", [shop.shopId]);
      const exportId = await request(db, shop, { audience: { all: [] } });
      await db.pool.query("update export set filter = $2 where shop_id = $1", [
        shop.shopId,
        JSON.stringify(filter),
      ]);
      return exportId;
    };
    const before: [unknown, string[]][] = [
      [{}, ["nl", "be", "lead"]],
      [{ countries: ["NL"] }, ["nl", "lead"]],
      [{ groups: ["PROSPECTS"], consent: ["SUBSCRIBED", "PENDING"], countries: ["NL", "BE"] }, ["lead"]],
    ];
    for (const [filter, names] of before) {
      const file = await textOf(db, shop, await asStored(filter));
      expect(file).toBe(["email", ...names.map((name) => `${name}@example.com`), ""].join("\r\n"));
    }
    const audience = {
      all: [
        { fact: "rfmGroup", is: "in", values: ["PROSPECTS"] },
        { fact: "consent", is: "in", values: ["SUBSCRIBED", "PENDING"] },
        { fact: "country", is: "in", values: ["NL", "BE"] },
      ],
    };
    expect(await listExports(db, shop)).toMatchObject([{ audience }]);
  });

  test("consent is read when the row is written, not when the export was asked for", async ({ db }) => {
    const shop = await aShopOf(db, TODAY, [
      newcomer({ email: "a@example.com" }),
      newcomer({ email: "b@example.com" }),
    ]);
    const exportId = await request(db, shop);
    await db.pool.query(
      "update customer set email_marketing_state = 'UNSUBSCRIBED' where shop_id = $1 and customer_id = 1",
      [shop.shopId],
    );
    expect(await textOf(db, shop, exportId)).toBe("email\r\nb@example.com\r\n");
  });

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
          const expected = names.map((given, i) => {
            const line = given.replace(/[\p{Cc}\u2028\u2029]/gu, " ");
            return [addresses[i], guarded(line), amount];
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
              .map((row) => row.map((cell) => cell.replace(/^\n|\r$/g, "")))
              .filter((row) => row.join("") !== "");
            expect(read.slice(1), `rows that end on ${JSON.stringify(end)}`).toEqual(expected);
          }
          // A reader that knows no quotes and ends a line at any control character.
          const lines = file.split(/\r\n|[\p{Cc}\u2028\u2029]/u).filter((line) => line !== "");
          expect(lines.map((line) => line.split(delimiter)[0]).slice(1)).toEqual(addresses);
          // A spreadsheet whose list separator is the other one: quotes inside of a field do not hold its cells together.
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
      "1,a@example.com,'-1+2,NL,new,-2.50,1000.00,0.00,0.05,EUR,1,2024-12-20,2025-01-05,,0.7500,2024-12-31",
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
      "a@example.com,subscribed,confirmed_opt_in,2023-05-06",
      "b@example.com,subscribed,,",
    ]);
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

  test("a reader who leaves early leaves a record that says so", async ({ db }) => {
    const shop = await aShopOf(
      db,
      TODAY,
      Array.from({ length: 3 }, (_, i) => newcomer({ email: `p${i}@example.com` })),
    );
    const exportId = await request(db, shop);
    const stream = await streamOf(db, shop, exportId);
    expect((await listExports(db, shop))[0]?.status).toBe("streaming");
    stream.destroy();
    await once(stream, "close");
    await untilStatus(db, exportId, "failed");
    expect(await listExports(db, shop)).toMatchObject([{ status: "failed", included: 0 }]);
    await expect(streamOf(db, shop, exportId)).rejects.toMatchObject({
      problem: "already_downloaded",
      retry: "never",
    });
  });

  test("a list is offered as it was last exported, by its rule; every other list begins with the address alone", async ({
    db,
  }) => {
    const shop = await aShopOf(db, TODAY, [newcomer({})]);
    const other = await aShopOf(db, TODAY, [newcomer({})]);
    const dutch: Rule = { all: [{ fact: "country", is: "in", values: ["NL"] }] };
    const belgian: Rule = { all: [{ fact: "country", is: "in", values: ["BE"] }] };
    const lastOf = async (audience: Audience, of: ShopRef = shop) =>
      (await previewExport(db, of, audience))?.lastChoice;
    expect(await lastOf("new")).toBeNull();
    await request(db, shop, { columns: ["email", "orders"] });
    await request(db, shop, { columns: ["email", "clv_low"], format: "csv_excel" });
    await request(db, shop, { audience: dutch, columns: ["email", "country"] });
    expect(await lastOf("new")).toEqual({ columns: ["email", "clv_low"], format: "csv_excel", heldOutBp: 0 });
    expect(await lastOf(dutch)).toEqual({ columns: ["email", "country"], format: "csv", heldOutBp: 0 });
    expect([await lastOf("vip"), await lastOf(belgian), await lastOf("new", other)]).toEqual([
      null,
      null,
      null,
    ]);
    await db.pool.query("update export set columns = '{email,shoe_size}' where segment_key = 'new'");
    expect(await lastOf("new")).toBeNull();
  });

  test("another shop's export does not exist", async ({ db }) => {
    const shop = await aShopOf(db, TODAY, [newcomer({ email: "a@example.com" })]);
    const exportId = await request(db, shop);
    const other = await aShopOf(db, TODAY, [newcomer({ email: "b@example.com" })]);
    await expect(streamOf(db, other, exportId)).rejects.toMatchObject({ problem: "unknown_export" });
    await expect(streamOf(db, shopRef("never-seen.myshopify.com"), exportId)).rejects.toThrow(ShopLeft);
  });

  test("what no form offers is refused", async ({ db }) => {
    const shop = await aShopOf(db, TODAY, [newcomer({ email: "a@example.com" })]);
    await expect(request(db, shop, { columns: [] })).rejects.toThrow("at least one column");
    await expect(request(db, shop, { columns: ["orders"] })).rejects.toThrow("e-mail address");
    await expect(request(db, shop, { columns: ["email", "email"] })).rejects.toThrow("only once");
    const unheard: unknown[] = [
      { fact: "country", is: "in", values: ["the Netherlands"] },
      { fact: "rfmGroup", is: "in", values: [] },
      { fact: "name", is: "=", value: "anna" },
      "everybody",
    ];
    for (const audience of unheard as Audience[]) {
      await expect(request(db, shop, { audience })).rejects.toThrow();
    }
    expect(await listExports(db, shop)).toEqual([]);
  });

  test("a slow reader holds a few pages in memory, not the segment", async ({ db }) => {
    const shop = await aShopOf(db, TODAY, [newcomer({ email: "first@example.com" })]);
    await db.pool.query(
      `insert into customer (shop_id, customer_id, source_updated_at, email, email_marketing_state, tags)
       select $1, i, now(), 'p' || i || '@example.com', 'SUBSCRIBED', '{}' from generate_series(2, 30000) i`,
      [shop.shopId],
    );
    await db.pool.query(
      `insert into customer_value (shop_id, customer_id, orders, first_order_day, valued_at)
       select $1, i, 1, '2024-12-30', now() from generate_series(2, 30000) i`,
      [shop.shopId],
    );
    const exportId = await request(db, shop);
    const stream = await streamOf(db, shop, exportId);
    stream.read(0);
    await once(stream, "readable");
    // Somebody unsubscribes while the file is on its way: the rows that were not asked for yet have not been read.
    await db.pool.query(
      "update customer set email_marketing_state = 'UNSUBSCRIBED' where shop_id = $1 and customer_id > 20000",
      [shop.shopId],
    );
    let lines = 0;
    for await (const chunk of stream) lines += String(chunk).split("\r\n").length - 1;
    expect(lines).toBe(20_001);
    expect(await listExports(db, shop)).toMatchObject([
      { included: 20_000, leftOut: [{ reason: "UNSUBSCRIBED", customers: 10_000 }] },
    ]);
  });
});

/** A `'` before whatever could begin a cell and is a formula there. */
function guarded(line: string): string {
  const pieces = line.split(/(?<=[,;])/);
  return pieces
    .map((piece) =>
      "=+-@＝＋－＠".includes(piece.replace(/^["\s]+/, "").charAt(0) || "no") ? `'${piece}` : piece,
    )
    .join("");
}

async function untilStatus(db: Db, exportId: string, status: string): Promise<void> {
  for (;;) {
    const found = await rows(db.pool, "select 1 from export where export_id = $1 and status = $2", [
      exportId,
      status,
    ]);
    if (found.length > 0) return;
  }
}
