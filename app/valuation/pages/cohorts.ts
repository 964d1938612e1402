import { dayOfIso, firstDayOfMonth, monthOfDay } from "../../clv/calendar.ts";
import type { Db } from "../../db/client.ts";
import { type CellRow, cohortCells, cohortSizes } from "../../db/queries/pages/summary.ts";
import { readShop } from "../../db/queries/source/shops.ts";
import { shopValuation } from "../../db/queries/valuation/customer-value-rows.ts";
import type { ShopRef } from "../../platform/ids.ts";
import { type ShopFacts, shopFactsOf } from "./shop-facts.ts";

export type CohortMeasure = "cumulative_clv" | "net_sales" | "customers" | "orders" | "retention";

export interface CohortView {
  readonly shop: ShopFacts;
  readonly state: "empty" | "full";
  readonly cohorts: readonly {
    readonly month: number;
    readonly customers: number;
    /** Index 0 is the cohort's own month. */
    readonly cells: readonly {
      readonly orders: number;
      readonly activeCustomers: number;
      readonly netSalesMinor: number;
      readonly cumulativeMinor: number;
      /** The month has fully passed. */
      readonly mature: boolean;
    }[];
  }[];
}

/** Customers by month of first order, and what each of these cohorts did in every month since. */
export async function readCohorts(db: Db, shop: ShopRef): Promise<CohortView> {
  const { shopId } = shop;
  const [facts, valuation, sizes, cells] = await Promise.all([
    readShop(db.pool, shopId),
    shopValuation(db.pool, shopId),
    cohortSizes(db.pool, shopId),
    cohortCells(db.pool, shopId),
  ]);
  const base = { shop: shopFactsOf(shop, facts) };
  const asOf = valuation ? dayOfIso(valuation.as_of_day) : null;
  if (asOf === null || sizes.length === 0) return { ...base, state: "empty", cohorts: [] };
  const byCohort = Map.groupBy(cells, (cell) => cell.cohort_month);
  return {
    ...base,
    state: "full",
    cohorts: sizes.map(({ cohort_month, customers }) => ({
      month: cohort_month,
      customers,
      cells: cellsOf(cohort_month, byCohort.get(cohort_month) ?? [], asOf),
    })),
  };
}

function cellsOf(
  cohortMonth: number,
  stored: readonly CellRow[],
  asOf: number,
): CohortView["cohorts"][number]["cells"] {
  const byMonth = new Map(stored.map((cell) => [cell.month, cell]));
  const months = Math.max(0, monthOfDay(asOf) - cohortMonth + 1);
  let cumulativeMinor = 0;
  return Array.from({ length: months }, (_, since) => {
    const month = cohortMonth + since;
    const cell = byMonth.get(month);
    cumulativeMinor += cell?.net_sales_minor ?? 0;
    return {
      orders: cell?.orders ?? 0,
      activeCustomers: cell?.active_customers ?? 0,
      netSalesMinor: cell?.net_sales_minor ?? 0,
      cumulativeMinor,
      mature: firstDayOfMonth(month + 1) - 1 <= asOf,
    };
  });
}
