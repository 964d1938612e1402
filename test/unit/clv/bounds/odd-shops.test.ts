import { describe, expect, test } from "vitest";
import type { CustomerSummaryColumns } from "../../../../app/clv/data/customer-summary.ts";
import { customerSummariesAt } from "../../../../app/clv/data/transaction-log.ts";
import { type ScoreColumns, scoreColumns } from "../../../../app/clv/prediction/score.ts";
import { fitValueModel } from "../../../../app/clv/prediction/value-model.ts";
import { chooseModel } from "../../../../app/clv/selection/model-choice.ts";
import { totalValue } from "../../../../app/clv/selection/total-value.ts";
import { TRANSACTION_FAMILIES } from "../../../../app/clv/transactions/families.ts";
import { countedMath } from "./counted-math.ts";
import { ODD_LOGS } from "./odd-logs.ts";

/** A horizon of 1e5 weeks is in discounted.test.ts, customer by customer. Each column of a value, a unit of time, horizons and discounts stands once; all pairs of them would take minutes. */
const SCALES = [
  { valueMinor: 1, unit: 1e-3, horizons: [52], discounts: [1e6] },
  { valueMinor: 2_500, unit: 1, horizons: [0, 1e-6, 104], discounts: [0, 1e-12, 0.1] },
  { valueMinor: 1e15, unit: 1e5, horizons: [52], discounts: [0.1] },
];
const MOST_FOR_FIT = 2e8;
const MOST_FOR_SCORE = 2e8;

function expectSound(scores: ScoreColumns): void {
  for (const [name, column] of Object.entries(scores)) {
    expect(column.every(Number.isFinite), name).toBe(true);
  }
  scores.pAlive.forEach((alive, i) => {
    expect(alive >= 0 && alive <= 1).toBe(true);
    expect(scores.ordersLow[i]).toBeLessThanOrEqual(scores.ordersHigh[i]!);
    expect(scores.valueLowMinor[i]).toBeLessThanOrEqual(scores.valueHighMinor[i]!);
    expect(scores.expectedValueMinor[i]).toBeGreaterThanOrEqual(0);
    expect(scores.expectedValueMinor[i]).toBeLessThanOrEqual(
      scores.expectedOrders[i]! * scores.expectedSpendMinor[i]! * (1 + 1e-9),
    );
  });
}

/** The same customers where a week is `unit` of theirs. */
function inUnit({ x, tx, T, meanValueMinor }: CustomerSummaryColumns, unit: number): CustomerSummaryColumns {
  return { x, tx: tx.map((weeks) => weeks * unit), T: T.map((weeks) => weeks * unit), meanValueMinor };
}

const REASONS = ["too_few_customers", "no_repeat_purchases", "history_too_short", "did_not_converge"];

describe.each(Object.entries(ODD_LOGS))("%s", (_, make) => {
  test.each(TRANSACTION_FAMILIES.map(({ name }) => name))(
    "has sound figures by %s, or a reason",
    (family) => {
      for (const { valueMinor, unit, horizons, discounts } of SCALES) {
        const { log, endDay } = make(valueMinor);
        const columns = inUnit(customerSummariesAt(log, endDay).columns, unit);
        const options = { family, minCustomers: 1, minHistoryWeeks: 0 };
        const { result: fit } = countedMath(MOST_FOR_FIT, () => fitValueModel(columns, options));
        if (!fit.ok) {
          expect(REASONS).toContain(fit.reason);
          continue;
        }
        for (const [k, horizonWeeks] of horizons.entries()) {
          const at = { horizonWeeks, yearlyDiscount: discounts[k]! };
          const { result } = countedMath(MOST_FOR_SCORE, () => ({
            scores: scoreColumns(fit.model, columns, at),
            total: totalValue(fit.model, columns, at, null),
          }));
          expectSound(result.scores);
          if (result.total) expect(Object.values(result.total).every(Number.isFinite)).toBe(true);
        }
      }
    },
  );

  test("gets a model with a test on its own past, or a reason", () => {
    const { log, endDay } = make(2_500);
    const { result } = countedMath(2e9, () => chooseModel(log, endDay));
    if (!result.fit.ok) expect(REASONS).toContain(result.fit.reason);
    else
      expectSound(
        scoreColumns(result.fit.model, customerSummariesAt(log, endDay).columns, {
          horizonWeeks: 52,
          yearlyDiscount: 0.1,
          asOfDay: endDay,
        }),
      );
    if (result.holdout.ok)
      expect(JSON.parse(JSON.stringify(result.holdout.report))).toEqual(result.holdout.report);
  });
});
