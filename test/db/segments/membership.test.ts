import fc from "fast-check";
import { describe, expect } from "vitest";
import { isoOfDay } from "../../../app/clv/calendar.ts";
import { type Db, rows } from "../../../app/db/client.ts";
import type { PublicationRow } from "../../../app/db/queries/publishing/publications.ts";
import { touchCustomers } from "../../../app/db/queries/valuation/dirty.ts";
import { readSegmentStates } from "../../../app/destinations/engine/segment-state.ts";
import { findAudience } from "../../../app/exports/audience.ts";
import type { ShopRef } from "../../../app/platform/ids.ts";
import { standingsOf } from "../../../app/publishing/standing.ts";
import {
  archiveSegment,
  createSegment,
  restoreSegment,
  updateSegment,
} from "../../../app/segments/change-segment.ts";
import { listSegments } from "../../../app/segments/list-segments.ts";
import { refreshMembership } from "../../../app/segments/membership/refresh.ts";
import { previewRule } from "../../../app/segments/preview.ts";
import { readSegment } from "../../../app/segments/read-segment.ts";
import type { Rule } from "../../../app/segments/rule.ts";
import type { StoredKey } from "../../../app/segments/segment-key.ts";
import type { StoredSegment } from "../../../app/segments/stored.ts";
import { refreshValuation } from "../../../app/valuation/compute/refresh.ts";
import { aShopOf } from "../../builders/segment-shop.ts";
import { aShop, someCustomers, someOrders } from "../../builders/shop-rows.ts";
import { valuationHost } from "../../builders/valuation-host.ts";
import { test } from "../database.ts";

const TODAY = "2024-12-31";
const BY = "7";
const jobs = { enqueue: async () => true };

let minute = 0;
/** Hosts of one day, of which each is a minute later than the one before. */
function hostOn(db: Db, day = TODAY) {
  const at = new Date(Date.parse(`${day}T12:00:00Z`) + minute++ * 60_000);
  return { ...valuationHost(db, day), clock: () => at, jobs };
}

async function own(db: Db, shop: ShopRef, name: string, rule: Rule): Promise<StoredSegment> {
  const saved = await createSegment(hostOn(db), shop, { name, rule }, BY);
  if (!saved.ok) throw new Error(saved.reason);
  return saved.segment;
}

async function value(db: Db, shop: ShopRef, options: { full: boolean; day?: string }) {
  await refreshValuation(hostOn(db, options.day), shop, options);
}

const refresh = async (db: Db, shop: ShopRef, { day = TODAY, whole = false } = {}) =>
  (await refreshMembership(hostOn(db, day), shop, { whole }))!;

async function members(db: Db, shop: ShopRef, key: string): Promise<number[]> {
  const found = await rows<{ id: number }>(
    db.pool,
    "select customer_id id from segment_member where shop_id = $1 and segment_key = $2 order by 1",
    [shop.shopId, key],
  );
  return found.map(({ id }) => id);
}

/** What happened in a segment, oldest first: +1 order, -2 night. */
async function events(db: Db, shop: ShopRef, key: string): Promise<string[]> {
  const found = await rows<{ id: number; entered: boolean; cause: string }>(
    db.pool,
    "select customer_id id, entered, cause from segment_event where shop_id = $1 and segment_key = $2 order by at, 1, 2",
    [shop.shopId, key],
  );
  return found.map(({ id, entered, cause }) => `${entered ? "+" : "-"}${id} ${cause}`);
}

async function changed(db: Db, shop: ShopRef, ids: number[], change: () => Promise<unknown>): Promise<void> {
  await change();
  await touchCustomers(db.pool, shop.shopId, ids);
  await value(db, shop, { full: false });
}

const loyal: Rule = { fact: "orders", is: ">=", value: 2 };

