import type { Db } from "../../../db/client.ts";
import {
  movedByRefundDay,
  type StandingRow,
  salesByStanding,
  yearsWithOrders,
} from "../../../db/queries/pages/comparison.ts";
import { shopSettings } from "../../../db/queries/pages/settings.ts";
import { shopState } from "../../../db/queries/pages/shop-state.ts";
import { monthTotals } from "../../../db/queries/pages/summary.ts";
import { readShop } from "../../../db/queries/source/shops.ts";
import { hasTouches } from "../../../db/queries/valuation/customer-value.ts";
import { shopValuation } from "../../../db/queries/valuation/customer-value-rows.ts";
import type { ShopRef } from "../../../platform/ids.ts";
import { type ShopFacts, shopFactsOf } from "../shop-facts.ts";
import { type Ladder, ladder, type StepKey } from "./ladder.ts";

/** Shopify's figures of a month or year beside the app's. */
export interface ComparedPeriod {
  /** Every order that Shopify has, whether it counts here or not. */
  readonly orders: number;
  readonly countedOrders: number;
  /** Gross sales of all of them, as Shopify's reports have it, and their current totals. */
  readonly grossSalesMinor: number;
  readonly totalMinor: number;
  readonly netSalesMinor: number;
  /** The larger of the two ladders' unexplained parts. */
  readonly unexplainedMinor: number;
  /** Parts of the net sales: of orders without a customer, and what orders that count have still to be paid, tax and shipping included. */
  readonly unassignedMinor: number;
  readonly outstandingMinor: number;
  readonly fromGross: Ladder;
  readonly fromTotal: Ladder;
}

export interface ComparedMonth extends ComparedPeriod {
  /** year * 12 + month0 */
  readonly month: number;
}

export type ComparisonView =
  | { readonly state: "reading"; readonly shop: ShopFacts }
  | { readonly state: "empty"; readonly shop: ShopFacts }
  | {
      readonly state: "full";
      readonly shop: ShopFacts;
      readonly asOfDay: string;
      /** Orders or settings have changed since the figures were made, so the two sides are of different moments. */
      readonly updating: boolean;
      /** From when on Shopify lets the app read orders; null for all. */
      readonly historyFrom: string | null;
      /** The latest first. */
      readonly years: readonly number[];
      readonly year: number;
      /** Months with an order or an amount, the latest first. */
      readonly months: readonly ComparedMonth[];
      /** The chosen month; null for the whole year. */
      readonly month: number | null;
      readonly period: ComparedPeriod;
    };

export interface ComparisonQuery {
  readonly year?: number | undefined;
  /** 1 to 12 */
  readonly month?: number | undefined;
}

/** A year of Shopify's figures beside the app's, month by month, with every step between the two. */
export async function readComparison(db: Db, shop: ShopRef, query: ComparisonQuery): Promise<ComparisonView> {
  const { shopId } = shop;
  const [facts, valuation, settings, state] = await Promise.all([
    readShop(db.pool, shopId),
    shopValuation(db.pool, shopId),
    shopSettings(db.pool, shopId),
    shopState(db.pool, shopId),
  ]);
  const base = { shop: shopFactsOf(shop, facts) };
  if (!valuation) return { ...base, state: "reading" };
  const [ordered, totals] = await Promise.all([
    yearsWithOrders(db.pool, shopId),
    monthTotals(db.pool, shopId),
  ]);
  // A refund that is dated by its own day can stand in a year without any order.
  const years = [...new Set([...ordered, ...totals.map(yearOf)])].sort((a, b) => b - a);
  const asOfYear = Number(valuation.as_of_day.slice(0, 4));
  const year = years.find((candidate) => candidate === query.year) ?? latestUpTo(years, asOfYear);
  if (year === undefined) return { ...base, state: state.sync_running ? "reading" : "empty" };

  const asOfDay = valuation.as_of_day;
  const scope = { rules: settings, asOfDay };
  const [touched, standings, moved] = await Promise.all([
    hasTouches(db.pool, shopId),
    salesByStanding(db.pool, shopId, year, scope),
    movedByRefundDay(db.pool, shopId, year, scope),
  ]);
  const months: ComparedMonth[] = [];
  for (let month = year * 12 + 11; month >= year * 12; month--) {
    const of = <Row extends { readonly month: number }>(found: readonly Row[]) =>
      found.filter((row) => row.month === month);
    const period = comparePeriod(of(standings), of(moved), of(totals));
    if (period.orders > 0 || period.netSalesMinor !== 0) months.push({ month, ...period });
  }
  const month = months.find((candidate) => candidate.month === year * 12 + (query.month ?? 0) - 1) ?? null;
  const inYear = totals.filter((row) => yearOf(row) === year);
  return {
    ...base,
    state: "full",
    asOfDay,
    updating: state.sync_running || touched || valuation.settings_revision !== settings.revision,
    historyFrom: facts?.historyFrom?.toISOString().slice(0, 10) ?? null,
    years,
    year,
    months,
    month: month?.month ?? null,
    period: month ?? comparePeriod(standings, moved, inYear),
  };
}

