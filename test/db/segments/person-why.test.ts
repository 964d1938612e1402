import { describe, expect } from "vitest";
import type { Db } from "../../../app/db/client.ts";
import type { ShopRef } from "../../../app/platform/ids.ts";
import { createSegment, updateSegment } from "../../../app/segments/change-segment.ts";
import { readSegmentsOfCustomer } from "../../../app/segments/membership/history.ts";
import { refreshMembership } from "../../../app/segments/membership/refresh.ts";
import { type PersonWhy, readPersonWhy } from "../../../app/segments/person-why.ts";
import type { Rule } from "../../../app/segments/rule.ts";
import type { SegmentKey } from "../../../app/segments/segment-key.ts";
import type { StoredSegment } from "../../../app/segments/stored.ts";
import { TEMPLATES } from "../../../app/segments/templates.ts";
import type { ConditionReason, Reason } from "../../../app/segments/why.ts";
import { refreshValuation } from "../../../app/valuation/compute/refresh.ts";
import { aShopOf, type Member } from "../../builders/segment-shop.ts";
import { aShop, someOrders } from "../../builders/shop-rows.ts";
import { valuationHost } from "../../builders/valuation-host.ts";
import { test } from "../database.ts";

const TODAY = "2024-12-31";
const NOON = `${TODAY}T12:00:00.000Z`;
const LATER = `${TODAY}T18:00:00.000Z`;
const hostOn = (db: Db, at: string) => ({
  ...valuationHost(db, TODAY),
  clock: () => new Date(at),
  jobs: { enqueue: async () => true },
});
const value = (db: Db, shop: ShopRef, at: string) => refreshValuation(hostOn(db, at), shop, { full: true });
const look = (db: Db, shop: ShopRef, at: string) => refreshMembership(hostOn(db, at), shop, { whole: false });

async function own(db: Db, shop: ShopRef, name: string, rule: Rule): Promise<StoredSegment> {
  const saved = await createSegment(hostOn(db, NOON), shop, { name, rule }, "7");
  if (!saved.ok) throw new Error(saved.reason);
  return saved.segment;
}

type Full = Extract<PersonWhy, { state: "full" }>;
async function whyOf(db: Db, shop: ShopRef, key: SegmentKey, customerId: number): Promise<Full> {
  const answer = await readPersonWhy(db, shop, key, customerId);
  if (answer?.state !== "full") throw new Error(`no answer: ${JSON.stringify(answer)}`);
  return answer;
}

const named = (reason: Reason): ConditionReason[] =>
  reason.kind === "condition" ? [reason] : reason.parts.flatMap(named);
const values = (reason: Reason) =>
  named(reason).map(({ condition: { fact }, value, met }) => [fact, value, met]);

const loyal: Rule = { fact: "orders", is: ">=", value: 2 };
const buyers: readonly Member[] = Array.from({ length: 30 }, (_, i) => ({
  email: `p${i}@example.com`,
  consent: i % 3 === 0 ? "SUBSCRIBED" : "UNSUBSCRIBED",
  orders: Array.from(
    { length: i % 4 },
    (_, k) => [`2024-${String(1 + ((i + k * 3) % 12)).padStart(2, "0")}-1${i % 9}`, 500 + i * 300] as const,
  ),
}));

