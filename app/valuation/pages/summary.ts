import { dayOfIso, isoOfMonth, monthOfDay } from "../../clv/calendar.ts";
import type { Basis } from "../../clv/historic/basis.ts";
import type { WindowDays } from "../../clv/historic/windows.ts";
import type { Db, Queryable } from "../../db/client.ts";
import { shopSettings } from "../../db/queries/pages/settings.ts";
import {
  cohortCells,
  cohortSizes,
  cohortTotals,
  gapQuantiles,
  type ObservedRow,
  type SummaryRow,
} from "../../db/queries/pages/summary.ts";
import {
  countWithoutZeroValueOrders,
  type WithoutZeroValue,
} from "../../db/queries/pages/zero-value-orders.ts";
import { type ShopValuationRow, shopValuation } from "../../db/queries/valuation/customer-value-rows.ts";
import type { ShopId, ShopRef } from "../../platform/ids.ts";
import { parseRankedFigures, type RankedFigures } from "../compute/ranked-figures.ts";
import { firstOrdersOn, totalOn } from "./basis.ts";

/** `average` is null where no customer has been observed for that long. */
export interface WindowValue {
  readonly days: WindowDays;
  readonly customers: number;
  readonly averageMinor: number | null;
}

/** Average value within each window, all of them over the same customers: those observed for `days`, the longest window shown. */
export interface BuildUp {
  readonly days: WindowDays;
  readonly customers: number;
  readonly windows: readonly { readonly days: WindowDays; readonly averageMinor: number }[];
}

/** The historic figures of a shop: the keys of a report as well. */
export interface ShopSummary {
  readonly countsZeroValueOrders: boolean;
  readonly customers: number;
  readonly orders: number;
  readonly netSalesMinor: number;
  readonly firstDay: string | null;
  readonly lastDay: string | null;
  readonly averageClvMinor: number | null;
  readonly medianClvMinor: number | null;
  readonly averageOrderValueMinor: number | null;
  readonly repeatPurchaseRate: number | null;
  readonly ordersPerCustomer: number | null;
  readonly firstOrderValueMinor: number | null;
  readonly firstOrderMultiple: number | null;
  readonly topDecileShareOfNetSales: number | null;
  readonly medianDaysBetweenOrders: number | null;
  readonly windows: readonly WindowValue[];
}

const ratio = (over: number, under: number): number | null => (under === 0 ? null : over / under);

/** How many times first orders their value is; null where first orders brought nothing, or less. */
export const multipleOf = (valueMinor: number, firstOrdersMinor: number): number | null =>
  firstOrdersMinor > 0 ? valueMinor / firstOrdersMinor : null;

/**
 * The historic figures of a shop. Orders, net sales, the span of days and the average order value are of all orders that
 * count; every figure per customer is of customers with orders, so orders of nobody are not in it.
 */
export async function readShopSummary(db: Db, shop: ShopRef): Promise<ShopSummary> {
  const valuation = await shopValuation(db.pool, shop.shopId);
  const settings = await shopSettings(db.pool, shop.shopId);
  const totals = await cohortTotals(db.pool, shop.shopId, valuation?.as_of_day ?? "0001-01-01");
  return summaryOf(db.pool, shop.shopId, settings.countZeroValueOrders, valuation, totals);
}

function rankedOn(
  basis: Basis,
  ranked: RankedFigures,
): { medianMinor: number | null; topDecileMinor: number } {
  if (basis !== "revenue") return ranked[basis] ?? { medianMinor: null, topDecileMinor: 0 };
  return { medianMinor: ranked.medianClvMinor, topDecileMinor: ranked.topDecileNetSalesMinor };
}

