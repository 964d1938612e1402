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

test("the first month, in which everyone ordered, does not stretch the colours of retention", () => {
  expect(cohortGrid([january], "retention")).toMatchObject({ low: 0.1, high: 0.2 });
  expect(cohortGrid([january], "cumulative_clv")).toMatchObject({ low: 100, high: 180 });
});

test("a larger value never gets a lighter colour, and below zero is a colour of its own", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -1_000, max: 1_000 }),
      fc.nat(1_000),
      fc.integer({ min: -2_000, max: 3_000 }),
      fc.nat(500),
      (low, width, value, more) => {
        const grid = { low, high: low + width };
        const step = heatStep(grid, value);
        expect(step === -1).toBe(value < 0);
        expect(heatStep(grid, value + more)).toBeGreaterThanOrEqual(step);
        expect(step).toBeLessThanOrEqual(HEAT_STEPS);
      },
    ),
  );
});
