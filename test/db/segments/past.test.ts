import fc from "fast-check";
import sql from "sql-template-tag";
import { describe, expect } from "vitest";
import { isoOfDay } from "../../../app/clv/calendar.ts";
import { rows } from "../../../app/db/client.ts";
import { previewRule } from "../../../app/segments/preview.ts";
import { conditionsOf, type Rule } from "../../../app/segments/rule.ts";
import { anyCondition, anyRule, TODAY } from "../../builders/any-rule.ts";
import {
  anyPastWorld,
  BEGAN_AGO,
  counts,
  type PastWorld,
  putWorld,
  salesBy,
} from "../../builders/past-world.ts";
import { anyPastRound, comparePast, isOfThen, OF_TODAY } from "../../fuzz/past-rules.ts";
import { test } from "../database.ts";

const EVERYBODY: Rule = { all: [] };
type Customer = PastWorld["customers"][number];

describe("rules as of an earlier day", () => {
  test("customers, facts, borders and answers are those of the shop valued on that day, before anything later happened", async ({
    db,
  }) => {
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(anyPastRound, async (round) => {
        compared += (await comparePast(db, round)) ?? 0;
      }),
      { numRuns: 8 },
    );
    expect(compared).toBeGreaterThan(300);
  });

  test("what those customers bought since is what their orders after that day add up to", async ({ db }) => {
    await fc.assert(
      fc.asyncProperty(anyPastWorld, fc.integer({ min: 1, max: 100 }), async (world, dayAgo) => {
        const shop = await putWorld(db, world, 0);
        const day = isoOfDay(TODAY - dayAgo);
        const rule: Rule = { fact: "orders", is: ">=", value: 2 };
        const answer = await previewRule(db, shop, rule, day);
        const ofToday = world.customers.flatMap(({ orders }) =>
          orders.filter((order) => counts(order, world, 0)),
        );
        if (ofToday.every((order) => order.ago < dayAgo)) {
          expect(answer.state).toBe("no_such_day");
          return;
        }
        if (answer.state !== "full") throw new Error(`no preview, but ${answer.state}`);
        const then = ({ orders }: Customer) => orders.filter((order) => counts(order, world, dayAgo)).length;
        const since = ({ orders }: Customer) =>
          orders.filter((order) => order.ago < dayAgo && counts(order, world, 0)).length;
        const total = (some: readonly Customer[]) => ({
          customers: some.length,
          buyers: some.filter((one) => since(one) > 0).length,
          orders: some.reduce((sum, one) => sum + since(one), 0),
          // Until then and since make today's, however refunds are dated and whatever was cancelled.
          net_sales_minor: some
            .flatMap(({ orders }) => orders)
            .reduce((sum, order) => sum + salesBy(order, world, 0) - salesBy(order, world, dayAgo), 0),
        });
        const known = world.customers.filter((one) => one.createdAgo >= dayAgo || then(one) > 0);
        expect(answer.preview.past).toEqual({
          day,
          thresholds: expect.any(Object),
          members: total(known.filter((one) => then(one) >= 2)),
          everybody: total(known),
        });
      }),
      { numRuns: 6 },
    );
  });

  test("what is sent back later is taken from what was bought since, also where the order's day has it", async ({
    db,
  }) => {
    const refunds = [{ after: 40, minor: 500, fee: 0 }];
    const [order] = oldCustomer.orders;
    for (const isCancelled of [false, true])
      for (const refundDating of ["order", "refund"] as const) {
        const customers = [oldCustomer, { ...oldCustomer, orders: [{ ...order!, refunds, isCancelled }] }];
        const settings = { refundDating, countZeroValueOrders: true };
        const shop = await putWorld(db, { customers, timeZone: "UTC", settings }, 0);
        const answer = await previewRule(db, shop, EVERYBODY, isoOfDay(TODAY - 180));
        expect(answer).toMatchObject({
          state: "full",
          preview: { netSalesMinor: 1_000, past: { everybody: { orders: 0, net_sales_minor: -500 } } },
        });
      }
  });

  test("a condition on what only today knows is named, and nothing is counted", async ({ db }) => {
    const world = fc.sample(anyPastWorld, { numRuns: 1, seed: 3 })[0]!;
    const shop = await putWorld(db, world, 0);
    const day = isoOfDay(TODAY - 20);
    await fc.assert(
      fc.asyncProperty(fc.oneof(anyCondition, anyRule), async (rule) => {
        const answer = await previewRule(db, shop, rule, day);
        if (isOfThen(rule)) {
          expect(answer.state).toBe("full");
          return;
        }
        if (answer.state !== "not_known_then") throw new Error(`answered with ${answer.state}`);
        const named = answer.conditions.map(({ path }) => conditionAt(rule, path));
        expect(named).toEqual(
          conditionsOf(rule).filter(
            (one) => OF_TODAY.includes(one.fact) || ("segment" in one && one.segment === "new"),
          ),
        );
      }),
      { numRuns: 25 },
    );
  });

  test("members of a segment are known from the day on which its history began", async ({ db }) => {
    const world = fc.sample(anyPastWorld, { numRuns: 1, seed: 3 })[0]!;
    const shop = await putWorld(db, { ...world, customers: [oldCustomer, ...world.customers] }, 0);
    const asked = (segment: string): Rule => ({ fact: "member", segment, is: "=", value: true });
    const began = isoOfDay(TODAY - BEGAN_AGO);
    const before = isoOfDay(TODAY - BEGAN_AGO - 1);
    expect(await previewRule(db, shop, asked("vip"), began)).toMatchObject({ state: "full" });
    expect(await previewRule(db, shop, { all: [asked("vip"), asked("gone")] }, before)).toEqual({
      state: "not_known_then",
      conditions: [
        { path: "all.0", why: "no_history", from: began },
        { path: "all.1", why: "no_history", from: null },
      ],
    });
  });

  test("where older entries are gone, a condition is asked of days from which on it looks at kept ones alone", async ({
    db,
  }) => {
    const world = fc.sample(anyPastWorld, { numRuns: 1, seed: 3 })[0]!;
    const old = { ...oldCustomer, orders: oldCustomer.orders.map((order) => ({ ...order, ago: 600 })) };
    const shop = await putWorld(db, { ...world, customers: [old] }, 0);
    await db.pool.query(
      "update segment_membership set began_at = began_at - interval '600 days' where shop_id = $1",
      [shop.shopId],
    );
    const ask = (condition: object, ago: number) =>
      previewRule(db, shop, { segment: "vip", ...condition } as Rule, isoOfDay(TODAY - ago));
    const from = (ago: number) => ({ conditions: [{ why: "no_history", from: isoOfDay(TODAY - ago) }] });
    for (const fact of ["enteredSegment", "leftSegment"]) {
      const lately = { fact, is: "within_last_days", days: 90 };
      expect(await ask(lately, 310)).toMatchObject({ state: "full" });
      expect(await ask(lately, 311)).toMatchObject(from(310));
      expect(await ask({ fact, is: "more_than_days_ago", days: 90 }, 1)).toMatchObject(from(0));
      expect(await ask({ fact, is: "missing" }, 1)).toMatchObject(from(0));
    }
    expect(await ask({ fact: "member", is: "=", value: true }, 400)).toMatchObject({ state: "full" });
    expect(await ask({ fact: "member", is: "=", value: true }, 401)).toMatchObject(from(400));
  });

  test("nothing stored is changed by asking, and today, a later day and a day before the first order are refused", async ({
    db,
  }) => {
    const world = fc.sample(anyPastWorld, { numRuns: 1, seed: 5 })[0]!;
    const shop = await putWorld(db, { ...world, customers: [oldCustomer, ...world.customers] }, 0);
    const stored = async () => {
      const said: unknown[] = [];
      for (const table of [
        "customer_value",
        "customer_day",
        "customer_purchase",
        "order_gap",
        "shop_valuation",
      ])
        said.push(
          await rows(db.pool, `select t::text, xmin::text from ${table} t where shop_id = $1 order by 1`, [
            shop.shopId,
          ]),
        );
      return said;
    };
    const before = await stored();
    expect(await previewRule(db, shop, EVERYBODY, isoOfDay(TODAY - 40))).toMatchObject({ state: "full" });
    expect(await stored()).toEqual(before);
    const left = await rows(db.pool, sql`select relname from pg_class where relpersistence = 't'`);
    expect(left).toEqual([]);
    const days = { first: isoOfDay(TODAY - 200), last: isoOfDay(TODAY - 1) };
    for (const day of [TODAY, TODAY + 1, TODAY - 201])
      expect(await previewRule(db, shop, EVERYBODY, isoOfDay(day))).toEqual({ state: "no_such_day", days });
  });
});

const oldCustomer = {
  createdAgo: 300,
  orders: [
    {
      ago: 200,
      gross: 500,
      discounts: 0,
      removed: 0,
      refunds: [],
      isCancelled: false,
      sentBack: 0,
      channel: null,
      code: null,
      utm: null,
      products: [1],
    },
  ],
  places: [
    { fromStart: true, changedAgo: [] },
    { fromStart: false, changedAgo: [] },
  ],
};

/** The part of a rule at a path such as "all.1.not". */
function conditionAt(rule: Rule, path: string): unknown {
  let at: unknown = rule;
  for (const key of path === "" ? [] : path.split(".")) at = (at as Record<string, unknown>)[key];
  return at;
}
