import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type BgNbdParams,
  bgNbdAliveProbability,
  bgNbdExpectedTransactions,
  bgNbdExpectedWhileAlive,
  bgNbdLogLikelihood,
} from "../../../app/clv/bg-nbd.ts";
import { bgNbdTotalLogLikelihood, fitBgNbd } from "../../../app/clv/bg-nbd-fit.ts";
import { type PurchaseHistory, purchaseColumns } from "../../../app/clv/purchase-columns.ts";
import {
  calibrationColumns,
  day,
  hasReference,
  readFixedCustomers,
  readLog,
  readOptima,
  readStress,
  relativeError,
} from "./reference.ts";
import { simulateShop } from "./simulated-shop.ts";

function paramsOf([r, alpha, a, b]: readonly number[]): BgNbdParams {
  if (r === undefined || alpha === undefined || a === undefined || b === undefined)
    throw new Error("Four needed");
  return { r, alpha, a, b };
}

const logs = [
  { log: "cdnow/transactions-sample.csv", optima: "cdnow/sample-mle.json", end: "1997-09-30" },
  { log: "cdnow/transactions.csv", optima: "cdnow/master-mle.json", end: "1997-09-30" },
  { log: "grocery/transactions.csv", optima: "grocery/mle.json", end: "2006-12-31" },
];

describe.skipIf(!hasReference)("BG/NBD against reference values", () => {
  test.each(logs)(
    "the optimum on $log is at least as good as the reference, and no better than it can be",
    (set) => {
      const wanted = readOptima(set.optima).bg_nbd;
      const columns = calibrationColumns(readLog(set.log), day(set.end));
      const fit = fitBgNbd(columns);
      if (!fit) throw new Error("No fit");
      expect(Math.abs(fit.logLikelihood - wanted.ll)).toBeLessThan(1e-6);
      expect(fit.boundary).toBe(false);
      expect(bgNbdTotalLogLikelihood(paramsOf(wanted.params), columns).logLikelihood).toBeCloseTo(
        wanted.ll,
        6,
      );
    },
  );

  test("log-likelihood, P(alive) and expected transactions of 230 hard vectors hold to 1e-11", () => {
    const vectors = readStress().bg_nbd;
    expect(vectors).toHaveLength(230);
    for (const { params, x, t_x, T, t, ll, p_alive, cet } of vectors) {
      const at = paramsOf(params);
      expect(relativeError(bgNbdLogLikelihood(at, x, t_x, T), ll)).toBeLessThan(1e-11);
      // Below 1e-300 doubles lose their digits one by one until 0 is the right answer.
      const alive = bgNbdAliveProbability(at, x, t_x, T);
      expect(Math.abs(alive - p_alive)).toBeLessThanOrEqual(1e-11 * p_alive + 1e-310);
      const expected = bgNbdExpectedTransactions(at, x, t_x, T, t);
      expect(Math.abs(expected - cet)).toBeLessThanOrEqual(1e-11 * cet + 1e-306);
    }
  });

  test("the fixed customers of each log have the reference likelihoods and predictions", () => {
    for (const { params, holdout_weeks, customers } of Object.values(readFixedCustomers())) {
      for (const { x, t_x, T, bg_nbd: wanted } of customers) {
        const at = params.bg_nbd;
        expect(relativeError(bgNbdLogLikelihood(at, x, t_x, T), wanted.ll)).toBeLessThan(1e-9);
        expect(relativeError(bgNbdAliveProbability(at, x, t_x, T), wanted.p_alive)).toBeLessThan(1e-9);
        expect(
          relativeError(bgNbdExpectedTransactions(at, x, t_x, T, holdout_weeks), wanted.cet_H),
        ).toBeLessThan(1e-9);
        expect(relativeError(bgNbdExpectedTransactions(at, x, t_x, T, 52), wanted.cet_52)).toBeLessThan(1e-9);
      }
    }
  });
});

