import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Condition, conditionsOf, type Rule } from "../../../app/segments/rule.ts";
import { beginningOf, MOST_SAID, termsOf } from "../../../app/segments/rule-beginning.ts";
import { createFormat } from "../../../app/ui/format.ts";
import { translator } from "../../../app/ui/messages/catalogue.ts";
import { conditionText } from "../../../app/ui/rule-words/condition-words.ts";
import { beginningText, type Outline, ruleOutline, ruleText } from "../../../app/ui/rule-words/rule-words.ts";
import type { Words } from "../../../app/ui/rule-words/value-words.ts";
import { anyCondition, anyRule } from "../../builders/any-rule.ts";
import { everyTerm } from "../../builders/any-terms.ts";

const wordsIn = (locale: string): Words => ({
  t: translator(locale),
  format: createFormat({ locale, currency: "EUR", minorDigits: 2, timeZone: "UTC" }),
  terms: everyTerm,
});
const english = wordsIn("en");
const dutch = wordsIn("nl");
const languages = [english, dutch];

const linesOf = ({ text, parts }: Outline): string[] => [text, ...parts.flatMap(linesOf)];

/** What no text shows: a word of a program, an argument that was not given, a part that says nothing. */
const PLACEHOLDER = /[{}]|…|undefined|null|NaN|\[object|\b(true|false)\b|Invalid|[a-z][A-Z]| {2}/;
/** Names and texts of rules are shown as they are. */
const NAMED = /[“‘][^”’]*[”’]/g;

/** Places of a condition that hold a value, each with another value of its kind in its place. */
function othersOf(condition: Condition, other: Condition): Condition[] {
  const own = condition as unknown as Record<string, unknown>;
  const theirs = other as unknown as Record<string, unknown>;
  return Object.keys(own)
    .filter((key) => key !== "fact" && key in theirs)
    .map((key) => ({ ...own, [key]: theirs[key] }) as unknown as Condition);
}

const around = (part: Rule): Rule => ({ any: [{ not: { all: [part, part] } }, { not: part }] });

/** A list holds what it holds in whatever order and however often; the words of a flag are those of its answer. */
function meaning(condition: Condition): string {
  const { is, value, values, ...rest } = condition as unknown as Record<string, unknown>;
  if (typeof value === "boolean") return JSON.stringify([rest, value === (is === "=")]);
  const isOne = Array.isArray(values) && values.length === 1 && (is === "in" || is === "not_in");
  if (isOne) return JSON.stringify([rest, is === "in" ? "=" : "!=", values[0], undefined]);
  if (rest.fact === "boughtOrders") {
    if ((is === ">" && value === 0) || (is === ">=" && value === 1)) return JSON.stringify([rest, "some"]);
    if ((is === "<" && value === 1) || (is === "=" && value === 0)) return JSON.stringify([rest, "none"]);
  }
  if (is === "has_any" || is === "has_all") {
    if (Array.isArray(values) && values.length === 1) return JSON.stringify([rest, "has", values]);
  }
  return JSON.stringify([rest, is, value, values]);
}

describe("a rule in words", () => {
  test("says every rule in both languages, without a placeholder", () => {
    fc.assert(
      fc.property(fc.oneof(anyCondition, anyRule), (rule) => {
        for (const words of languages) {
          for (const line of [ruleText(rule, words), ...linesOf(ruleOutline(rule, words))]) {
            expect(line.replace(NAMED, "“A”")).not.toMatch(PLACEHOLDER);
            expect(line.trim()).toBe(line);
            expect(line).not.toBe("");
          }
        }
      }),
      { numRuns: 2_000 },
    );
  });

  test("of two conditions that differ in what they ask, or in a value, says something else", () => {
    let compared = 0;
    fc.assert(
      fc.property(
        anyCondition.chain((condition) =>
          fc.tuple(
            fc.constant(condition),
            anyCondition.filter(({ fact }) => fact === condition.fact),
          ),
        ),
        ([condition, other]) => {
          for (const changed of [other, ...othersOf(condition, other)]) {
            if (meaning(changed) === meaning(condition)) continue;
            compared += 1;
            for (const words of languages)
              expect(ruleText(around(changed), words)).not.toBe(ruleText(around(condition), words));
          }
        },
      ),
      { numRuns: 300 },
    );
    expect(compared).toBeGreaterThan(300);
  });

  test("keeps who has to meet what apart: nested groups, negations, shares and relative days", () => {
    const rich = { fact: "netSales", is: ">=", value: 21_780 } as const;
    const coffee = {
      fact: "boughtOrders",
      of: { products: [1, 4] },
      period: { lastDays: 90 },
      is: ">=",
      value: 1,
    } as const;
    const late = { fact: "lastOrderDay", is: "<=", value: { daysAgo: 60 } } as const;
    const top = { fact: "expectedValue", is: "in_top", share: 0.1 } as const;
    const rule: Rule = {
      all: [rich, coffee, { any: [{ not: late }, { all: [top, { not: { not: rich } }] }] }],
    };
    expect(ruleText(rule, english)).toBe(
      "Net sales at least €217.80, and bought any of “Coffee beans”, “Hand grinder” (deleted) in the last 90 days, and (not (last order on or before 60 days ago), or (expected in the next 12 months in the top 10% of customers, and net sales at least €217.80))",
    );
    expect(ruleText(rule, dutch)).toBe(
      "Netto-omzet minstens €\u00a0217,80, en kocht een van ‘Coffee beans’, ‘Hand grinder’ (verwijderd) in de laatste 90 dagen, en (niet (laatste bestelling op of vóór 60 dagen geleden), of (verwacht in de komende 12 maanden bij de bovenste 10% van de klanten, en netto-omzet minstens €\u00a0217,80))",
    );
    expect(linesOf(ruleOutline({ not: { any: [rich, { all: [late, top] }] } }, english))).toEqual([
      "None of these:",
      "Net sales at least €217.80",
      "All of these:",
      "Last order on or before 60 days ago",
      "Expected in the next 12 months in the top 10% of customers",
    ]);
    expect(ruleText({ not: { all: [rich, late] } }, english)).toBe(
      "Not (net sales at least €217.80, and last order on or before 60 days ago)",
    );
    expect([{ all: [] }, { any: [] }, { not: { all: [] } }].map((none) => ruleText(none, english))).toEqual([
      "Everybody",
      "Nobody",
      "Nobody",
    ]);
  });

  test("calls what is gone, what was never read and what nobody knows by what there is of it", () => {
    const said = (condition: Condition) => conditionText({ ...condition }, english);
    expect(said({ fact: "boughtUnits", of: { products: [5, 99] }, is: "=", value: 2 })).toBe(
      "Units of any of product 5 (deleted), product 99 (not known) exactly 2",
    );
    expect(
      said({
        fact: "boughtThen",
        first: { types: ["Tea"] },
        later: { collections: [11, 12] },
        withinDays: 30,
        is: "=",
        value: true,
      }),
    ).toBe(
      "Bought products of the type “Tea”, and later products in any of the collections “Warm”, “Gifts” (deleted) within 30 days",
    );
    expect(said({ fact: "member", segment: "vip", is: "!=", value: true })).toBe("Not: in the segment “VIP”");
    expect(said({ fact: "enteredSegment", segment: "gone", is: "within_last_days", days: 7 })).toBe(
      "Entered the segment segment gone (not known) in the last 7 days",
    );
    expect(
      said({
        fact: "netSalesIn",
        period: { from: "2026-01-01", to: { daysAgo: 1 } },
        is: "<",
        value: { threshold: "vipFromMinor" },
      }),
    ).toBe("Net sales between Jan 1, 2026 and yesterday less than €217.80 (the border of the top 10%)");
  });

  test("says in Dutch what was not bought, and what none of holds", () => {
    const said = (condition: Condition) => conditionText({ ...condition }, dutch);
    const none = { fact: "boughtOrders", is: "=", value: 0 } as const;
    expect(said({ ...none, of: { products: [1] }, period: { lastDays: 90 } })).toBe(
      "Kocht ‘Coffee beans’ niet in de laatste 90 dagen",
    );
    expect(said({ ...none, of: { products: [1, 4] } })).toBe(
      "Kocht geen van ‘Coffee beans’, ‘Hand grinder’ (verwijderd)",
    );
    expect(said({ ...none, of: { types: ["Tea"] } })).toBe("Kocht geen producten van het type ‘Tea’");
    expect(said({ fact: "tags", is: "has_none", values: ["a", "b"] })).toBe("Tags met geen van ‘a’, ‘b’");
    expect(said({ fact: "tags", is: "has_none", values: ["a"] })).toBe("Tags zonder ‘a’");
  });

  test("calls the states of the consent to text messages by what they are of", () => {
    const value = "NONE" as const;
    expect(conditionText({ fact: "smsConsent", is: "=", value }, english)).toBe(
      "SMS consent is No phone number",
    );
    expect(conditionText({ fact: "consent", is: "=", value }, english)).toBe(
      "E-mail consent is No e-mail address",
    );
    expect(conditionText({ fact: "smsConsent", is: "in", values: ["INVALID"] }, dutch)).toBe(
      "Sms-toestemming is Ongeldig nummer",
    );
  });

  test("prints the amounts of a rule in the currency that they are of, and a border in the shop's", () => {
    const money = createFormat({ locale: "en", currency: "JPY", minorDigits: 0, timeZone: "UTC" }).money;
    const words = { ...english, money };
    expect(ruleText({ fact: "netSales", is: ">=", value: 500 }, words)).toBe("Net sales at least ¥500");
    const border = { fact: "netSales", is: ">=", value: { threshold: "vipFromMinor" } } as const;
    expect(ruleText(border, words)).toBe(ruleText(border, english));
  });

  test("of a draft that is not finished says what there is, and never throws", () => {
    const odd = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom("2026-02-31", { threshold: "none" }, { daysAgo: null }),
    );
    fc.assert(
      fc.property(
        anyCondition,
        fc.dictionary(
          fc.constantFrom(
            "value",
            "values",
            "from",
            "to",
            "days",
            "share",
            "of",
            "period",
            "segment",
            "salt",
            "first",
            "withinDays",
          ),
          odd,
        ),
        (condition, given) => {
          for (const words of languages)
            expect(conditionText({ ...condition, ...given }, words).length).toBeGreaterThan(0);
        },
      ),
    );
    expect(conditionText({ fact: "netSales", is: ">=" }, english)).toBe("Net sales at least …");
    expect(conditionText({ fact: "boughtOrders", of: { products: [] }, is: "=", value: 3 }, english)).toBe(
      "Orders with … exactly 3",
    );
    expect(conditionText({ fact: "moonPhase", is: "waxing" }, english)).toBe("moonPhase");
    expect(conditionText({}, english)).toBe("Choose what to ask");
  });

  test("has a beginning of some conditions and values, which is said with the terms of those alone", () => {
    fc.assert(
      fc.property(anyRule, fc.integer({ min: 1, max: MOST_SAID }), (rule, most) => {
        const beginning = beginningOf(rule, most);
        const words = { ...english, terms: termsOf(everyTerm, [beginning.rule]) };
        const facts = (of: Rule) => conditionsOf(of).map(({ fact }) => fact);
        const kept = facts(beginning.rule);
        expect(kept.length).toBeLessThanOrEqual(most);
        expect(kept).toEqual(facts(rule).slice(0, kept.length));
        const whole = ruleText(rule, english);
        if (beginning.isWhole) expect(beginningText(beginning, words)).toBe(whole);
        else expect(beginningText(beginning, words)).toBe(`${ruleText(beginning.rule, english)} …`);
        expect(beginning.isWhole).toBe(JSON.stringify(beginning.rule) === JSON.stringify(rule));
      }),
    );
    const many = Array.from({ length: 500 }, (_, i) => `channel ${i}`);
    const long: Rule = {
      all: [
        { fact: "orders", is: ">", value: 2 },
        { fact: "firstChannel", is: "in", values: many },
        { not: { all: [] } },
      ],
    };
    expect(beginningText(beginningOf(long, 4), english)).toBe(
      "Orders more than 2, and channel of the first order is one of “channel 0”, “channel 1” …",
    );
  });
});
