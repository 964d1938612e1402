import sql, { join, type Sql } from "sql-template-tag";
import type { Basis } from "../clv/historic/basis.ts";
import type { Db } from "../db/client.ts";
import { countCustomers, customerCountries, type ListSort } from "../db/queries/pages/customer-list.ts";
import { cohortTotals } from "../db/queries/pages/summary.ts";
import { readShop } from "../db/queries/source/shops.ts";
import { type ShopValuationRow, shopValuation } from "../db/queries/valuation/customer-value-rows.ts";
import { BASIS_COLUMNS } from "../db/queries/valuation/window-columns.ts";
import type { ShopId, ShopRef } from "../platform/ids.ts";
import { type BasisView, coverageOf, readBasis } from "../valuation/pages/basis.ts";
import { type CustomerRow, customerRowOf } from "../valuation/pages/customers/row.ts";
import { type LearningReason, learningReason } from "../valuation/pages/learning.ts";
import { type ShopFacts, shopFactsOf } from "../valuation/pages/shop-facts.ts";
import { readPage } from "./list-cursor.ts";
import { readRuleContext } from "./prepare.ts";
import { conditionsOf, type Rule } from "./rule.ts";
import { ruleSql } from "./sql.ts";

export type CustomerSort = "net_sales" | "predicted" | "orders" | "last_order" | "name";

export interface CustomerListQuery {
  /** Who is in the list; before the first valuation nobody meets any condition. */
  readonly rule: Rule;
  /** Words that all have to occur in name or address. They name a person, so they are no part of the rule and never stored. */
  readonly search?: string | undefined;
  readonly sort: CustomerSort;
  readonly direction: "asc" | "desc";
  readonly cursor?: string | undefined;
  readonly pageSize: number;
}

/** With the value so far on the shop's basis. */
export type ListedCustomer = CustomerRow & { readonly valueMinor: number };

export interface CustomerList {
  readonly shop: ShopFacts;
  readonly basis: BasisView;
  readonly rows: readonly ListedCustomer[];
  readonly nextCursor: string | null;
  readonly previousCursor: string | null;
  /** Matching customers, exact up to 10,000; `totalIsAtLeast` beyond. */
  readonly total: number;
  readonly totalIsAtLeast: boolean;
  readonly countries: readonly string[];
  readonly learning: LearningReason | null;
}

const COUNTED_UP_TO = 10_000;
/** What the value so far is sorted by. */
const SORT_ON = {
  revenue: "net_sales",
  margin: "margin",
  contribution: "contribution",
} as const satisfies Record<Basis, ListSort>;

/** Page of customers, prospects included. */
export async function listCustomers(db: Db, shop: ShopRef, query: CustomerListQuery): Promise<CustomerList> {
  const { shopId } = shop;
  const valuation = await shopValuation(db.pool, shopId);
  const condition = await conditionOf(db, shop, query, valuation);
  const { chosen, used } = await readBasis(db.pool, shopId);
  const sort = query.sort === "net_sales" ? SORT_ON[used] : query.sort;
  const [facts, page, countries, totals] = await Promise.all([
    readShop(db.pool, shopId),
    readPage(db.pool, shopId, condition, { ...query, sort }),
    customerCountries(db.pool, shopId),
    used === "revenue" ? null : cohortTotals(db.pool, shopId, valuation?.as_of_day ?? "0001-01-01"),
  ]);
  // A search reads every customer; where one page shows all that it found, nothing has to be read again to count it.
  const wholeList = page.nextCursor === null && page.previousCursor === null;
  const counted = wholeList
    ? page.rows.length
    : await countCustomers(db.pool, shopId, condition, COUNTED_UP_TO + 1);
  return {
    shop: shopFactsOf(shop, facts),
    basis: { chosen, used, costCoverage: totals && coverageOf(totals) },
    rows: page.rows.map((row) => ({ ...customerRowOf(row), valueMinor: row[BASIS_COLUMNS[used]] ?? 0 })),
    nextCursor: page.nextCursor,
    previousCursor: page.previousCursor,
    total: Math.min(counted, COUNTED_UP_TO),
    totalIsAtLeast: counted > COUNTED_UP_TO,
    countries,
    learning: valuation?.model_id ? null : learningReason(valuation?.learning ?? null),
  };
}

async function conditionOf(
  db: Db,
  { shopId }: ShopRef,
  { rule, search = "" }: CustomerListQuery,
  valuation: ShopValuationRow | undefined,
): Promise<Sql> {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean).slice(0, 8);
  const occurs = (word: string): Sql => sql`v.search_text like ${`%${word.replace(/[\\%_]/g, "\\$&")}%`}`;
  return join([await ruleCondition(db, shopId, rule, valuation), ...words.map(occurs)], " and ");
}

async function ruleCondition(
  db: Db,
  shop: ShopId,
  rule: Rule,
  valuation: ShopValuationRow | undefined,
): Promise<Sql> {
  if (conditionsOf(rule).length === 0) return ruleSql(rule, null);
  return valuation ? ruleSql(rule, await readRuleContext(db.pool, shop, valuation, [rule])) : sql`false`;
}
