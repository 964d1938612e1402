import { parse } from "csv-parse/sync";
import { describe, expect } from "vitest";
import type { Db } from "../../../app/db/client.ts";
import { adValueMinor } from "../../../app/exports/ad-file.ts";
import { e164 } from "../../../app/exports/e164.ts";
import { listExports } from "../../../app/exports/exports.ts";
import { AD_FORMATS, type ExportColumn } from "../../../app/exports/records.ts";
import { requestDownload } from "../../../app/exports/request-download.ts";
import type { ShopRef } from "../../../app/platform/ids.ts";
import { readAuditLog } from "../../../app/sync/privacy/audit-log.ts";
import { refreshValuation } from "../../../app/valuation/compute/refresh.ts";
import { exported, NOW, newcomer, request, TODAY, textOf } from "../../builders/asked-export.ts";
import { aShopOf, type Member } from "../../builders/segment-shop.ts";
import { valuationHost } from "../../builders/valuation-host.ts";
import { test } from "../database.ts";

const all: ExportColumn[] = ["email", "phone", "first_name", "last_name", "country", "zip"];
const declared = { adBasis: "declared_1" } as const;
const host = (db: Db) => ({
  env: { SHOPIFY_API_SECRET: "a secret of sixteen or more" },
  db,
  clock: () => NOW,
});
const table = (text: string): string[][] => parse(text, { relax_column_count: true });

/** The second has no phone that a tool takes, and nobody agreed to SMS. */
async function twoPeople(db: Db): Promise<ShopRef> {
  const shop = await aShopOf(db, TODAY, [
    newcomer({ email: "maria@example.com", firstName: " Maria ", lastName: "de Vries", country: "NL" }),
    newcomer({ email: "b@example.com", firstName: '=HYPERLINK("x"),\nZoë', lastName: null, country: "GB" }),
  ]);
  await db.pool.query(
    "update customer set phone = v.phone, zip = v.zip from (values (1, '+31 6 1234-5678', '1012 AB'), (2, '0612345678', 'LS1 1AB')) v(id, phone, zip) where shop_id = $1 and customer_id = v.id",
    [shop.shopId],
  );
  return shop;
}

/** As many people of whom each is expected to spend 100.00; the last one is the first of the file. */
async function crowd(db: Db, people: number): Promise<ShopRef> {
  const members = Array.from({ length: people }, (_, i): Member => newcomer({ email: `p${i}@example.com` }));
  const shop = await aShopOf(db, TODAY, members);
  await db.pool.query("update customer_value set expected_value_minor = 10000 where shop_id = $1", [
    shop.shopId,
  ]);
  return shop;
}

// By another program: printf '%s' 'maria@example.com' | sha256sum
const HASHES = {
  maria: [
    "10ef04a5a1acd81d18a0c61fdd354a063da07223720a1d8760aa5c2afa5e8ee0",
    "fab7be8a931d1088a82f6acf9e468aaf6a3accc07d5112ee5d6fca93281e1583",
    "94aec9fbed989ece189a7e172c9cf41669050495152bc4c1dbf2a38d7fd85627",
    "b8004f1d6937db197b6600a8a90f12914a0c1632e39e18f504d1983639840eb4",
  ],
  other: [
    "e8f39b3e1382367d6d41ab34dc270d4e7533f978c9e9a775dfe2185b2f96b96c",
    "f2cd0d3e90555f4912a129dd8c59d8897954d3ca01cbd40f562c3475b7efa653",
  ],
} as const;

