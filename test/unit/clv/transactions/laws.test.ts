import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { customerSummaryColumns } from "../../../../app/clv/data/customer-summary.ts";
import { COUNT_EDGES } from "../../../../app/clv/transactions/count-bins.ts";
import { discountedByWeek, weeklyRate } from "../../../../app/clv/transactions/discounted-orders.ts";
import { TRANSACTION_FAMILIES, transactionFamily } from "../../../../app/clv/transactions/families.ts";
import { anyHistory, anyParams, anyShop } from "../any-history.ts";
import { relativeError, seededUniform } from "../reference.ts";
import { gamma } from "../simulated-shop.ts";

const anyWeeks = fc.double({ min: 0.2, max: 200, noNaN: true });
const tailProbabilities = new Float64Array(COUNT_EDGES.length);

describe.each(TRANSACTION_FAMILIES)("laws of $name", (family) => {
  const params = anyParams(family);

  test("the analytic gradient is the central difference of the log-likelihood", () => {
    fc.assert(
      fc.property(params, anyShop, (at, histories) => {
        const columns = customerSummaryColumns(histories);
        const { gradient, logLikelihood } = family.totalLogLikelihood(at, columns);
        at.forEach((value, k) => {
          const step = 1e-5 * value;
          const moved = (shift: number): number =>
            family.totalLogLikelihood(
              at.map((one, i) => (i === k ? one + shift : one)),
              columns,
            ).logLikelihood;
          const difference = (moved(step) - moved(-step)) / (2 * step);
          const noise = (1e-12 * (1 + Math.abs(logLikelihood))) / step;
          expect(Math.abs(gradient[k]! - difference)).toBeLessThan(1e-5 * (1 + Math.abs(difference)) + noise);
        });
      }),
      { numRuns: 60 },
    );
  });

  test("the total is the sum over customers, however they are weighted and ordered", () => {
    fc.assert(
      fc.property(params, anyShop, (at, histories) => {
        const one = histories.reduce((sum, { x, tx, T }) => sum + family.logLikelihood(at, x, tx, T), 0);
        const twice = customerSummaryColumns([...histories, ...[...histories].reverse()]);
        const weighted = {
          ...customerSummaryColumns(histories),
          weight: new Float64Array(histories.length).fill(2),
        };
        const slack = 1e-10 * (1 + Math.abs(one));
        expect(Math.abs(family.totalLogLikelihood(at, twice).logLikelihood - 2 * one)).toBeLessThan(slack);
        expect(Math.abs(family.totalLogLikelihood(at, weighted).logLikelihood - 2 * one)).toBeLessThan(slack);
      }),
      { numRuns: 60 },
    );
  });

  test("P(alive) is a probability that falls with silence", () => {
    fc.assert(
      fc.property(
        params,
        anyHistory,
        fc.double({ min: 0, max: 500, noNaN: true }),
        (at, { x, tx, T }, more) => {
          const now = family.aliveProbability(at, x, tx, T);
          const later = family.aliveProbability(at, x, tx, T + more);
          return now > 0 && now <= 1 && later >= 0 && later <= now + 1e-12;
        },
      ),
    );
  });

  test("the survival table holds falling probabilities, each the exact one", () => {
    fc.assert(
      fc.property(params, anyHistory, anyWeeks, (at, { x, tx, T }, weeks) => {
        const edges = family.fillTailProbabilities(at, x, tx, T, weeks, tailProbabilities);
        for (let i = 0; i < edges; i++) {
          expect(tailProbabilities[i]).toBeLessThanOrEqual(i === 0 ? 1 : tailProbabilities[i - 1]! + 1e-12);
          expect(tailProbabilities[i]).toBeGreaterThan(0);
          const exact = family.tailProbability(at, x, tx, T, weeks, COUNT_EDGES[i]!);
          expect(Math.abs(tailProbabilities[i]! - exact)).toBeLessThan(1e-10);
        }
        expect(family.tailProbabilityWhileAlive(at, x, tx, T, weeks, COUNT_EDGES[edges]!)).toBeLessThan(1e-5);
      }),
      { numRuns: 60 },
    );
  });

  test("the sum of all survival probabilities is the expectation", () => {
    fc.assert(
      fc.property(params, anyHistory, anyWeeks, (at, { x, tx, T }, weeks) => {
        let mean = 0;
        for (let m = 1; m < 3000; m++) {
          const probability = family.tailProbabilityWhileAlive(at, x, tx, T, weeks, m);
          mean += probability;
          if (probability < 1e-13 * mean) break;
          if (m === 2999) return;
        }
        expect(relativeError(mean, family.expectedWhileAlive(at, x, tx, T, weeks))).toBeLessThan(1e-9);
      }),
      { numRuns: 25 },
    );
  });

  test("expected transactions rise with the horizon and never pass the rate of someone who stays", () => {
    const stages = Number(family.name.match(/k(\d)$/)?.[1] ?? 1);
    fc.assert(
      fc.property(params, anyHistory, anyWeeks, (at, { x, tx, T }, weeks) => {
        const shorter = family.expectedWhileAlive(at, x, tx, T, weeks / 2);
        const longer = family.expectedWhileAlive(at, x, tx, T, weeks);
        expect(shorter).toBeGreaterThan(0);
        expect(longer).toBeGreaterThanOrEqual(shorter * (1 - 1e-12));
        // j of k stages may have passed, which brings orders forward by less than one, and the rate up by less than k.
        const rate = (at[0]! + stages * (x + 1)) / (at[1]! + T) / stages;
        expect(longer).toBeLessThanOrEqual(rate * weeks + (stages === 1 ? 1e-9 : 1));
      }),
    );
  });

  test("the weeks to the next order are those in which its probability is reached", () => {
    fc.assert(
      fc.property(
        params,
        anyHistory,
        fc.double({ min: 0.001, max: 0.95, noNaN: true }),
        (at, { x, tx, T }, share) => {
          const alive = family.aliveProbability(at, x, tx, T);
          const weeks = family.weeksToNextOrder(at, x, tx, T, share * alive);
          if (weeks === null) {
            // Never so likely: not in a million years either.
            expect(family.tailProbability(at, x, tx, T, 5e7, 1)).toBeLessThanOrEqual(
              share * alive * (1 + 1e-9),
            );
            return;
          }
          expect(relativeError(family.tailProbability(at, x, tx, T, weeks, 1), share * alive)).toBeLessThan(
            1e-9,
          );
          expect(family.weeksToNextOrder(at, x, tx, T, alive * (1 + 1e-9))).toBeNull();
        },
      ),
      { numRuns: 60 },
    );
  });

  test("continuous discounting lies between the ends of the weeks, and no discount leaves the expectation", () => {
    fc.assert(
      fc.property(params, anyHistory, fc.integer({ min: 1, max: 120 }), (at, { x, tx, T }, weeks) => {
        const expected = (horizon: number): number => family.expectedWhileAlive(at, x, tx, T, horizon);
        const byWeek = discountedByWeek(expected, weeks, 0.2);
        const continuous = family.discountedWhileAlive(at, x, tx, T, weeks, weeklyRate(0.2));
        expect(continuous).toBeGreaterThan(byWeek * (1 - 1e-9));
        expect(continuous).toBeLessThan(byWeek * 1.2 ** (1 / 52) * (1 + 1e-9));
        expect(
          relativeError(family.discountedWhileAlive(at, x, tx, T, weeks, 0), expected(weeks)),
        ).toBeLessThan(1e-12);
        // An endless horizon: what a hundred years with 20 % a year leave out is below a part in a million.
        const endless = family.discountedWhileAlive(at, x, tx, T, Number.POSITIVE_INFINITY, weeklyRate(0.2));
        const century = family.discountedWhileAlive(at, x, tx, T, 5200, weeklyRate(0.2));
        expect(relativeError(century, endless)).toBeLessThan(1e-6);
        expect(endless).toBeGreaterThanOrEqual(century * (1 - 1e-9));
      }),
      { numRuns: 15 },
    );
  });

  test("nothing changes when weeks become days", () => {
    fc.assert(
      fc.property(params, anyHistory, anyWeeks, (at, { x, tx, T }, weeks) => {
        const inDays = at.map((value, i) =>
          ["alpha", "beta"].includes(family.parameterNames[i]!) ? 7 * value : value,
        );
        expect(
          relativeError(
            family.aliveProbability(inDays, x, 7 * tx, 7 * T),
            family.aliveProbability(at, x, tx, T),
          ),
        ).toBeLessThan(1e-9);
        expect(
          relativeError(
            family.expectedTransactions(inDays, x, 7 * tx, 7 * T, 7 * weeks),
            family.expectedTransactions(at, x, tx, T, weeks),
          ),
        ).toBeLessThan(1e-9);
      }),
    );
  });
});

