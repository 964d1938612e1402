import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type CustomerSummary,
  type CustomerSummaryColumns,
  customerSummaryColumns,
} from "../../../../app/clv/data/customer-summary.ts";
import { COUNT_EDGES } from "../../../../app/clv/transactions/count-bins.ts";
import { weeklyRate } from "../../../../app/clv/transactions/discounted-orders.ts";
import { TRANSACTION_FAMILIES, transactionFamily } from "../../../../app/clv/transactions/families.ts";
import { anyShop } from "../any-history.ts";
import { relativeError } from "../reference.ts";
import { simulateShop } from "../simulated-shop.ts";

const truth = { r: 0.4, alpha: 6, a: 0.8, b: 2.5 };
const spend = { p: 6, q: 4, v: 1500 };
const shop = simulateShop(400, truth, spend, 0, 21).map((customer) => customer.history);
const tailProbabilities = new Float64Array(COUNT_EDGES.length);

function columnsOf(rows: readonly (readonly [x: number, tx: number, T: number])[]): CustomerSummaryColumns {
  return customerSummaryColumns(rows.map(([x, tx, T]) => ({ x, tx, T, meanValueMinor: 0 })));
}

function repeat(times: number, row: (i: number) => [number, number, number]): CustomerSummaryColumns {
  return columnsOf(Array.from({ length: times }, (_, i) => row(i)));
}