describe("a file for ads", () => {
  test("for Google has its headings, and people as they are; what is not ticked is empty", async ({ db }) => {
    const shop = await twoPeople(db);
    const heading = ["Email", "Phone", "First Name", "Last Name", "Country", "Zip"];
    expect(table(await exported(db, shop, { ...declared, format: "google", columns: all }))).toEqual([
      heading,
      ["b@example.com", "", '=HYPERLINK("x"), Zoë', "", "GB", "LS1 1AB"],
      ["maria@example.com", "+31612345678", " Maria ", "de Vries", "NL", "1012 AB"],
    ]);
    const few = await exported(db, shop, { ...declared, format: "google", columns: ["email", "zip"] });
    expect(few).toBe(`${heading.join()}\r\nb@example.com,,,,,LS1 1AB\r\nmaria@example.com,,,,,1012 AB\r\n`);
  });

  test("hashed for Google has SHA-256 of trimmed small letters, but of country, postcode and nothing none", async ({
    db,
  }) => {
    const shop = await twoPeople(db);
    const [heading, ...rows] = table(
      await exported(db, shop, { ...declared, format: "google_hashed", columns: all }),
    );
    expect(heading).toEqual(["Email", "Phone", "First Name", "Last Name", "Country", "Zip"]);
    expect(rows).toEqual([
      [HASHES.other[0], "", HASHES.other[1], "", "GB", "LS1 1AB"],
      [...HASHES.maria, "NL", "1012 AB"],
    ]);
    const few = table(await exported(db, shop, { ...declared, format: "google_hashed" }));
    expect(few.slice(1)).toEqual([
      [HASHES.other[0], "", "", "", "", ""],
      [HASHES.maria[0], "", "", "", "", ""],
    ]);
  });

  test("for Meta has a value: what the shop keeps of what is expected, or all of it where margins are unknown", async ({
    db,
  }) => {
    const shop = await crowd(db, 102);
    await db.pool.query(
      "update customer_value set expected_value_minor = case customer_id when 102 then -5 when 101 then null end where shop_id = $1 and customer_id > 100",
      [shop.shopId],
    );
    const rowsOf = async () => table(await exported(db, shop, { ...declared, format: "meta", columns: all }));
    const unknown = await rowsOf();
    expect(unknown[0]).toEqual(["email", "phone", "fn", "ln", "zip", "country", "value"]);
    expect(unknown.slice(1, 4).map((row) => row.at(-1))).toEqual(["0.00", "0.00", "100.00"]);
    await db.pool.query(
      "insert into shop_settings (shop_id, default_margin_bp, updated_at) values ($1, 3000, now())",
      [shop.shopId],
    );
    await refreshValuation(valuationHost(db, TODAY), shop, { full: true });
    expect((await rowsOf()).slice(1, 4).map((row) => row.at(-1))).toEqual(["0.00", "0.00", "30.00"]);
    const bases = (await listExports(db, shop)).records.map((one) =>
      one.status === "unreadable" ? null : one.valueBasis,
    );
    expect(bases.toSorted()).toEqual(["contribution", "value"]);
    expect(adValueMinor(10_000, -0.2)).toBe(0);
  });

  test("for Meta is not made for fewer than 100 people who may be in it", async ({ db }) => {
    const shop = await crowd(db, 100);
    const form = { columns: ["email"], format: "meta", locale: "en", ...declared };
    const ask = () => requestDownload(host(db), { shop, userId: "42" }, "new", form);
    await db.pool.query("insert into shop_holdout (shop_id, salt, share_bp) values ($1, '\\x01', 0)", [
      shop.shopId,
    ]);
    expect(await ask()).toMatchObject({ ok: true });
    const asked = await request(db, shop, { ...declared, format: "meta" });
    await db.pool.query(
      "update customer set email_marketing_state = 'UNSUBSCRIBED' where shop_id = $1 and customer_id = 50",
      [shop.shopId],
    );
    await expect(textOf(db, shop, asked)).rejects.toMatchObject({ problem: "too_few" });
    await db.pool.query("update customer_value set reachable = customer_id <> 50 where shop_id = $1", [
      shop.shopId,
    ]);
    expect(await ask()).toEqual({ ok: false, problem: "too_few" });
  });

  test("is not made without a declared basis, nor with columns that are no matter of its tool", async ({
    db,
  }) => {
    const shop = await twoPeople(db);
    for (const format of AD_FORMATS) {
      await expect(request(db, shop, { format })).rejects.toThrow("declared basis");
      const columns: ExportColumn[] = ["email", "clv_historic"];
      await expect(request(db, shop, { format, columns, ...declared })).rejects.toThrow("declared basis");
      const form = { columns: ["email"], format, locale: "en" };
      for (const [given, problem] of [
        [form, "no_basis"],
        [{ ...form, adBasis: null }, "no_basis"],
        [{ ...form, adBasis: "yes" }, "unusable"],
        [{ ...form, columns, ...declared }, "unusable"],
      ] as const) {
        const answer = await requestDownload(host(db), { shop, userId: "42" }, "new", given);
        expect(answer).toEqual({ ok: false, problem });
      }
    }
    expect((await listExports(db, shop)).records).toEqual([]);
  });

  test("keeps who declared the basis, when and in which words, in its record and in the audit log", async ({
    db,
  }) => {
    const shop = await twoPeople(db);
    await request(db, shop, { ...declared, format: "google" });
    const [record] = (await listExports(db, shop)).records;
    expect(record).toMatchObject({ hasAdBasis: true, requestedBy: "42", requestedAt: NOW.toISOString() });
    expect((await readAuditLog(db, shop)).entries).toMatchObject([
      {
        actor: "42",
        at: NOW.toISOString(),
        action: "export.basis_declared",
        details: { format: "google", sentence: "declared_1" },
      },
    ]);
    await request(db, shop, declared);
    expect((await listExports(db, shop)).records[0]).toMatchObject({ format: "csv", hasAdBasis: false });
  });
});

