import { type Day, isoOfDay, isoOfMonth, monthOfDay } from "../calendar.ts";
import { median } from "./customer-history.ts";
import { WINDOWS } from "./windows.ts";

/**
 * Orders of a shop as parallel columns, one row per order, in any order. `customer` is a whole number that identifies a customer;
 * orders without a customer are left out. `zeroValue` marks orders whose goods had no price from the start; without this column these
 * are the orders with net sales 0.
 */
export type OrderColumns = {
  customer: ArrayLike<number>;
  day: ArrayLike<number>;
  netSalesMinor: ArrayLike<number>;
  zeroValue?: ArrayLike<number>;
};

export type CountsAndSales = { customers: number; orders: number; netSalesMinor: number };

/** Figures of a whole shop. Averages are unrounded; 0 where there is nothing to average. */
export type ShopSummary = CountsAndSales & {
  countsZeroValueOrders: boolean;
  /** Null without orders. */
  firstDay: string | null;
  lastDay: string | null;
  averageClvMinor: number;
  medianClvMinor: number;
  averageOrderValueMinor: number;
  repeatPurchaseRate: number;
  ordersPerCustomer: number;
  firstOrderValueMinor: number;
  firstOrderMultiple: number;
  topDecileShareOfNetSales: number;
  medianDaysBetweenOrders: number;
  /** Per window length in days: customers observed that long, and their average value within it. */
  windows: Record<string, { customers: number; averageClvMinor: number }>;
  /** Per month of first order: net sales per calendar month from that month to the month of `asOfDay`. */
  cohorts: Record<string, { customers: number; netSalesMinorByMonth: number[] }>;
  zeroValueOrders: number;
  withoutZeroValueOrders: CountsAndSales;
};

export type ShopSummaryOptions = { countZeroValueOrders: boolean; asOfDay: Day };

/**
 * Historic summary of a shop at the end of `asOfDay`, computed directly from the definitions; faster computations of the same figures
 * are tested against it. A window of N days is the days 0 to N - 1; its average is over customers with N observed days.
 * Reference values: two real transaction logs, equal for whole numbers and to the printed digits for the rest.
 */
export function summariseShop(columns: OrderColumns, options: ShopSummaryOptions): ShopSummary {
  const { asOfDay, countZeroValueOrders } = options;
  const isZero = (row: number): boolean =>
    columns.zeroValue ? columns.zeroValue[row] !== 0 : columns.netSalesMinor[row] === 0;
  const inTime = Array.from({ length: columns.customer.length }, (_, row) => row).filter(
    (row) => columns.day[row]! <= asOfDay,
  );
  const valued = inTime.filter((row) => !isZero(row));
  const rows = (countZeroValueOrders ? inTime : valued).sort(
    (left, right) =>
      columns.customer[left]! - columns.customer[right]! ||
      columns.day[left]! - columns.day[right]! ||
      left - right,
  );
  const asOfMonth = monthOfDay(asOfDay);
  const clvs: number[] = [];
  const gaps: number[] = [];
  const windowTotals = WINDOWS.map(() => ({ customers: 0, netSalesMinor: 0 }));
  const cohorts = new Map<number, { customers: number; netSalesMinorByMonth: number[] }>();
  let firstOrdersMinor = 0;
  let repeatCustomers = 0;
  let firstDay = Number.POSITIVE_INFINITY;
  let lastDay = Number.NEGATIVE_INFINITY;

  for (const own of runsOf(rows, (row) => columns.customer[row]!)) {
    const first = columns.day[own[0]!]!;
    const cohortMonth = monthOfDay(first);
    const cohort = cohorts.get(cohortMonth) ?? {
      customers: 0,
      netSalesMinorByMonth: new Array<number>(asOfMonth - cohortMonth + 1).fill(0),
    };
    cohorts.set(cohortMonth, cohort);
    cohort.customers += 1;
    let clv = 0;
    const within = WINDOWS.map(() => 0);
    for (const [i, row] of own.entries()) {
      const day = columns.day[row]!;
      const amount = columns.netSalesMinor[row]!;
      clv += amount;
      cohort.netSalesMinorByMonth[monthOfDay(day) - cohortMonth]! += amount;
      WINDOWS.forEach((days, k) => {
        if (day < first + days) within[k]! += amount;
      });
      const gap = i > 0 ? day - columns.day[own[i - 1]!]! : 0;
      if (gap > 0) gaps.push(gap);
    }
    WINDOWS.forEach((days, k) => {
      if (asOfDay - first + 1 < days) return;
      windowTotals[k]!.customers += 1;
      windowTotals[k]!.netSalesMinor += within[k]!;
    });
    clvs.push(clv);
    firstOrdersMinor += columns.netSalesMinor[own[0]!]!;
    if (own.length > 1) repeatCustomers += 1;
    firstDay = Math.min(firstDay, first);
    lastDay = Math.max(lastDay, columns.day[own.at(-1)!]!);
  }

  const customers = clvs.length;
  const orders = rows.length;
  const netSalesMinor = sum(clvs);
  const averageClvMinor = ratio(netSalesMinor, customers);
  const firstOrderValueMinor = ratio(firstOrdersMinor, customers);
  return {
    countsZeroValueOrders: countZeroValueOrders,
    customers,
    orders,
    netSalesMinor,
    firstDay: customers === 0 ? null : isoOfDay(firstDay),
    lastDay: customers === 0 ? null : isoOfDay(lastDay),
    averageClvMinor,
    medianClvMinor: median(clvs),
    averageOrderValueMinor: ratio(netSalesMinor, orders),
    repeatPurchaseRate: ratio(repeatCustomers, customers),
    ordersPerCustomer: ratio(orders, customers),
    firstOrderValueMinor,
    firstOrderMultiple: ratio(averageClvMinor, firstOrderValueMinor),
    topDecileShareOfNetSales: ratio(sum(topDecile(clvs)), netSalesMinor),
    medianDaysBetweenOrders: median(gaps),
    windows: Object.fromEntries(
      WINDOWS.map((days, k) => {
        const { customers: observed, netSalesMinor: total } = windowTotals[k]!;
        return [String(days), { customers: observed, averageClvMinor: ratio(total, observed) }];
      }),
    ),
    cohorts: Object.fromEntries(
      [...cohorts]
        .sort((left, right) => left[0] - right[0])
        .map(([month, cohort]) => [isoOfMonth(month), cohort]),
    ),
    zeroValueOrders: inTime.length - valued.length,
    withoutZeroValueOrders: {
      customers: new Set(valued.map((row) => columns.customer[row]!)).size,
      orders: valued.length,
      netSalesMinor: sum(valued.map((row) => columns.netSalesMinor[row]!)),
    },
  };
}

/** Neighbouring rows with the same key. */
export function runsOf(rows: readonly number[], keyOf: (row: number) => number): number[][] {
  const runs: number[][] = [];
  let last: number | null = null;
  for (const row of rows) {
    const key = keyOf(row);
    const run = key === last ? runs.at(-1) : undefined;
    if (run) run.push(row);
    else runs.push([row]);
    last = key;
  }
  return runs;
}

/** The tenth of the customers with the highest value, rounded up to whole customers. */
function topDecile(clvs: readonly number[]): number[] {
  return [...clvs].sort((left, right) => right - left).slice(0, Math.ceil(clvs.length / 10));
}

function sum(values: readonly number[]): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

function ratio(over: number, under: number): number {
  return under === 0 ? 0 : over / under;
}
