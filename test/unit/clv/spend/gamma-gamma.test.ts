import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { CustomerSummaryColumns } from "../../../../app/clv/data/customer-summary.ts";
import {
  fitGammaGamma,
  type GammaGammaParams,
  gammaGammaExpectedSpend,
  gammaGammaLogLikelihood,
} from "../../../../app/clv/spend/gamma-gamma.ts";
import {
  calibrationColumns,
  day,
  hasReference,
  readFixedCustomers,
  readLog,
  readOptima,
  readStress,
  relativeError,
  seededUniform,
} from "../reference.ts";

function paramsOf([p, q, v]: readonly number[]): GammaGammaParams {
  if (p === undefined || q === undefined || v === undefined) throw new Error("Three needed");
  return { p, q, v };
}

describe.skipIf(!hasReference)("Gamma-Gamma against reference values", () => {
  test.each([
    { log: "cdnow/transactions-sample.csv", optima: "cdnow/sample-mle.json" },
    { log: "cdnow/transactions.csv", optima: "cdnow/master-mle.json" },
  ])("the optimum on $log is the reference's", ({ log, optima }) => {
    const wanted = readOptima(optima).gamma_gamma;
    const fit = fitGammaGamma(calibrationColumns(readLog(log), day("1997-09-30")));
    if (!fit || !wanted) throw new Error("No fit");
    // The reference counts in dollars; each of the n densities is 100 times larger there.
    expect(Math.abs(fit.logLikelihood + wanted.n * Math.log(100) - wanted.ll)).toBeLessThan(1e-6);
    expect(fit.boundary).toBe(false);
  });

  test("the hard vectors hold to 1e-9, also with q of 27 million", () => {
    for (const { params, x, m, ll, exp_mean } of readStress().gamma_gamma) {
      const at = paramsOf(params);
      if (ll !== null)
        expect(relativeError(gammaGammaLogLikelihood(at, x, m), Number(ll))).toBeLessThan(1e-9);
      // The one vector without a mean (q < 1, no repeat order) is where the formula gives a negative amount.
      if (exp_mean < 0) expect(gammaGammaExpectedSpend(at, x, m)).toBe(Number.POSITIVE_INFINITY);
      else expect(relativeError(gammaGammaExpectedSpend(at, x, m), exp_mean)).toBeLessThan(1e-9);
    }
  });

  test("the fixed customers have the reference's expected spend", () => {
    let checked = 0;
    for (const { params, customers } of Object.values(readFixedCustomers())) {
      for (const { x, m_x, exp_avg_value } of customers) {
        if (!params.gamma_gamma || exp_avg_value == null) continue;
        expect(
          relativeError(gammaGammaExpectedSpend(params.gamma_gamma, x, m_x), exp_avg_value),
        ).toBeLessThan(1e-9);
        checked += 1;
      }
    }
    expect(checked).toBe(40);
  });
});

describe("Gamma-Gamma laws", () => {
  const anyParams: fc.Arbitrary<GammaGammaParams> = fc.record({
    p: fc.double({ min: 0.5, max: 50, noNaN: true }),
    q: fc.double({ min: 1.01, max: 50, noNaN: true }),
    v: fc.double({ min: 1, max: 1e6, noNaN: true }),
  });

  test("the density integrates to one", () => {
    fc.assert(
      fc.property(anyParams, fc.integer({ min: 1, max: 5 }), (params, x) => {
        // Trapezoids over ln m, wide enough for the heaviest tail drawn (q just above 1).
        const centre = Math.log(params.v);
        const step = 0.01;
        let mass = 0;
        for (let y = centre - 60; y < centre + 60; y += step) {
          mass += step * Math.exp(gammaGammaLogLikelihood(params, x, Math.exp(y)) + y);
        }
        return Math.abs(mass - 1) < 1e-3;
      }),
      { numRuns: 30 },
    );
  });

  test("the expected spend lies between the customer's own mean and the shop's", () => {
    fc.assert(
      fc.property(
        anyParams,
        fc.integer({ min: 1, max: 100 }),
        fc.integer({ min: 1, max: 1e6 }),
        (params, x, m) => {
          const shop = gammaGammaExpectedSpend(params, 0, 0);
          const spend = gammaGammaExpectedSpend(params, x, m);
          const slack = 1e-9 * (shop + m);
          return spend >= Math.min(shop, m) - slack && spend <= Math.max(shop, m) + slack;
        },
      ),
    );
  });

  const uniform = seededUniform(3);
  const columns: CustomerSummaryColumns = {
    x: Float64Array.from({ length: 300 }, () => 1 + Math.floor(4 * uniform())),
    tx: new Float64Array(300),
    T: new Float64Array(300),
    meanValueMinor: Float64Array.from({ length: 300 }, () =>
      Math.round(4000 * Math.exp(uniform() + uniform() - 1)),
    ),
  };
  const plain = fitGammaGamma(columns);

  test("a unit of money a thousand times smaller moves v and nothing else", () => {
    const scaled = fitGammaGamma({ ...columns, meanValueMinor: columns.meanValueMinor.map((m) => m * 1000) });
    expect(relativeError(scaled?.params.p ?? 0, plain?.params.p ?? 1)).toBeLessThan(1e-5);
    expect(relativeError(scaled?.params.q ?? 0, plain?.params.q ?? 1)).toBeLessThan(1e-5);
    expect(relativeError((scaled?.params.v ?? 0) / 1000, plain?.params.v ?? 1)).toBeLessThan(1e-5);
  });

  test("customers without a valued repeat order and rows without weight change nothing", () => {
    const extended = fitGammaGamma({
      x: Float64Array.from([...columns.x, 0, 3, 2]),
      tx: new Float64Array(303),
      T: new Float64Array(303),
      meanValueMinor: Float64Array.from([...columns.meanValueMinor, 0, 0, 999_999]),
      weight: Float64Array.from([...columns.x.map(() => 1), 1, 1, 0]),
    });
    expect(extended?.logLikelihood).toBeCloseTo(plain?.logLikelihood ?? 0, 6);
  });

  test("an order value that never varies ends on a bound, and that is said", () => {
    const fit = fitGammaGamma({ ...columns, meanValueMinor: new Float64Array(300).fill(2500) });
    expect(fit?.boundary).toBe(true);
    expect(relativeError(gammaGammaExpectedSpend(fit!.params, 3, 2500), 2500)).toBeLessThan(0.01);
  });
});
