import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fitValueModel } from "../../../../app/clv/prediction/value-model.ts";
import {
  type ErrorMeasures,
  errorMeasures,
  liftCurve,
  pairedStandardError,
  rankedGroups,
} from "../../../../app/clv/selection/error-measures.ts";
import { gammaGammaExpectedSpend } from "../../../../app/clv/spend/gamma-gamma.ts";
import { transactionFamily } from "../../../../app/clv/transactions/families.ts";
import type { FamilyName } from "../../../../app/clv/transactions/family.ts";
import { hasReference } from "../reference.ts";
import { holdoutShop, readAccuracy, SHOP_NAMES, type ShopName, twoParts } from "./holdout-shops.ts";

/** Few predictions with many ties, and counts of which many are 0. */
const anyPairs = fc.array(fc.tuple(fc.nat(4), fc.oneof(fc.constant(0), fc.nat(5))), {
  minLength: 1,
  maxLength: 9,
});

function columnsOf(pairs: readonly (readonly [number, number])[]): [Float64Array, Float64Array] {
  return [Float64Array.from(pairs, ([p]) => p), Float64Array.from(pairs, ([, actual]) => actual)];
}

/** Actuals in descending order of prediction, each replaced by the mean of those that share its prediction: what a coin among equals gives on average. */
function rankedActuals(predicted: Float64Array, actual: Float64Array): number[] {
  const rows = [...predicted.keys()].sort((left, right) => predicted[right]! - predicted[left]!);
  return rows.map((row) => {
    const equals = rows.filter((other) => predicted[other] === predicted[row]);
    return equals.reduce((sum, other) => sum + actual[other]!, 0) / equals.length;
  });
}

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

/** Mean height of the curve of cumulative shares by trapezoids, above the diagonal, doubled. */
function plainConcentration(ranked: readonly number[]): number {
  const total = sumOf(ranked);
  const heights = [0, ...ranked.map((_, i) => sumOf(ranked.slice(0, i + 1)) / total)];
  let area = 0;
  for (let i = 1; i < heights.length; i++) area += (heights[i - 1]! + heights[i]!) / 2 / ranked.length;
  return 2 * area - 1;
}

function plainAuc(predicted: Float64Array, actual: Float64Array): number | null {
  let wins = 0;
  let pairs = 0;
  for (const [i, came] of actual.entries()) {
    for (const [j, stayedAway] of actual.entries()) {
      if (!(came > 0 && stayedAway === 0)) continue;
      pairs += 1;
      wins += predicted[i]! > predicted[j]! ? 1 : predicted[i] === predicted[j] ? 0.5 : 0;
    }
  }
  return pairs === 0 ? null : wins / pairs;
}