describe.each(TRANSACTION_FAMILIES)("fit of $name", (family) => {
  const plain = family.fit(customerSummaryColumns(shop))!;
  const sameFit = (other: ReturnType<typeof family.fit>, tolerance: number): void => {
    plain.params.forEach((value, i) => {
      expect(relativeError(other!.params[i]!, value)).toBeLessThan(tolerance);
    });
  };

  test("a weight is a repetition, and rows without weight are not there", () => {
    const repeated = family.fit(
      customerSummaryColumns(shop.flatMap((history) => [history, history, history])),
    )!;
    const stranger = { x: 300, tx: 3, T: 4, meanValueMinor: 0 };
    const weight = new Float64Array(401).fill(3);
    weight[400] = 0;
    const weighted = family.fit({ ...customerSummaryColumns([...shop, stranger]), weight })!;
    expect(relativeError(weighted.logLikelihood, repeated.logLikelihood)).toBeLessThan(1e-12);
    sameFit(weighted, 1e-5);
    weighted.covariance.forEach((value, i) => {
      expect(Math.abs(repeated.covariance[i]! - value)).toBeLessThan(1e-4 * (1 + Math.abs(value)));
    });
  });

  test("the order of the customers does not matter", () => {
    const reversed = family.fit(customerSummaryColumns([...shop].reverse()))!;
    expect(relativeError(reversed.logLikelihood, plain.logLikelihood)).toBeLessThan(1e-12);
    sameFit(reversed, 1e-5);
  });

  test.each([1e-6, 7, 1e6])("a time unit of %d weeks moves the times and nothing else", (unit) => {
    const inUnits = shop.map((one) => ({ ...one, tx: one.tx * unit, T: one.T * unit }));
    const scaled = family.fit(customerSummaryColumns(inUnits))!;
    const back = scaled.params.map((value, i) =>
      ["alpha", "beta"].includes(family.parameterNames[i]!) ? value / unit : value,
    );
    sameFit({ ...scaled, params: back }, 1e-5);
  });

  test("no other parameters near the optimum are more likely", () => {
    const columns = customerSummaryColumns(shop);
    const shift = fc.double({ min: -0.3, max: 0.3, noNaN: true });
    fc.assert(
      fc.property(fc.tuple(shift, shift, shift, shift), (shifts) => {
        const moved = plain.params.map((value, k) => value * Math.exp(shifts[k]!));
        return family.totalLogLikelihood(moved, columns).logLikelihood <= plain.logLikelihood + 1e-9;
      }),
      { numRuns: 50 },
    );
  });

  test("a narrow prior holds the fit where it says, a wide one moves nothing, and the likelihood stays without it", () => {
    const columns = customerSummaryColumns(shop);
    const size = family.parameterNames.length;
    const mean = [0.5, -0.5, -1, 0.3].slice(0, size);
    const held = family.fit(columns, { prior: { mean, sd: mean.map(() => 1e-4) } })!;
    const k = Number(family.name.match(/k(\d)$/)?.[1] ?? 1);
    const meanT = columns.T.reduce((sum, value) => sum + value, 0) / columns.T.length;
    expect(Math.log(held.params[0]!)).toBeCloseTo(mean[0]!, 3);
    expect(Math.log((k * held.params[1]!) / held.params[0]! / meanT)).toBeCloseTo(mean[1]!, 3);
    if (size === 4) {
      const unit = family.name === "pareto_nbd" ? meanT : 1;
      expect(Math.log((held.params[2]! * unit) / held.params[3]!)).toBeCloseTo(mean[2]!, 3);
      expect(Math.log(held.params[3]! / unit)).toBeCloseTo(mean[3]!, 3);
    }
    expect(held.logLikelihood).toBeCloseTo(family.totalLogLikelihood(held.params, columns).logLikelihood, 8);
    expect(Math.sqrt(held.covariance[0]!)).toBeCloseTo(1e-4, 6);
    const free = family.fit(columns, { prior: { mean, sd: mean.map(() => 1e5) } })!;
    sameFit(free, 1e-4);
  });

  test("any shop, however small, has a fit with finite likelihood, parameters, covariance and predictions", () => {
    fc.assert(
      fc.property(anyShop, (histories) => {
        expectSound(customerSummaryColumns(histories));
      }),
      { numRuns: 25 },
    );
  });

  function expectSound(columns: CustomerSummaryColumns): void {
    const fit = family.fit(columns)!;
    expect(Number.isFinite(fit.logLikelihood)).toBe(true);
    expect(fit.params.every((value) => value > 0 && value < Number.POSITIVE_INFINITY)).toBe(true);
    expect(fit.boundary).toBe(fit.boundaryParameters.length > 0);
    const size = fit.params.length;
    for (let i = 0; i < size; i++) {
      const variance = fit.covariance[i * size + i]!;
      expect(variance).toBeGreaterThan(0);
      // ln alpha and ln a are sums of two coordinates of at most 4.
      expect(variance).toBeLessThanOrEqual(16);
    }
    const asked: [number, number, number][] = [
      [columns.x[0]!, columns.tx[0]!, columns.T[0]!],
      [0, 0, 0],
      [3000, 100, 364],
    ];
    for (const [x, tx, T] of asked) {
      const at = [fit.params, x, tx, T] as const;
      const alive = family.aliveProbability(...at);
      expect(alive).toBeGreaterThanOrEqual(0);
      expect(alive).toBeLessThanOrEqual(1);
      const expected = family.expectedTransactions(...at, 52);
      const discounted = family.discountedTransactions(...at, 52, weeklyRate(0.1));
      expect(expected).toBeGreaterThanOrEqual(0);
      expect(expected).toBeLessThan(Number.POSITIVE_INFINITY);
      expect(discounted).toBeLessThanOrEqual(expected * (1 + 1e-9));
      expect(discounted).toBeGreaterThanOrEqual(expected / 1.1 - 1e-300);
      const edges = family.fillTailProbabilities(...at, 52, tailProbabilities);
      for (let i = 0; i < edges; i++)
        expect(tailProbabilities[i]! >= 0 && tailProbabilities[i]! <= 1 + 1e-12).toBe(true);
      const weeks = family.weeksToNextOrder(...at, 0.3);
      expect(weeks === null || (weeks >= 0 && weeks < Number.POSITIVE_INFINITY)).toBe(true);
    }
  }

  test.each<[string, CustomerSummaryColumns]>([
    ["one customer", columnsOf([[3, 10, 20]])],
    ["one customer who bought once", columnsOf([[0, 0, 5]])],
    ["one-time buyers only", repeat(50, (i) => [0, 0, 1 + (i % 30)])],
    ["nobody observed for any time", repeat(20, () => [0, 0, 0])],
    ["identical histories", repeat(100, () => [4, 20, 40])],
    ["identical histories that end with an order", repeat(100, () => [4, 40, 40])],
    ["thousands of orders", repeat(60, (i) => [1000 + 37 * i, 300, i % 2 ? 301 : 364])],
    [
      "thousands of orders beside none",
      columnsOf([
        [0, 0, 10],
        [0, 0, 20],
        [5000, 100, 100],
        [2, 3, 50],
        [1, 4, 60],
      ]),
    ],
    [
      "a handful, one with no time",
      columnsOf([
        [0, 0, 0],
        [1, 2, 5],
        [0, 0, 8],
        [2, 3, 9],
      ]),
    ],
    ["nobody ever leaves", repeat(200, (i) => [1 + (i % 6), 49.9 - 0.05 * (i % 3), 50])],
    ["everybody leaves at once", repeat(200, (i) => [i % 3, i % 3 ? 2 : 0, 100])],
    ["the longest times", repeat(60, (i) => [i % 4, i % 4 ? 1e8 * (1 + (i % 7)) : 0, 1e9])],
    ["the shortest times", repeat(60, (i) => [i % 4, i % 4 ? 1e-8 * (1 + (i % 7)) : 0, 1e-7])],
  ])("%s: a defined answer", (_, columns) => {
    expectSound(columns);
  });

  test("no customers at all have no fit", () => {
    expect(family.fit(columnsOf([]))).toBeNull();
    expect(family.fit({ ...columnsOf([[1, 2, 3]]), weight: Float64Array.of(0) })).toBeNull();
  });
});

