import { describe, expect, test } from "vitest";
import { validateOnHoldout } from "../../../app/clv/holdout.ts";
import { purchaseColumns, type ValueOfDay } from "../../../app/clv/purchase-columns.ts";
import { calibrationColumns, day, hasReference, readLog } from "./reference.ts";

function outcomesOf(log: Map<string, ValueOfDay[]>, endDay: number, holdoutEndDay: number) {
  const orders: number[] = [];
  const valueMinor: number[] = [];
  for (const history of log.values()) {
    if (!history.some((order) => order.day <= endDay)) continue;
    const later = history.filter((order) => order.day > endDay && order.day <= holdoutEndDay);
    orders.push(new Set(later.map((order) => order.day)).size);
    valueMinor.push(later.reduce((sum, order) => sum + order.netSalesMinor, 0));
  }
  return { orders, valueMinor };
}

describe.skipIf(!hasReference)("holdout of real logs", () => {
  // Errors that independent implementations make with the same model on the same split.
  test.each([
    {
      log: "cdnow/transactions-sample.csv",
      mae: 0.785454,
      bias: -12.1462,
      valueMae: 30.4079,
      capture: 0.501988,
    },
    { log: "cdnow/transactions.csv", mae: 0.818742, bias: -14.2769, valueMae: 32.6755, capture: 0.51563 },
  ])("$log is predicted as well as other implementations do", (wanted) => {
    const log = readLog(wanted.log);
    const end = day("1997-09-30");
    const outcomes = outcomesOf(log, end, day("1998-06-30"));
    const result = validateOnHoldout(calibrationColumns(log, end), outcomes, 39);
    if (!result.ok) throw new Error(result.reason);
    const { model, sameRate, beatsBaselines } = result.report;
    expect(model.orders.mae).toBeCloseTo(wanted.mae, 4);
    expect((model.orders.bias ?? 0) * 100).toBeCloseTo(wanted.bias, 3);
    expect(model.value.mae / 100).toBeCloseTo(wanted.valueMae, 3);
    expect(model.value.topDecileCapture).toBeCloseTo(wanted.capture, 2);
    expect(model.value.mae).toBeLessThan(sameRate.value.mae);
    expect(beatsBaselines).toBe(true);
    // Whole-number ends and a mass at zero make the interval wider than 80 %; its upper end is what can fail.
    expect(model.coverageOrders).toBeGreaterThan(0.9);
    expect(model.coverageValue).toBeGreaterThan(0.85);
  });
});

describe("holdout", () => {
  test("says why there is nothing to validate", () => {
    expect(validateOnHoldout(purchaseColumns([]), { orders: [], valueMinor: [] }, 26)).toEqual({
      ok: false,
      reason: "too_few_customers",
    });
  });

  test("an empty holdout has errors and no shares", () => {
    const shop = Array.from({ length: 60 }, (_, i) => ({
      x: i % 3,
      tx: i % 3 === 0 ? 0 : 5 + (i % 5),
      T: 20,
      meanValueMinor: i % 3 === 0 ? 0 : 1000 + 100 * i,
    }));
    const zeros = new Array<number>(60).fill(0);
    const result = validateOnHoldout(purchaseColumns(shop), { orders: zeros, valueMinor: zeros }, 13);
    if (!result.ok) throw new Error(result.reason);
    expect(result.report.model.orders).toMatchObject({ bias: null, topDecileCapture: null });
    expect(result.report.model.orders.mae).toBeGreaterThan(0);
    expect(result.report.actualOrders).toBe(0);
  });

  test("the order of the customers does not matter", () => {
    const shop = Array.from({ length: 80 }, (_, i) => ({
      x: i % 4,
      tx: i % 4 === 0 ? 0 : 3 + (i % 7),
      T: 12 + (i % 9),
      meanValueMinor: i % 4 === 0 ? 0 : 1000 + 50 * (i % 11),
    }));
    const orders = shop.map((_, i) => (i * 7) % 3);
    const valueMinor = orders.map((count, i) => count * (900 + i));
    const forward = validateOnHoldout(purchaseColumns(shop), { orders, valueMinor }, 13);
    const backward = validateOnHoldout(
      purchaseColumns([...shop].reverse()),
      { orders: [...orders].reverse(), valueMinor: [...valueMinor].reverse() },
      13,
    );
    if (!forward.ok || !backward.ok) throw new Error("No fit");
    expect(backward.report.model.value.mae).toBeCloseTo(forward.report.model.value.mae, 2);
    expect(backward.report.sameRate.orders.topDecileCapture).toBeCloseTo(
      forward.report.sameRate.orders.topDecileCapture ?? Number.NaN,
      10,
    );
  });
});
