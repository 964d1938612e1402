import { describe, expect } from "vitest";
import { isoOfDay } from "../../../app/clv/calendar.ts";
import { type Db, rows } from "../../../app/db/client.ts";
import { touchCustomers } from "../../../app/db/queries/valuation/dirty.ts";
import type { ShopRef } from "../../../app/platform/ids.ts";
import { createSegment } from "../../../app/segments/change-segment.ts";
import { listSegments } from "../../../app/segments/list-segments.ts";
import { readSegmentsOfCustomer } from "../../../app/segments/membership/history.ts";
import { refreshMembership } from "../../../app/segments/membership/refresh.ts";
import type { Rule } from "../../../app/segments/rule.ts";
import type { StoredKey } from "../../../app/segments/segment-key.ts";
import { refitModel } from "../../../app/valuation/compute/refit.ts";
import { refreshValuation } from "../../../app/valuation/compute/refresh.ts";
import { aShopOf, type Member } from "../../builders/segment-shop.ts";
import { someOrders } from "../../builders/shop-rows.ts";
import { valuationHost } from "../../builders/valuation-host.ts";
import { test } from "../database.ts";

const TODAY = "2024-12-31";
const LAST_DAY = 20_088;

const hostAt = (db: Db, time: string) => ({
  ...valuationHost(db, TODAY),
  clock: () => new Date(`${TODAY}T${time}Z`),
  jobs: { enqueue: async () => true },
});

/** 40 customers with up to four orders, 40 days apart. */
const aShopWithHabits = (db: Db): Promise<ShopRef> =>
  aShopOf(
    db,
    TODAY,
    Array.from(
      { length: 40 },
      (_, i): Member => ({
        orders: Array.from(
          { length: 1 + (i % 4) },
          (_, k) => [isoOfDay(LAST_DAY - 300 + 40 * k + i), 1_000 + 100 * i] as const,
        ),
      }),
    ),
  );

async function own(db: Db, shop: ShopRef, name: string, rule: Rule): Promise<StoredKey> {
  const saved = await createSegment(hostAt(db, "12:00"), shop, { name, rule }, "7");
  if (!saved.ok) throw new Error(saved.reason);
  return saved.segment.key;
}

const refresh = (db: Db, shop: ShopRef, time: string) =>
  refreshMembership(hostAt(db, time), shop, { whole: true });

const membersOf = async (db: Db, shop: ShopRef, key: string) =>
  (
    await rows<{ customer_id: number }>(
      db.pool,
      "select customer_id from segment_member where shop_id = $1 and segment_key = $2 order by 1",
      [shop.shopId, key],
    )
  ).map(({ customer_id }) => customer_id);

const eventsOf = (db: Db, shop: ShopRef, key: string) =>
  rows<{ customer_id: number; entered: boolean; cause: string }>(
    db.pool,
    "select customer_id, entered, cause from segment_event where shop_id = $1 and segment_key = $2 order by 1",
    [shop.shopId, key],
  );

const inSegment = (segment: string): Rule => ({ fact: "member", segment, is: "=", value: true });

describe("a shop's first model", () => {
  test("moves nobody: who is in or out by it has neither entered nor left, here and in segments that use it", async ({
    db,
  }) => {
    const shop = await aShopWithHabits(db);
    const lately = await own(db, shop, "Lately lost", {
      fact: "enteredSegment",
      segment: "lost",
      is: "within_last_days",
      days: 7,
    });
    const unlikely = await own(db, shop, "Unlikely", { not: { fact: "pAlive", is: ">=", value: 0 } });
    const user = await own(db, shop, "User", inSegment(unlikely));
    await refresh(db, shop, "13:00");
    expect([await membersOf(db, shop, "lost"), (await membersOf(db, shop, user)).length]).toEqual([[], 40]);

    expect((await refitModel(hostAt(db, "13:01"), shop)).state).toBe("fitted");
    expect(await refresh(db, shop, "13:02")).toMatchObject({ entered: 0, left: 0 });
    const best = await membersOf(db, shop, "highest_expected");
    expect(best).toHaveLength(4);
    expect((await membersOf(db, shop, "lost")).length).toBeGreaterThan(0);
    for (const key of [lately, unlikely, user]) {
      expect([key, await membersOf(db, shop, key), await eventsOf(db, shop, key)]).toEqual([key, [], []]);
    }
    const { memberOf } = await readSegmentsOfCustomer(db, shop, best[0]!);
    expect(memberOf.find(({ segment }) => segment.key === "highest_expected")).toMatchObject({
      isFromStart: true,
    });

    // What follows is a move, by the prediction and by the rule beside it.
    const buyer = (await membersOf(db, shop, "lost"))[0]!;
    await someOrders(db.pool, shop, [{ id: 90_000, customer: buyer, day: TODAY, gross: 5_000 }]);
    await touchCustomers(db.pool, shop.shopId, [buyer]);
    await refreshValuation(hostAt(db, "13:03"), shop, { full: false });
    await refresh(db, shop, "13:04");
    expect(await eventsOf(db, shop, "lost")).toEqual([
      { customer_id: buyer, entered: false, cause: "order" },
    ]);
  });

  test("is no growth: a size from before it is not compared with where the rule asks the prediction", async ({
    db,
  }) => {
    const shop = await aShopWithHabits(db);
    const keep = (key: string, day: string, customers: number, expected: number | null) =>
      db.pool.query(
        `insert into segment_day (shop_id, segment_key, day, customers, net_sales_minor, expected_value_minor, reachable)
         values ($1, $2, $3, $4, 0, $5, 0)`,
        [shop.shopId, key, day, customers, expected],
      );
    await keep("lost", "2024-12-01", 0, null);
    await keep("one_time", "2024-12-01", 7, null);
    await keep("lost", "2024-11-28", 2, null);
    await refitModel(hostAt(db, "13:01"), shop);
    const before = await listSegments(db, shop);
    expect(before.changes.lost).toBeUndefined();
    expect(before.changes.one_time).toBe(3);

    await keep("vip", "2024-11-28", 1, 900);
    const after = await listSegments(db, shop);
    const lost = after.segments.find(({ key }) => key === "lost");
    expect(after.changes.lost).toBe(lost!.customers - 2);
  });
});
