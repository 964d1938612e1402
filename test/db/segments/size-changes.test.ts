import { describe, expect } from "vitest";
import type { Db } from "../../../app/db/client.ts";
import type { ShopRef } from "../../../app/platform/ids.ts";
import { createSegment, updateSegment } from "../../../app/segments/change-segment.ts";
import { listSegments } from "../../../app/segments/list-segments.ts";
import { refreshValuation } from "../../../app/valuation/compute/refresh.ts";
import { aShop, someCustomers } from "../../builders/shop-rows.ts";
import { valuationHost } from "../../builders/valuation-host.ts";
import { test } from "../database.ts";

/** 30 days before it is 2024-12-01, 37 days before it 2024-11-24. */
const TODAY = "2024-12-31";
const BY = "7";
const everybody = { all: [] };
const nobody = { any: [] };

const hostAt = (db: Db, at: string) => ({
  ...{ db, clock: () => new Date(at) },
  jobs: { enqueue: async () => true },
});

/** A shop of three customers in a time zone. */
async function aShopOfThree(db: Db, timeZone = "UTC"): Promise<ShopRef> {
  const shop = await aShop(db.pool, { timeZone });
  await someCustomers(db.pool, shop, [{ id: 1 }, { id: 2 }, { id: 3 }]);
  await refreshValuation(valuationHost(db, TODAY), shop, { full: true });
  return shop;
}

async function own(db: Db, shop: ShopRef, at: string, rule: object = everybody): Promise<string> {
  const saved = await createSegment(hostAt(db, at), shop, { name: "Own", rule }, BY);
  if (!saved.ok) throw new Error(saved.reason);
  return saved.segment.key;
}

const update = (db: Db, shop: ShopRef, key: string, at: string, changes: object) =>
  updateSegment(hostAt(db, at), shop, key as never, changes as never, BY);

async function keep(db: Db, shop: ShopRef, key: string, sizes: Record<string, number>): Promise<void> {
  await db.pool.query(
    `insert into segment_day (shop_id, segment_key, day, customers, net_sales_minor, reachable)
     select $1, $2, day::date, customers::int, 0, 0 from json_each_text($3) size(day, customers)`,
    [shop.shopId, key, JSON.stringify(sizes)],
  );
}

const changeOf = async (db: Db, shop: ShopRef, key: string) => (await listSegments(db, shop)).changes[key];

describe("how much a segment grew in 30 days", () => {
  test("is from the size of 30 days ago, or of up to a week before", async ({ db }) => {
    const shop = await aShopOfThree(db);
    await keep(db, shop, "leads", { "2024-11-23": 9, "2024-12-02": 7 });
    expect(await changeOf(db, shop, "leads")).toBeUndefined();
    await keep(db, shop, "leads", { "2024-11-24": 5 });
    expect(await changeOf(db, shop, "leads")).toBe(-5);
    await keep(db, shop, "leads", { "2024-12-01": 1 });
    expect(await changeOf(db, shop, "leads")).toBe(-1);
  });

  test("is not said of a size that is of another rule; another name is none", async ({ db }) => {
    const shop = await aShopOfThree(db);
    const key = await own(db, shop, "2024-06-01T12:00:00Z", nobody);
    await keep(db, shop, key, { "2024-11-26": 1, "2024-11-28": 2 });
    expect(await changeOf(db, shop, key)).toBe(-2);
    await update(db, shop, key, "2024-11-28T09:00:00Z", { rule: everybody, revision: 1 });
    expect(await changeOf(db, shop, key)).toBe(1);
    await update(db, shop, key, "2024-12-20T12:00:00Z", { name: "Other", revision: 2 });
    expect(await changeOf(db, shop, key)).toBe(1);
    await update(db, shop, key, "2024-11-29T12:00:00Z", { rule: nobody, revision: 3 });
    expect(await changeOf(db, shop, key)).toBeUndefined();
    // The rule of before, taken back, is a change as well: members in between were others.
    await update(db, shop, key, "2024-12-29T12:00:00Z", { rule: everybody, revision: 4 });
    expect(await changeOf(db, shop, key)).toBeUndefined();
  });

  test("counts the day of a change in the shop's time zone, and other shops' versions not at all", async ({
    db,
  }) => {
    const [tokyo, other] = [await aShopOfThree(db, "Asia/Tokyo"), await aShopOfThree(db)];
    // 01:00 on 1 December in Tokyo.
    const key = await own(db, tokyo, "2024-11-30T16:00:00Z");
    await own(db, other, "2024-12-30T12:00:00Z");
    await keep(db, tokyo, key, { "2024-11-30": 1 });
    expect(await changeOf(db, tokyo, key)).toBeUndefined();
    await keep(db, tokyo, key, { "2024-12-01": 2 });
    expect(await changeOf(db, tokyo, key)).toBe(1);
  });
});
