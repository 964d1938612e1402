import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { regularisedBeta } from "../../../../app/clv/numerics/incomplete-beta.ts";
import { PredictiveOrders } from "../../../../app/clv/prediction/predictive-orders.ts";
import { PredictiveValue } from "../../../../app/clv/prediction/predictive-value.ts";
import { TRANSACTION_FAMILIES } from "../../../../app/clv/transactions/families.ts";
import type { Params, TransactionFamily } from "../../../../app/clv/transactions/family.ts";
import { magnitude } from "../any-history.ts";

const anyShare = fc.double({ min: 0, max: 1, noNaN: true });
/** Customers and shops like real ones. */
const anyCustomer = fc
  .tuple(fc.nat(12), fc.double({ min: 1, max: 104, noNaN: true }), anyShare)
  .map(([x, T, share]) => ({ x, tx: x === 0 ? 0 : share * T, T }));
/** Of the reference log, and of a shop whose order values vary less. */
const usualSpend = fc.constantFrom({ p: 6.25, q: 3.74 }, { p: 12, q: 8 });
/** Down to the mean that stands in for Gamma-Gamma (p = 1), and to customers whose mean hardly exists (q near 1). */
const wildSpend = fc.record({ p: magnitude(1, 6), q: magnitude(1.3, 4) });

function anyShop(family: TransactionFamily): fc.Arbitrary<number[]> {
  const rates = [magnitude(0.1, 1.5), magnitude(2, 20)];
  if (family.name === "nbd") return fc.tuple(...rates);
  return family.name === "pareto_nbd"
    ? fc.tuple(...rates, magnitude(0.2, 2), magnitude(4, 60))
    : fc.tuple(...rates, magnitude(0.2, 3), magnitude(0.5, 8));
}

/** P(value > units), exactly: the value of n orders over v + x m is beta-prime(p n, p x + q). */
function exceedsExactly(
  family: TransactionFamily,
  params: Params,
  { x, tx, T }: { x: number; tx: number; T: number },
  weeks: number,
  spend: { p: number; q: number },
  units: number,
): number {
  let sum = 0;
  let atLeast = family.tailProbability(params, x, tx, T, weeks, 1);
  for (let n = 1; n < 3000 && atLeast > 1e-8; n++) {
    const more = family.tailProbability(params, x, tx, T, weeks, n + 1);
    sum +=
      (atLeast - more) *
      regularisedBeta(1 / (1 + units), units / (1 + units), spend.p * x + spend.q, spend.p * n);
    atLeast = more;
  }
  return sum;
}

describe.each(TRANSACTION_FAMILIES.map((family) => ({ name: family.name, family })))(
  "$name",
  ({ family }) => {
    test.each([
      ["usual", usualSpend, 0.006],
      ["wild", wildSpend, 0.025],
    ] as const)(
      "%s order values: the 90th percentile is exceeded with a probability of a tenth, nearly",
      (_, anySpend, tolerance) => {
        fc.assert(
          fc.property(anyShop(family), anyCustomer, anySpend, (params, customer, { p, q }) => {
            const orders = new PredictiveOrders(family, [params], 52);
            orders.setCustomer(customer.x, customer.tx, customer.T);
            const value = new PredictiveValue({ p, q, v: 1500 }, 0);
            value.setCustomer(customer.x);
            const quantile = value.quantile(0.9, orders.tailProbabilities, orders.edges);
            if (quantile === 0) expect(orders.tailProbability(1)).toBeLessThanOrEqual(0.1 + 1e-9);
            else {
              const exceeds = exceedsExactly(family, params, customer, 52, { p, q }, quantile);
              expect(Math.abs(exceeds - 0.1)).toBeLessThan(tolerance);
            }
          }),
          { numRuns: 60 },
        );
      },
    );

    test.each([40, 60, 100, 150, 300, 500])(
      "the distribution of the value of a customer with %i repeat orders in the last year is as exact",
      (x) => {
        const params = [1, 20, 0.2, family.name === "pareto_nbd" ? 20 : 1].slice(
          0,
          family.name === "nbd" ? 2 : 4,
        );
        const customer = { x, tx: 52, T: 52 };
        const spend = { p: 12, q: 8 };
        const orders = new PredictiveOrders(family, [params], 52);
        orders.setCustomer(x, 52, 52);
        const value = new PredictiveValue({ ...spend, v: 1500 }, 0);
        value.setCustomer(x);
        for (const level of [0.1, 0.25, 0.5, 0.75, 0.9]) {
          if (orders.tailProbability(1) <= 1 - level) continue;
          const quantile = value.quantile(level, orders.tailProbabilities, orders.edges);
          const exceeds = exceedsExactly(family, params, customer, 52, spend, quantile);
          expect(Math.abs(exceeds - (1 - level)), `${level}`).toBeLessThan(0.006);
        }
      },
    );
  },
);

describe("the value's distribution", () => {
  const family = TRANSACTION_FAMILIES[1]!;
  const spend = { p: 6.25, q: 3.74, v: 1544 };

  function lookAt(customer: { x: number; tx: number; T: number }, levelVariance: number) {
    const orders = new PredictiveOrders(family, [[0.6, 6, 0.8, 2.5]], 52);
    orders.setCustomer(customer.x, customer.tx, customer.T);
    const value = new PredictiveValue(spend, levelVariance);
    value.setCustomer(customer.x);
    return { orders, value };
  }

  test("a quantile is where its own probability to exceed meets the level, whatever was looked up before", () => {
    fc.assert(
      fc.property(
        anyCustomer,
        fc.array(fc.double({ min: 0.02, max: 0.98, noNaN: true }), { minLength: 1, maxLength: 5 }),
        (customer, levels) => {
          const { orders, value } = lookAt(customer, 0.02);
          for (const level of levels) {
            const quantile = value.quantile(level, orders.tailProbabilities, orders.edges);
            if (quantile === 0) expect(orders.tailProbability(1)).toBeLessThanOrEqual(1 - level + 1e-9);
            else {
              const exceeds = value.exceeds(quantile, orders.tailProbabilities, orders.edges);
              expect(Math.abs(exceeds - (1 - level))).toBeLessThan(1e-4);
            }
          }
        },
      ),
    );
  });

  test("an uncertain level of the shop widens the interval of a new customer, and hardly that of one who is known", () => {
    const width = (x: number, levelVariance: number): number => {
      const { orders, value } = lookAt({ x, tx: x === 0 ? 0 : 30, T: 30 }, levelVariance);
      const at = (level: number): number => value.quantile(level, orders.tailProbabilities, orders.edges);
      return Math.log(at(0.95) / at(0.6));
    };
    expect(width(0, 0.3) / width(0, 0)).toBeGreaterThan(1.1);
    expect(width(25, 0.3) / width(25, 0)).toBeLessThan(1.01);
    expect(width(25, 0.3)).toBeGreaterThanOrEqual(width(25, 0));
  });

  test("nothing is exceeded by nobody", () => {
    const value = new PredictiveValue(spend, 0);
    value.setCustomer(3);
    expect(value.quantile(0.9, new Float64Array(1), 0)).toBe(0);
    expect(value.exceeds(1, new Float64Array(1), 0)).toBe(0);
  });
});
