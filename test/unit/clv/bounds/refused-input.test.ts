import { describe, expect, test } from "vitest";
import { customerSummaryColumns } from "../../../../app/clv/data/customer-summary.ts";
import { transactionLog } from "../../../../app/clv/data/transaction-log.ts";
import { boundedMinimize } from "../../../../app/clv/numerics/bounded-minimize.ts";
import { bracketedRoot } from "../../../../app/clv/numerics/bracketed-root.ts";
import { gammaCdf } from "../../../../app/clv/numerics/gamma-quantile.ts";
import { digamma, lnGamma } from "../../../../app/clv/numerics/special-functions.ts";
import { scoreColumns } from "../../../../app/clv/prediction/score.ts";
import { fitValueModel } from "../../../../app/clv/prediction/value-model.ts";
import { chooseModel } from "../../../../app/clv/selection/model-choice.ts";
import { fitGammaGamma } from "../../../../app/clv/spend/gamma-gamma.ts";
import { discountedByWeek } from "../../../../app/clv/transactions/discounted-orders.ts";
import { TRANSACTION_FAMILIES } from "../../../../app/clv/transactions/families.ts";

const sound = { x: 2, tx: 5, T: 10, meanValueMinor: 900 };
const columnsWith = (odd: object) =>
  customerSummaryColumns([...Array.from({ length: 30 }, () => sound), { ...sound, ...odd }]);

describe("a fit names the row and the rule", () => {
  test.each([
    [{ x: Number.NaN }, "row 30: x NaN should be a whole number of at least 0"],
    [{ x: -1 }, "row 30: x -1 should be a whole number of at least 0"],
    [{ x: 1.5 }, "row 30: x 1.5 should be a whole number of at least 0"],
    [{ T: Number.POSITIVE_INFINITY }, "row 30: T Infinity should be a finite number of at least 0"],
    [{ T: -3 }, "row 30: T -3 should be a finite number of at least 0"],
    [{ tx: 11 }, "row 30: tx 11 should be between 0 and T (10)"],
    [{ tx: Number.NaN }, "row 30: tx NaN should be between 0 and T (10)"],
    [{ meanValueMinor: Number.NaN }, "row 30: meanValueMinor NaN should be a finite number"],
  ])("%o", (odd, message) => {
    for (const family of TRANSACTION_FAMILIES) {
      expect(() => family.fit(columnsWith(odd))).toThrow(new RangeError(message));
    }
    expect(() => fitGammaGamma(columnsWith(odd))).toThrow(new RangeError(message));
  });

  test("a spend of nothing or below is left out of the model of spend, and counts as an order", () => {
    const plain = fitGammaGamma(columnsWith({}));
    for (const meanValueMinor of [0, -500]) {
      const odd = columnsWith({ meanValueMinor });
      expect(fitGammaGamma(odd)?.params).toEqual(fitGammaGamma(columnsWith({ x: 0, tx: 0 }))?.params);
      const fit = fitValueModel(odd);
      expect(fit.ok && fit.model.repeatCustomers).toBe(31);
    }
    expect(plain).not.toBeNull();
  });
});

describe("a log", () => {
  const rows = Array.from({ length: 60 }, (_, i) => ({ customer: i % 30, day: 9_900 + i, valueMinor: 500 }));
  const log = transactionLog(rows, 30);

  test.each([Number.NaN, Number.POSITIVE_INFINITY, 0.5, 1e9])("is not observed until the day %d", (day) => {
    expect(() => chooseModel(log, day)).toThrow(`the day ${day} should be a whole number between`);
    expect(() => chooseModel(log, 10_000, { calibrationEndDay: day })).toThrow("should be a whole number");
  });

  test("that is observed until a day before its last order is one without the later orders", () => {
    const seen = rows.filter(({ day }) => day <= 9_945);
    expect(chooseModel(log, 9_945)).toEqual(chooseModel(transactionLog(seen, 30), 9_945));
    expect(chooseModel(log, 9_000).fit).toEqual({ ok: false, reason: "too_few_customers" });
  });

  test.each([
    [{ day: 3_000_000 }, "the day 3000000 of customer 0 should be between"],
    [{ day: Number.NaN }, "should be whole numbers"],
    [{ valueMinor: Number.POSITIVE_INFINITY }, "should be a finite number"],
  ])("does not take %o", (odd, message) => {
    expect(() => transactionLog([{ customer: 0, day: 1, valueMinor: 1, ...odd }], 1)).toThrow(message);
  });
});

test.each([
  [{ horizonWeeks: Number.POSITIVE_INFINITY }, "horizonWeeks Infinity should be"],
  [{ horizonWeeks: -1 }, "horizonWeeks -1 should be"],
  [{ yearlyDiscount: Number.NaN }, "yearlyDiscount NaN should be"],
])("a score with %o is refused", (odd, message) => {
  const fit = fitValueModel(columnsWith({}));
  if (!fit.ok) throw new Error(fit.reason);
  const options = { horizonWeeks: 52, yearlyDiscount: 0.1, ...odd };
  expect(() => scoreColumns(fit.model, columnsWith({}), options)).toThrow(message);
});

describe("what once was endless", () => {
  test("special functions far below 0 are no number", () => {
    for (const z of [-1e300, Number.NEGATIVE_INFINITY, Number.NaN]) {
      expect(lnGamma(z)).toBeNaN();
      expect(digamma(z)).toBeNaN();
    }
  });

  test("a root is found from a guess of 0, and not beyond all numbers", () => {
    expect(bracketedRoot((y) => y, 3, 0)).toBeCloseTo(3, 10);
    expect(bracketedRoot((y) => y, 1e-310, 1)).toBe(1e-300);
    expect(bracketedRoot((y) => y / (1 + y), 2, Number.POSITIVE_INFINITY)).toBeNull();
  });

  test.each([1e-316, Number.POSITIVE_INFINITY])("a curvature of %d gives Newton no step", (curvature) => {
    const saddle = (point: Float64Array, gradient: Float64Array): number => {
      const [x, y] = [point[0]!, point[1]!];
      gradient[0] = 1e-3 - curvature * x;
      gradient[1] = 1e-3 + (curvature === Number.POSITIVE_INFINITY ? 0 : curvature) * y;
      return 1;
    };
    expect(boundedMinimize(saddle, [[0.5, 0.5]], [0, 0], [1, 1], 1e-10)?.converged ?? false).toBe(false);
  });

  test("weeks without an end are not added up one by one", () => {
    expect(() => discountedByWeek((u) => u, Number.POSITIVE_INFINITY, 0.1)).toThrow("should be at most");
  });

  test("a gamma distribution of a shape beyond its series is refused", () => {
    expect(() => gammaCdf(1e9, 1e9)).toThrow("the shape 1000000000 should be");
    expect(gammaCdf(1e7, 1e7)).toBeCloseTo(0.5, 3);
  });
});