const yearOf = ({ month }: { readonly month: number }): number => Math.floor(month / 12);

/** The latest year that is not ahead of the figures; where all are, the earliest of those. */
function latestUpTo(years: readonly number[], asOfYear: number): number | undefined {
  return years.find((year) => year <= asOfYear) ?? years.at(-1);
}

const NOT_COUNTED = [
  "test",
  "voided",
  "expired",
  "cancelled",
  "gift_card",
  "zero_value",
  "ahead",
] as const satisfies readonly StepKey[];

type Amount = Exclude<keyof StandingRow, "month" | "standing">;

function comparePeriod(
  standings: readonly StandingRow[],
  moved: readonly { readonly minor: number }[],
  totals: readonly { readonly net_sales_minor: number; readonly unassigned_net_sales_minor: number }[],
): ComparedPeriod {
  const sum = <Row>(found: readonly Row[], of: (row: Row) => number) =>
    found.reduce((total, row) => total + of(row), 0);
  const all = (name: Amount) => sum(standings, (row) => row[name]);
  const of = (standing: string, name: Amount) =>
    sum(
      standings.filter((row) => row.standing === standing),
      (row) => row[name],
    );
  const counts = (name: Amount) => of("counted", name);
  const notCounted = (name: Amount) =>
    NOT_COUNTED.map((key) => ({ key, minor: -of(key, name), orders: of(key, "orders") }));
  const netSalesMinor = sum(totals, (row) => row.net_sales_minor);
  const returnsMinor = counts("gross_sales_minor") - counts("discounts_minor") - counts("net_sales_minor");
  const shared = [
    { key: "money_back", minor: -counts("back_minor") },
    { key: "fees_kept", minor: counts("kept_minor") },
    { key: "refund_day", minor: sum(moved, ({ minor }) => minor) },
  ] as const;
  const fromGross = ladder(
    all("gross_sales_minor"),
    [
      ...notCounted("gross_sales_minor"),
      { key: "discounts", minor: -counts("discounts_minor") },
      { key: "returned_goods", minor: counts("back_minor") - counts("kept_minor") - returnsMinor },
      ...shared,
    ],
    netSalesMinor,
  );
  const fromTotal = ladder(
    all("current_total_minor"),
    [
      ...notCounted("current_total_minor"),
      { key: "tax", minor: -counts("tax_minor") },
      { key: "shipping", minor: -counts("shipping_minor") },
      { key: "tips", minor: -counts("tips_minor") },
      { key: "gift_cards", minor: -counts("gift_cards_minor") },
      { key: "duties", minor: -counts("duties_minor") },
      { key: "fees", minor: -counts("fees_minor") },
      ...shared,
    ],
    netSalesMinor,
  );
  const unexplained = [fromGross.unexplainedMinor, fromTotal.unexplainedMinor];
  return {
    orders: all("orders"),
    countedOrders: counts("orders"),
    grossSalesMinor: all("gross_sales_minor"),
    totalMinor: all("current_total_minor"),
    netSalesMinor,
    unexplainedMinor: unexplained.reduce((a, b) => (Math.abs(b) > Math.abs(a) ? b : a)),
    unassignedMinor: sum(totals, (row) => row.unassigned_net_sales_minor),
    outstandingMinor: counts("outstanding_minor"),
    fromGross,
    fromTotal,
  };
}
