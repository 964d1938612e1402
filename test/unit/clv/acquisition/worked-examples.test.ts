import { describe, expect, test } from "vitest";
import { computeFunnel } from "../../../../app/clv/acquisition/funnel.ts";
import { verdictOf } from "../../../../app/clv/acquisition/verdict.ts";
import { computeScenario, type Scenario, valueAfterYears } from "../../../../app/clv/acquisition/what-if.ts";
import {
  type ExampleName,
  USUAL_QUESTION,
  webinarExample,
  workedExample,
} from "../../../../app/clv/acquisition/worked-examples.ts";
import { roundHalfUp } from "../../../../app/clv/historic/rounding.ts";

const UNIT = 100;
const compute = (scenario: Scenario) => computeScenario(scenario, USUAL_QUESTION);
const example = (name: ExampleName) => {
  const { a, b } = workedExample(name, UNIT);
  return { a: compute(a), b: compute(b) };
};

describe("the webinar campaign", () => {
  const result = computeFunnel(webinarExample(UNIT));

  test("500 spent on 10,000 people brings 300 leads for 1.67 and 6 customers for 83.33", () => {
    expect(result).toMatchObject({ leads: 300, customers: 6, costMinor: 50_000 });
    expect(roundHalfUp(result.costPerLeadMinor ?? 0)).toBe(167);
    expect(roundHalfUp(result.cacMinor ?? 0)).toBe(8_333);
  });

  test("as it was entered it is -20 now and 3,168 over the lifetime, 2,668 of it profit", () => {
    expect(result.asEntered).toMatchObject({
      basis: "mixed",
      firstMinor: 48_000,
      laterMinor: 119_100 + 149_700,
      lifetimeMinor: 316_800,
      nowMinor: -2_000,
      profitMinor: 266_800,
      clvMinor: 52_800,
    });
    expect((result.asEntered.ltvToCac ?? 0).toFixed(2)).toBe("6.34");
  });

  test("on one basis it is 2,630.40, of which 2,130.40 is profit, and that is what it is judged on", () => {
    expect(result.onMargin).toMatchObject({
      basis: "margin",
      firstMinor: 48_000,
      laterMinor: 95_280 + 119_760,
      lifetimeMinor: 263_040,
      nowMinor: -2_000,
      profitMinor: 213_040,
    });
    expect(result.judged).toEqual(result.onMargin);
    expect(verdictOf(result, 3)).toBe("pays_later");
    expect(result.payback).toEqual({ state: "not_dated" });
  });

  test("nearly half of it comes from one buyer", () => {
    expect(result.reliesOn).toEqual({ sale: 1, buyers: 1, share: 119_760 / 263_040 });
  });

  test("it is the same in a currency without decimals and in one with three", () => {
    for (const unit of [1, 1_000]) {
      const other = computeFunnel(webinarExample(unit));
      expect(other.asEntered.profitMinor).toBe(2_668 * unit);
      expect(other.judged.ltvToCac).toBeCloseTo(result.judged.ltvToCac ?? 0, 12);
    }
  });
});

test("bicycle firm: rented for 4 years a sale of 50 is 120, for 6 years 180, and a lead of 9 falls from 18 % to 7.5 %", () => {
  const { a, b } = example("bicycle");
  expect([a.clvMinor, a.leadShare]).toEqual([5_000, 0.18]);
  expect([b.clvMinor, b.leadShare]).toEqual([12_000, 0.075]);
  const some = { ...workedExample("bicycle", UNIT).b, lifetime: { by: "years", years: 6 } as const };
  expect(compute(some).clvMinor).toBe(18_000);
});

test("two firms: A is at -5 after the first order and above from the second, B has its only order at once", () => {
  const { a, b } = example("two_firms");
  expect(a).toMatchObject({ cacMinor: 4_500, nowMinor: -500 });
  expect(a.payback).toEqual({ state: "later", months: 12 / 52, payment: 2 });
  expect(b).toMatchObject({ clvMinor: 150_000, payments: 1, payback: { state: "first_order" } });
  // After 37 weeks A has made its 38th payment, and 1,520 is more than 1,500.
  const { a: weekly, b: once } = workedExample("two_firms", UNIT);
  const after = (scenario: Scenario, weeks: number) =>
    valueAfterYears(scenario, USUAL_QUESTION, [weeks / 52])?.[0];
  expect([after(weekly, 36), after(weekly, 37)]).toEqual([148_000, 152_000]);
  expect([after(once, 36), after(once, 37)]).toEqual([150_000, 150_000]);
});

test("one third: an LTV of 500 allows a CAC of 166.67", () => {
  const { target, breakEven } = example("one_third").a.limits;
  expect(roundHalfUp(target.cacMinor)).toBe(16_667);
  expect(breakEven.cacMinor).toBe(50_000);
});

test("Christmas tree: 40 a year for 10 years are 400", () => {
  expect(example("christmas_tree").a.clvMinor).toBe(40_000);
});

test("since a date: 60,000 from 100 customers are 600 each, 1.5 times a first order of 400", () => {
  const { a } = example("since_a_date");
  expect([a.clvMinor, a.firstOrderMultiple]).toEqual([60_000, 1.5]);
  expect(a.valueWithin).toBeNull();
});

test("revenue less the cost to acquire and to serve is the net CLV", () => {
  const { a, b } = example("net_clv");
  expect(a.netClvMinor).toBe(52_800 - 8_000);
  expect(b.netClvMinor).toBe(52_800 - 8_000 - 10_000);
});

test("windows: what has come after two weeks, half years and longer", () => {
  const { b } = example("bicycle");
  expect(b.valueWithin).toEqual([
    { days: 14, valueMinor: 3_000 },
    { days: 182, valueMinor: 3_000 },
    { days: 365, valueMinor: 3_000 },
    { days: 730, valueMinor: 6_000 },
    { days: 1_825, valueMinor: 12_000 },
  ]);
});