const anyParams: fc.Arbitrary<BgNbdParams> = fc.record({
  r: fc.double({ min: 0.02, max: 5, noNaN: true }),
  alpha: fc.double({ min: 0.05, max: 100, noNaN: true }),
  a: fc.double({ min: 0.02, max: 20, noNaN: true }),
  b: fc.double({ min: 0.05, max: 50, noNaN: true }),
});
const anyHistory: fc.Arbitrary<PurchaseHistory> = fc
  .tuple(fc.nat(40), fc.nat(700), fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(20_000))
  .map(([repeats, days, share, meanValueMinor]) => {
    const x = Math.min(repeats, days);
    return {
      x,
      tx: x === 0 ? 0 : Math.max(x, Math.floor(days * share)) / 7,
      T: days / 7,
      meanValueMinor: x === 0 ? 0 : meanValueMinor,
    };
  });
const anyShop = fc.array(anyHistory, { minLength: 1, maxLength: 40 });

describe("BG/NBD laws", () => {
  test("the analytic gradient is the finite difference of the log-likelihood", () => {
    fc.assert(
      fc.property(anyParams, anyShop, (params, histories) => {
        const columns = purchaseColumns(histories);
        const { gradient } = bgNbdTotalLogLikelihood(params, columns);
        for (const [k, name] of (["r", "alpha", "a", "b"] as const).entries()) {
          const step = 1e-5 * params[name];
          const at = (shift: number) =>
            bgNbdTotalLogLikelihood({ ...params, [name]: params[name] + shift }, columns).logLikelihood;
          const difference = (at(step) - at(-step)) / (2 * step);
          const noise = (1e-11 * (1 + Math.abs(at(0)))) / step;
          expect(Math.abs(gradient[k]! - difference)).toBeLessThan(1e-5 * (1 + Math.abs(difference)) + noise);
        }
      }),
    );
  });

  test("the total is the sum over customers", () => {
    fc.assert(
      fc.property(anyParams, anyShop, (params, histories) => {
        const one = histories.reduce((sum, { x, tx, T }) => sum + bgNbdLogLikelihood(params, x, tx, T), 0);
        const all = bgNbdTotalLogLikelihood(params, purchaseColumns(histories)).logLikelihood;
        return Math.abs(all - one) <= 1e-10 * (1 + Math.abs(one));
      }),
    );
  });

  test("P(alive) is a probability that falls with silence", () => {
    fc.assert(
      fc.property(
        anyParams,
        anyHistory,
        fc.double({ min: 0, max: 500, noNaN: true }),
        (params, { x, tx, T }, more) => {
          const now = bgNbdAliveProbability(params, x, tx, T);
          const later = bgNbdAliveProbability(params, x, tx, T + more);
          return now >= 0 && now <= 1 && later <= now + 1e-15;
        },
      ),
    );
  });

  test("expected transactions are positive, rise with the horizon and never pass the rate of someone who stays", () => {
    fc.assert(
      fc.property(
        anyParams,
        anyHistory,
        fc.double({ min: 0.1, max: 300, noNaN: true }),
        (params, { x, T }, weeks) => {
          const shorter = bgNbdExpectedWhileAlive(params, x, T, weeks / 2);
          const longer = bgNbdExpectedWhileAlive(params, x, T, weeks);
          const staying = ((params.r + x) / (params.alpha + T)) * weeks;
          return shorter > 0 && longer >= shorter * (1 - 1e-12) && longer <= staying * (1 + 1e-12);
        },
      ),
    );
  });

  test("nothing changes when weeks become days", () => {
    fc.assert(
      fc.property(
        anyParams,
        anyHistory,
        fc.double({ min: 1, max: 200, noNaN: true }),
        (params, { x, tx, T }, weeks) => {
          const inDays = { ...params, alpha: params.alpha * 7 };
          const alive = bgNbdAliveProbability(params, x, tx, T);
          const expected = bgNbdExpectedTransactions(params, x, tx, T, weeks);
          return (
            Math.abs(bgNbdAliveProbability(inDays, x, tx * 7, T * 7) - alive) < 1e-12 &&
            relativeError(bgNbdExpectedTransactions(inDays, x, tx * 7, T * 7, weeks * 7), expected) < 1e-9
          );
        },
      ),
    );
  });

  test("an expectation through the series agrees with the one through the integral where the series gives up", () => {
    // alpha of a second: z is 1 - 1e-7 and a series would need millions of terms. Both sides of that border are continuous.
    const params = { r: 0.3, alpha: 1.6e-6, a: 0.8, b: 2.5 };
    const early = bgNbdExpectedWhileAlive(params, 0, 0, 20);
    const late = bgNbdExpectedWhileAlive(params, 0, 0, 20.001);
    expect(early).toBeGreaterThan(0);
    expect(relativeError(late, early)).toBeLessThan(1e-4);
    expect(late).toBeGreaterThan(early);
  });
});

