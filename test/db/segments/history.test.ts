import fc from "fast-check";
import { describe, expect } from "vitest";
import { type Db, rows } from "../../../app/db/client.ts";
import { touchCustomers } from "../../../app/db/queries/valuation/dirty.ts";
import type { ShopRef } from "../../../app/platform/ids.ts";
import { archiveSegment, createSegment } from "../../../app/segments/change-segment.ts";
import { listSegments } from "../../../app/segments/list-segments.ts";
import {
  readSegmentHistory,
  readSegmentsOfCustomer,
  type SegmentHistory,
} from "../../../app/segments/membership/history.ts";
import { refreshMembership } from "../../../app/segments/membership/refresh.ts";
import type { Rule } from "../../../app/segments/rule.ts";
import type { StoredSegment } from "../../../app/segments/stored.ts";
import { refreshValuation } from "../../../app/valuation/compute/refresh.ts";
import { aShopOf, type Member } from "../../builders/segment-shop.ts";
import { aShop, someOrders } from "../../builders/shop-rows.ts";
import { valuationHost } from "../../builders/valuation-host.ts";
import { test } from "../database.ts";

const TODAY = "2024-12-31";
const BY = "7";
const jobs = { enqueue: async () => true };
const hostOn = (db: Db, at: string) => ({
  ...valuationHost(db, at.slice(0, 10)),
  clock: () => new Date(at),
  jobs,
});

const noon = (day: string) => `${day}T12:00:00.000Z`;

const buyers: Rule = { fact: "orders", is: ">=", value: 1 };
const loyal: Rule = { fact: "orders", is: ">=", value: 2 };
const rich: Rule = { fact: "netSales", is: ">=", value: 5_000 };

async function own(db: Db, shop: ShopRef, name: string, rule: Rule, on = TODAY): Promise<StoredSegment> {
  const saved = await createSegment(hostOn(db, noon(on)), shop, { name, rule }, BY);
  if (!saved.ok) throw new Error(saved.reason);
  return saved.segment;
}

const value = (db: Db, shop: ShopRef, at: string, full = false) =>
  refreshValuation(hostOn(db, at), shop, { full });
const look = (db: Db, shop: ShopRef, at: string, whole = false) =>
  refreshMembership(hostOn(db, at), shop, { whole });

async function historyOf(
  db: Db,
  shop: ShopRef,
  { key, rule }: { key: StoredSegment["key"]; rule: Rule | null },
  at = noon(TODAY),
): Promise<SegmentHistory> {
  const history = await readSegmentHistory(db, shop, key, rule ?? { all: [] }, new Date(at));
  if (!history) throw new Error("the shop was not valued");
  return history;
}

/** Another order of each, which the next valuation counts. */
async function ordersOf(db: Db, shop: ShopRef, customers: readonly number[], id: number, day: string) {
  await someOrders(
    db.pool,
    shop,
    customers.map((customer, i) => ({ id: id + i, customer, day, gross: 500 })),
  );
  await touchCustomers(db.pool, shop.shopId, [...customers]);
}

