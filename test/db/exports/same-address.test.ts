import { parse } from "csv-parse/sync";
import sql from "sql-template-tag";
import { describe, expect } from "vitest";
import { rows } from "../../../app/db/client.ts";
import { beginHoldout, storeHoldoutShare } from "../../../app/db/queries/exports/draws.ts";
import { listExports, previewExport } from "../../../app/exports/exports.ts";
import { type ExportFormat, TOOL_FORMATS } from "../../../app/exports/records.ts";
import { requestDownload } from "../../../app/exports/request-download.ts";
import { drawFor } from "../../../app/platform/holdout.ts";
import { whoGoes } from "../../../app/ui/exports/export-choice.ts";
import { exported, NOW, newcomer, request, TODAY, textOf } from "../../builders/asked-export.ts";
import { aShopOf } from "../../builders/segment-shop.ts";
import { test } from "../database.ts";

const spent = (email: string, minor: number) => newcomer({ email, orders: [["2024-12-20", minor]] });

function linesOf(text: string): string[] {
  const [, ...lines]: string[][] = parse(text);
  return lines.map((cells) => cells.join(" "));
}

describe("customers with one address who all agreed", () => {
  test("are all in a plain file, and in a file for a tool the first of them in the order of the list", async ({
    db,
  }) => {
    const shop = await aShopOf(db, TODAY, [
      spent("one@example.com", 1_000),
      spent("both@example.com", 2_000),
      spent("other@example.com", 3_000),
      spent("both@example.com", 4_000),
    ]);
    const fileOf = async (format: ExportFormat) => {
      const isPlain = format === "csv" || format === "csv_excel";
      const isForAds = format === "google" || format === "google_hashed";
      const text = await exported(db, shop, {
        ...{ format, locale: "en", columns: isForAds ? ["email"] : ["email", "clv_historic"] },
        ...(isForAds && { adBasis: "declared_1" }),
      });
      const preview = await previewExport(db, shop, "new");
      const going = whoGoes(preview!, { format });
      const [record] = (await listExports(db, shop)).records;
      expect(record, format).toMatchObject({ included: going.included, leftOut: going.leftOut });
      expect(going.leftOut).toEqual(isPlain ? [] : [{ reason: "SAME_ADDRESS", customers: 1 }]);
      return linesOf(text);
    };
    const [both, other, less, one] = [
      ...[
        "both@example.com 40.00",
        "other@example.com 30.00",
        "both@example.com 20.00",
        "one@example.com 10.00",
      ],
    ];
    expect(await fileOf("csv")).toEqual([both, other, less, one]);
    expect(await fileOf("csv_excel")).toHaveLength(4);
    for (const tool of TOOL_FORMATS) expect(await fileOf(tool), tool).toEqual([both, other, one]);
    const forAds = ["both", "other", "one"].map((name) => expect.stringContaining(`${name}@example.com`));
    expect(await fileOf("google")).toEqual(forAds);
    expect(await fileOf("google_hashed")).toHaveLength(3);
  });

  test("are counted for the address once however far apart they are", async ({ db }) => {
    const shop = await aShopOf(db, TODAY, [newcomer({ email: "far@example.com" })]);
    await db.pool.query(
      `insert into customer (shop_id, customer_id, source_updated_at, email, email_marketing_state, tags)
       select $1, i, now(), case when i % 1000 = 0 then 'far' else 'p' || i end || '@example.com', 'SUBSCRIBED', '{}'
       from generate_series(2, 3500) i`,
      [shop.shopId],
    );
    await db.pool.query(
      `insert into customer_value (shop_id, customer_id, orders, first_order_day, valued_at)
       select $1, i, 1, '2024-12-30', now() from generate_series(2, 3500) i`,
      [shop.shopId],
    );
    expect(await previewExport(db, shop, "new")).toMatchObject({ included: 3_500, sameAddress: 3 });
    const lines = linesOf(await exported(db, shop, { format: "brevo" }));
    expect(lines).toHaveLength(3_497);
    expect(new Set(lines).size).toBe(3_497);
    expect((await listExports(db, shop)).records).toMatchObject([
      { included: 3_497, leftOut: [{ reason: "SAME_ADDRESS", customers: 3 }] },
    ]);
  });

  test("are held out together where the lot draws one of them, of a plain file too, and are compared with nobody", async ({
    db,
  }) => {
    const couples = Array.from({ length: 40 }, (_, at) => `couple${at}@example.com`);
    const singles = Array.from({ length: 40 }, (_, at) => `single${at}@example.com`);
    const shop = await aShopOf(
      db,
      TODAY,
      [...couples, ...couples, ...singles].map((email) => newcomer({ email })),
    );
    const salt = Buffer.alloc(32, 7);
    await db.transaction(async (tx) => {
      await beginHoldout(tx, shop.shopId, salt);
      await storeHoldoutShare(tx, shop.shopId, 2_000);
    });
    const isHeldOut = (id: number) => drawFor({ salt, alwaysBp: 2_000, exportBp: 0 }, "")(id) !== "sent";
    const coupleIsHeldOut = (at: number) => isHeldOut(at + 1) || isHeldOut(at + 41);
    const split = couples.filter((_, at) => isHeldOut(at + 1) !== isHeldOut(at + 41));
    expect(split.length).toBeGreaterThan(5);
    const going = [
      ...couples.filter((_, at) => !coupleIsHeldOut(at)),
      ...singles.filter((_, at) => !isHeldOut(at + 81)),
    ];
    const asked = { plain: await request(db, shop), tool: await request(db, shop, { format: "klaviyo" }) };
    const plain = linesOf(await textOf(db, shop, asked.plain));
    expect([...new Set(plain)].sort()).toEqual(going.toSorted());
    const sentCouples = couples.filter((_, at) => !coupleIsHeldOut(at)).length;
    expect(plain).toHaveLength(going.length + sentCouples);
    const tool = linesOf(await textOf(db, shop, asked.tool));
    expect(tool.toSorted()).toEqual(going.toSorted());
    const [ofTool, ofPlain] = (await listExports(db, shop)).records;
    const singlesHeldOut = singles.filter((_, at) => isHeldOut(at + 81)).length;
    const couplesHeldOut = couples.length - sentCouples;
    expect(ofPlain).toMatchObject({
      leftOut: [{ reason: "HELD_OUT", customers: 2 * couplesHeldOut + singlesHeldOut }],
    });
    expect(ofTool).toMatchObject({
      leftOut: [
        { reason: "SAME_ADDRESS", customers: 40 },
        { reason: "HELD_OUT", customers: couplesHeldOut + singlesHeldOut },
      ],
    });
    for (const exportId of Object.values(asked)) {
      const drawn = await rows<{ id: number }>(
        db.pool,
        sql`select unnest(customer_ids) id from export_draw where shop_id = ${shop.shopId} and export_id = ${exportId} order by 1`,
      );
      expect(drawn.map(({ id }) => id)).toEqual(singles.map((_, at) => at + 81));
    }
  });

  test("are one person of the hundred that Meta needs", async ({ db }) => {
    const names = Array.from({ length: 100 }, (_, at) => `p${at === 99 ? 98 : at}@example.com`);
    const shop = await aShopOf(
      db,
      TODAY,
      names.map((email) => newcomer({ email })),
    );
    await db.pool.query("insert into shop_holdout (shop_id, salt, share_bp) values ($1, '\\x01', 0)", [
      shop.shopId,
    ]);
    const form = { columns: ["email"], format: "meta", locale: "en", heldOutBp: 0, adBasis: "declared_1" };
    const host = { env: { SHOPIFY_API_SECRET: "a secret of sixteen or more" }, db, clock: () => NOW };
    const ask = () => requestDownload(host, { shop, userId: "42" }, "new", form);
    expect(await ask()).toEqual({ ok: false, problem: "too_few" });
    const asked = await request(db, shop, { format: "meta", adBasis: "declared_1" });
    await expect(textOf(db, shop, asked)).rejects.toMatchObject({ problem: "too_few" });
    await db.pool.query(
      "update customer set email = 'own@example.com' where shop_id = $1 and customer_id = 100",
      [shop.shopId],
    );
    expect(await ask()).toMatchObject({ ok: true });
    expect(linesOf(await textOf(db, shop, asked))).toHaveLength(100);
  });
});