describe("why a customer is in a segment", () => {
  test("agrees with the stored members of every segment, for everybody", async ({ db }) => {
    const shop = await aShopOf(db, TODAY, buyers);
    const top = await own(db, shop, "Top third", { fact: "netSales", is: "in_top", share: 0.33 });
    const vips = await own(db, shop, "VIPs", { fact: "member", segment: "vip", is: "=", value: true });
    await look(db, shop, NOON);
    const verdicts = { in: 0, out: 0 };
    for (let id = 1; id <= buyers.length; id++) {
      const { memberOf, others } = await readSegmentsOfCustomer(db, shop, id);
      const inside = memberOf.map(({ segment }) => segment.key);
      const keys = [...TEMPLATES.map(({ key }) => key), top.key, vips.key];
      expect([...inside, ...others.map(({ key }) => key)].sort()).toEqual([...keys].sort());
      for (const key of [top.key, vips.key, "vip", "leads", "one_time", "at_risk_high_value"] as const) {
        const { met, reason, kept } = await whyOf(db, shop, key, id);
        expect([key, id, met]).toEqual([key, id, inside.includes(key)]);
        expect(kept).toEqual({ isMember: met, evaluatedAt: NOON, isBehind: false });
        expect(named(reason).length).toBeGreaterThan(0);
        verdicts[met ? "in" : "out"] += 1;
      }
    }
    expect(Math.min(verdicts.in, verdicts.out)).toBeGreaterThan(10);
  });

  test("names nothing but what keeps somebody out, with the border that the members are found with", async ({
    db,
  }) => {
    const shop = await aShopOf(db, TODAY, buyers);
    const rule: Rule = { all: [loyal, { fact: "netSales", is: "in_top", share: 0.1 }] };
    const { key } = await own(db, shop, "Loyal and best", rule);
    await look(db, shop, NOON);
    // Customer 7 has two orders, and spent less than the best; customer 2 has a single one.
    const { met, reason } = await whyOf(db, shop, key, 7);
    expect([met, values(reason)]).toEqual([false, [["netSales", 4_600, false]]]);
    const [asked] = named(reason).map((one) => one.asked);
    const best = buyers.map(({ orders = [] }) => orders.reduce((sum, [, minor]) => sum + minor, 0));
    const buying = best.filter((minor) => minor > 0).sort((a, b) => b - a);
    expect(asked).toEqual({ is: "in_top", border: buying[Math.ceil(buying.length * 0.1 - 1e-9)] });
    const both = await whyOf(db, shop, key, 2);
    expect(both.reason.kind).toBe("each");
    expect(values(both.reason)).toEqual([
      ["orders", 1, false],
      ["netSales", 800, false],
    ]);
  });

  test("says that the list is older than the figures, and does not pass one for the other", async ({
    db,
  }) => {
    const shop = await aShopOf(db, TODAY, [
      { email: "a@example.com", orders: [["2024-12-01", 1_000]] },
      {
        email: "b@example.com",
        orders: [
          ["2024-11-01", 1_000],
          ["2024-12-01", 1_000],
        ],
      },
    ]);
    const { key } = await own(db, shop, "Loyal", loyal);
    expect((await whyOf(db, shop, key, 1)).kept).toBeNull();
    await look(db, shop, NOON);
    await someOrders(db.pool, shop, [{ id: 901, customer: 1, day: "2024-12-30", gross: 700 }]);
    await value(db, shop, LATER);
    const between = await whyOf(db, shop, key, 1);
    expect([between.met, values(between.reason)]).toEqual([true, [["orders", 2, true]]]);
    expect(between.kept).toEqual({ isMember: false, evaluatedAt: NOON, isBehind: true });
    expect((await whyOf(db, shop, key, 2)).kept).toEqual({
      isMember: true,
      evaluatedAt: NOON,
      isBehind: true,
    });
    await look(db, shop, LATER);
    expect((await whyOf(db, shop, key, 1)).kept).toEqual({
      isMember: true,
      evaluatedAt: LATER,
      isBehind: false,
    });
  });

  test("is not known of a changed rule's list, of a segment that cannot be counted, and before the first figures", async ({
    db,
  }) => {
    const shop = await aShopOf(db, TODAY, buyers.slice(0, 4));
    const segment = await own(db, shop, "Loyal", loyal);
    await look(db, shop, NOON);
    const rule: Rule = { fact: "orders", is: ">=", value: 3 };
    await updateSegment(hostOn(db, LATER), shop, segment.key, { rule, revision: 1 }, "7");
    const changed = await whyOf(db, shop, segment.key, 4);
    expect([changed.met, changed.kept]).toEqual([true, null]);
    await db.pool.query(`update segment set rule = '{"version": 9}' where shop_id = $1`, [shop.shopId]);
    expect(await readPersonWhy(db, shop, segment.key, 4)).toMatchObject({
      state: "uncounted",
      problem: { code: "unknown_version" },
    });
    expect(await readPersonWhy(db, shop, "vip", 999)).toEqual({ state: "not_valued" });
    const empty = await aShop(db.pool);
    expect(await readPersonWhy(db, empty, "vip", 1)).toEqual({ state: "not_valued" });
    // Another shop's segment is none of this one.
    expect(await readPersonWhy(db, empty, segment.key, 1)).toBeNull();
  });
});
