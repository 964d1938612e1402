import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isoOfDay } from "../../../app/clv/calendar.ts";
import { shopRef } from "../../../app/platform/ids.ts";
import { FACTS, type FactName, type FactRow } from "../../../app/segments/facts.ts";
import { meets } from "../../../app/segments/meaning.ts";
import { type Rule, rule } from "../../../app/segments/rule.ts";
import { shopifyQuery } from "../../../app/segments/shopify-query.ts";
import { anyCondition, anyContext, anyFactRow, anyRule, TODAY } from "../../builders/any-rule.ts";
import { isInShopifySegment, type ShopifyCustomer } from "../../oracle/shopify-segment-language.ts";

const SAME: readonly FactName[] = [
  ...(["consent", "smsConsent", "tags", "knownSince"] as const),
  ...(["shopifyRfmGroup", "shopifySpendTier"] as const),
];
const ABOUT: readonly FactName[] = ["country", "orders", "lastOrderDay", "netSales"];

/** A customer as Shopify has one: where it counts in its own way, as this app does. */
const inShopify = (row: FactRow): ShopifyCustomer => ({
  email_subscription_status: row.consent === "NONE" ? null : row.consent,
  sms_subscription_status: row.sms_consent === "NONE" ? null : row.sms_consent,
  customer_tags: row.tags,
  customer_added_date: row.known_since,
  rfm_group: row.shopify_rfm_group,
  predicted_spend_tier: row.shopify_spend_tier,
  customer_countries: row.country_code === null ? [] : [row.country_code],
  number_of_orders: row.orders,
  last_order_date: row.last_order_day,
  amount_spent: row.net_sales_minor / 100,
});

const { anySayable } = fc.letrec<{ anySayable: Rule }>((tie) => ({
  anySayable: fc.oneof(
    { depthSize: "small", maxDepth: 4 },
    anyCondition.filter(({ fact }) => SAME.includes(fact) || ABOUT.includes(fact)),
    fc.record({ all: fc.array(tie("anySayable"), { maxLength: 3 }) }),
    fc.record({ any: fc.array(tie("anySayable"), { maxLength: 3 }) }),
    fc.record({ not: tie("anySayable") }),
  ),
}));

const context = {
  asOfDay: TODAY,
  thresholds: {
    vipFromMinor: 21_780,
    highValueFromMinor: 10_000,
    lapsedAfterDays: 180,
    championsWithinDays: 30,
    atRiskSinceDays: 200,
    usualGapFromDays: 20,
    usualGapToDays: 60,
  },
  defaultMarginBp: null,
  borders: new Map(),
  shopId: shopRef("one.myshopify.com").shopId,
};
const said = (given: Rule) => shopifyQuery(rule.parse(given), context, 2);

describe("a rule in Shopify's language", () => {
  test("holds the same customers", () => {
    let compared = 0;
    fc.assert(
      fc.property(
        anySayable,
        fc.array(anyFactRow, { minLength: 5, maxLength: 5 }),
        anyContext,
        (any, customers, at) => {
          const { query } = shopifyQuery(any, at, 2);
          if (query === null) return;
          for (const row of customers) {
            compared += 1;
            expect(isInShopifySegment(query, inShopify(row), isoOfDay(at.asOfDay)), query).toBe(
              meets(any, row, at),
            );
          }
        },
      ),
      { numRuns: 4_000 },
    );
    expect(compared).toBeGreaterThan(1_000);
  });

  test("or says which facts it cannot ask of, and which it counts otherwise; never both of one", () => {
    const facts = new Set<FactName>();
    const collect = (part: Rule): void => {
      if ("fact" in part) {
        // Who has a value that everybody has is no question.
        if (FACTS[part.fact].missingFor !== null || (part.is !== "known" && part.is !== "missing"))
          facts.add(part.fact);
      } else
        for (const inner of "not" in part ? [part.not] : "all" in part ? part.all : part.any) collect(inner);
    };
    fc.assert(
      fc.property(anyRule, anyContext, (any, at) => {
        facts.clear();
        collect(any);
        const { query, approximate, unsaid } = shopifyQuery(any, at, 2);
        for (const fact of facts)
          if (!SAME.includes(fact) && !ABOUT.includes(fact)) expect(unsaid).toContain(fact);
        for (const fact of facts)
          if (ABOUT.includes(fact) && !unsaid.includes(fact)) expect(approximate).toContain(fact);
        for (const fact of [...approximate, ...unsaid]) expect(facts).toContain(fact);
        if (unsaid.length > 0) expect(query).toBeNull();
        else if (query !== null) expect(query.length).toBeLessThanOrEqual(5000);
      }),
    );
    expect(Object.keys(FACTS)).toEqual(expect.arrayContaining([...SAME, ...ABOUT]));
  });

  test.each<[string, Rule, string]>([
    ["everybody", { all: [] }, ""],
    [
      "both",
      {
        all: [
          { fact: "tags", is: "has_any", values: ["vip"] },
          { fact: "consent", is: "=", value: "SUBSCRIBED" },
        ],
      },
      "customer_tags CONTAINS 'vip' AND email_subscription_status = 'SUBSCRIBED'",
    ],
    [
      "either, inside of both",
      {
        all: [
          { fact: "consent", is: "in", values: ["SUBSCRIBED", "PENDING"] },
          { fact: "knownSince", is: "within_last_days", days: 30 },
        ],
      },
      "email_subscription_status = 'SUBSCRIBED' AND customer_added_date BETWEEN -29d AND today OR email_subscription_status = 'PENDING' AND customer_added_date BETWEEN -29d AND today",
    ],
    [
      "not, with those who have no value",
      { not: { fact: "lastOrderDay", is: "more_than_days_ago", days: 180 } },
      "last_order_date >= -180d OR last_order_date IS NULL",
    ],
    [
      "an amount in units of the currency, and the shop's own threshold",
      { fact: "netSales", is: "between", from: 5, to: { threshold: "vipFromMinor" } },
      "amount_spent BETWEEN 0.05 AND 217.80",
    ],
  ])("%s", (_, given, query) => {
    expect(said(given).query).toBe(query);
  });

  test("a currency without decimals has none", () => {
    const spent: Rule = { fact: "netSales", is: ">=", value: -12_000 };
    expect(shopifyQuery(spent, context, 0).query).toBe("amount_spent >= -12000");
    expect(shopifyQuery(spent, context, 3).query).toBe("amount_spent >= -12.000");
  });

  test("a tag with a quote, the consent of somebody without an address, and nobody cannot be said", () => {
    expect(said({ fact: "tags", is: "has_any", values: ["d'Or"] })).toEqual({
      query: null,
      approximate: [],
      unsaid: ["tags"],
    });
    expect(said({ fact: "consent", is: "=", value: "NONE" }).unsaid).toEqual(["consent"]);
    expect(said({ any: [] })).toEqual({ query: null, approximate: [], unsaid: [] });
  });

  test("what would be longer than Shopify takes is not said, however many alternatives it has", () => {
    const tags = (from: number): Rule => ({
      any: Array.from(
        { length: 40 },
        (_, i) => ({ fact: "tags", is: "has_any", values: [`tag ${from + i}`] }) as const,
      ),
    });
    expect(said(tags(0)).query).not.toBeNull();
    expect(said({ all: [tags(0), tags(40), tags(80), tags(120)] })).toEqual({
      query: null,
      approximate: [],
      unsaid: [],
    });
  });
});
