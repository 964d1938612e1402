import { describe, expect, test } from "vitest";
import { faultsOfFunnel, faultsOfScenario } from "../../../../app/clv/acquisition/faults.ts";
import { computeFunnel, type Funnel } from "../../../../app/clv/acquisition/funnel.ts";
import { leversOf } from "../../../../app/clv/acquisition/levers.ts";
import { type OwnFigures, ownFunnel, ownScenario } from "../../../../app/clv/acquisition/own-figures.ts";
import { verdictOf } from "../../../../app/clv/acquisition/verdict.ts";
import { computeScenario, type Scenario } from "../../../../app/clv/acquisition/what-if.ts";
import {
  EMPTY_SCENARIO,
  USUAL_QUESTION,
  webinarExample,
} from "../../../../app/clv/acquisition/worked-examples.ts";

const webinar = webinarExample(100);
const scenario = (part: Partial<Scenario>): Scenario => ({ ...EMPTY_SCENARIO, ...part });
const year = (years: number) => ({ by: "years", years }) as const;

describe("funnel", () => {
  test("what was said stays: a count when more are reached, a rate when it was the rate", () => {
    expect(computeFunnel({ ...webinar, reached: 20_000 })).toMatchObject({ leads: 600, customers: 12 });
    const counted: Funnel = { ...webinar, reached: 20_000, leads: { by: "count", count: 300 } };
    expect(computeFunnel(counted)).toMatchObject({ leads: 300, leadRate: 0.015, customers: 6 });
  });

  test("own time is part of the cost", () => {
    const { cacMinor, costMinor } = computeFunnel({ ...webinar, ownTime: { hours: 10, rateMinor: 4_000 } });
    expect([costMinor, cacMinor]).toEqual([90_000, 15_000]);
  });

  test("while the customers are not known nothing is said to come from one buyer", () => {
    const later = webinar.later.map((sale) => ({ ...sale, buyers: { by: "rate", ppm: 500_000 } as const }));
    const unknown: Funnel = { ...webinar, customers: null, later };
    expect(computeFunnel(unknown).reliesOn).toBeNull();
    expect(computeFunnel({ ...unknown, customers: { by: "count", count: 4 } }).reliesOn).toMatchObject({
      buyers: 2,
    });
  });

  test("nobody who buys is said and divides by nothing", () => {
    const funnel: Funnel = { ...webinar, customers: { by: "rate", ppm: 0 } };
    const result = computeFunnel(funnel);
    expect(result).toMatchObject({ customers: 0, cacMinor: null, payback: { state: "never" } });
    // Everything is lost; a customer would still bring the first order.
    expect(result.judged).toMatchObject({
      lifetimeMinor: 0,
      profitMinor: -50_000,
      ltvToCac: null,
      clvMinor: 8_000,
    });
    expect(verdictOf(result, 3)).toBe("no_customers");
    expect(faultsOfFunnel(funnel)).toEqual([{ field: "customers", code: "nobody_buys", isError: false }]);
  });

  test("without a margin revenue and margin cannot be put on one basis, and that is said", () => {
    const funnel = { ...webinar, marginPpm: null };
    expect(computeFunnel(funnel).onMargin).toBeNull();
    expect(computeFunnel(funnel).judged.basis).toBe("mixed");
    expect(faultsOfFunnel(funnel).map(({ code }) => code)).toEqual(["cost_above_first", "margin_missing"]);
  });

  test("a later sale with a month pays back in it, and counts as cash once that has come", () => {
    const [first, second] = webinar.later;
    const funnel: Funnel = {
      ...webinar,
      spendMinor: 100_000,
      later: [
        { ...second!, afterMonths: 9 },
        { ...first!, afterMonths: 2 },
      ],
    };
    const result = computeFunnel(funnel);
    // 480 + 952.80 of 1,000 after two months; in three months 1,432.80 of six customers.
    expect(result.payback).toEqual({ state: "later", months: 2, payment: null });
    expect(result.limits.cashBack.cacMinor).toBe(143_280 / 6);
    expect(computeFunnel({ ...funnel, spendMinor: 200_000 }).payback).toMatchObject({ months: 9 });
    expect(computeFunnel({ ...funnel, spendMinor: 300_000 }).payback).toEqual({ state: "never" });
  });

  test.each([
    [{}, "pays_later"],
    [{ spendMinor: 48_000 }, "pays_at_once"],
    [{ spendMinor: 0 }, "free"],
    [{ spendMinor: null }, "incomplete"],
    [{ spendMinor: 200_000 }, "pays_thinly"],
    [{ spendMinor: 263_041 }, "loses"],
  ] as const)("with %j the campaign %s", (part, verdict) => {
    expect(verdictOf(computeFunnel({ ...webinar, ...part }), 3)).toBe(verdict);
  });

  test("a prediction whose range holds profit and loss decides nothing", () => {
    const later = webinar.later.map((sale) => ({ ...sale, range: { lowPpm: 500_000, highPpm: 1_500_000 } }));
    const result = computeFunnel({ ...webinar, later, spendMinor: 200_000 });
    expect(result.judged.lifetimeRange).toEqual({ lowMinor: 155_520, highMinor: 370_560 });
    expect(verdictOf(result, 3)).toBe("unsure");
  });
});

