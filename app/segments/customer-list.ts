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
import { cannotBeCounted, problemOf } from "./compose.ts";
import type { RuleContext } from "./context.ts";
import { type CursorPage, readPage } from "./list-cursor.ts";
import { readRuleContext } from "./prepare.ts";
import { conditionsOf, type Rule } from "./rule.ts";
import { beginningOf, type RuleBeginning } from "./rule-beginning.ts";
import { type RuleTerms, readRuleTerms } from "./rule-terms.ts";
import { ruleSql } from "./sql.ts";
import { type ReadRule, type RuleProblem, readAskedRule } from "./stored-rule.ts";
import { uncountedOf } from "./uncounted.ts";

export type CustomerSort = "net_sales" | "predicted" | "orders" | "last_order" | "name";

export interface CustomerListQuery {
  /** Who is in the list; before the first valuation nobody meets any condition. */
  readonly rule: Rule;
  /** Another rule that they meet as well, as an address says it, whether it can be read or not; undefined where none is asked for. */
  readonly conditions?: unknown;
  /** Words that all have to occur in name or address. They name a person, so they are no part of the rule and never stored. */
  readonly search?: string | undefined;
  readonly sort: CustomerSort;
  readonly direction: "asc" | "desc";
  readonly cursor?: string | undefined;
  readonly pageSize: number;
}

/** With the value so far on the shop's basis; null where nothing was bought of which a margin could be left. */
export type ListedCustomer = CustomerRow & { readonly valueMinor: number | null };

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
  /** Of a list that more conditions are asked of. */
  readonly conditions: ListConditions | null;
  /** Why nobody can be listed. */
  readonly problem: RuleProblem | null;
}

/** The conditions of a list beside its filter. */
export interface ListConditions {
  /** All of them, however many; null for those that cannot be read. */
  readonly rule: Rule | null;
  /** As many as stand above the list. */
  readonly beginning: RuleBeginning | null;
  readonly terms: RuleTerms;
}

/** Conditions and values that stand above a list; all of them are where they are edited. */
const MOST_SHOWN = 10;
const NOBODY: CursorPage = { rows: [], nextCursor: null, previousCursor: null };

/** Whom a list holds, as one rule. */
export function listedRule({ rule, conditions }: Pick<CustomerListQuery, "rule" | "conditions">): ReadRule {
  if (conditions === undefined) return { rule, problem: null };
  const asked = readAskedRule(conditions);
  if (!asked.rule || conditionsOf(rule).length === 0) return asked;
  const parts = [rule, asked.rule].flatMap((part) => ("all" in part ? part.all : [part]));
  // Together they can be more or deeper than a rule may be.
  return readAskedRule({ all: parts });
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
  const listed = listedRule(query);
  const context = listed.rule && (await contextOf(db, shopId, listed.rule, valuation));
  const { chosen, used } = await readBasis(db.pool, shopId);
  const sort = query.sort === "net_sales" ? SORT_ON[used] : query.sort;
  const [facts, countries, found, conditions, totals] = await Promise.all([
    readShop(db.pool, shopId),
    customerCountries(db.pool, shopId),
    readFound(db, shop, { ...query, sort }, listed, context),
    readConditions(db, shopId, query.conditions, context),
    used === "revenue" ? null : cohortTotals(db.pool, shopId, valuation?.as_of_day ?? "0001-01-01"),
  ]);
  const { page, counted, problem } = found;
  return {
    shop: shopFactsOf(shop, facts),
    basis: { chosen, used, costCoverage: totals && coverageOf(totals) },
    rows: page.rows.map((row) => ({ ...customerRowOf(row), valueMinor: row[BASIS_COLUMNS[used]] })),
    nextCursor: page.nextCursor,
    previousCursor: page.previousCursor,
    total: Math.min(counted, COUNTED_UP_TO),
    totalIsAtLeast: counted > COUNTED_UP_TO,
    countries,
    learning: valuation?.model_id ? null : learningReason(valuation?.learning ?? null),
    conditions,
    problem,
  };
}

/** A page of a list, by what it is sorted on once the basis is known. */
type ListedPage = Omit<CustomerListQuery, "sort"> & { readonly sort: ListSort };

interface Found {
  readonly page: CursorPage;
  /** No further than `COUNTED_UP_TO` and one. */
  readonly counted: number;
  readonly problem: RuleProblem | null;
}

async function readFound(
  db: Db,
  shop: ShopRef,
  query: ListedPage,
  { rule, problem }: ReadRule,
  context: RuleContext | null,
): Promise<Found> {
  if (!rule) return { page: NOBODY, counted: 0, problem };
  const used = await uncountedOf(db, shop, rule);
  if (used) return { page: NOBODY, counted: 0, problem: used };
  try {
    const condition = conditionOf(rule, context, query.search);
    const page = await readPage(db.pool, shop.shopId, condition, query);
    // A search reads every customer; where one page shows all that it found, nothing has to be read again to count it.
    const isWhole = page.nextCursor === null && page.previousCursor === null;
    const counted = isWhole
      ? page.rows.length
      : await countCustomers(db.pool, shop.shopId, condition, COUNTED_UP_TO + 1);
    return { page, counted, problem: null };
  } catch (error) {
    // The page's own filters ask nothing that could go wrong.
    if (query.conditions === undefined || !cannotBeCounted(error)) throw error;
    return { page: NOBODY, counted: 0, problem: problemOf(error) };
  }
}

async function readConditions(
  db: Db,
  shop: ShopId,
  asked: unknown,
  context: RuleContext | null,
): Promise<ListConditions | null> {
  if (asked === undefined) return null;
  const { rule } = readAskedRule(asked);
  const terms = await readRuleTerms(db.pool, shop, [asked], context?.thresholds ?? {});
  return { rule, beginning: rule && beginningOf(rule, MOST_SHOWN), terms };
}

function conditionOf(rule: Rule, context: RuleContext | null, search = ""): Sql {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean).slice(0, 8);
  const occurs = (word: string): Sql => sql`v.search_text like ${`%${word.replace(/[\\%_]/g, "\\$&")}%`}`;
  // Before the first valuation nobody meets any condition.
  const isMet = context || conditionsOf(rule).length === 0 ? ruleSql(rule, context) : sql`false`;
  return join([isMet, ...words.map(occurs)], " and ");
}

/** What the conditions of a rule count from; null where it has none, and before the first valuation. */
async function contextOf(
  db: Db,
  shop: ShopId,
  rule: Rule,
  valuation: ShopValuationRow | undefined,
): Promise<RuleContext | null> {
  if (!valuation || conditionsOf(rule).length === 0) return null;
  return readRuleContext(db.pool, shop, valuation, [rule]);
}