describe("measures of error", () => {
  test("of a worked example", () => {
    const measures = errorMeasures(Float64Array.of(3, 1, 0, 2), Float64Array.of(2, 0, 0, 4));
    expect(measures.mae).toBe(1);
    expect(measures.rmse).toBe(Math.sqrt(1.5));
    expect(measures.bias).toBe(0);
    expect(measures.auc).toBe(1);
    // The first of the ranking brought 2 of 6, the first in truth 4 of 6.
    expect(measures.gini).toBeCloseTo(
      (2 * (1 / 3 / 2 + (1 / 3 + 1) / 2 + 2) - 4) / (2 * (2 / 3 / 2 + (2 / 3 + 1) / 2 + 2) - 4),
      12,
    );
    expect(measures.topDecileCapture).toBeCloseTo(2 / 6, 12);
  });

  test("the area under the curve is the share of pairs in the right order, equal ones by half", () => {
    fc.assert(
      fc.property(anyPairs, (pairs) => {
        const [predicted, actual] = columnsOf(pairs);
        const { auc } = errorMeasures(predicted, actual);
        const wanted = plainAuc(predicted, actual);
        if (wanted === null) expect(auc).toBeNull();
        else expect(auc).toBeCloseTo(wanted, 12);
      }),
    );
  });

  test("the Gini coefficient is the area between curve and diagonal over that of the perfect order", () => {
    fc.assert(
      fc.property(anyPairs, (pairs) => {
        const [predicted, actual] = columnsOf(pairs);
        const { gini } = errorMeasures(predicted, actual);
        if (new Set(actual).size === 1) {
          expect(gini).toBeNull();
          return;
        }
        const wanted =
          plainConcentration(rankedActuals(predicted, actual)) /
          plainConcentration([...actual].sort((left, right) => right - left));
        expect(gini).toBeCloseTo(wanted, 10);
        expect(Math.abs(gini!)).toBeLessThanOrEqual(1 + 1e-12);
      }),
    );
  });

  test("the tenth with the highest predictions, and every point of the lift curve, count equals by their mean", () => {
    fc.assert(
      fc.property(anyPairs, fc.integer({ min: 1, max: 12 }), (pairs, steps) => {
        const [predicted, actual] = columnsOf(pairs);
        const ranked = rankedActuals(predicted, actual);
        const total = sumOf(ranked);
        const { topDecileCapture } = errorMeasures(predicted, actual);
        const curve = liftCurve(predicted, actual, steps);
        expect(curve).toHaveLength(steps + 1);
        if (total === 0) {
          expect(topDecileCapture).toBeNull();
          expect(curve.every((share) => share === 0)).toBe(true);
          return;
        }
        expect(topDecileCapture).toBeCloseTo(
          sumOf(ranked.slice(0, Math.ceil(pairs.length / 10))) / total,
          10,
        );
        curve.forEach((share, k) => {
          const wanted = (k * pairs.length) / steps;
          const whole = Math.floor(wanted + 1e-9);
          const part = (wanted - whole) * (ranked[whole] ?? 0);
          expect(share).toBeCloseTo((sumOf(ranked.slice(0, whole)) + part) / total, 10);
        });
      }),
    );
  });

  test("no measure depends on the order of the customers", () => {
    fc.assert(
      fc.property(anyPairs, (pairs) => {
        const there = errorMeasures(...columnsOf(pairs));
        const back = errorMeasures(...columnsOf([...pairs].reverse()));
        for (const name of Object.keys(there) as (keyof ErrorMeasures)[]) {
          if (there[name] === null) expect(back[name]).toBeNull();
          else expect(back[name]).toBeCloseTo(there[name], 12);
        }
      }),
    );
  });

  test("the error of a difference is that of a mean of differences", () => {
    // Differences 1, 3, 5: standard deviation 2, over three customers.
    expect(pairedStandardError(Float64Array.of(1, 4, 7), Float64Array.of(0, 1, 2))).toBeCloseTo(
      2 / Math.sqrt(3),
      12,
    );
    expect(pairedStandardError(Float64Array.of(5, 6), Float64Array.of(4, 5))).toBe(0);
    expect(pairedStandardError(Float64Array.of(5), Float64Array.of(4))).toBe(Number.POSITIVE_INFINITY);
  });

  test("ten groups hold every customer once, none with a higher prediction after one with a lower", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(9), { maxLength: 60 }), (predictions) => {
        const predicted = Float64Array.from(predictions);
        const groups = rankedGroups(predicted, 10);
        const rows = groups.flatMap((group) => [...group]);
        expect([...rows].sort((left, right) => left - right)).toEqual([...predicted.keys()]);
        rows.forEach((row, i) => {
          if (i > 0) expect(predicted[row]).toBeLessThanOrEqual(predicted[rows[i - 1]!]!);
        });
        const sizes = groups.map((group) => group.length);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      }),
    );
  });

  test("of nobody, of a shop where nothing happened, and of a perfect prediction", () => {
    expect(errorMeasures(new Float64Array(0), new Float64Array(0))).toEqual({
      mae: 0,
      rmse: 0,
      bias: null,
      auc: null,
      gini: null,
      topDecileCapture: null,
    });
    const nothing = errorMeasures(Float64Array.of(1, 2), Float64Array.of(0, 0));
    expect(nothing).toMatchObject({ mae: 1.5, bias: null, auc: null, gini: null, topDecileCapture: null });
    const perfect = errorMeasures(Float64Array.of(0, 3, 1), Float64Array.of(0, 3, 1));
    expect(perfect).toMatchObject({ mae: 0, rmse: 0, bias: 0, auc: 1, gini: 1 });
  });
});

describe.skipIf(!hasReference)("measures of plain maximum likelihood on the reference logs", () => {
  const families: readonly FamilyName[] = ["bg_nbd", "mbg_nbd", "pareto_nbd"];

  test.each(SHOP_NAMES)("%s: every figure of the reference, to its printed digits", (name) => {
    const { columns, orders, valueMinor, holdoutWeeks } = twoParts(holdoutShop(name));
    for (const family of families) {
      const fit = fitValueModel(columns, { family, regularised: false });
      if (!fit.ok) throw new Error(fit.reason);
      const { params } = fit.model.transactions;
      const { expectedTransactions } = transactionFamily(family);
      const expected = Float64Array.from(columns.x, (x, i) =>
        expectedTransactions(params, x, columns.tx[i]!, columns.T[i]!, holdoutWeeks),
      );
      compare(name, family, "tx", errorMeasures(expected, orders));
      if (name === "grocery") continue;
      const spend = fit.model.spend.params;
      const value = expected.map(
        (count, i) =>
          (count * gammaGammaExpectedSpend(spend, columns.x[i]!, columns.meanValueMinor[i]!)) / 100,
      );
      compare(
        name,
        family,
        "rev",
        errorMeasures(
          value,
          valueMinor.map((minor) => minor / 100),
        ),
      );
    }
  });

  function compare(shop: ShopName, family: FamilyName, prefix: "tx" | "rev", got: ErrorMeasures): void {
    const row = readAccuracy().find(({ dataset, model }) => dataset === shop && model === `ref_${family}`);
    const expectDigits = (name: string, value: number | null, tolerance: number): void => {
      const wanted = row?.figures.get(`${prefix}_${name}`) ?? Number.NaN;
      expect(Math.abs((value ?? Number.NaN) / wanted - 1), `${family} ${prefix}_${name}`).toBeLessThan(
        tolerance,
      );
    };
    // Six digits are printed.
    expectDigits("mae", got.mae, 5e-6);
    expectDigits("rmse", got.rmse, 5e-6);
    expectDigits("bias_pct", 100 * (got.bias ?? Number.NaN), 5e-6);
    expectDigits("auc_active", got.auc, 5e-6);
    expectDigits("top_decile_capture", got.topDecileCapture, 5e-6);
    // The reference takes equal predictions in the order of the rows; here they count by their mean.
    expectDigits("gini_norm", got.gini, 5e-4);
  }
});