describe("what-if", () => {
  test("a membership has its fee once and then its years", () => {
    const result = computeScenario(
      scenario({
        model: "membership",
        joiningFeeMinor: 2_500,
        priceMinor: 6_000,
        lifetime: year(3),
        costPerLeadMinor: 9_000,
      }),
      USUAL_QUESTION,
    );
    expect(result.clvMinor).toBe(20_500);
    expect(result.payback).toEqual({ state: "later", months: 12, payment: 2 });
  });

  test("a lead may cost what own time leaves of the customer's limit", () => {
    const timed = scenario({
      priceMinor: 30_000,
      conversionPpm: 100_000,
      ownTime: { hours: 1, rateMinor: 2_000 },
    });
    // 300 / 3 = 100, less 20 of time, for ten leads.
    expect(computeScenario(timed, USUAL_QUESTION).limits).toMatchObject({
      target: { cacMinor: 10_000, costPerLeadMinor: 800 },
      breakEven: { cacMinor: 30_000, costPerLeadMinor: 2_800 },
    });
    const dear = { ...timed, ownTime: { hours: 6, rateMinor: 2_000 } };
    expect(computeScenario(dear, USUAL_QUESTION).limits.target).toEqual({
      cacMinor: 10_000,
      costPerLeadMinor: 0,
    });
  });

  test("the range is that of the value before the cost to serve, which is the same at both ends", () => {
    const range = { lowPpm: 800_000, highPpm: 1_200_000 };
    const served = scenario({ model: "repeat", priceMinor: 10_000, costToServeMinor: 9_000, range });
    expect(computeScenario({ ...served, costPerLeadMinor: 500 }, USUAL_QUESTION)).toMatchObject({
      clvMinor: 1_000,
      clvRange: { lowMinor: -1_000, highMinor: 3_000 },
      netRange: { lowMinor: -1_500, highMinor: 2_500 },
    });
  });

  test.each(["one_sale", "since"] as const)(
    "a prediction is not about the model %s, so it has no range",
    (model) => {
      const range = { lowPpm: 800_000, highPpm: 1_200_000 };
      const result = computeScenario(scenario({ model, priceMinor: 10_000, range }), USUAL_QUESTION);
      expect([result.clvRange, result.netRange]).toEqual([null, null]);
    },
  );

  test.each([
    ["rental", 1, 12, 1],
    ["rental", 1, 13, 2],
    ["subscription", 12, 3, 3],
    ["subscription", 12, 0, 1],
    ["subscription", 52, 12, 52],
  ] as const)(
    "of a %s with %d payments a year, within %d months there are %d",
    (model, perYear, months, made) => {
      const paying = scenario({ model, paymentsPerYear: perYear, priceMinor: 3_000, lifetime: year(4) });
      const { limits } = computeScenario(paying, { ...USUAL_QUESTION, cashBackMonths: months });
      expect(limits.cashBack.cacMinor).toBe(made * 3_000);
    },
  );

  test("an upsell, a margin and the cost to serve go into the value", () => {
    const { clvMinor } = computeScenario(
      scenario({
        priceMinor: 10_000,
        upsellPpm: 100_000,
        upsellMinor: 50_000,
        marginPpm: 400_000,
        costToServeMinor: 1_000,
      }),
      USUAL_QUESTION,
    );
    expect(clvMinor).toBe((10_000 + 5_000) * 0.4 - 1_000);
  });

  test("without churn nobody leaves: the horizon stands for the lifetime, and that is said", () => {
    const endless = scenario({ model: "rental", priceMinor: 3_000, lifetime: { by: "churn", ppm: 0 } });
    expect(computeScenario(endless, USUAL_QUESTION)).toMatchObject({
      lifetime: { years: 10, isCutOff: true },
      clvMinor: 30_000,
    });
    expect(faultsOfScenario(endless, USUAL_QUESTION)).toEqual([
      { field: "lifetime", code: "infinite_lifetime", isError: false },
    ]);
    const long = { ...endless, lifetime: { by: "churn", ppm: 50_000 } } as const;
    expect(faultsOfScenario(long, USUAL_QUESTION).map(({ code }) => code)).toEqual(["cut_off"]);
  });

  test("nobody who is converted has no CAC, and a lead above the value is said beside it", () => {
    const none = scenario({ priceMinor: 5_000, costPerLeadMinor: 900, conversionPpm: 0 });
    expect(computeScenario(none, USUAL_QUESTION)).toMatchObject({
      cacMinor: null,
      ltvToCac: null,
      netClvMinor: null,
    });
    expect(faultsOfScenario(none, USUAL_QUESTION).map(({ code }) => code)).toEqual(["nobody_buys"]);
    const dear = scenario({ priceMinor: 5_000, costPerLeadMinor: 5_100 });
    expect(faultsOfScenario(dear, USUAL_QUESTION)).toEqual([
      { field: "costPerLead", code: "lead_above_value", isError: false },
    ]);
    const many = scenario({ priceMinor: 5_000, costPerLeadMinor: 900, conversionPpm: 100_000 });
    expect(faultsOfScenario(many, USUAL_QUESTION).map(({ code }) => code)).toEqual(["cac_above_value"]);
  });

  test("five points of retention are worth more than five per cent of revenue to who stays four years", () => {
    const levers = leversOf(
      scenario({ model: "rental", priceMinor: 3_000, lifetime: year(4) }),
      USUAL_QUESTION,
    );
    // 1 / (25 % - 5 %) = 5 years; 5 % of 120.
    expect(levers).toEqual({
      retention: { clvMinor: 15_000, gainMinor: 3_000, isCutOff: false, horizonYears: 10 },
      revenue: { clvMinor: 12_600, gainMinor: 600 },
      better: "retention",
    });
    expect(leversOf(scenario({ priceMinor: 3_000 }), USUAL_QUESTION).retention).toBeNull();
    // Who stays for longer than the horizon already is cut off at that.
    const loyal = scenario({ model: "rental", priceMinor: 3_000, lifetime: year(20) });
    expect(leversOf(loyal, USUAL_QUESTION).retention).toMatchObject({ isCutOff: true, horizonYears: 20 });
  });
});

