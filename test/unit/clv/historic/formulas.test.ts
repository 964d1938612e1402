import { describe, expect, test } from "vitest";
import {
  averageClvSince,
  averageOrderValue,
  costShare,
  expectedLifetimeYears,
  firstOrderMultiple,
  maximumCac,
  netClv,
  purchaseFrequency,
  repeatPurchaseRate,
  simpleClv,
} from "../../../../app/clv/historic/formulas.ts";
import { roundHalfUp } from "../../../../app/clv/historic/rounding.ts";

describe("worked examples", () => {
  test("a Christmas tree of 40 a year for 10 years is worth 400", () => {
    expect(simpleClv(4000, 1, 10).value).toBe(40_000);
  });

  test("the bicycle firm: a rental for 4 years turns a sale of 50 into 120, and the lead's share from 18 % to 7.5 %", () => {
    expect(simpleClv(3000, 1, 4).value).toBe(12_000);
    expect(simpleClv(3000, 1, 6).value).toBe(18_000);
    expect(costShare(900, 5000).value).toBe(0.18);
    expect(costShare(900, 12_000).value).toBe(0.075);
  });

  test("a third of an LTV of 500 allows a CAC of 166.67", () => {
    expect(roundHalfUp(maximumCac(50_000).value ?? Number.NaN)).toBe(16_667);
  });

  test("60,000 from 100 customers since a date is 600 each, one and a half times a first order of 400", () => {
    const average = averageClvSince(6_000_000, 100);
    expect(average.value).toBe(60_000);
    expect(firstOrderMultiple(average.value ?? 0, 40_000).value).toBe(1.5);
  });

  test("revenue less the costs to acquire and to serve is the net value", () => {
    expect(netClv(52_800, 8333, 10_000).value).toBe(34_467);
  });
});

describe("formulas", () => {
  test("a lifetime is one over the yearly churn", () => {
    expect(expectedLifetimeYears(0.25).value).toBe(4);
    expect(simpleClv(2500, 4, expectedLifetimeYears(0.25).value ?? 0, 0.4).value).toBe(16_000);
  });

  test("each answer names its formula and holds the inputs it was made from", () => {
    expect(averageOrderValue(9000, 4)).toEqual({
      formula: "average_order_value",
      value: 2250,
      inputs: { netSalesMinor: 9000, orders: 4 },
    });
  });

  test("nothing divided by nothing is no value rather than NaN", () => {
    for (const answer of [
      averageOrderValue(0, 0),
      purchaseFrequency(0, 0),
      repeatPurchaseRate(0, 0),
      firstOrderMultiple(500, 0),
      averageClvSince(0, 0),
      expectedLifetimeYears(0),
      costShare(900, 0),
    ]) {
      expect(answer.value).toBeNull();
    }
  });
});