describe("families in the limit of one another", () => {
  const nbd = transactionFamily("nbd");
  test.each([
    { name: "bg_nbd", leaving: [1e-9, 2] },
    { name: "mbg_nbd", leaving: [1e-9, 2] },
    { name: "pareto_nbd", leaving: [1e-9, 20] },
  ] as const)("$name is the plain NBD where nobody leaves", ({ name, leaving }) => {
    const family = transactionFamily(name);
    fc.assert(
      fc.property(anyParams(nbd), anyHistory, anyWeeks, ([r, alpha], { x, tx, T }, weeks) => {
        const plain = [r!, alpha!];
        const limit = [...plain, ...leaving];
        // Someone regular who falls silent for long is the one case in which even a chance of 1e-9 tells.
        fc.pre(family.aliveProbability(limit, x, tx, T) > 1 - 1e-6);
        const own = nbd.logLikelihood(plain, x, tx, T);
        expect(Math.abs(family.logLikelihood(limit, x, tx, T) - own)).toBeLessThan(2e-6);
        expect(
          relativeError(
            family.expectedTransactions(limit, x, tx, T, weeks),
            nbd.expectedTransactions(plain, x, tx, T, weeks),
          ),
        ).toBeLessThan(1e-5);
      }),
    );
  });

  // What no formula of the engine is used for: customers who act out CNBD-k, and the mean of what they did against the mean of what is said.
  test.each([
    { name: "bg_nbd", k: 1, e: 0 },
    { name: "mbg_cnbd_k2", k: 2, e: 1 },
    { name: "bg_cnbd_k2", k: 2, e: 0 },
    { name: "mbg_cnbd_k3", k: 3, e: 1 },
  ] as const)(
    "$name predicts what simulated customers do, on average over all and over the silent",
    ({ name, k, e }) => {
      const family = transactionFamily(name);
      const params = [0.9, 2.2, 0.6, 1.5];
      const uniform = seededUniform(77);
      const exponential = (rate: number): number => -Math.log(uniform()) / rate;
      const all = { predicted: 0, actual: 0, squares: 0, atLeastTwo: 0, two: 0 };
      const silent = { predicted: 0, actual: 0, squares: 0, atLeastTwo: 0, two: 0 };
      const customers = 30_000;
      for (let i = 0; i < customers; i++) {
        const rate = gamma(params[0]!, uniform) / params[1]!;
        const leaving = gamma(params[2]!, uniform);
        const p = leaving / (leaving + gamma(params[3]!, uniform));
        const T = 10 + 20 * uniform();
        let x = 0;
        let tx = 0;
        let later = 0;
        let stays = e === 0 || uniform() >= p;
        for (let at = 0; stays; ) {
          for (let stage = 0; stage < k; stage++) at += exponential(rate);
          if (at > T + 26) break;
          if (at <= T) {
            x += 1;
            tx = at;
          } else later += 1;
          stays = uniform() >= p;
        }
        const predicted = family.expectedTransactions(params, x, tx, T, 26);
        for (const group of T - tx > 8 ? [all, silent] : [all]) {
          group.predicted += predicted;
          group.actual += later;
          group.squares += (later - predicted) ** 2;
          group.atLeastTwo += family.tailProbability(params, x, tx, T, 26, 2);
          group.two += later >= 2 ? 1 : 0;
        }
      }
      for (const group of [all, silent]) {
        expect(group.actual).toBeGreaterThan(1000);
        expect(Math.abs(group.actual - group.predicted)).toBeLessThan(4 * Math.sqrt(group.squares));
        expect(Math.abs(group.two - group.atLeastTwo)).toBeLessThan(4 * Math.sqrt(group.atLeastTwo));
      }
    },
  );

  test("where the sums of CNBD-k are too long, the integral over the dropout probability takes over without a step", () => {
    // Around 40,000 stages in the horizon the sum gives way; the expectation is a smooth function of the horizon on either side.
    for (const name of ["bg_cnbd_k2", "mbg_cnbd_k3", "bg_nbd"] as const) {
      const family = transactionFamily(name);
      const params = [0.8, 0.004, 0.7, 2.4];
      const at = (weeks: number): number => Math.log(family.expectedWhileAlive(params, 3, 0.1, 0.2, weeks));
      for (let weeks = 300; weeks < 4e5; weeks *= 1.1) {
        const bend = at(weeks * 1.1) - 2 * at(weeks) + at(weeks / 1.1);
        expect(Math.abs(bend)).toBeLessThan(1e-3);
        const further = at(weeks * 1.21) - 2 * at(weeks * 1.1) + at(weeks);
        expect(Math.abs(further - bend)).toBeLessThan(1e-4);
      }
    }
  });
});
