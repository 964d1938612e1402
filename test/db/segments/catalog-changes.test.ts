import { expect } from "vitest";
import { rows } from "../../../app/db/client.ts";
import { createSegment } from "../../../app/segments/change-segment.ts";
import { refreshMembership } from "../../../app/segments/membership/refresh.ts";
import { aShopOf } from "../../builders/segment-shop.ts";
import { valuationHost } from "../../builders/valuation-host.ts";
import { test } from "../database.ts";

const TODAY = "2024-12-31";

test("a change of products moves members although nobody bought or was valued anew", async ({ db }) => {
  const shop = await aShopOf(db, TODAY, [
    { orders: [["2024-12-15", 1_000, { products: [1] }]] },
    { orders: [["2024-12-16", 1_000, { products: [2] }]] },
  ]);
  await db.pool.query(
    `insert into product (shop_id, product_id, source_updated_at, title, product_type, vendor, tags, status)
     select $1, n, now(), 'Product ' || n, 'Coffee', '', '{}', 'ACTIVE' from generate_series(1, 2) n`,
    [shop.shopId],
  );
  const host = { ...valuationHost(db, TODAY), jobs: { enqueue: async () => true } };
  const rule = { fact: "boughtOrders", of: { types: ["Tea"] }, is: ">", value: 0 } as const;
  const saved = await createSegment(host, shop, { name: "Tea", rule }, "7");
  if (!saved.ok) throw new Error(saved.reason);
  const members = () =>
    rows(
      db.pool,
      "select customer_id id from segment_member where shop_id = $1 and segment_key = $2 order by 1",
      [shop.shopId, saved.segment.key],
    );
  await refreshMembership(host, shop, { whole: false });
  await db.pool.query("update product set product_type = 'Tea' where shop_id = $1 and product_id = 2", [
    shop.shopId,
  ]);
  await refreshMembership(host, shop, { whole: false });
  expect(await members()).toEqual([]);
  const outcome = await refreshMembership(host, shop, { whole: false, catalog: true });
  expect(await members()).toEqual([{ id: 2 }]);
  expect(outcome?.whole).toBeLessThan(outcome?.segments ?? 0);
});
