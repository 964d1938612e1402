import fc from "fast-check";
import { expect, test } from "vitest";
import { isoOfDay } from "../../../app/clv/calendar.ts";
import { borderKey, type RuleContext } from "../../../app/segments/context.ts";
import type { FactRow } from "../../../app/segments/facts.ts";
import type { Rule } from "../../../app/segments/rule.ts";
import { type ConditionReason, type Reason, why } from "../../../app/segments/why.ts";
import { createFormat } from "../../../app/ui/format.ts";
import { translator } from "../../../app/ui/messages/catalogue.ts";
import { whyText } from "../../../app/ui/segments/why-text.ts";
import { anyContext, anyFactRow, anyRule, bordersFor } from "../../builders/any-rule.ts";
import { everyTerm } from "../../builders/any-terms.ts";

const t = translator("en");
const options = { locale: "en", currency: "EUR", minorDigits: 2, timeZone: "UTC" };
const format = createFormat(options);
const words = { t, format, terms: everyTerm };

function named(reason: Reason): ConditionReason[] {
  return reason.kind === "condition" ? [reason] : reason.parts.flatMap(named);
}

test("every reason has words, with its value and what was asked", () => {
  fc.assert(
    fc.property(anyRule, anyFactRow, anyContext, (rule, row, base) => {
      const context = { ...base, borders: bordersFor(rule, 100) };
      for (const reason of named(why(rule, row, context).reason))
        expect(whyText(reason, words)).toMatch(/^.+: .*[^ ,]$/s);
    }),
    { numRuns: 1_000 },
  );
  const [row] = fc.sample(anyFactRow, { numRuns: 1, seed: 1 });
  const [context] = fc.sample(anyContext, { numRuns: 1, seed: 1 });
  const { reason } = why(
    { fact: "netSales", is: ">=", value: 21_780 },
    { ...row!, net_sales_minor: 31_240 },
    context!,
  );
  expect(named(reason).map((one) => whyText(one, words))).toEqual(["Net sales: €312.40, at least €217.80"]);

  const recent = { fact: "netSalesIn", period: { lastDays: 90 }, is: ">=", value: 21_780 } as const;
  const days = [
    { day: isoOfDay(context!.asOfDay - 3), orders: 1, net_sales_minor: 31_240 },
    { day: isoOfDay(context!.asOfDay - 90), orders: 1, net_sales_minor: 500 },
  ].map((day) => ({ ...day, gross_margin_minor: 0 }));
  const lately = why(recent, { ...row!, history: { days, purchases: [] } }, context!);
  expect(named(lately.reason).map((one) => whyText(one, words))).toEqual([
    "Net sales in the last 90 days: €312.40, at least €217.80",
  ]);
});

const anyOf = (seed: number) => {
  const [row] = fc.sample(anyFactRow, { numRuns: 1, seed });
  const [context] = fc.sample(anyContext, { numRuns: 1, seed });
  return { row: row!, context: context! };
};

function said(rule: Rule, row: FactRow, context: RuleContext, locale: "en" | "nl" = "en"): string[] {
  const its = { t: translator(locale), format: createFormat({ ...options, locale }), terms: everyTerm };
  return named(why(rule, row, context).reason).map((one) => whyText(one, its));
}

test("a value and what it is compared with have the digits that tell them apart", () => {
  const { row, context } = anyOf(1);
  const own: FactRow = {
    ...row,
    ...{ orders: 4, order_days: 4, last_order_day: isoOfDay(context.asOfDay - 31) },
    ...{ p_alive: 0.69996, expected_orders: 0.0004, expected_value_minor: 1_000, median_gap_days: 30.8 },
  };
  expect(said({ fact: "ownGapsPassed", is: ">", value: 1 }, own, context)).toEqual([
    expect.stringMatching(/: 1\.01, more than 1\.0$/),
  ]);
  expect(said({ fact: "expectedOrders", is: ">", value: 0 }, own, context)).toEqual([
    expect.stringMatching(/: 0\.0004, more than 0\.0$/),
  ]);
  expect(said({ fact: "medianGap", is: "<", value: 31 }, own, context)).toEqual([
    expect.stringMatching(/: 30\.8 days, less than 31 days$/),
  ]);
  expect(said({ fact: "pAlive", is: "<", value: 0.7 }, own, context, "nl")).toEqual([
    expect.stringMatching(/: 69,996%, minder dan 70,0%$/),
  ]);
  expect(said({ fact: "valueAtStake", is: "<", value: 429 }, own, context)).toEqual([
    expect.stringMatching(/: €4\.287, less than €4\.29$/),
  ]);
});

test("a top and a bottom name their border, and who is in neither without an order", () => {
  const { row, context: base } = anyOf(2);
  const top: Rule = { fact: "netSales", is: "in_top", share: 0.1 };
  const bottom: Rule = { fact: "netSales", is: "in_bottom", share: 0.25 };
  const borders = new Map<string, number | null>([top, bottom].map((rule) => [borderKey(rule), 21_780]));
  const context = { ...base, borders };
  const own: FactRow = { ...row, orders: 2, net_sales_minor: 31_240 };
  expect(said(top, own, context)).toEqual(["Net sales: €312.40, in the top 10%: more than €217.80"]);
  expect(said(bottom, own, context)).toEqual(["Net sales: €312.40, not in the bottom 25%: at least €217.80"]);
  expect(said(top, { ...own, net_sales_minor: 21_780 }, context, "nl")).toEqual([
    expect.stringMatching(/^Netto-omzet: €\s217,80, niet bij de bovenste 10%: hoogstens €\s217,80$/),
  ]);
  expect(said(top, { ...own, orders: 0 }, context)).toEqual([
    "Net sales: €312.40, but without an order nobody is in the top 10%",
  ]);
  const nobodyOutside = { ...base, borders: new Map([[borderKey(top), null]]) };
  expect(said(top, own, nobodyOutside)).toEqual([
    "Net sales: €312.40, in the top 10% like everybody with an order",
  ]);
});

test("that a value is there is no other value than the one beside it", () => {
  const { row, context } = anyOf(4);
  const own: FactRow = { ...row, orders: 2, p_alive: 0.70004 };
  const slipping: Rule = {
    any: [
      { fact: "pAlive", is: "<=", value: 0.7 },
      { fact: "pAlive", is: "missing" },
    ],
  };
  expect(said(slipping, own, context)).toEqual(["P(alive): 70.004%, more than 70.0%", "P(alive): known"]);
});

test("no two different numbers are said alike where one is asked to be more or less than the other", () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 1_000, noNaN: true }),
      fc.double({ min: 0, max: 1_000, noNaN: true }),
      fc.constantFrom("expectedOrders", "pAlive", "medianGap"),
      fc.constantFrom(0, 1e-3, 1e-9),
      (value, far, fact, near) => {
        const { row, context } = anyOf(3);
        const wanted = near === 0 ? far : value + near;
        const own: FactRow = { ...row, expected_orders: value, p_alive: value, median_gap_days: value };
        const [text = ""] = said({ fact, is: ">=", value: wanted }, own, context);
        const [its, other] = [...text.matchAll(/[\d.,]*\d/g)].map(([number]) => number).slice(-2);
        const isLess = value < wanted;
        expect(text).toMatch(isLess ? /, less than / : /, at least /);
        if (isLess) expect(Number(its?.replaceAll(",", ""))).toBeLessThan(Number(other?.replaceAll(",", "")));
      },
    ),
    { numRuns: 500 },
  );
});
