import { once } from "node:events";
import { describe, expect } from "vitest";
import { type Db, rows } from "../../../app/db/client.ts";
import { openExportFile } from "../../../app/exports/export-file.ts";
import { listExports } from "../../../app/exports/exports.ts";
import { NOW, newcomer, request, streamOf, TODAY } from "../../builders/asked-export.ts";
import { exportHost } from "../../builders/export-host.ts";
import { aShopOf } from "../../builders/segment-shop.ts";
import { test } from "../database.ts";

describe("who reads an exported file", () => {
  test("a reader who leaves early leaves a record that says so", async ({ db }) => {
    const shop = await aShopOf(
      db,
      TODAY,
      Array.from({ length: 3 }, (_, i) => newcomer({ email: `p${i}@example.com` })),
    );
    const exportId = await request(db, shop);
    const stream = await streamOf(db, shop, exportId);
    expect((await listExports(db, shop)).records[0]?.status).toBe("streaming");
    stream.destroy();
    await once(stream, "close");
    await untilStatus(db, exportId, "failed");
    expect((await listExports(db, shop)).records).toMatchObject([{ status: "failed", included: 0 }]);
    await expect(streamOf(db, shop, exportId)).rejects.toMatchObject({
      problem: "already_downloaded",
      retry: "never",
    });
  });

  test("whose page is cancelled leaves a record that counts nobody of it", async ({ db }) => {
    const people = Array.from({ length: 3 }, (_, i) => newcomer({ email: `p${i}@example.com` }));
    const shop = await aShopOf(db, TODAY, people);
    const exportId = await request(db, shop);
    const leaving = new AbortController();
    const host = { ...exportHost(db, NOW), signal: leaving.signal };
    const { stream } = await openExportFile(host, shop, exportId);
    await db.transaction(async (tx) => {
      // Who is on the page is decided, and cannot be recorded.
      await tx.query("lock table export_member in share mode");
      const reading = stream.toArray();
      await untilFound(db, "select from pg_locks where not granted and relation = 'export_member'::regclass");
      leaving.abort();
      await expect(reading).rejects.toThrow();
    });
    await untilStatus(db, exportId, "failed");
    expect((await listExports(db, shop)).records).toMatchObject([{ included: 0, leftOut: [] }]);
    expect(await rows(db.pool, "select from export_member where export_id = $1", [exportId])).toEqual([]);
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
    expect((await listExports(db, shop)).records).toMatchObject([
      { included: 20_000, leftOut: [{ reason: "UNSUBSCRIBED", customers: 10_000 }] },
    ]);
  });
});

const untilStatus = (db: Db, exportId: string, status: string): Promise<void> =>
  untilFound(db, "select 1 from export where export_id = $1 and status = $2", [exportId, status]);

async function untilFound(db: Db, statement: string, values: string[] = []): Promise<void> {
  for (;;) {
    if ((await rows(db.pool, statement, values)).length > 0) return;
  }
}
