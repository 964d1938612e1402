import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { shopRef } from "../../../app/platform/ids.ts";
import { FACTS, type Fact, type FactRow } from "../../../app/segments/facts.ts";
import { meets } from "../../../app/segments/meaning.ts";
import {
  type Condition,
  MEETS_IF_MISSING,
  type Rule,
  rule,
  storedRule,
  toStored,
} from "../../../app/segments/rule.ts";
import { ruleSql } from "../../../app/segments/sql.ts";
import { anyFactRow, anyRule, bordersFor } from "../../builders/any-rule.ts";

const SHOP = shopRef("rules.myshopify.com").shopId;

const problemsOf = (rule: unknown): string[] => {
  const parsed = storedRule.safeParse({ version: 1, rule });
  return parsed.success
    ? []
    : parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
};

const [somebody] = fc.sample(anyFactRow, { numRuns: 1, seed: 1 }) as [FactRow];

describe("a stored rule", () => {
  test("comes back as it was", () => {
    fc.assert(
      fc.property(anyRule, (rule) => {
        expect(storedRule.parse(JSON.parse(JSON.stringify(toStored(rule)))).rule).toEqual(rule);
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    [
      { fact: "shoeSize", is: "=", value: 4 },
      /^rule\.fact: There is no fact "shoeSize"; there are: orders, /,
    ],
    [{ all: [{ fact: "netSales", is: ">=", value: 0.5 }] }, /^rule\.all\.0\.value: netSales: .*minor units/],
    [{ fact: "netSales", is: ">", value: { threshold: "lapsedAfterDays" } }, /a threshold: vipFromMinor/],
    [{ fact: "orders", is: "within_last_days", days: 3 }, /^rule\.is: orders: /],
    [{ fact: "lastOrderDay", is: ">", value: "yesterday" }, /a day such as "2026-03-31"/],
    [{ fact: "lastOrderDay", is: "more_than_days_ago", days: -1 }, /whole number of days from 0/],
    [{ fact: "country", is: "in", values: ["nl"] }, /two capital letters, such as NL/],
    [{ fact: "firstChannel", is: "=", value: "a\0b" }, /without NUL/],
    [{ fact: "orders", is: "=", value: 1, note: "x" }, /note/],
    [{ fact: "orders", salt: "a", is: "=", value: 1 }, /^rule: orders: .*salt/],
    [
      { fact: "earlyNetSales", firstDays: 31, is: ">", value: 1 },
      /^rule\.firstDays: .*out of 14, 30, 60, 90/,
    ],
    [{ fact: "tags", is: "has_any", values: [] }, /^rule\.values: tags: /],
    [{ fact: "tags", is: "=", value: "vip" }, /^rule\.is: tags: /],
    [{ fact: "netSales", is: "in_top", share: 1 }, /^rule\.share: netSales: a part of the customers/],
    [{ fact: "lastOrderDay", is: "in_top", share: 0.5 }, /^rule\.is: lastOrderDay: /],
    [{ fact: "randomShare", is: "<", value: 0.5 }, /^rule\.salt: randomShare: /],
    [{ fact: "randomShare", salt: "", is: "<", value: 0.5 }, /^rule\.salt: randomShare: /],
    [{ all: [], any: [] }, /exactly one of: all, any, not, fact; this has: all,any/],
    [{ all: {} }, /^rule\.all: "all" holds a list of rules/],
    [{ not: [] }, /^rule\.not: A rule is an object/],
    ["everybody", /^rule: A rule is an object/],
    [null, /^rule: A rule is an object/],
  ])("says what is wrong, where, and what would be right: %j", (rule, problem) => {
    expect(problemsOf(rule).join("\n")).toMatch(problem);
  });

  test("a day that PostgreSQL's calendar does not have is refused", () => {
    const since = (day: string) => rule.safeParse({ fact: "knownSince", is: ">=", value: day }).success;
    expect(["0000-12-31", "0001-01-01", "2023-02-29", "9999-12-31"].map(since)).toEqual([
      false,
      true,
      false,
      true,
    ]);
  });

  test("of another version is refused by its number, and one that is too deep or long by its limit", () => {
    expect(() => storedRule.parse({ version: 2, rule: { all: [] } })).toThrow(
      "version 2; this app reads version 1",
    );
    expect(() => storedRule.parse({ rule: { all: [] } })).toThrow("this app reads version 1");
    let deep: Rule = { all: [] };
    for (let i = 0; i < 50_000; i++) deep = { not: deep };
    expect(problemsOf(deep).join()).toContain("at most 10 levels deep");
    const one: Condition = { fact: "orders", is: "=", value: 1 };
    expect(problemsOf({ any: new Array(200).fill(one) })).toEqual([]);
    expect(problemsOf({ any: new Array(5_000).fill(one) })).toEqual([
      expect.stringContaining("at most 200 conditions"),
    ]);
    const top: Condition = { fact: "netSales", is: "in_top", share: 0.1 };
    expect(problemsOf({ any: new Array(20).fill(top) })).toEqual([]);
    expect(problemsOf({ any: new Array(30).fill(top) })).toEqual([
      expect.stringContaining("at most 20 conditions on the top or the bottom"),
    ]);
  });
});

describe("a missing value", () => {
  const nobody: FactRow = {
    ...somebody,
    last_order_day: null,
    country_code: null,
    p_alive: null,
    next_order_from: null,
    tags: [],
  };
  const context = {
    shopId: SHOP,
    asOfDay: 20_000,
    thresholds: {
      vipFromMinor: 1,
      highValueFromMinor: 1,
      lapsedAfterDays: 1,
      championsWithinDays: 1,
      atRiskSinceDays: 1,
      usualGapFromDays: 1,
      usualGapToDays: 1,
    },
    defaultMarginBp: null,
    borders: new Map(),
  };

  test.each<[Condition, boolean]>([
    [{ fact: "pAlive", is: "=", value: 0 }, false],
    [{ fact: "pAlive", is: "!=", value: 0 }, true],
    [{ fact: "pAlive", is: "<", value: 1 }, false],
    [{ fact: "pAlive", is: "<=", value: 1 }, false],
    [{ fact: "pAlive", is: ">", value: 0 }, false],
    [{ fact: "pAlive", is: ">=", value: 0 }, false],
    [{ fact: "pAlive", is: "between", from: 0, to: 1 }, false],
    [{ fact: "country", is: "in", values: ["NL"] }, false],
    [{ fact: "country", is: "not_in", values: ["NL"] }, true],
    [{ fact: "lastOrderDay", is: "within_last_days", days: 36_500 }, false],
    [{ fact: "lastOrderDay", is: "more_than_days_ago", days: 0 }, false],
    [{ fact: "nextOrderFrom", is: "within_next_days", days: 36_500 }, false],
    [{ fact: "tags", is: "has_any", values: ["a"] }, false],
    [{ fact: "tags", is: "has_all", values: ["a"] }, false],
    [{ fact: "tags", is: "has_none", values: ["a"] }, true],
    [{ fact: "pAlive", is: "in_top", share: 0.5 }, false],
    [{ fact: "pAlive", is: "in_bottom", share: 0.5 }, false],
    [{ fact: "lastOrderDay", is: "known" }, false],
    [{ fact: "lastOrderDay", is: "missing" }, true],
  ])("%j", (condition, met) => {
    const prepared = { ...context, borders: bordersFor(condition, null) };
    expect(meets(condition, nobody, prepared)).toBe(met);
    expect(meets({ not: condition }, nobody, prepared)).toBe(!met);
    expect(MEETS_IF_MISSING[condition.is]).toBe(met);
  });

  test("every operator has its say", () => {
    expect(Object.keys(MEETS_IF_MISSING)).toHaveLength(19);
  });
});

describe("days", () => {
  const on = (day: string, rule: Rule) =>
    meets(
      rule,
      { ...somebody, last_order_day: day },
      { shopId: SHOP, asOfDay: 20_088, thresholds: {} as never, defaultMarginBp: null, borders: new Map() },
    );

  test("the last n days begin with the valuation's day, and more than n days ago is the rest of the past", () => {
    const within: Rule = { fact: "lastOrderDay", is: "within_last_days", days: 30 };
    const before: Rule = { fact: "lastOrderDay", is: "more_than_days_ago", days: 29 };
    for (const [day, recent] of [
      ["2024-12-31", true],
      ["2024-12-02", true],
      ["2024-12-01", false],
    ] as const) {
      expect(on(day, within), day).toBe(recent);
      expect(on(day, before), day).toBe(!recent);
    }
    expect(on("2025-01-01", within)).toBe(false);
    expect(on("2025-01-01", before)).toBe(false);
  });
});

test("a rule that counts from the valuation cannot be read without one", () => {
  const rule: Rule = { fact: "lastOrderDay", is: "within_last_days", days: 30 };
  expect(() => ruleSql(rule, null)).toThrow("there is none yet");
  expect(ruleSql({ fact: "orders", is: "=", value: 1 }, null).values).toEqual([1]);
});

test.each([
  [
    { fact: "boughtOrders", of: {}, is: ">=", value: 1 },
    /^rule\.of: boughtOrders: exactly one of: products, types/,
  ],
  [
    { fact: "boughtOrders", of: { products: [1], types: ["Tea"] }, is: ">=", value: 1 },
    /^rule\.of: boughtOrders: exactly one of/,
  ],
  [{ fact: "boughtOrders", of: { products: [] }, is: ">=", value: 1 }, /^rule\.of\.products: /],
  [{ fact: "boughtOrders", of: { sizes: ["L"] }, is: ">=", value: 1 }, /sizes/],
  [
    { fact: "netSalesIn", period: { lastDays: 0 }, is: ">=", value: 1 },
    /^rule\.period\.lastDays: netSalesIn: a whole number of days from 1/,
  ],
  [{ fact: "netSalesIn", is: ">=", value: 1 }, /^rule\.period: netSalesIn: /],
  [{ fact: "boughtThen", first: { products: [1] }, is: "=", value: true }, /^rule\.later: boughtThen: /],
])("%j says what is wrong with its parameters", (given, problem) => {
  expect(problemsOf(given).join("; ")).toMatch(problem);
});

test("no parameter of a fact is called as a part of a question", () => {
  const ofQuestions = ["fact", "is", "value", "values", "from", "to", "days", "share"];
  for (const [name, { parameters }] of Object.entries<Fact>(FACTS))
    for (const key of Object.keys(parameters?.shape ?? {})) expect(ofQuestions, name).not.toContain(key);
});

test("no value of a rule is written into the statement", () => {
  fc.assert(
    fc.property(anyRule, (rule) => {
      const context = {
        shopId: SHOP,
        asOfDay: 20_088,
        thresholds: { vipFromMinor: 7 } as never,
        defaultMarginBp: 7,
        borders: bordersFor(rule, 5),
      };
      const { text } = ruleSql(rule, context);
      expect(
        text.replace(
          /\$\d+|>= 0\.01|float8|nullif\(.*?, 0\)|\(1 - |\(\('x'.*?float8\)|'\{\}'|value_\d+|v\.orders [=>] 0|>= 3|= 0|10000|0\.01/g,
          "",
        ),
      ).not.toMatch(/\d|'/);
    }),
  );
  expect(Object.keys(FACTS).length).toBeGreaterThan(20);
});
