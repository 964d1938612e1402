import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { meets } from "../../../app/segments/meaning.ts";
import { conditionsOf, type Rule } from "../../../app/segments/rule.ts";
import { type ConditionReason, type Reason, why } from "../../../app/segments/why.ts";
import { anyContext, anyFactRow, anyRule, bordersFor } from "../../builders/any-rule.ts";

function named(reason: Reason): ConditionReason[] {
  return reason.kind === "condition" ? [reason] : reason.parts.flatMap(named);
}
const asksNothing = (reason: Reason): boolean =>
  reason.kind !== "condition" && (reason.parts.length === 0 || reason.parts.some(asksNothing));

/** What a rule says if its conditions, known by their places, are as given. */
function verdict(rule: Rule, truth: (at: string) => boolean, at: (string | number)[] = []): boolean {
  if ("fact" in rule) return truth(at.join("."));
  if ("not" in rule) return !verdict(rule.not, truth, [...at, "not"]);
  return "all" in rule
    ? rule.all.every((part, i) => verdict(part, truth, [...at, "all", i]))
    : rule.any.some((part, i) => verdict(part, truth, [...at, "any", i]));
}
function truths(rule: Rule, of: (rule: Rule) => boolean, at: (string | number)[] = []): [string, boolean][] {
  if ("fact" in rule) return [[at.join("."), of(rule)]];
  if ("not" in rule) return truths(rule.not, of, [...at, "not"]);
  return "all" in rule
    ? rule.all.flatMap((part, i) => truths(part, of, [...at, "all", i]))
    : rule.any.flatMap((part, i) => truths(part, of, [...at, "any", i]));
}

describe("why", () => {
  test("the verdict is that of the rule, the named conditions alone flip it, and the others cannot", () => {
    let pruned = 0;
    fc.assert(
      fc.property(
        anyRule,
        anyFactRow,
        anyContext,
        fc.infiniteStream(fc.boolean()),
        (rule, row, base, coin) => {
          const context = { ...base, borders: bordersFor(rule, 100) };
          const { met, reason } = why(rule, row, context);
          expect(met).toBe(meets(rule, row, context));
          const places = named(reason).map(({ at }) => at.join("."));
          const truth = new Map(truths(rule, (part) => meets(part, row, context)));
          for (const { at, met } of named(reason)) expect(truth.get(at.join("."))).toBe(met);
          if (places.length < conditionsOf(rule).length) pruned += 1;
          const others = verdict(rule, (at) =>
            places.includes(at) ? truth.get(at)! : (coin.next().value ?? false),
          );
          expect(others).toBe(met);
          if (asksNothing(reason)) return;
          expect(verdict(rule, (at) => truth.get(at)! !== places.includes(at))).toBe(!met);
        },
      ),
      { numRuns: 2_000 },
    );
    expect(pruned).toBeGreaterThan(100);
  });

  test("names the value, what was asked of it, and how the two stand", () => {
    const [row] = fc.sample(anyFactRow, { numRuns: 1, seed: 1 });
    const [context] = fc.sample(anyContext, { numRuns: 1, seed: 1 });
    const of = (rule: Rule) =>
      why(rule, { ...row!, net_sales_minor: 31_240, orders: 2, tags: [], country_code: null }, context!);
    const value = { fact: "netSales", is: ">=", value: 21_780 } as const;
    expect(of(value)).toMatchObject({
      met: true,
      reason: { type: "money", value: 31_240, relation: ">=", asked: { value: 21_780 } },
    });
    expect(of({ all: [value, { not: { fact: "orders", is: "<", value: 3 } }] })).toMatchObject({
      met: false,
      reason: { at: ["all", 1, "not"], value: 2, relation: "<", asked: { value: 3 }, met: true },
    });
    expect(of({ fact: "orders", is: "between", from: 3, to: 4 })).toMatchObject({
      reason: { relation: "not_between" },
    });
    expect(of({ fact: "country", is: "not_in", values: ["NL"] })).toMatchObject({
      met: true,
      reason: { value: null, relation: "unknown" },
    });
    expect(of({ fact: "tags", is: "missing" })).toMatchObject({ met: true, reason: { relation: "missing" } });
    expect(of({ all: [] })).toEqual({ met: true, reason: { kind: "together", parts: [] } });
  });
});
