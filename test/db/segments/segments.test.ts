import fc from "fast-check";
import { describe, expect } from "vitest";
import { dayOfIso, isoOfDay } from "../../../app/clv/calendar.ts";
import type { RfmGroup } from "../../../app/clv/historic/rfm.ts";
import { type Db, rows } from "../../../app/db/client.ts";
import { conditionOf } from "../../../app/segments/condition.ts";
import { belongs, type Rule, SEGMENTS, type SegmentThresholds } from "../../../app/segments/definition.ts";
import { listSegments, readSegment, readSegmentContext } from "../../../app/segments/segments.ts";
import type { ConsentState } from "../../../app/valuation/pages/customers/row.ts";
import { aShopOf, type Member } from "../../builders/segment-shop.ts";
import { aShop } from "../../builders/shop-rows.ts";
import { test } from "../database.ts";

const TODAY = "2024-12-31";
const asOfDay = dayOfIso(TODAY)!;

const groups: RfmGroup[] = ["CHAMPIONS", "AT_RISK", "PROSPECTS"];
const consents: ConsentState[] = ["SUBSCRIBED", "UNSUBSCRIBED", "NONE"];
const amount = fc.oneof(
  fc.integer({ min: 0, max: 500 }),
  fc
    .constantFrom<keyof SegmentThresholds>("vipFromMinor", "lapsedAfterDays")
    .map((threshold) => ({ threshold })),
);
const { rule: anyRule } = fc.letrec<{ rule: Rule }>((tie) => ({
  rule: fc.oneof(
    { depthSize: "small" },
    fc.record({
      fact: fc.constantFrom("orders" as const, "netSalesMinor" as const),
      is: fc.constantFrom("=" as const, ">" as const, ">=" as const),
      value: amount,
    }),
    fc.record({
      fact: fc.constantFrom("firstOrderDay" as const, "lastOrderDay" as const, "knownSince" as const),
      daysAgo: fc.constantFrom("<=" as const, ">" as const),
      value: amount,
    }),
    fc.record({ fact: fc.constant("rfmGroup" as const), in: fc.subarray(groups) }),
    fc.record({ fact: fc.constant("consent" as const), in: fc.subarray(consents) }),
    fc.record({ all: fc.array(tie("rule"), { maxLength: 3 }) }),
    fc.record({ any: fc.array(tie("rule"), { maxLength: 3 }) }),
  ),
}));

const thresholds: SegmentThresholds = {
  vipFromMinor: 300,
  highValueFromMinor: 200,
  lapsedAfterDays: 180,
  championsWithinDays: 30,
  atRiskSinceDays: 60,
};

async function cardOf(db: Db, shop: Parameters<typeof listSegments>[1], key: string) {
  return (await listSegments(db, shop)).segments.find((segment) => segment.key === key);
}

