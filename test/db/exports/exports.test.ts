import fc from "fast-check";
import { describe, expect } from "vitest";
import { ShopLeft } from "../../../app/db/fence.ts";
import type { Audience } from "../../../app/exports/audience.ts";
import { listExports, previewExport } from "../../../app/exports/exports.ts";
import { type ShopRef, shopRef } from "../../../app/platform/ids.ts";
import { listCustomers } from "../../../app/segments/customer-list.ts";
import { listSegments } from "../../../app/segments/list-segments.ts";
import type { Rule } from "../../../app/segments/rule.ts";
import { exported, NOW, newcomer, request, streamOf, TODAY, textOf } from "../../builders/asked-export.ts";
import { aShopOf } from "../../builders/segment-shop.ts";
import { test } from "../database.ts";

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
    expect((await listExports(db, shop)).records).toMatchObject([
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
        const [record] = (await listExports(db, shop)).records;
        expect(record).toMatchObject({ included: preview.included, leftOut: preview.leftOut });
        const { segments } = await listSegments(db, shop);
        const shared = preview.leftOut.find(({ reason }) => reason === "SHARED_ADDRESS")?.customers ?? 0;
        expect(segments.find(({ key }) => key === "new")?.reachable).toBe(preview.included + shared);
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
      const [record] = (await listExports(db, shop)).records;
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
    expect((await listExports(db, shop)).records).toMatchObject([{ audience }]);
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

  test("the list of exports goes on, page after page, to the first one", async ({ db }) => {
    const shop = await aShopOf(db, TODAY, [newcomer({ email: "a@example.com" })]);
    const asked: string[] = [];
    for (let i = 0; i < 52; i++) asked.push(await request(db, shop));
    const first = await listExports(db, shop);
    const second = await listExports(db, shop, first.olderThan);
    expect([first.records.length, second.records.length, second.olderThan]).toEqual([50, 2, null]);
    const seen = [...first.records, ...second.records].map(({ exportId }) => exportId);
    expect(seen.toSorted()).toEqual(asked.toSorted());
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
    expect((await listExports(db, shop)).records).toEqual([]);
  });
});
