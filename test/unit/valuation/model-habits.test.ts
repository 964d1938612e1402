import { describe, expect, test } from "vitest";
import type { FittedModel } from "../../../app/clv/prediction/value-model.ts";
import type { FamilyName } from "../../../app/clv/transactions/family.ts";
import { habitsOf } from "../../../app/valuation/pages/model/habits.ts";

const gammaGamma: FittedModel["spend"] = {
  family: "gamma_gamma",
  params: { p: 6.25, q: 3.74, v: 15.44 },
  levelVariance: 0,
  logLikelihood: -1,
  boundary: false,
};

function habits(family: FamilyName, params: number[], more: Partial<FittedModel["transactions"]> = {}) {
  const transactions = {
    family,
    params,
    logLikelihood: -1,
    boundary: false,
    boundaryParameters: [],
    covariance: [],
  };
  return habitsOf({ transactions: { ...transactions, ...more }, spend: gammaGamma });
}

describe("what a model says of customers", () => {
  test("exponential rates have the quantiles of the exponential distribution", () => {
    const { ordering } = habits("bg_nbd", [1, 10, 1, 3]);
    expect(ordering.meanWeeks).toBeCloseTo(10, 9);
    expect(ordering.medianWeeks).toBeCloseTo(10 / Math.LN2, 9);
    expect(ordering.busiestTenthWeeks).toBeCloseTo(10 / Math.log(10), 9);
  });

  test("an order takes k events of the clock of a CNBD-k customer", () => {
    expect(habits("mbg_cnbd_k3", [1, 10, 1, 3]).ordering.meanWeeks).toBeCloseTo(30, 9);
  });

  test("a time that nobody lives to see is said to be beyond reach", () => {
    const { ordering } = habits("bg_nbd", [0.01, 4, 1, 3]);
    expect(ordering.meanWeeks).toBeCloseTo(400, 9);
    expect(ordering.medianWeeks).toBeNull();
  });

  test("leaving is the mean of the beta distribution, after the first order only where the model lets customers leave then", () => {
    expect(habits("bg_nbd", [1, 10, 1, 3]).leaving).toEqual({
      kind: "after_order",
      probability: 0.25,
      afterFirst: false,
    });
    expect(habits("mbg_nbd", [1, 10, 1, 3]).leaving).toMatchObject({ afterFirst: true });
  });

  test("in Pareto/NBD half have left where half of the mixture has: with s = 1 after beta weeks", () => {
    expect(habits("pareto_nbd", [1, 10, 1, 40]).leaving).toEqual({ kind: "lifetime", medianWeeks: 40 });
    expect(habits("pareto_nbd", [1, 10, 1e-9, 40]).leaving).toEqual({ kind: "lifetime", medianWeeks: null });
  });

  test("a model without dropout says that nobody is seen to leave", () => {
    expect(habits("nbd", [1, 10]).leaving).toEqual({ kind: "never" });
    const onBound = habits("bg_nbd", [1, 10, 1e-6, 3], { boundary: true, boundaryParameters: ["a"] });
    expect(onBound.leaving).toEqual({ kind: "never" });
  });

  test("eight of ten customers' own mean order values surround the mean of all", () => {
    const { meanMinor, range } = habits("nbd", [1, 10]).orderValue;
    expect(meanMinor).toBeCloseTo((6.25 * 15.44) / 2.74, 9);
    expect(range!.lowMinor).toBeLessThan(meanMinor);
    expect(range!.highMinor).toBeGreaterThan(meanMinor);
  });

  test("where Gamma-Gamma could not be fitted, how much customers differ is left open", () => {
    const { orderValue } = habitsOf({
      transactions: {
        family: "nbd",
        params: [1, 10],
        logLikelihood: -1,
        boundary: false,
        boundaryParameters: [],
        covariance: [],
      },
      spend: {
        family: "shrunk_mean",
        params: { p: 1, q: 2, v: 4_200 },
        levelVariance: 1,
        reason: "too_few_values",
      },
    });
    expect(orderValue).toEqual({ meanMinor: 4_200, range: null });
  });
});