describe("segments", () => {
  test("the database reads every rule as the plain definition does", async ({ db }) => {
    const day = fc.option(fc.integer({ min: asOfDay - 500, max: asOfDay }), { nil: null });
    const facts = fc.record({
      orders: fc.integer({ min: 0, max: 3 }),
      netSalesMinor: fc.integer({ min: -50, max: 500 }),
      firstOrderDay: day,
      lastOrderDay: day,
      knownSince: day,
      rfmGroup: fc.constantFrom(...groups),
      consent: fc.constantFrom(...consents),
    });
    const builtIn = fc.constantFrom(...SEGMENTS.map(({ rule }) => rule));
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(anyRule, builtIn),
        fc.array(facts, { minLength: 1, maxLength: 30 }),
        async (rule, people) => {
          const { sql, parameters } = conditionOf(rule, thresholds, asOfDay);
          const iso = (days: number | null) => (days === null ? null : isoOfDay(days));
          const found = await rows<{ at: number }>(
            db.pool,
            `select at from json_to_recordset($1) as v(at int, orders int, net_sales_minor bigint, first_order_day date,
             last_order_day date, known_since date, rfm_group text, consent text) where ${sql} order by at`,
            [
              JSON.stringify(
                people.map((person, at) => ({
                  at,
                  orders: person.orders,
                  net_sales_minor: person.netSalesMinor,
                  first_order_day: iso(person.firstOrderDay),
                  last_order_day: iso(person.lastOrderDay),
                  known_since: iso(person.knownSince),
                  rfm_group: person.rfmGroup,
                  consent: person.consent,
                })),
              ),
              ...parameters,
            ],
          );
          const expected = people.flatMap((person, at) =>
            belongs(rule, person, thresholds, asOfDay) ? [at] : [],
          );
          expect(found.map(({ at }) => at)).toEqual(expected);
        },
      ),
      { numRuns: 300 },
    );
  });

  test("VIPs are a tenth of the customers, and customers worth the same are never split", async ({ db }) => {
    const worth = (values: number[]): Member[] =>
      values.map((minor) => ({ orders: [["2024-06-01", minor]] }));
    const distinct = await aShopOf(
      db,
      TODAY,
      worth([1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((euros) => euros * 100)),
    );
    expect(await cardOf(db, distinct, "vip")).toMatchObject({ customers: 1, netSalesMinor: 1_000 });
    const tied = await aShopOf(db, TODAY, worth([900, 500, 500, 500, 100, 100, 100, 100, 100, 100, 100]));
    expect(await cardOf(db, tied, "vip")).toMatchObject({ customers: 1, netSalesMinor: 900 });
    const equal = await aShopOf(db, TODAY, worth(new Array(20).fill(500)));
    expect(await cardOf(db, equal, "vip")).toMatchObject({ customers: 0, netSalesMinor: 0 });
  });

  test("a first order is new for 30 days, and a single order counts as one-time from day 60 to day 120", async ({
    db,
  }) => {
    const ago = (days: number): Member => ({ orders: [[isoOfDay(asOfDay - days), 1_000]] });
    const shop = await aShopOf(db, TODAY, [0, 29, 30, 59, 60, 120, 121].map(ago));
    expect((await readSegment(db, shop, "new"))?.members.map(({ customerId }) => customerId).sort()).toEqual([
      1, 2,
    ]);
    expect(
      (await readSegment(db, shop, "one_time_60_120"))?.members.map(({ customerId }) => customerId).sort(),
    ).toEqual([5, 6]);
  });

  test("leads and silent subscribers are told apart by orders, consent and how long they are known", async ({
    db,
  }) => {
    const subscribed = { consent: "SUBSCRIBED", email: "somebody@example.com" };
    const shop = await aShopOf(db, TODAY, [
      { ...subscribed, createdAt: "2024-12-01T00:00:00Z" },
      { ...subscribed, email: "b@example.com", createdAt: "2022-01-01T00:00:00Z" },
      { ...subscribed, email: "c@example.com", orders: [["2023-06-01", 1_000]] },
      { ...subscribed, email: "d@example.com", orders: [["2024-06-01", 1_000]] },
      { consent: "UNSUBSCRIBED", email: "e@example.com", orders: [["2022-06-01", 1_000]] },
      { ...subscribed, email: "not an address" },
    ]);
    const cards = new Map((await listSegments(db, shop)).segments.map((segment) => [segment.key, segment]));
    expect(cards.get("leads")).toMatchObject({ customers: 3, reachable: 2, netSalesMinor: 0 });
    expect(cards.get("subscribers_no_purchase_year")).toMatchObject({
      customers: 3,
      reachable: 2,
      netSalesMinor: 1_000,
    });
  });

  test("each card agrees with its members, and pages through them lose and repeat nobody", async ({ db }) => {
    const members: Member[] = Array.from({ length: 90 }, (_, i) => ({
      email: `p${i}@example.com`,
      consent: i % 3 === 0 ? "SUBSCRIBED" : "UNSUBSCRIBED",
      orders: Array.from(
        { length: 1 + (i % 4) },
        (_, k) => [isoOfDay(asOfDay - 20 - ((i * 7 + k * 50) % 600)), 500 + (i % 9) * 300] as const,
      ),
    }));
    const shop = await aShopOf(db, TODAY, members);
    const context = (await readSegmentContext(db, shop))!;
    for (const card of (await listSegments(db, shop)).segments) {
      const seen: number[] = [];
      let cursor: string | undefined;
      for (;;) {
        const view = (await readSegment(db, shop, card.key, { cursor, pageSize: 7 }))!;
        expect(view.segment).toEqual(card);
        expect(view.distribution.reduce((sum, { customers }) => sum + customers, 0)).toBe(card.customers);
        seen.push(...view.members.map(({ customerId }) => customerId));
        if (view.nextCursor === null) break;
        cursor = view.nextCursor;
      }
      expect(new Set(seen).size, card.key).toBe(card.customers);
      expect(seen.length, card.key).toBe(card.customers);
    }
    expect(context.thresholds.lapsedAfterDays).toBeGreaterThanOrEqual(30);
  });

  test("a shop without figures has no cards", async ({ db }) => {
    const shop = await aShop(db.pool);
    expect(await listSegments(db, shop)).toMatchObject({ state: "empty", segments: [] });
    expect(await readSegment(db, shop, "vip")).toBeNull();
  });
});
