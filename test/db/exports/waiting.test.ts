import { once } from "node:events";
import { afterAll, beforeAll, describe, expect } from "vitest";
import { touchSources } from "../../../app/db/queries/sync/dirty.ts";
import { previewList } from "../../../app/destinations/preview.ts";
import { openExportFile } from "../../../app/exports/export-file.ts";
import { listExports, previewExport, requestExport } from "../../../app/exports/exports.ts";
import { readAuditLog } from "../../../app/sync/privacy/audit-log.ts";
import { exported, NOW, newcomer, request, streamOf, TODAY, textOf } from "../../builders/asked-export.ts";
import { aShopOf } from "../../builders/segment-shop.ts";
import { test } from "../database.ts";
import { BY, type ConnectedShop, shopsOfTests, unsubscribe } from "../destinations/connected-shop.ts";

const { app, connect } = shopsOfTests(["silent"], { before: beforeAll, after: afterAll });

describe("a customer of whom something is still to be read", () => {
  test("who unsubscribed while Shopify does not answer is in no preview, no list and no file", async () => {
    const shop = await connect("silent", { people: ["a", "b", "c"] });
    const { host, ref, segmentKey, destinationId, toolListId, address } = shop;
    const { db } = host;
    shop.local.faults.failRequests = 100_000;
    unsubscribe(shop.local, shop.ids.get("b") ?? 0);
    await shop.local.deliveriesSettled();
    const leftOut = [{ reason: "WAITING", customers: 1 }];
    const preview = await previewExport(db, ref, segmentKey);
    expect(preview).toMatchObject({ members: 3, included: 2, leftOut });
    const choice = { destinationId, segmentKey, toolListId, fields: [], heldOutBp: 0 };
    const listed = await previewList(host, ref, choice, BY, new AbortController().signal);
    expect(listed).toMatchObject({
      ok: true,
      preview: { members: 3, included: 2, leftOut: [{ reason: "WAITING", people: 1 }] },
    });
    expect(await fileOf(shop, "csv")).toBe(`email\r\n${address("c")}\r\n${address("a")}\r\n`);
    for (const format of ["csv_excel", "google"] as const) {
      const text = await fileOf(shop, format);
      expect(text, format).toContain(address("a"));
      expect(text, format).not.toContain(address("b"));
    }
    const [made] = (await readAuditLog(db, ref)).entries;
    expect(made).toMatchObject({
      action: "export.made",
      details: { people: 2, whole: true, WAITING: 1 },
    });
    for (const record of (await listExports(db, ref)).records) expect(record).toMatchObject({ leftOut });

    shop.local.faults.clear();
    app().clock.advance(3_600_000);
    await app().app.settled();
  });

  test("one who is to be erased stays out, and so does everybody with the address", async ({ db }) => {
    const shop = await aShopOf(db, TODAY, [
      newcomer({ email: "a@example.com" }),
      newcomer({ email: "gone@example.com" }),
      newcomer({ email: "gone@example.com" }),
    ]);
    await db.pool.query(
      `insert into privacy_request (shop_id, request_id, topic, customer_id, email, requested_at)
       values ($1, gen_random_uuid(), 'customers/redact', 2, 'gone@example.com', now())`,
      [shop.shopId],
    );
    const leftOut = [{ reason: "WAITING", customers: 2 }];
    expect(await previewExport(db, shop, "new")).toMatchObject({ members: 3, included: 1, leftOut });
    expect(await exported(db, shop)).toBe("email\r\na@example.com\r\n");
    expect((await listExports(db, shop)).records).toMatchObject([{ included: 1, leftOut }]);
  });

  test("nobody goes whose address another customer has who has not agreed", async ({ db }) => {
    const shop = await aShopOf(db, TODAY, [
      newcomer({ email: "a@example.com" }),
      newcomer({ email: "both@example.com" }),
      newcomer({ email: "both@example.com", consent: "UNSUBSCRIBED" }),
    ]);
    const leftOut = [
      { reason: "UNSUBSCRIBED", customers: 1 },
      { reason: "SHARED_ADDRESS", customers: 1 },
    ];
    expect(await previewExport(db, shop, "new")).toMatchObject({ members: 3, included: 1, leftOut });
    expect(await exported(db, shop)).toBe("email\r\na@example.com\r\n");
    const ads = { format: "google", adBasis: "declared_1" } as const;
    expect((await exported(db, shop, ads)).split("\r\n")).toHaveLength(3);
    expect((await listExports(db, shop)).records).toMatchObject([{ leftOut }, { leftOut }]);
  });

  test("who is marked while a file streams is not on the pages that follow", async ({ db }) => {
    const shop = await aShopOf(db, TODAY, [newcomer({ email: "p1@example.com" })]);
    await db.pool.query(
      `insert into customer (shop_id, customer_id, source_updated_at, email, email_marketing_state, tags)
       select $1, i, now(), 'p' || i || '@example.com', 'SUBSCRIBED', '{}' from generate_series(2, 5000) i`,
      [shop.shopId],
    );
    await db.pool.query(
      `insert into customer_value (shop_id, customer_id, orders, first_order_day, valued_at)
       select $1, i, 1, '2024-12-30', now() from generate_series(2, 5000) i`,
      [shop.shopId],
    );
    const stream = await streamOf(db, shop, await request(db, shop));
    stream.read(0);
    await once(stream, "readable");
    await touchSources(db.pool, shop.shopId, "customers", [4_999, 5_000], NOW);
    let text = "";
    for await (const chunk of stream) text += String(chunk);
    expect(text).toContain("p4998@example.com");
    expect(text).not.toContain("p4999@example.com");
    expect((await listExports(db, shop)).records).toMatchObject([
      { status: "done", included: 4_998, leftOut: [{ reason: "WAITING", customers: 2 }] },
    ]);
  });

  test("a file for Meta is not begun for fewer people than it needs when the others wait", async ({ db }) => {
    const people = Array.from({ length: 100 }, (_, i) => newcomer({ email: `p${i}@example.com` }));
    const shop = await aShopOf(db, TODAY, people);
    const exportId = await request(db, shop, { format: "meta", adBasis: "declared_1" });
    await touchSources(db.pool, shop.shopId, "customers", [7], NOW);
    await expect(textOf(db, shop, exportId)).rejects.toMatchObject({ problem: "too_few" });
  });
});

async function fileOf({ host, ref, segmentKey }: ConnectedShop, format: "csv" | "csv_excel" | "google") {
  const exportId = await requestExport(host.db, ref, {
    ...({ audience: segmentKey, columns: ["email"], format, requestedBy: BY } as const),
    ...({ now: host.clock(), adBasis: format === "google" ? "declared_1" : null } as const),
  });
  const { stream } = await openExportFile(host, ref, exportId);
  let text = "";
  for await (const chunk of stream) text += String(chunk);
  return text;
}
