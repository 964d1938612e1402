import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { CalendarPeriod } from "../../../../app/clv/calendar.ts";
import { averageOverCohorts, cohortTable } from "../../../../app/clv/historic/cohorts.ts";
import type { OrderColumns } from "../../../../app/clv/historic/shop-summary.ts";
import { day } from "../reference.ts";

function columnsOf(
  rows: readonly (readonly [customer: number, day: number, netSalesMinor: number])[],
): OrderColumns {
  return {
    customer: rows.map((row) => row[0]),
    day: rows.map((row) => row[1]),
    netSalesMinor: rows.map((row) => row[2]),
  };
}

describe("cohorts", () => {
  const orders = columnsOf([
    [1, day("2025-01-05"), 1000],
    [1, day("2025-01-25"), 500],
    [1, day("2025-03-02"), 250],
    [2, day("2025-01-31"), 3000],
    [3, day("2025-02-01"), 800],
    [3, day("2025-03-10"), 200],
  ]);

  test("cells hold customers, orders, sales and the running value per customer of the whole cohort", () => {
    const { cohorts } = cohortTable(orders, "month", day("2025-03-15"));
    expect(cohorts.map((cohort) => [cohort.firstDay, cohort.customers])).toEqual([
      [day("2025-01-01"), 2],
      [day("2025-02-01"), 1],
    ]);
    expect(cohorts[0]?.cells).toEqual([
      {
        offset: 0,
        customers: 2,
        orders: 3,
        netSalesMinor: 4500,
        cumulativeNetSalesMinor: 4500,
        cumulativeClvMinor: 2250,
        retention: 1,
        repeatRate: 0.5,
        isMature: true,
      },
      {
        offset: 1,
        customers: 0,
        orders: 0,
        netSalesMinor: 0,
        cumulativeNetSalesMinor: 4500,
        cumulativeClvMinor: 2250,
        retention: 0,
        repeatRate: 0.5,
        isMature: true,
      },
      {
        offset: 2,
        customers: 1,
        orders: 1,
        netSalesMinor: 250,
        cumulativeNetSalesMinor: 4750,
        cumulativeClvMinor: 2375,
        retention: 0.5,
        repeatRate: 0.5,
        isMature: false,
      },
    ]);
  });

  test("a cell becomes mature on the last day of its period", () => {
    const lastCell = (asOf: string) =>
      cohortTable(orders, "month", day(asOf)).cohorts[0]?.cells.at(-1)?.isMature;
    expect(lastCell("2025-03-30")).toBe(false);
    expect(lastCell("2025-03-31")).toBe(true);
  });

  test("averages weigh cohorts by their customers and leave immature cells out", () => {
    const averages = averageOverCohorts(cohortTable(orders, "month", day("2025-03-15")));
    expect(averages).toEqual([
      { offset: 0, customers: 3, cumulativeClvMinor: 5300 / 3, retention: 1 },
      { offset: 1, customers: 2, cumulativeClvMinor: 2250, retention: 0 },
    ]);
  });

  const anyRows = fc.array(fc.tuple(fc.nat(9), fc.integer({ min: 20_000, max: 20_800 }), fc.nat(9999)), {
    maxLength: 60,
  });
  const anyPeriod = fc.constantFrom<CalendarPeriod>("week", "month", "quarter", "year");

  test("whatever the period, cells add up to the shop and rates stay between 0 and 1", () => {
    fc.assert(
      fc.property(anyRows, anyPeriod, (rows, period) => {
        const { cohorts } = cohortTable(columnsOf(rows), period, 20_800);
        const cells = cohorts.flatMap((cohort) => cohort.cells);
        const total = (values: number[]) => values.reduce((sum, value) => sum + value, 0);
        expect(total(cells.map((cell) => cell.netSalesMinor))).toBe(total(rows.map((row) => row[2])));
        expect(total(cells.map((cell) => cell.orders))).toBe(rows.length);
        expect(total(cohorts.map((cohort) => cohort.customers))).toBe(
          new Set(rows.map((row) => row[0])).size,
        );
        for (const cohort of cohorts) {
          expect(cohort.cells[0]?.retention).toBe(1);
          for (const cell of cohort.cells) {
            expect(cell.retention).toBeGreaterThanOrEqual(0);
            expect(cell.retention).toBeLessThanOrEqual(1);
            expect(cell.repeatRate).toBeLessThanOrEqual(1);
          }
        }
      }),
    );
  });
});