/** Average CLV, median, first orders, the best tenth and windows are on the basis; orders and net sales of all orders are what they are. */
export async function summaryOf(
  on: Queryable,
  shop: ShopId,
  countsZeroValueOrders: boolean,
  valuation: ShopValuationRow | undefined,
  totals: SummaryRow,
  basis: Basis = "revenue",
): Promise<ShopSummary> {
  const { customers } = totals;
  const ranked = rankedOn(basis, parseRankedFigures(valuation?.ranked_figures));
  const valueMinor = totalOn(basis, totals);
  const firstOrdersMinor = firstOrdersOn(basis, totals);
  const [gap] = await gapQuantiles(on, shop, [0.5]);
  const orders = totals.orders + (valuation?.unassigned_orders ?? 0);
  const netSalesMinor = totals.net_sales_minor + (valuation?.unassigned_net_sales_minor ?? 0);
  const days = [totals.first_day, valuation?.unassigned_first_day]
    .filter((day) => typeof day === "string")
    .sort();
  const lastDays = [totals.last_day, valuation?.unassigned_last_day]
    .filter((day) => typeof day === "string")
    .sort();
  return {
    countsZeroValueOrders,
    customers,
    orders,
    netSalesMinor,
    firstDay: days[0] ?? null,
    lastDay: lastDays.at(-1) ?? null,
    averageClvMinor: ratio(valueMinor, customers),
    medianClvMinor: ranked.medianMinor,
    averageOrderValueMinor: ratio(netSalesMinor, orders),
    repeatPurchaseRate: ratio(totals.repeat_customers, customers),
    ordersPerCustomer: ratio(totals.orders, customers),
    firstOrderValueMinor: ratio(firstOrdersMinor, customers),
    firstOrderMultiple: multipleOf(valueMinor, firstOrdersMinor),
    topDecileShareOfNetSales: ratio(ranked.topDecileMinor, valueMinor),
    medianDaysBetweenOrders: gap?.days ?? null,
    windows: totals.windows.map((window) => ({
      days: window.days,
      customers: window.customers,
      averageMinor: ratio(window.valueMinor, window.customers),
    })),
  };
}

/** With fewer customers than this the average of a window says little. */
const ENOUGH_CUSTOMERS = 30;

/**
 * How value builds up in one population, so that it cannot fall because the customers of a longer window are others: those
 * observed for the longest window that at least 30 customers have passed, or the longest that any customer has passed. Null
 * before anybody has passed one.
 */
export function buildUpOf(observed: readonly ObservedRow[]): BuildUp | null {
  const passed = observed.filter(({ customers }) => customers > 0);
  const population = passed.findLast(({ customers }) => customers >= ENOUGH_CUSTOMERS) ?? passed.at(-1);
  if (!population) return null;
  return {
    days: population.days,
    customers: population.customers,
    windows: observed
      .map(({ days }, at) => ({ days, averageMinor: (population.values[at] ?? 0) / population.customers }))
      .filter(({ days }) => days <= population.days),
  };
}

/** What a report adds to the summary: reads every order once, so it is not for pages. */
export interface CohortsSummary {
  /** By month of first order as YYYY-MM: net sales of that month and each one after, up to the month of the valuation's day. */
  readonly cohorts: Readonly<
    Record<string, { readonly customers: number; readonly netSalesMinorByMonth: readonly number[] }>
  >;
  readonly zeroValueOrders: number;
  readonly withoutZeroValueOrders: WithoutZeroValue["without"];
}

export async function readCohortsSummary(db: Db, shop: ShopRef): Promise<CohortsSummary> {
  const { shopId } = shop;
  const valuation = await shopValuation(db.pool, shopId);
  const settings = await shopSettings(db.pool, shopId);
  const sizes = await cohortSizes(db.pool, shopId);
  const cells = await cohortCells(db.pool, shopId);
  const { lastDay } = await readShopSummary(db, shop);
  const asOfDay = valuation?.as_of_day ?? "1970-01-01";
  const lastMonth = monthOfDay(dayOfIso(lastDay ?? asOfDay) ?? 0);
  // A refund can fall into a month after the last order.
  const end = Math.max(lastMonth, ...cells.map((cell) => cell.month));
  const cohorts = Object.fromEntries(
    sizes.map(({ cohort_month, customers }) => {
      const months = new Array<number>(Math.max(0, end - cohort_month + 1)).fill(0);
      return [isoOfMonth(cohort_month), { customers, netSalesMinorByMonth: months }];
    }),
  );
  for (const cell of cells) {
    const months = cohorts[isoOfMonth(cell.cohort_month)]?.netSalesMinorByMonth;
    if (months) months[cell.month - cell.cohort_month] = cell.net_sales_minor;
  }
  const { zeroValueOrders, without } = await db.transaction((tx) =>
    countWithoutZeroValueOrders(tx, shopId, { rules: settings, timeZone: "UTC", asOfDay }),
  );
  return { cohorts, zeroValueOrders, withoutZeroValueOrders: without };
}
