import fc from "fast-check";
import sql, { join } from "sql-template-tag";
import { describe, expect } from "vitest";
import { rows } from "../../../app/db/client.ts";
import { segmentSums } from "../../../app/db/queries/segments/members.ts";
import { touchCustomers } from "../../../app/db/queries/valuation/dirty.ts";
import type { RuleContext } from "../../../app/segments/context.ts";
import { readFactRows } from "../../../app/segments/fact-rows.ts";
import { FACTS, type Fact } from "../../../app/segments/facts.ts";
import { meets } from "../../../app/segments/meaning.ts";
import { withBorders } from "../../../app/segments/prepare.ts";
import type { Condition, Rule } from "../../../app/segments/rule.ts";
import { ruleSql } from "../../../app/segments/sql.ts";
import { refreshValuation } from "../../../app/valuation/compute/refresh.ts";
import { anyCondition, anyContext, anyFactRow, anyRule } from "../../builders/any-rule.ts";
import { somePlaces, stockProducts, store } from "../../builders/segment-rows.ts";
import { aShop, someCustomers, someOrders } from "../../builders/shop-rows.ts";
import { valuationHost } from "../../builders/valuation-host.ts";
import { test } from "../database.ts";

describe("rules", () => {
  test("SQL and memory agree about every rule and customer, and a rule and its negation are everybody", async ({
    db,
  }) => {
    const shop = await aShop(db.pool);
    await somePlaces(db, shop);
    await stockProducts(db, shop);
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyFactRow, { minLength: 1, maxLength: 60, size: "max" }),
        fc.array(fc.oneof(anyCondition, anyRule), { minLength: 1, maxLength: 30, size: "max" }),
        anyContext,
        async (people, rules, unprepared) => {
          const stored = await store(db, shop, people);
          const context = await withBorders(
            db.pool,
            shop.shopId,
            { ...unprepared, shopId: shop.shopId },
            rules,
          );
          const answers = rules.map((rule) => ruleSql(rule, context));
          const opposites = rules.map((rule) => ruleSql({ not: rule }, context));
          const read = await rows<{ met: (boolean | null)[]; unmet: (boolean | null)[] }>(
            db.pool,
            sql`select array[${join(answers)}] as met, array[${join(opposites)}] as unmet
              from customer_value v where v.shop_id = ${shop.shopId} order by v.customer_id`,
          );
          for (const [i, row] of stored.entries()) {
            const plain = rules.map((rule) => meets(rule, row, context));
            expect(read[i]!.met).toEqual(plain);
            expect(read[i]!.unmet).toEqual(plain.map((met) => !met));
          }
        },
      ),
      { numRuns: 120 },
    );
  });

  test("a top or bottom share of the customers never splits equals, and never holds more than its name says", async ({
    db,
  }) => {
    const shop = await aShop(db.pool);
    await stockProducts(db, shop);
    const seen = { empty: 0, part: 0 };
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyFactRow, { minLength: 1, maxLength: 60, size: "max" }),
        fc.constantFrom("netSales", "expectedValue", "averageOrderValue", "recencyScore", "ownGapsPassed"),
        fc.constantFrom("in_top", "in_bottom"),
        fc.constantFrom(0.07, 0.1, 0.25, 0.5),
        anyContext,
        async (people, fact, is, share, unprepared) => {
          const stored = await store(db, shop, people);
          const rule = { fact, is, share } as Condition;
          const context = await withBorders(db.pool, shop.shopId, { ...unprepared, shopId: shop.shopId }, [
            rule,
          ]);
          const values = stored.map((row) => (row.orders > 0 ? FACTS[fact].of(row, rule, context) : null));
          const ranked = values
            .filter((value) => value !== null)
            .map(Number)
            .sort((a, b) => (is === "in_top" ? b - a : a - b));
          const places = Math.ceil(Number((ranked.length * share).toFixed(6)));
          const belongs = (value: number) => {
            const atLeastAsGood = ranked.filter((other) =>
              is === "in_top" ? other >= value : other <= value,
            );
            return atLeastAsGood.length <= places;
          };
          const members = stored.map((row) => meets(rule, row, context));
          expect(members).toEqual(values.map((value) => value !== null && belongs(Number(value))));
          if (members.includes(true)) seen.part += 1;
          else if (ranked.length > 0) seen.empty += 1;
        },
      ),
      { numRuns: 60 },
    );
    expect(seen.empty).toBeGreaterThan(0);
    expect(seen.part).toBeGreaterThan(0);
  });

  test("sums of any number of segments are those of their members", async ({ db }) => {
    const shop = await aShop(db.pool);
    await stockProducts(db, shop);
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyFactRow, { minLength: 1, maxLength: 30, size: "max" }),
        fc.array(fc.oneof(anyCondition, anyRule), { minLength: 0, maxLength: 120, size: "max" }),
        anyContext,
        async (people, rules, unprepared) => {
          const stored = await store(db, shop, people);
          const context = await withBorders(
            db.pool,
            shop.shopId,
            { ...unprepared, shopId: shop.shopId },
            rules,
          );
          const sums = await segmentSums(
            db.pool,
            shop.shopId,
            rules.map((rule) => ruleSql(rule, context)),
          );
          const expected = rules.map((rule) => {
            const members = stored.filter((row) => meets(rule, row, context));
            const total = (values: (number | null)[]) => values.reduce<number>((sum, v) => sum + (v ?? 0), 0);
            return {
              customers: members.length,
              net_sales_minor: total(members.map((row) => row.net_sales_minor)),
              predicted_customers: members.filter((row) => row.expected_value_minor !== null).length,
              expected_value_minor: total(members.map((row) => row.expected_value_minor)),
              reachable: members.filter((row) => row.reachable).length,
              value_at_stake_minor: Math.round(
                total(members.map((row) => Number((FACTS.valueAtStake as Fact).of(row, {}, null)))),
              ),
              almost_gone: members.filter((row) => row.p_alive !== null && row.p_alive < 0.2).length,
            };
          });
          // A sum of fractions can lie on either side of a half.
          for (const [i, sum] of sums.entries()) {
            expect(
              Math.abs(sum.value_at_stake_minor - expected[i]!.value_at_stake_minor),
            ).toBeLessThanOrEqual(1);
            expect({ ...sum, value_at_stake_minor: 0 }).toEqual({ ...expected[i], value_at_stake_minor: 0 });
          }
        },
      ),
      { numRuns: 25 },
    );
  });

  test("tags and what Shopify says of a customer are those of the customer's row, as it stands", async ({
    db,
  }) => {
    const shop = await aShop(db.pool);
    await stockProducts(db, shop);
    const { shopId } = shop;
    const host = valuationHost(db, "2024-12-31");
    await someCustomers(db.pool, shop, [
      { id: 1, tags: ["vip", "trade"] },
      { id: 2, tags: ["VIP"] },
      { id: 3 },
    ]);
    const holders = async (rule: Rule) => {
      await refreshValuation(host, shop, { full: false });
      const found = await rows<{ customer_id: number }>(
        db.pool,
        sql`select customer_id from customer_value v where shop_id = ${shopId} and ${ruleSql(rule, null)} order by 1`,
      );
      return found.map(({ customer_id }) => customer_id);
    };
    await refreshValuation(host, shop, { full: true });
    expect(await holders({ fact: "tags", is: "has_any", values: ["vip", "none"] })).toEqual([1]);
    expect(await holders({ fact: "tags", is: "has_none", values: ["vip"] })).toEqual([2, 3]);
    expect(await holders({ fact: "tags", is: "missing" })).toEqual([3]);
    await db.pool.query(
      `update customer set tags = '{vip}', shopify_rfm_group = 'LOYAL', shopify_spend_tier = 'HIGH'
       where shop_id = $1 and customer_id = 3`,
      [shopId],
    );
    await touchCustomers(db.pool, shopId, [3]);
    expect(await holders({ fact: "tags", is: "has_all", values: ["vip"] })).toEqual([1, 3]);
    expect(await holders({ fact: "shopifyRfmGroup", is: "=", value: "LOYAL" })).toEqual([3]);
    expect(await holders({ fact: "shopifySpendTier", is: "known" })).toEqual([3]);
  });

  test("UTM is that of the first visit before the first order and of the last visit before the last one, and SMS consent the customer's own", async ({
    db,
  }) => {
    const shop = await aShop(db.pool);
    const { shopId } = shop;
    const host = valuationHost(db, "2024-12-31");
    await someCustomers(db.pool, shop, [{ id: 1 }, { id: 2 }, { id: 3 }]);
    await someOrders(db.pool, shop, [
      // Of one day the later in the day is the last, and of one instant the one with the greater number.
      { id: 11, customer: 1, day: "2024-01-01", time: "10:00:00", gross: 100 },
      { id: 12, customer: 1, day: "2024-06-01", time: "11:00:00", gross: 100 },
      { id: 13, customer: 1, day: "2024-06-01", time: "09:00:00", gross: 100 },
      { id: 21, customer: 2, day: "2024-01-01", gross: 100 },
      { id: 22, customer: 2, day: "2024-01-01", gross: 100 },
      { id: 23, customer: 2, day: "2024-03-01", gross: 100, exclusion: "cancelled" },
    ]);
    await db.pool.query(
      `update orders set first_visit_utm_source = 'first ' || order_id, last_visit_utm_source = 'last ' || order_id,
         first_visit_utm_medium = case when order_id <> 21 then 'email' end, last_visit_utm_campaign = 'spring'
       where shop_id = $1`,
      [shopId],
    );
    await db.pool.query(
      "update customer set sms_marketing_state = 'SUBSCRIBED' where shop_id = $1 and customer_id = 3",
      [shopId],
    );
    await refreshValuation(host, shop, { full: true });
    const facts = [
      "firstOrderUtmSource",
      "firstOrderUtmMedium",
      "firstOrderUtmCampaign",
      "lastOrderUtmSource",
      "lastOrderUtmMedium",
      "lastOrderUtmCampaign",
      "smsConsent",
    ] as const;
    const read = await readFactRows(db.pool, shopId, [1, 2, 3], { all: [] });
    const told = [1, 2, 3].map((id) => facts.map((fact) => FACTS[fact].of(read.get(id)!, {}, null)));
    expect(told).toEqual([
      ["first 11", "email", null, "last 12", null, "spring", "NONE"],
      ["first 21", null, null, "last 22", null, "spring", "NONE"],
      [null, null, null, null, null, null, "SUBSCRIBED"],
    ]);
  });

  test("the table says of each fact whether a customer can be without it", async ({ db }) => {
    const nullable = await rows<{ name: string }>(
      db.pool,
      "select column_name as name from information_schema.columns where table_name = 'customer_value' and is_nullable = 'YES'",
    );
    const [context] = fc.sample(anyContext, 1) as [RuleContext];
    const canBeNull = new Set(nullable.map(({ name }) => name));
    for (const [name, fact] of Object.entries<Fact>(FACTS)) {
      if (fact.parameters) continue;
      const column = /^v\.(\w+)$/.exec(fact.sql({}, context).text)?.[1];
      if (column) expect(fact.missingFor !== null, name).toBe(canBeNull.has(column));
    }
  });
});