describe("members of segments", () => {
  test("the first members are no entries, and then each change is recorded with its cause", async ({
    db,
  }) => {
    const shop = await aShopOf(db, TODAY, [
      { email: "a@example.com", consent: "SUBSCRIBED", orders: [["2024-12-01", 1_000]] },
      {
        orders: [
          ["2024-11-01", 1_000],
          ["2024-12-01", 1_000],
        ],
      },
      { email: "c@example.com", consent: "SUBSCRIBED" },
    ]);
    const loyals = (await own(db, shop, "Loyal", loyal)).key;
    const kept = (await own(db, shop, "Kept all", { fact: "returns", is: "=", value: 0 })).key;
    const told = (await own(db, shop, "Told", { fact: "consent", is: "=", value: "SUBSCRIBED" })).key;
    const first = await refresh(db, shop);
    expect(first).toMatchObject({ entered: 0, left: 0, whole: first.segments });
    expect(await members(db, shop, loyals)).toEqual([2]);
    expect(await members(db, shop, kept)).toEqual([1, 2, 3]);
    expect(await events(db, shop, loyals)).toEqual([]);

    const order = { id: 900, customer: 1, day: "2024-12-30", gross: 500 };
    await changed(db, shop, [1], () => someOrders(db.pool, shop, [order]));
    expect(await refresh(db, shop)).toMatchObject({ whole: 0, changedCustomers: 1 });
    expect(await events(db, shop, loyals)).toEqual(["+1 order"]);

    await changed(db, shop, [2], () =>
      db.pool.query(
        "update orders set returns_minor = 400, net_sales_minor = 600 where shop_id = $1 and order_id = 200",
        [shop.shopId],
      ),
    );
    await refresh(db, shop);
    expect(await events(db, shop, kept)).toEqual(["-2 refund"]);

    await changed(db, shop, [3], () =>
      db.pool.query(
        "update customer set email_marketing_state = 'UNSUBSCRIBED' where shop_id = $1 and customer_id = 3",
        [shop.shopId],
      ),
    );
    await refresh(db, shop);
    expect(await events(db, shop, told)).toEqual(["-3 consent"]);

    await changed(db, shop, [4], () => someCustomers(db.pool, shop, [{ id: 4, consent: "SUBSCRIBED" }]));
    await refresh(db, shop);
    expect(await events(db, shop, told)).toEqual(["-3 consent", "+4 new"]);

    await changed(db, shop, [2], () =>
      db.pool.query("update customer set deleted_at = now() where shop_id = $1 and customer_id = 2", [
        shop.shopId,
      ]),
    );
    await refresh(db, shop);
    expect(await events(db, shop, loyals)).toEqual(["+1 order", "-2 removed"]);
    expect(await refresh(db, shop)).toMatchObject({ entered: 0, left: 0, changedCustomers: 0 });
  });

  test("a night moves those of whom only time has passed, and is told from an order of the same night", async ({
    db,
  }) => {
    const shop = await aShopOf(db, TODAY, [
      { orders: [["2024-12-02", 1_000]] },
      { orders: [["2024-12-31", 1_000]] },
      {},
    ]);
    await refresh(db, shop);
    expect(await members(db, shop, "new")).toEqual([1, 2]);
    await someOrders(db.pool, shop, [{ id: 900, customer: 3, day: "2025-01-01", gross: 500 }]);
    await touchCustomers(db.pool, shop.shopId, [3]);
    await value(db, shop, { full: true, day: "2025-01-01" });
    const night = await refresh(db, shop, { day: "2025-01-01" });
    expect(night.whole).toBe(night.segments);
    expect(await events(db, shop, "new")).toEqual(["-1 night", "+3 order"]);
    const days = await rows(
      db.pool,
      "select day, customers, net_sales_minor from segment_day where shop_id = $1 and segment_key = 'new' order by day",
      [shop.shopId],
    );
    expect(days).toEqual([
      { day: TODAY, customers: 2, net_sales_minor: 2_000 },
      { day: "2025-01-01", customers: 2, net_sales_minor: 1_500 },
    ]);
  });

  test("another rule is a cause of its own, and another name moves nobody", async ({ db }) => {
    const shop = await aShopOf(db, TODAY, [{ orders: [["2024-12-01", 1_000]] }, {}]);
    const { key } = await own(db, shop, "Bought", { fact: "orders", is: ">", value: 0 });
    await refresh(db, shop);
    await updateSegment(hostOn(db), shop, key, { name: "Did buy", revision: 1 }, BY);
    expect(await refresh(db, shop)).toMatchObject({ whole: 0 });
    const rule = { fact: "orders", is: "=", value: 0 };
    await updateSegment(hostOn(db), shop, key, { rule, revision: 2 }, BY);
    expect(await refresh(db, shop)).toMatchObject({ whole: 1, entered: 1, left: 1 });
    expect(await members(db, shop, key)).toEqual([2]);
    expect(await events(db, shop, key)).toEqual(["-1 rule", "+2 rule"]);
  });

  test("an archived segment has no members; taken back, it begins anew without entries", async ({ db }) => {
    const shop = await aShopOf(db, TODAY, [{ orders: [["2024-12-01", 1_000]] }]);
    const { key } = await own(db, shop, "On and off", { all: [] });
    await refresh(db, shop);
    await archiveSegment(hostOn(db), shop, key, BY);
    await refresh(db, shop);
    expect(await members(db, shop, key)).toEqual([]);
    await restoreSegment(hostOn(db), shop, key, BY);
    await refresh(db, shop);
    expect(await members(db, shop, key)).toEqual([1]);
    expect(await events(db, shop, key)).toEqual([]);
  });

  test("a segment that cannot be read is left out, and the others are kept", async ({ db }) => {
    const shop = await aShopOf(db, TODAY, [{ orders: [["2024-12-15", 1_000]] }]);
    const { key } = await own(db, shop, "From later", { all: [] });
    await db.pool.query("update segment set rule = '{\"version\": 9}' where segment_id = $1", [key]);
    expect((await refresh(db, shop)).whole).toBeGreaterThan(0);
    expect(await members(db, shop, key)).toEqual([]);
    expect(await members(db, shop, "new")).toEqual([1]);
  });

  test("a segment that only a later version can read keeps its members and those who use it", async ({
    db,
  }) => {
    const shop = await aShopOf(db, TODAY, [{ orders: [["2024-12-15", 1_000]] }, {}]);
    const { key } = await own(db, shop, "From later", { fact: "orders", is: ">", value: 0 });
    const user = (await own(db, shop, "Uses it", { fact: "member", segment: key, is: "=", value: true })).key;
    await refresh(db, shop);
    await db.pool.query("update segment set rule = '{\"version\": 9}' where segment_id = $1", [key]);
    await refresh(db, shop, { whole: true });
    expect([await members(db, shop, key), await members(db, shop, user)]).toEqual([[1], [1]]);
    expect(await events(db, shop, user)).toEqual([]);
  });

  test("a segment that asks about an archived one is not counted, and keeps whom it has", async ({ db }) => {
    const shop = await aShopOf(db, TODAY, [{ orders: [["2024-12-15", 1_000]] }, {}]);
    const { key } = await own(db, shop, "Bought", { fact: "orders", is: ">", value: 0 });
    const rule: Rule = { not: { fact: "member", segment: key, is: "=", value: true } };
    const user = (await own(db, shop, "Uses it", rule)).key;
    const further = await own(db, shop, "Further", { fact: "member", segment: user, is: "=", value: true });
    await refresh(db, shop);
    const asked: unknown[] = [];
    const host = {
      ...hostOn(db),
      jobs: { enqueue: async (job: { name: string }) => asked.push(job.name) > 0 },
    };
    expect(await archiveSegment(host, shop, key, BY)).toEqual({
      ok: false,
      reason: "in_use",
      by: ["Uses it"],
    });
    expect(asked).toEqual([]);
    // As an earlier version of the app did.
    await db.pool.query("update segment set archived_at = now() where shop_id = $1 and segment_id = $2", [
      shop.shopId,
      key,
    ]);
    await refresh(db, shop, { whole: true });
    expect(await members(db, shop, key)).toEqual([]);
    expect([await members(db, shop, user), await members(db, shop, further.key)]).toEqual([[2], [2]]);
    expect([await events(db, shop, user), await events(db, shop, further.key)]).toEqual([[], []]);

    const problem = { code: "uses_archived", key, name: "Bought" };
    expect((await listSegments(db, shop)).unreadable).toEqual([
      { key: further.key, name: "Further", problem: { code: "uses_uncounted", key: user, name: "Uses it" } },
      { key: user, name: "Uses it", problem },
    ]);
    expect(await previewRule(db, shop, rule)).toEqual({ state: "uses_uncounted", problem });
    expect(await findAudience(db.pool, shop.shopId, user as StoredKey)).toEqual({
      order: "net_sales",
      rule: null,
      name: "Uses it",
    });
    const stateOf = await readSegmentStates(db.pool, shop.shopId);
    expect([stateOf(key).state, stateOf(user).state, stateOf(further.key).state]).toEqual([
      "withdrawn",
      "unsettled",
      "unsettled",
    ]);
    const publication = { segmentKey: user, name: "Uses it", wanted: true };
    const standingOf = await standingsOf(db, shop.shopId, [publication as PublicationRow]);
    expect(standingOf(publication as PublicationRow)).toEqual({ state: "unsettled", name: "Uses it" });

    await restoreSegment(hostOn(db), shop, key, BY);
    await refresh(db, shop);
    expect([await members(db, shop, key), await members(db, shop, user)]).toEqual([[1], [2]]);
    expect((await readSegmentStates(db.pool, shop.shopId))(further.key).state).toBe("kept");
  });

  test("segments that others use come first, whatever their names, and move those who use them", async ({
    db,
  }) => {
    const shop = await aShopOf(db, TODAY, [{ orders: [["2024-12-15", 1_000]] }, {}, {}]);
    const buyers = (await own(db, shop, "Z buyers", { fact: "orders", is: ">", value: 0 })).key;
    const others: Rule = { not: { fact: "member", segment: buyers, is: "=", value: true } };
    const rest = (await own(db, shop, "B rest", others)).key;
    const lately: Rule = { fact: "enteredSegment", segment: buyers, is: "within_last_days", days: 7 };
    const late = (
      await own(db, shop, "A lately", {
        any: [lately, { fact: "member", segment: rest, is: "!=", value: true }],
      })
    ).key;
    await refresh(db, shop);
    expect([await members(db, shop, rest), await members(db, shop, late)]).toEqual([[2, 3], [1]]);
    const order = { id: 900, customer: 3, day: "2024-12-30", gross: 500 };
    await changed(db, shop, [3], () => someOrders(db.pool, shop, [order]));
    expect(await refresh(db, shop)).toMatchObject({ whole: 0 });
    expect([await events(db, shop, rest), await events(db, shop, late)]).toEqual([
      ["-3 order"],
      ["+3 order"],
    ]);
    // A segment of which everybody is looked at moves customers of whom nothing changed.
    const rule = { fact: "orders", is: "=", value: 0 };
    await updateSegment(hostOn(db), shop, buyers, { rule, revision: 1 }, BY);
    await refresh(db, shop);
    expect(await members(db, shop, rest)).toEqual([1, 3]);
  });

  test("nothing is kept before the first valuation", async ({ db }) => {
    const shop = await aShop(db.pool);
    expect(await refreshMembership(hostOn(db), shop, { whole: true })).toBeNull();
  });

  test("after any changes the members are those of the rules, and the history explains them", async ({
    db,
  }) => {
    const step = fc.record({
      kind: fc.constantFrom("order", "consent", "night", "delete" as const),
      customer: fc.integer({ min: 1, max: 6 }),
      minor: fc.integer({ min: 1, max: 90 }).map((n) => n * 100),
      ago: fc.integer({ min: 0, max: 200 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 8 }), async (steps) => {
        const shop = await aShopOf(db, TODAY, [
          { orders: [["2024-12-01", 1_000]], email: "a@example.com", consent: "SUBSCRIBED" },
          {
            orders: [
              ["2024-06-01", 9_000],
              ["2024-07-01", 2_000],
            ],
          },
          { email: "c@example.com", consent: "SUBSCRIBED" },
          ...[4, 5, 6].map(() => ({})),
        ]);
        const own1 = (await own(db, shop, "Loyal", loyal)).key;
        const keys = ["vip", "champions", "new", "lapsed", "leads", "one_time_60_120", own1] as const;
        await refresh(db, shop);
        const began = new Map<string, number[]>();
        for (const key of keys) began.set(key, await members(db, shop, key));
        let today = Math.floor(Date.parse(TODAY) / 86_400_000);
        for (const [i, { kind, customer, minor, ago }] of steps.entries()) {
          if (kind === "night") today += 20;
          const day = isoOfDay(today);
          if (kind === "order") {
            const order = { id: 5_000 + i, customer, day: isoOfDay(today - ago), gross: minor };
            await someOrders(db.pool, shop, [order]);
          }
          if (kind === "consent" || kind === "delete") {
            const set = kind === "consent" ? "email_marketing_state = 'SUBSCRIBED'" : "deleted_at = now()";
            await db.pool.query(`update customer set ${set} where shop_id = $1 and customer_id = $2`, [
              shop.shopId,
              customer,
            ]);
          }
          if (kind !== "night") await touchCustomers(db.pool, shop.shopId, [customer]);
          await value(db, shop, { full: kind === "night", day });
          await refresh(db, shop, { day });
        }
        // Borders that are drawn from everybody move with each customer: the night looks at everybody.
        const day = isoOfDay(today);
        await refresh(db, shop, { day, whole: true });
        for (const key of keys) {
          const view = (await readSegment(db, shop, key))!;
          const live = view.members.map(({ customerId }) => customerId).sort((a, b) => a - b);
          expect(await members(db, shop, key), key).toEqual(live);
          const now = new Set(began.get(key));
          for (const event of await events(db, shop, key)) {
            const id = Number.parseInt(event.slice(1), 10);
            // Nobody enters twice, or leaves without being in.
            expect([key, event, now.has(id)]).toEqual([key, event, event.startsWith("-")]);
            if (event.startsWith("+")) now.add(id);
            else now.delete(id);
          }
          expect(
            [...now].sort((a, b) => a - b),
            key,
          ).toEqual(live);
          const [size] = await rows<{ customers: number }>(
            db.pool,
            "select customers from segment_day where shop_id = $1 and segment_key = $2 and day = $3",
            [shop.shopId, key, day],
          );
          expect(size?.customers).toBe(live.length);
        }
      }),
      { numRuns: 12 },
    );
  }, 120_000);
});
