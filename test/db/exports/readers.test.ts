import { once } from "node:events";
import { describe, expect } from "vitest";
import { type Db, rows } from "../../../app/db/client.ts";
import { listExports } from "../../../app/exports/exports.ts";
import { newcomer, request, streamOf, TODAY } from "../../builders/asked-export.ts";
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

async function untilStatus(db: Db, exportId: string, status: string): Promise<void> {
  for (;;) {
    const found = await rows(db.pool, "select 1 from export where export_id = $1 and status = $2", [
      exportId,
      status,
    ]);
    if (found.length > 0) return;
  }
}