describe("a shop's own figures", () => {
  const figures: OwnFigures = {
    observedDays: 365,
    customers: 200,
    recent: { days: 90, customers: 24 },
    firstOrderMinor: 6_000.4,
    averageOrderMinor: 5_000,
    ordersPerCustomer: 3,
    repeatRate: 0.5,
    historicMinor: 15_000,
    within: [
      { days: 90, averageMinor: 7_000 },
      { days: 180, averageMinor: 8_000 },
      { days: 365, averageMinor: 10_000 },
    ],
    expected: { averageMinor: 5_000, range: { lowPpm: 800_000, highPpm: 1_300_000 } },
    marginPpm: 400_000,
  };

  test("the funnel adds up to the value so far and what is expected, each part by its time", () => {
    const funnel = ownFunnel(figures, webinar);
    const { judged, limits, payback, cacMinor } = computeFunnel(funnel);
    expect(funnel.later.map(({ amount, afterMonths }) => [amount.minor, afterMonths])).toEqual([
      [1_000, 3],
      [1_000, 6],
      [2_000, 12],
      [5_000, null],
      [5_000, null],
    ]);
    expect(judged).toMatchObject({ basis: "margin", clvMinor: 8_000 });
    expect(limits.breakEven.cacMinor).toBe(8_000);
    expect([payback, cacMinor]).toEqual([{ state: "unknown" }, null]);
  });

  test("a time in which more was given back than bought is taken off the next one", () => {
    const within = figures.within.map(({ days }) => ({
      days,
      averageMinor: days === 180 ? 6_500 : days === 90 ? 7_000 : 10_000,
    }));
    const { later } = ownFunnel({ ...figures, within }, webinar);
    expect(later.map(({ amount, afterMonths }) => [amount.minor, afterMonths])).toEqual([
      [1_000, 3],
      [3_000, 12],
      [5_000, null],
      [5_000, null],
    ]);
  });

  test("the formula gives predicted CLV: the pace of the first year, for as long as that takes", () => {
    const own = ownScenario(figures);
    expect(own).toMatchObject({ source: "predicted", hasYear: true });
    expect(own.scenario).toMatchObject({ priceMinor: 5_000, paymentsPerYear: 2, lifetime: year(2) });
    const { clvMinor, clvRange } = computeScenario(own.scenario, USUAL_QUESTION);
    expect(clvMinor).toBe(20_000 * 0.4);
    // The range is that of the expected part alone: 15,000 + 4,000 to 15,000 + 6,500.
    expect(clvRange).toEqual({ lowMinor: 19_000 * 0.4, highMinor: 21_500 * 0.4 });
  });

  test("without a prediction it is the value so far, and no range", () => {
    const young: OwnFigures = { ...figures, observedDays: 90, within: [], expected: null, marginPpm: null };
    const own = ownScenario(young);
    expect(own).toMatchObject({ source: "historic", hasYear: false });
    expect(computeScenario(own.scenario, USUAL_QUESTION)).toMatchObject({
      basis: "revenue",
      clvMinor: 15_000,
      clvRange: null,
    });
  });
});
