import fc from "fast-check";
import { expect, test } from "vitest";
import { cohortGrid, HEAT_STEPS, heatStep } from "../../../app/ui/cohorts/cohort-grid.ts";

const cell = (cumulativeMinor: number, activeCustomers: number, mature = true) => ({
  orders: activeCustomers + 1,
  activeCustomers,
  netSalesMinor: cumulativeMinor,
  cumulativeMinor,
  mature,
});
const january = { month: 24_312, customers: 10, cells: [cell(1_000, 10), cell(1_500, 2), cell(1_800, 1)] };
const february = { month: 24_313, customers: 30, cells: [cell(6_000, 30), cell(7_500, 9, false)] };

test("value per customer divides by the whole cohort, also by those who never came back", () => {
  const grid = cohortGrid([january, february], "cumulative_clv");
  expect(grid.rows.map((row) => row.cells.map((c) => c.value))).toEqual([
    [100, 150, 180],
    [200, 250],
  ]);
});

test("the average weighs each customer the same and leaves out a month that is still running", () => {
  const grid = cohortGrid([january, february], "cumulative_clv");
  expect(grid.average).toEqual([7_000 / 40, 150, 180]);
  expect(cohortGrid([january, february], "retention").average).toEqual([1, 0.2, 0.1]);
});

test("totals are averaged per cohort", () => {
  expect(cohortGrid([january, february], "orders").average).toEqual([(11 + 31) / 2, 3, 2]);
});

test("where no cohort has completed a month there is no average", () => {
  const running = { month: 24_314, customers: 4, cells: [cell(400, 4, false)] };
  expect(cohortGrid([running], "net_sales").average).toEqual([null]);
  expect(cohortGrid([], "net_sales").average).toEqual([]);
});

test("a cohort without customers is left out instead of being divided by zero", () => {
  const none = { month: 24_311, customers: 0, cells: [cell(0, 0)] };
  expect(cohortGrid([none, january], "retention").rows.map((row) => row.month)).toEqual([24_312]);
});

test("the first month, in which everyone ordered, has no part in the colours of retention", () => {
  const { borders } = cohortGrid([january], "retention");
  expect(Math.max(...borders)).toBeLessThanOrEqual(0.2);
  expect(heatStep({ borders }, 1)).toBe(HEAT_STEPS);
});

test("one small cohort with a large value leaves the others their colours", () => {
  const cells = Array.from({ length: 20 }, (_, index) => cell(1_000 + index * 100, 1));
  const grid = cohortGrid(
    [
      { month: 24_310, customers: 1, cells: [cell(900_000, 1)] },
      { month: 24_312, customers: 10, cells },
    ],
    "cumulative_clv",
  );
  const steps = new Set(grid.rows[1]?.cells.map(({ value }) => heatStep(grid, value)));
  expect(steps.size).toBe(HEAT_STEPS);
});

test("a larger value never gets a lighter colour, and below zero is a colour of its own", () => {
  const amounts = fc.array(fc.integer({ min: -1_000, max: 1_000 }), { minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(amounts, fc.integer({ min: -2_000, max: 3_000 }), fc.nat(500), (values, value, more) => {
      const cells = values.map((amount) => cell(amount, 1));
      const grid = cohortGrid([{ month: 24_312, customers: 1, cells }], "net_sales");
      const step = heatStep(grid, value);
      expect(step === -1).toBe(value < 0);
      expect(heatStep(grid, value + more)).toBeGreaterThanOrEqual(step);
      expect(step).toBeLessThanOrEqual(HEAT_STEPS);
    }),
  );
});