describe("history of a segment", () => {
  test("overlaps are the members that another segment has too, by their definitions in words", async ({
    db,
  }) => {
    const member: fc.Arbitrary<Member> = fc.record({
      orders: fc.array(
        fc.tuple(
          fc.constantFrom("2024-03-01", "2024-06-01", "2024-11-01"),
          fc.integer({ min: 1, max: 40 }).map((n) => n * 100),
        ),
        { maxLength: 3 },
      ),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(member, { minLength: 1, maxLength: 12 }), async (members) => {
        const shop = await aShopOf(db, TODAY, members);
        const asked = await own(db, shop, "Buyers", buyers);
        const others = [
          await own(db, shop, "Loyal", loyal),
          await own(db, shop, "Rich", rich),
          await own(db, shop, "Nobody", { fact: "orders", is: ">", value: 99 }),
        ];
        const bought = members.map(({ orders = [] }) => ({
          orders: orders.length,
          minor: orders.reduce((sum, [, minor]) => sum + minor, 0),
        }));
        const wanted = new Map<string, number>([
          ["Loyal", bought.filter(({ orders }) => orders >= 2).length],
          ["Rich", bought.filter(({ orders, minor }) => orders >= 1 && minor >= 5_000).length],
          ["Nobody", 0],
        ]);
        await look(db, shop, noon(TODAY));
        const { overlaps } = await historyOf(db, shop, asked);
        const found = new Map(overlaps.map(({ segment, customers }) => [segment.key as string, customers]));
        // Eight are shown, so that a small one can be crowded out by templates that are larger.
        const least = overlaps.length < 8 ? 0 : Math.min(...found.values());
        for (const { key, name } of others) {
          const both = wanted.get(name) ?? 0;
          if (both > least) expect([name, found.get(key)]).toEqual([name, both]);
          else expect([name, found.get(key) ?? both]).toEqual([name, both]);
        }
        expect(found.has(asked.key)).toBe(false);
        const sizes = overlaps.map(({ customers }) => customers);
        expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
        expect(sizes.every((size) => size > 0)).toBe(true);
      }),
      { numRuns: 15 },
    );
  });

  test("entries and exits come with names and causes, the latest first, and are summed up for 30 days", async ({
    db,
  }) => {
    const shop = await aShopOf(db, TODAY, [
      { firstName: "Maria", lastName: "Smit", email: "m@example.com", orders: [["2024-12-01", 1_000]] },
      { email: "t@example.com", orders: [["2024-12-01", 1_000]] },
      { orders: [["2024-12-01", 1_000]] },
    ]);
    const segment = await own(db, shop, "Loyal", loyal);
    await look(db, shop, "2024-12-31T12:00:00Z");
    await ordersOf(db, shop, [1, 2], 900, "2024-12-31");
    await value(db, shop, "2024-12-31T13:00:00Z");
    await look(db, shop, "2024-12-31T13:00:00Z");
    await ordersOf(db, shop, [3], 950, "2024-12-31");
    await db.pool.query("delete from order_line where shop_id = $1 and order_id = 901", [shop.shopId]);
    await db.pool.query("delete from orders where shop_id = $1 and order_id = 901", [shop.shopId]);
    await touchCustomers(db.pool, shop.shopId, [2]);
    await value(db, shop, "2024-12-31T14:00:00Z");
    await look(db, shop, "2024-12-31T14:00:00Z");

    const history = await historyOf(db, shop, segment, "2025-01-30T14:00:00Z");
    expect(history.events).toEqual([
      { customerId: 3, name: null, entered: true, cause: "order", at: "2024-12-31T14:00:00.000Z" },
      {
        customerId: 2,
        name: "t@example.com",
        entered: false,
        cause: "order",
        at: "2024-12-31T14:00:00.000Z",
      },
      {
        customerId: 2,
        name: "t@example.com",
        entered: true,
        cause: "order",
        at: "2024-12-31T13:00:00.000Z",
      },
      { customerId: 1, name: "Maria Smit", entered: true, cause: "order", at: "2024-12-31T13:00:00.000Z" },
    ]);
    // Thirty days to the moment: a second later the first two are too old.
    const entries = ({ movements }: SegmentHistory) =>
      movements.filter(({ entered }) => entered).map(({ cause, customers }) => [cause, customers]);
    expect(entries(await historyOf(db, shop, segment, "2025-01-30T13:00:00Z"))).toEqual([["order", 3]]);
    expect(entries(await historyOf(db, shop, segment, "2025-01-30T13:00:01Z"))).toEqual([["order", 1]]);
    expect((await historyOf(db, shop, segment, "2025-01-30T14:00:01Z")).movements).toEqual([]);
  });

  test("a cause that a later version wrote is a change of figures, and another shop's events are not shown", async ({
    db,
  }) => {
    const members: Member[] = [{ orders: [["2024-12-01", 1_000]] }];
    const shop = await aShopOf(db, TODAY, members);
    const other = await aShopOf(db, TODAY, members);
    for (const [{ shopId }, cause] of [
      [shop, "moon"],
      [other, "order"],
    ] as const)
      await db.pool.query(
        `insert into segment_event (shop_id, segment_key, at, customer_id, entered, day, cause)
         values ($1, 'new', $2, 1, true, $3, $4)`,
        [shopId, noon(TODAY), TODAY, cause],
      );
    const history = await readSegmentHistory(db, shop, "new", buyers, new Date(noon(TODAY)));
    expect(history?.events.map(({ cause }) => cause)).toEqual(["figures"]);
    expect(history?.movements).toEqual([{ entered: true, cause: "figures", customers: 1 }]);
  });

  test("the members are calculated, then kept, then behind while figures are newer than they are", async ({
    db,
  }) => {
    const shop = await aShopOf(db, TODAY, [{ orders: [["2024-12-01", 1_000]] }]);
    const segment = await own(db, shop, "Buyers", buyers);
    const stateOf = async (its: { key: StoredSegment["key"]; rule: Rule | null } = segment) =>
      (await historyOf(db, shop, its)).membership;
    expect(await stateOf()).toEqual({ state: "calculating" });
    await look(db, shop, "2024-12-31T12:30:00Z");
    const kept = { state: "kept", beganAt: "2024-12-31T12:30:00.000Z" };
    expect(await stateOf()).toEqual({
      ...kept,
      evaluatedAt: "2024-12-31T12:30:00.000Z",
      isBehind: false,
    });
    await ordersOf(db, shop, [1], 900, "2024-12-31");
    await value(db, shop, "2024-12-31T13:00:00Z");
    expect(await stateOf()).toMatchObject({ ...kept, isBehind: true });
    await look(db, shop, "2024-12-31T13:05:00Z");
    expect(await stateOf()).toEqual({
      ...kept,
      evaluatedAt: "2024-12-31T13:05:00.000Z",
      isBehind: false,
    });
    // The members that are stored are another rule's.
    expect(await stateOf({ key: segment.key, rule: loyal })).toEqual({ state: "calculating" });
  });

  test("the change over 30 days is against the last size that is as old", async ({ db }) => {
    const shop = await aShopOf(db, "2024-11-30", [
      { orders: [["2024-11-01", 1_000]] },
      { orders: [["2024-11-02", 1_000]] },
      {},
      {},
      {},
    ]);
    const { key, rule } = await own(db, shop, "Buyers", buyers, "2024-11-29");
    const later = await own(db, shop, "Loyal", loyal, "2024-11-29");
    const changeOn = async (of: string) => (await listSegments(db, shop)).changes[of];
    await look(db, shop, noon("2024-11-30"), true);
    expect(await changeOn(key)).toBeUndefined();
    await ordersOf(db, shop, [3], 900, "2024-12-05");
    await value(db, shop, noon("2024-12-05"), true);
    await look(db, shop, noon("2024-12-05"), true);
    // Kept less than 30 days ago, so there is nothing to compare with.
    expect(await changeOn(key)).toBeUndefined();
    await ordersOf(db, shop, [4, 5], 950, "2024-12-29");
    await value(db, shop, noon("2024-12-29"), true);
    await look(db, shop, noon("2024-12-29"), true);
    expect(await changeOn(key)).toBeUndefined();
    await value(db, shop, noon("2024-12-30"), true);
    await look(db, shop, noon("2024-12-30"), true);
    expect([await changeOn(key), await changeOn(later.key)]).toEqual([3, 0]);
    await value(db, shop, noon("2025-01-04"), true);
    await look(db, shop, noon("2025-01-04"), true);
    expect(await changeOn(key)).toBe(2);
    const { days } = await historyOf(db, shop, { key, rule }, noon("2025-01-04"));
    expect(days.map(({ day, customers }) => [day, customers])).toEqual([
      ["2024-11-30", 2],
      ["2024-12-05", 3],
      ["2024-12-29", 5],
      ["2024-12-30", 5],
      ["2025-01-04", 5],
    ]);
  });

  test("a shop that was not valued has no history", async ({ db }) => {
    const shop = await aShop(db.pool);
    expect(await readSegmentHistory(db, shop, "vip", buyers, new Date(noon(TODAY)))).toBeNull();
  });
});

