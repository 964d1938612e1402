import fc from "fast-check";
import { expect, test } from "vitest";
import { isSameSpend, SPEND_KINDS } from "../../../../app/clv/acquisition/spend.ts";
import { overlapping } from "../../../../app/clv/acquisition/spend-overlap.ts";
import { type WonQuestion, type WonSums, wonResult } from "../../../../app/clv/acquisition/won-customers.ts";

/** Six customers of 80 now; three buy 397 later, one 1,497: the webinar of the worked examples. */
const WEBINAR: WonSums = {
  customers: 6,
  repeatCustomers: 4,
  orders: 10,
  netSalesMinor: 316_800,
  netSalesSquares: 2 * 8_000 ** 2 + 3 * 47_700 ** 2 + 157_700 ** 2,
  costMinor: 63_360,
  costKnownNetSalesMinor: 316_800,
  firstOrderNetSalesMinor: 48_000,
  firstOrderCostMinor: 9_600,
  firstOrderCostKnownNetSalesMinor: 48_000,
  predictedCustomers: 0,
  expectedValueMinor: 0,
};
const QUESTION: WonQuestion = {
  basis: "revenue",
  defaultMarginBp: null,
  spendMinor: 50_000,
  expectedRange: null,
  targetRatio: 3,
  cashBackMonths: 6,
};
const month = (customers: number, netSalesMinor: number) => ({
  customers,
  netSalesMinor,
  costMinor: 0,
  costKnownNetSalesMinor: netSalesMinor,
});

test("the webinar: a loss of 20 now, a profit of 2,668 over the lifetime, 528 a customer, LTV:CAC 6.34", () => {
  const result = wonResult(WEBINAR, [month(6, 48_000), month(6, 48_000), month(6, 316_800)], QUESTION);
  expect(result).toMatchObject({
    nowMinor: -2_000,
    realisedMinor: 316_800,
    expectedMinor: null,
    profitMinor: 266_800,
    clvMinor: 52_800,
    payback: { state: "later", months: 3 },
    curve: [8_000, 8_000, 52_800],
  });
  expect(result?.cacMinor).toBeCloseTo(8_333.33, 2);
  expect(result?.ltvToCac).toBeCloseTo(6.336, 3);
  expect(result?.limits.target.cacMinor).toBeCloseTo(17_600, 6);
  expect(result?.limits.breakEven.cacMinor).toBe(52_800);
  expect(result?.limits.cashBack.cacMinor).toBe(52_800);
});

test("on gross margin everything is: first orders, lifetime, and what is expected", () => {
  const expected = { ...WEBINAR, predictedCustomers: 6, expectedValueMinor: 10_000 };
  expect(wonResult(expected, [], { ...QUESTION, basis: "margin" })).toMatchObject({
    firstMinor: 38_400,
    realisedMinor: 253_440,
    expectedMinor: 8_000,
    nowMinor: -11_600,
    profitMinor: 211_440,
  });
  const unknown = { ...WEBINAR, costKnownNetSalesMinor: 0, costMinor: 0 };
  expect(wonResult(unknown, [], { ...QUESTION, basis: "margin" })).toBe(null);
  expect(
    wonResult({ ...unknown, firstOrderCostKnownNetSalesMinor: 0, firstOrderCostMinor: 0 }, [], {
      ...QUESTION,
      basis: "margin",
      defaultMarginBp: 5_000,
    }),
  ).toMatchObject({ firstMinor: 24_000, realisedMinor: 158_400 });
});

test("few customers who differ much leave the verdict open; many do not", () => {
  const spendMinor = 250_000;
  expect(wonResult(WEBINAR, [], { ...QUESTION, spendMinor })?.verdict).toBe("unsure");
  const often = Object.fromEntries(
    Object.entries(WEBINAR).map(([name, value]) => [name, 1_000 * value]),
  ) as unknown as WonSums;
  expect(wonResult(often, [], { ...QUESTION, spendMinor: 1_000 * spendMinor })?.verdict).toBe("pays_thinly");
  expect(wonResult(often, [], { ...QUESTION, spendMinor: 1_000 * 400_000 })?.verdict).toBe("loses");
  expect(wonResult(WEBINAR, [], { ...QUESTION, spendMinor: 40_000 })?.verdict).toBe("pays_at_once");
});

test("nobody came, nothing was spent, nobody can say what was spent: each is its own verdict", () => {
  const nobody = Object.fromEntries(Object.keys(WEBINAR).map((name) => [name, 0])) as unknown as WonSums;
  expect(wonResult(nobody, [], QUESTION)).toMatchObject({
    verdict: "no_customers",
    cacMinor: null,
    clvMinor: 0,
    lifetimeRange: null,
  });
  expect(wonResult(WEBINAR, [], { ...QUESTION, spendMinor: 0 })).toMatchObject({
    verdict: "free",
    cacMinor: 0,
    ltvToCac: null,
  });
  expect(wonResult(WEBINAR, [], { ...QUESTION, spendMinor: null })).toMatchObject({
    verdict: "incomplete",
    payback: { state: "unknown" },
    nowMinor: null,
  });
});

test("a cost that no month has reached comes back later, without a date, or never", () => {
  const curve = [month(6, 48_000)];
  expect(wonResult(WEBINAR, curve, QUESTION)?.payback).toEqual({ state: "not_dated" });
  expect(wonResult(WEBINAR, curve, { ...QUESTION, spendMinor: 400_000 })?.payback).toEqual({
    state: "never",
  });
});

test("spend that may be counted already is found as by looking at every pair", () => {
  const spend = fc.record({
    channel: fc.constantFrom("a", "b"),
    campaign: fc.constantFrom("", "x", "X", "y"),
    firstDay: fc.integer({ min: 0, max: 40 }),
    days: fc.integer({ min: 0, max: 6 }),
    kind: fc.constantFrom(...SPEND_KINDS),
  });
  const all = fc.array(
    spend.map(({ days, ...rest }) => ({ ...rest, lastDay: rest.firstDay + days })),
    { maxLength: 12 },
  );
  fc.assert(
    fc.property(all, all, (stored, given) => {
      expect(overlapping(stored, given)).toEqual(
        given.map((one) => stored.some((other) => isSameSpend(one, other))),
      );
    }),
  );
});