describe("a postcode", () => {
  test("keeps its zeros in a spreadsheet, and is as guarded there as any text", async ({ db }) => {
    const shop = await twoPeople(db);
    const excelWith = async (zip: string) => {
      await db.pool.query("update customer set zip = $2 where shop_id = $1", [shop.shopId, zip]);
      const asked = { columns: ["email", "zip"] satisfies ExportColumn[], locale: "en-GB" };
      expect((await exported(db, shop, asked)).split("\r\n")[1]).toContain(zip.slice(0, 3));
      const [, row]: string[][] = parse(await exported(db, shop, { ...asked, format: "csv_excel" }), {
        bom: true,
      });
      return row?.[1];
    };
    expect(await excelWith("01234")).toBe('="01234"');
    expect(await excelWith("1012 AB")).toBe("1012 AB");
    expect(await excelWith('=1+1"')).toBe("'=1+1\"");
    expect(await excelWith('123"&A1&"')).toBe('123"&A1&"');
  });
});

describe("a phone number", () => {
  test("goes to mailing tools only of whoever agreed to SMS, and as text into a spreadsheet", async ({
    db,
  }) => {
    const shop = await twoPeople(db);
    const columns: ExportColumn[] = ["email", "phone"];
    expect(await exported(db, shop, { columns })).toBe(
      "email,phone\r\nb@example.com,\r\nmaria@example.com,\r\n",
    );
    await db.pool.query("update customer set sms_marketing_state = 'SUBSCRIBED' where shop_id = $1", [
      shop.shopId,
    ]);
    expect(await exported(db, shop, { columns })).toBe(
      "email,phone\r\nb@example.com,\r\nmaria@example.com,+31612345678\r\n",
    );
    const excel = await exported(db, shop, { columns, format: "csv_excel", locale: "en-GB" });
    expect(excel).toContain('maria@example.com,"=""+31612345678"""\r\n');
  });

  test.for([
    ["+31612345678", "+31612345678"],
    [" +1 (212) 555-0123 ", "+12125550123"],
    ["0612345678", null],
    ["+0612345678", null],
    ["+31", null],
    ["+1234567890123456", null],
    ["+31612345678;=1", null],
    [null, null],
  ] as const)("%s is %s for a tool", ([typed, tool]) => {
    expect(e164(typed)).toBe(tool);
  });
});
