import { type CalendarPeriod, type Day, firstDayOfPeriod, periodOfDay } from "../calendar.ts";
import { type OrderColumns, runsOf } from "./shop-summary.ts";

/** One period of one cohort; `offset` 0 is the period of the first orders. Rates and CLV are per customer of the whole cohort. */
export type CohortCell = {
  offset: number;
  /** Customers with an order in the period. */
  customers: number;
  orders: number;
  netSalesMinor: number;
  cumulativeNetSalesMinor: number;
  /** Cumulative net sales / customers of the cohort. */
  cumulativeClvMinor: number;
  /** Customers with an order in the period / customers of the cohort. */
  retention: number;
  /** Customers with at least two orders by the end of the period / customers of the cohort. */
  repeatRate: number;
  /** False while the period is not complete: pages mark such a cell, and averages leave it out. */
  isMature: boolean;
};

export type Cohort = {
  /** Running number of the period, as `periodOfDay` counts. */
  period: number;
  firstDay: Day;
  customers: number;
  cells: CohortCell[];
};

export type CohortTable = { period: CalendarPeriod; cohorts: Cohort[] };

/**
 * Cohorts by calendar period of the first order, one cell for each period up to that of `asOfDay`. The orders are those that count; later
 * ones are ignored. Cohorts without customers are left out. The cells of all cohorts add up to the orders and net sales of the shop.
 */
export function cohortTable(orders: OrderColumns, period: CalendarPeriod, asOfDay: Day): CohortTable {
  const rows = Array.from({ length: orders.customer.length }, (_, row) => row)
    .filter((row) => orders.day[row]! <= asOfDay)
    .sort(
      (left, right) =>
        orders.customer[left]! - orders.customer[right]! || orders.day[left]! - orders.day[right]!,
    );
  const lastPeriod = periodOfDay(asOfDay, period);
  const byPeriod = new Map<number, Cohort>();
  for (const own of runsOf(rows, (row) => orders.customer[row]!)) {
    const start = periodOfDay(orders.day[own[0]!]!, period);
    const cohort = byPeriod.get(start) ?? emptyCohort(start, period, lastPeriod, asOfDay);
    byPeriod.set(start, cohort);
    cohort.customers += 1;
    let activeIn = -1;
    for (const [i, row] of own.entries()) {
      const offset = periodOfDay(orders.day[row]!, period) - start;
      const cell = cohort.cells[offset]!;
      cell.orders += 1;
      cell.netSalesMinor += orders.netSalesMinor[row]!;
      if (offset !== activeIn) cell.customers += 1;
      activeIn = offset;
      // Counted in the period of the second order only; made cumulative below.
      if (i === 1) cell.repeatRate += 1;
    }
  }
  const cohorts = [...byPeriod.values()].sort((left, right) => left.period - right.period);
  for (const cohort of cohorts) accumulate(cohort);
  return { period, cohorts };
}

function emptyCohort(start: number, period: CalendarPeriod, lastPeriod: number, asOfDay: Day): Cohort {
  const cells = Array.from({ length: lastPeriod - start + 1 }, (_, offset) => ({
    offset,
    customers: 0,
    orders: 0,
    netSalesMinor: 0,
    cumulativeNetSalesMinor: 0,
    cumulativeClvMinor: 0,
    retention: 0,
    repeatRate: 0,
    isMature: firstDayOfPeriod(start + offset + 1, period) - 1 <= asOfDay,
  }));
  return { period: start, firstDay: firstDayOfPeriod(start, period), customers: 0, cells };
}

function accumulate(cohort: Cohort): void {
  let netSalesMinor = 0;
  let repeatCustomers = 0;
  for (const cell of cohort.cells) {
    netSalesMinor += cell.netSalesMinor;
    repeatCustomers += cell.repeatRate;
    cell.cumulativeNetSalesMinor = netSalesMinor;
    cell.cumulativeClvMinor = netSalesMinor / cohort.customers;
    cell.retention = cell.customers / cohort.customers;
    cell.repeatRate = repeatCustomers / cohort.customers;
  }
}

export type AverageCell = {
  offset: number;
  customers: number;
  cumulativeClvMinor: number;
  retention: number;
};

/** Averages over the cohorts with a mature cell at each offset, weighted by customers; ends at the last offset with such a cohort. */
export function averageOverCohorts(table: CohortTable): AverageCell[] {
  const averages: AverageCell[] = [];
  const longest = table.cohorts.reduce((most, { cells }) => Math.max(most, cells.length), 0);
  for (let offset = 0; offset < longest; offset++) {
    let customers = 0;
    let netSalesMinor = 0;
    let active = 0;
    for (const cohort of table.cohorts) {
      const cell = cohort.cells[offset];
      if (!cell?.isMature) continue;
      customers += cohort.customers;
      netSalesMinor += cell.cumulativeNetSalesMinor;
      active += cell.customers;
    }
    if (customers === 0) break;
    averages.push({
      offset,
      customers,
      cumulativeClvMinor: netSalesMinor / customers,
      retention: active / customers,
    });
  }
  return averages;
}