describe("boundaries", () => {
  const steady: CustomerSummary[] = Array.from({ length: 300 }, (_, i) => {
    const x = [1, 1, 2, 2, 3, 4, 6, 9][i % 8]!;
    return { x, tx: 52 - 10 / (x + 1), T: 52, meanValueMinor: 0 };
  });

  test.each(["bg_nbd", "mbg_nbd", "pareto_nbd"] as const)(
    "%s without dropout is the plain NBD, and says so",
    (name) => {
      const columns = customerSummaryColumns(steady);
      const nbd = transactionFamily("nbd").fit(columns)!;
      const fit = transactionFamily(name).fit(columns)!;
      expect(fit.boundary).toBe(true);
      expect(fit.boundaryParameters).toContain(name === "pareto_nbd" ? "s" : "a");
      expect(Math.abs(fit.logLikelihood - nbd.logLikelihood)).toBeLessThan(0.01);
      expect(relativeError(fit.params[0]!, nbd.params[0]!)).toBeLessThan(0.01);
      expect(nbd.boundaryParameters).toEqual([]);
    },
  );

  test("customers who are all alike leave r open", () => {
    const alike = Array.from({ length: 500 }, (_, i) => ({
      x: 5 + (i % 2),
      tx: 48,
      T: 52,
      meanValueMinor: 0,
    }));
    const fit = transactionFamily("nbd").fit(customerSummaryColumns(alike))!;
    expect(fit.boundaryParameters).toContain("r");
    expect(relativeError(fit.params[0]! / fit.params[1]!, 5.5 / 52)).toBeLessThan(1e-6);
  });
});

describe("larger shops", () => {
  const large = simulateShop(20_000, truth, spend, 0, 22).map((customer) => customer.history);

  test("simulated customers give back the parameters that made them, within four standard errors", () => {
    const fit = transactionFamily("bg_nbd").fit(customerSummaryColumns(large))!;
    expect(fit.boundaryParameters).toEqual([]);
    [truth.r, truth.alpha, truth.a, truth.b].forEach((value, i) => {
      const error = Math.sqrt(fit.covariance[i * 5]!);
      expect(error).toBeLessThan(0.15);
      expect(Math.abs(Math.log(fit.params[i]! / value))).toBeLessThan(4 * error);
    });
  });

  test.each(["bg_nbd", "pareto_nbd"] as const)(
    "a first look at a sample leads %s to the optimum over all rows",
    (name) => {
      const family = transactionFamily(name);
      // Continuous times: 20,000 distinct histories, more than the starts are compared on.
      const columns = customerSummaryColumns(large);
      const fit = family.fit(columns)!;
      const { gradient } = family.totalLogLikelihood(fit.params, columns);
      gradient.forEach((slope, i) => {
        expect(Math.abs(slope * fit.params[i]!)).toBeLessThan(1e-4);
      });
    },
  );
});
