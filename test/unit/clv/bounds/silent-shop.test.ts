import { expect, test } from "vitest";
import { customerSummariesAt, transactionLog } from "../../../../app/clv/data/transaction-log.ts";
import { scoreColumns } from "../../../../app/clv/prediction/score.ts";
import { chooseModel } from "../../../../app/clv/selection/model-choice.ts";
import { totalValue } from "../../../../app/clv/selection/total-value.ts";
import { day, hasReference, readLog } from "../reference.ts";

test.skipIf(!hasReference)(
  "a CD shop that sold its last CD 28 years ago expects nothing, and says so in bounded work",
  () => {
    const orders = [...readLog("cdnow/transactions-sample.csv").values()];
    const log = transactionLog(
      orders.flatMap((rows, customer) =>
        rows.map((row) => ({ customer, day: row.day, valueMinor: row.netSalesMinor })),
      ),
      orders.length,
    );
    const endDay = day("2026-11-28");
    const { fit, holdout } = chooseModel(log, endDay, { crpsTolerance: 0.01 });
    if (!fit.ok || !holdout.ok) throw new Error("there is a model, and a quiet half year to test it on");
    expect(fit.model.season).toBeNull();
    expect(holdout.report.actualOrders).toBe(0);
    const { columns } = customerSummariesAt(log, endDay);
    const options = { horizonWeeks: 52, yearlyDiscount: 0.1, asOfDay: endDay };
    const scores = scoreColumns(fit.model, columns, options);
    for (const column of Object.values(scores)) expect(column.every(Number.isFinite)).toBe(true);
    expect(scores.expectedValueMinor.reduce((sum, value) => sum + value, 0)).toBeLessThan(1);
    // Its ends would be 0 and endless.
    expect(totalValue(fit.model, columns, options, holdout.report)).toBeNull();
  },
);
