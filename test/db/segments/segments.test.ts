import fc from "fast-check";
import { describe, expect } from "vitest";
import { dayOfIso, isoOfDay } from "../../../app/clv/calendar.ts";
import { type Db, rows } from "../../../app/db/client.ts";
import { createSegment } from "../../../app/segments/change-segment.ts";
import { readHome } from "../../../app/segments/home.ts";
import { listSegments } from "../../../app/segments/list-segments.ts";
import { readSegment } from "../../../app/segments/read-segment.ts";
import type { Rule } from "../../../app/segments/rule.ts";
import { MOST_SAID } from "../../../app/segments/rule-beginning.ts";
import { readSegmentContext } from "../../../app/segments/segment-context.ts";
import { type TemplateKey as SegmentKey, TEMPLATES } from "../../../app/segments/templates.ts";
import { aShopOf, type Member, type MemberOrder } from "../../builders/segment-shop.ts";
import { aShop } from "../../builders/shop-rows.ts";
import { valuationHost } from "../../builders/valuation-host.ts";
import { BUILT_IN, type PlainCustomer } from "../../oracle/built-in-segments.ts";
import { test } from "../database.ts";

const TODAY = "2024-12-31";
const asOfDay = dayOfIso(TODAY)!;

const isoAgo = (days: number): string => isoOfDay(asOfDay - days);

/** `orders` orders of the same amount, `gapDays` apart, the last `lastDaysAgo` days ago. */
function buyer(orders: number, lastDaysAgo: number, minor: number, gapDays: number): Member {
  return { orders: Array.from({ length: orders }, (_, k) => [isoAgo(lastDaysAgo + k * gapDays), minor]) };
}

/** What a member is known by, but for what the app finds of all customers or predicts. */
function plainCustomer({
  consent,
  email,
  sms = null,
  createdAt = "2023-01-01",
  orders = [],
}: Member): Omit<PlainCustomer, "group" | "pAlive" | "expectedMinor" | "expectedLowMinor"> {
  const placed = orders
    .map(([iso, gross, { discounts = 0, returns = 0, cost, products = [] } = {}]) => ({
      day: dayOfIso(iso)!,
      gross,
      discounts,
      returns,
      cost,
      products,
      net: gross - discounts - returns,
    }))
    // The sort keeps the order of those of one day, which is that of their numbers.
    .sort((a, b) => a.day - b.day);
  const days = [...new Set(placed.map(({ day }) => day))];
  const total = (of: (order: (typeof placed)[number]) => number) =>
    placed.reduce((sum, order) => sum + of(order), 0);
  const isCostKnown = total(({ net, cost }) => (cost === undefined ? net : 0)) === 0;
  const daysOfProducts = new Map<number, number[]>();
  for (const { day, products } of placed)
    for (const product of products) {
      const known = daysOfProducts.get(product) ?? [];
      if (known.at(-1) !== day) daysOfProducts.set(product, [...known, day]);
    }
  return {
    orders: placed.length,
    netSalesMinor: total(({ net }) => net),
    grossMinor: total(({ gross }) => gross),
    discountsMinor: total(({ discounts }) => discounts),
    discountsOfOrders: placed.map(({ discounts }) => discounts),
    returnsMinor: total(({ returns }) => returns),
    firstOrderMinor: placed[0]?.net ?? null,
    marginMinor: isCostKnown ? total(({ net, cost }) => (cost === undefined ? 0 : net - cost)) : null,
    firstOrderDay: days[0] ?? null,
    lastOrderDay: days.at(-1) ?? null,
    knownSince: dayOfIso(createdAt.slice(0, 10)),
    consent: consent ?? "NONE",
    smsConsent: sms ?? "NONE",
    hasSoundAddress: email != null,
    gaps: days.slice(1).map((day, i) => day - days[i]!),
    daysOfProducts,
  };
}

async function cardOf(db: Db, shop: Parameters<typeof listSegments>[1], key: string) {
  return (await listSegments(db, shop)).segments.find((segment) => segment.key === key);
}