describe("BG/NBD fit", () => {
  const truth = { r: 0.4, alpha: 6, a: 0.8, b: 2.5 };
  const shop = simulateShop(400, truth, { p: 6, q: 4, v: 1500 }, 0, 21).map((customer) => customer.history);
  const plain = fitBgNbd(purchaseColumns(shop));

  test("a weight is a repetition", () => {
    const distinct = shop;
    const repeated = fitBgNbd(purchaseColumns(distinct.flatMap((history) => [history, history, history])));
    const weighted = fitBgNbd({ ...purchaseColumns(distinct), weight: new Float64Array(400).fill(3) });
    expect(relativeError(weighted?.logLikelihood ?? 0, repeated?.logLikelihood ?? 1)).toBeLessThan(1e-12);
    expect(relativeError(weighted?.params.alpha ?? 0, repeated?.params.alpha ?? 1)).toBeLessThan(1e-6);
  });

  test("the order of the customers does not matter", () => {
    const reversed = fitBgNbd(purchaseColumns([...shop].reverse()));
    expect(relativeError(reversed?.logLikelihood ?? 0, plain?.logLikelihood ?? 1)).toBeLessThan(1e-12);
    expect(relativeError(reversed?.params.a ?? 0, plain?.params.a ?? 1)).toBeLessThan(1e-6);
  });

  test.each([1e-6, 7, 1e6])("a time unit of %d weeks moves alpha and nothing else", (unit) => {
    const scaled = fitBgNbd(
      purchaseColumns(shop.map((one) => ({ ...one, tx: one.tx * unit, T: one.T * unit }))),
    );
    expect(relativeError(scaled?.params.r ?? 0, plain?.params.r ?? 1)).toBeLessThan(1e-6);
    expect(relativeError((scaled?.params.alpha ?? 0) / unit, plain?.params.alpha ?? 1)).toBeLessThan(1e-6);
    expect(relativeError(scaled?.params.b ?? 0, plain?.params.b ?? 1)).toBeLessThan(1e-5);
  });

  test("simulated customers give back the parameters that made them, within the noise of 20,000", () => {
    const large = simulateShop(20_000, truth, { p: 6, q: 4, v: 1500 }, 0, 22).map(
      (customer) => customer.history,
    );
    const fit = fitBgNbd(purchaseColumns(large));
    expect(fit?.boundary).toBe(false);
    for (const name of ["r", "alpha", "a", "b"] as const) {
      expect(relativeError(fit?.params[name] ?? 0, truth[name])).toBeLessThan(0.15);
    }
  });

  test("no other parameters near the optimum are more likely", () => {
    const columns = purchaseColumns(shop);
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -0.3, max: 0.3, noNaN: true }), { minLength: 4, maxLength: 4 }),
        (shift) => {
          const { r, alpha, a, b } = plain!.params;
          const moved = paramsOf([r, alpha, a, b].map((value, k) => value * Math.exp(shift[k]!)));
          return bgNbdTotalLogLikelihood(moved, columns).logLikelihood <= plain!.logLikelihood + 1e-9;
        },
      ),
    );
  });
});