test("the segments of a customer are those in use, the latest first, and say who was in from the start", async ({
  db,
}) => {
  const shop = await aShopOf(db, TODAY, [{ orders: [["2024-01-01", 1_000]] }, {}]);
  const first = await own(db, shop, "Buyers", buyers);
  const gone = await own(db, shop, "Archived", buyers);
  const then = await own(db, shop, "Loyal", loyal);
  await look(db, shop, "2024-12-31T12:00:00Z");
  await ordersOf(db, shop, [1], 900, "2024-12-31");
  await value(db, shop, "2024-12-31T13:00:00Z");
  await look(db, shop, "2024-12-31T13:00:00Z");
  await archiveSegment(hostOn(db, noon(TODAY)), shop, gone.key, BY);
  const mine = new Set<string>([first.key, gone.key, then.key]);
  const found = (await readSegmentsOfCustomer(db, shop, 1)).memberOf.filter(({ segment }) =>
    mine.has(segment.key),
  );
  expect(found).toEqual([
    {
      segment: { key: then.key, name: "Loyal" },
      since: "2024-12-31T13:00:00.000Z",
      isFromStart: false,
    },
    {
      segment: { key: first.key, name: "Buyers" },
      since: "2024-12-31T12:00:00.000Z",
      isFromStart: true,
    },
  ]);
  const other = await aShopOf(db, TODAY, [{ orders: [["2024-01-01", 1_000]] }]);
  expect((await readSegmentsOfCustomer(db, other, 1)).memberOf).toEqual([]);
  const [stored] = await rows<{ members: number }>(
    db.pool,
    "select count(*)::int members from segment_member where shop_id = $1 and segment_key = $2",
    [shop.shopId, gone.key],
  );
  // Until the next look its members are still stored, which shows nobody a segment that is out of use.
  expect(stored?.members).toBe(1);
});