/** What the home page says of the customers at risk; undefined where it says nothing. */
async function atRiskOnHome(db: Db, shop: Parameters<typeof readHome>[1]) {
  const home = await readHome(db, shop, new Date(`${TODAY}T12:00:00Z`));
  return home.state === "full" ? home.attention.find(({ kind }) => kind === "at_risk_value") : undefined;
}

describe("segments", () => {
  test("the built-in segments, and home, have exactly the members that their definitions in words give", async ({
    db,
  }) => {
    const day = fc.oneof(
      fc.integer({ min: 0, max: 800 }),
      fc.constantFrom(0, 29, 30, 59, 60, 120, 121, 179, 180, 181, 364, 365),
    );
    const money: fc.Arbitrary<MemberOrder> = fc.record(
      {
        discounts: fc.constantFrom(0, 0, 15, 20, 50),
        returns: fc.constantFrom(0, 0, 0, 30, 50),
        cost: fc.constantFrom(0, 30, 80),
        products: fc.subarray([1, 2]),
      },
      { requiredKeys: [] },
    );
    const member: fc.Arbitrary<Member> = fc.record({
      consent: fc.constantFrom("SUBSCRIBED", "NOT_SUBSCRIBED", "PENDING", "UNSUBSCRIBED", null),
      sms: fc.constantFrom("SUBSCRIBED", "NOT_SUBSCRIBED", null),
      email: fc.constantFrom("somebody@example.com", null),
      createdAt: day.map((ago) => `${isoAgo(ago)}T00:00:00Z`),
      orders: fc.array(
        fc.tuple(
          day.map(isoAgo),
          fc.integer({ min: 1, max: 9 }).map((euros) => euros * 100),
          money,
        ),
        { maxLength: 4 },
      ),
    });
    // Somebody for each segment, so that none is compared empty only.
    const cast: Member[] = [
      ...[0, 1, 2, 3, 4].map((i) => buyer(8, 5 + i, 3_000 + i, 200)),
      ...[800, 900, 1_000, 1_100, 2_000].map((minor, i) => buyer(3, 500 + i, minor, 10)),
      ...[59, 60, 90, 120, 121].map((ago) => buyer(1, ago, 100, 0)),
      ...[29, 30].map((ago) => buyer(1, ago, 100, 0)),
      // Every 100 days, last 130 days ago: with P(alive) of 0, 0.1, ... 1 by their ids.
      ...Array.from({ length: 11 }, (_, i) => buyer(4, 130, 3_000 + i, 100)),
      ...Array.from({ length: 11 }, () => buyer(4, 100, 900, 100)),
      ...[15, 40, 362].map((ago) => buyer(1, ago, 3_000, 0)),
      // Margin, a first order at full price beside one that was half given away, goods that came back.
      { orders: [[isoAgo(50), 20_000, { cost: 100 }]] },
      { orders: [10, 50].map((ago) => [isoAgo(ago), 1_000, { discounts: 150 }]) },
      { orders: [11, 51].map((ago) => [isoAgo(ago), 1_000, { returns: 300 }]) },
      { sms: "SUBSCRIBED", consent: "UNSUBSCRIBED", email: "phone@example.com" },
      // Beans every 30 days, the last 36, 35, 30, 25, 24 days ago, with P(alive) by their ids; a tin beside them once.
      ...[36, 35, 30, 30, 30, 30, 25, 24].map(
        (ago): Member => ({
          orders: [
            [isoAgo(ago), 500, { products: [7] }],
            [isoAgo(ago + 29), 500, { products: [7, 8] }],
            [isoAgo(ago + 60), 500, { products: [7] }],
          ],
        }),
      ),
      ...[10, 700].map((ago) => ({ consent: "SUBSCRIBED", createdAt: `${isoAgo(ago)}T00:00:00Z` })),
      ...["NOT_SUBSCRIBED", "PENDING", "UNSUBSCRIBED"].map((consent) => ({
        ...buyer(8, 5, 3_000, 200),
        consent,
      })),
    ];
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(
        fc.array(member, { minLength: 1, maxLength: 30 }),
        fc.boolean(),
        async (members, predicted) => {
          const shop = await aShopOf(db, TODAY, members);
          // P(alive) of some, as if a model were in force: it is the model's own test that says how it is found.
          if (predicted) {
            await db.pool.query(
              `update customer_value set p_alive = (customer_id % 11) / 10.0,
               expected_value_minor = (customer_id * 37) % 50 * 100, value_low_minor = customer_id % 4 * 100
             where shop_id = $1 and orders > 0`,
              [shop.shopId],
            );
          }
          const stored = await rows<{
            rfm_group: string;
            p_alive: number | null;
            expected_value_minor: number | null;
            value_low_minor: number | null;
          }>(
            db.pool,
            `select rfm_group, p_alive, expected_value_minor, value_low_minor from customer_value
             where shop_id = $1 order by customer_id`,
            [shop.shopId],
          );
          const cards = (await listSegments(db, shop)).segments;
          const everybody = members.map((member, i): PlainCustomer => {
            const row = stored[i]!;
            return {
              ...plainCustomer(member),
              group: row.rfm_group,
              pAlive: row.p_alive,
              expectedMinor: row.expected_value_minor,
              expectedLowMinor: row.value_low_minor,
            };
          });
          for (const [key, belongs] of Object.entries(BUILT_IN)) {
            const expected = everybody.flatMap((customer, i) => {
              return belongs(customer, { today: asOfDay, everybody }) ? [{ id: i + 1, customer }] : [];
            });
            const view = (await readSegment(db, shop, key as SegmentKey))!;
            const ids = view.members.map(({ customerId }) => customerId).sort((a, b) => a - b);
            expect(ids, key).toEqual(expected.map(({ id }) => id));
            const card = cards.find((segment) => segment.key === key);
            const sums = {
              customers: expected.length,
              netSalesMinor: expected.reduce((sum, { customer }) => sum + customer.netSalesMinor, 0),
            };
            expect(card, key).toMatchObject(sums);
            if (key === "at_risk_high_value") {
              const said = expected.length === 0 ? undefined : { kind: "at_risk_value", ...sums };
              expect(await atRiskOnHome(db, shop)).toEqual(said);
            }
            if (expected.length > 0) seen.add(key);
          }
        },
      ),
      {
        numRuns: 10,
        examples: [
          [cast, false],
          [cast, true],
        ],
      },
    );
    expect(Object.keys(BUILT_IN).sort()).toEqual(TEMPLATES.map(({ key }) => key).sort());
    expect([...seen].sort()).toEqual(Object.keys(BUILT_IN).sort());
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
    const context = (await readSegmentContext(db, shop, []))!;
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

  test("cards of fifty segments with the longest rules are no more than cards need", async ({ db }) => {
    const shop = await aShopOf(db, TODAY, [buyer(1, 10, 1_000, 0)]);
    const host = { ...valuationHost(db, TODAY), jobs: { enqueue: async () => true } };
    const products = Array.from({ length: 100 }, (_, i) => 8_000_000_000_000 + i);
    const more = Array.from({ length: 40 }, (_, k): Rule => ({ fact: "orders", is: ">", value: k }));
    const rule: Rule = { any: [{ fact: "boughtOrders", of: { products }, is: ">=", value: 1 }, ...more] };
    for (let i = 0; i < 50; i++) await createSegment(host, shop, { name: `Segment ${i}`, rule }, "7");
    const list = await listSegments(db, shop);
    const rules = Object.values(list.rules);
    expect(rules).toHaveLength(50);
    expect(rules[0]).toEqual({
      rule: {
        any: [
          { fact: "boughtOrders", of: { products: products.slice(0, MOST_SAID - 1) }, is: ">=", value: 1 },
        ],
      },
      isWhole: false,
    });
    expect(list.terms.types).toEqual({ boughtOrders: "count" });
    expect(JSON.stringify(list).length / list.segments.length).toBeLessThan(700);
  });

  test("a shop without figures has no cards", async ({ db }) => {
    const shop = await aShop(db.pool);
    expect(await listSegments(db, shop)).toMatchObject({ state: "empty", segments: [] });
    expect(await readSegment(db, shop, "vip")).toBeNull();
  });
});
