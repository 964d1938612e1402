import type { Sql } from "sql-template-tag";
import { dayOfIso } from "../clv/calendar.ts";
import type { Db, Queryable } from "../db/client.ts";
import { cohortTotals } from "../db/queries/pages/summary.ts";
import {
  type MemberTotals,
  memberTotals,
  type SegmentSums,
  segmentSums,
} from "../db/queries/segments/members.ts";
import { readShop } from "../db/queries/source/shops.ts";
import { type ShopValuationRow, shopValuation } from "../db/queries/valuation/customer-value-rows.ts";
import type { ShopId, ShopRef } from "../platform/ids.ts";
import { parseRankedFigures } from "../valuation/compute/ranked-figures.ts";
import { parseThresholds } from "../valuation/compute/rfm-scoring.ts";
import { type CustomerRow, customerRowOf } from "../valuation/pages/customers/row.ts";
import { type LearningReason, learningReason } from "../valuation/pages/learning.ts";
import { type ShopFacts, shopFactsOf } from "../valuation/pages/shop-facts.ts";
import { definitionOf, ruleValues, SEGMENTS, type SegmentKey } from "./built-in.ts";
import type { RuleContext } from "./context.ts";
import { readPage } from "./list-cursor.ts";
import { ruleSql } from "./sql.ts";
import { readThresholds } from "./thresholds.ts";
import { readDistribution, type ValueBucket } from "./value-distribution.ts";

export interface SegmentCard {
  readonly key: SegmentKey;
  readonly customers: number;
  readonly netSalesMinor: number;
  readonly shareOfNetSales: number | null;
  readonly expectedValueMinor: number | null;
  /** Customers whose e-mail state is SUBSCRIBED and who have a well-formed address. */
  readonly reachable: number;
}

export interface SegmentList {
  readonly shop: ShopFacts;
  readonly state: "empty" | "full";
  readonly segments: readonly SegmentCard[];
  /** Why nothing is expected of anybody yet; null where a model is in force. */
  readonly learning: LearningReason | null;
}

export interface SegmentView {
  readonly shop: ShopFacts;
  readonly segment: SegmentCard;
  /** The rule with this shop's own thresholds filled in, as data for a sentence. */
  readonly rule: { readonly key: SegmentKey; readonly values: Readonly<Record<string, number>> };
  readonly learning: LearningReason | null;
  readonly distribution: readonly ValueBucket[];
  readonly members: readonly CustomerRow[];
  readonly nextCursor: string | null;
  readonly previousCursor: string | null;
}

const PAGE_SIZE = 50;

/** What every question about segments starts from. `customers` have orders; null before the first valuation. */
export interface SegmentContext extends RuleContext {
  readonly facts: ShopFacts;
  readonly asOf: string;
  readonly customers: number;
  readonly netSalesMinor: number;
  readonly learning: LearningReason | null;
}

export async function readSegmentContext(db: Db, shop: ShopRef): Promise<SegmentContext | null> {
  const { shopId } = shop;
  const [facts, valuation] = await Promise.all([readShop(db.pool, shopId), shopValuation(db.pool, shopId)]);
  if (!valuation) return null;
  const totals = await cohortTotals(db.pool, shopId, valuation.as_of_day);
  return {
    ...(await ruleContextOf(db.pool, shopId, valuation)),
    facts: shopFactsOf(shop, facts),
    asOf: valuation.as_of_day,
    customers: totals.customers,
    netSalesMinor: totals.net_sales_minor,
    learning: valuation.model_id ? null : learningReason(valuation.learning),
  };
}

async function ruleContextOf(on: Queryable, shop: ShopId, valuation: ShopValuationRow): Promise<RuleContext> {
  const asOfDay = dayOfIso(valuation.as_of_day) ?? 0;
  const thresholds = await readThresholds(on, shop, {
    ranked: parseRankedFigures(valuation.ranked_figures),
    asOfDay,
    rfm: parseThresholds(valuation.rfm_thresholds),
  });
  return { asOfDay, thresholds };
}

/** Members of a segment in a shop that was valued, for a page that shows no more of it than their number. */
export async function readMemberTotals(
  on: Queryable,
  shop: ShopId,
  valuation: ShopValuationRow,
  key: SegmentKey,
): Promise<MemberTotals> {
  return memberTotals(on, shop, memberCondition(await ruleContextOf(on, shop, valuation), key));
}

const memberCondition = (context: RuleContext, key: SegmentKey): Sql =>
  ruleSql(definitionOf(key).rule, context);

/** The cards of all built-in segments, from one pass over the customers. */
export async function listSegments(db: Db, shop: ShopRef): Promise<SegmentList> {
  const context = await readSegmentContext(db, shop);
  if (!context) {
    const facts = shopFactsOf(shop, await readShop(db.pool, shop.shopId));
    return { shop: facts, state: "empty", segments: [], learning: "not_fitted_yet" };
  }
  const segments = await readCards(
    db,
    shop,
    context,
    SEGMENTS.map(({ key }) => key),
  );
  const nobody = segments.every((segment) => segment.customers === 0) && context.customers === 0;
  return { shop: context.facts, state: nobody ? "empty" : "full", segments, learning: context.learning };
}

async function readCards(
  db: Db,
  shop: ShopRef,
  context: SegmentContext,
  keys: readonly SegmentKey[],
): Promise<SegmentCard[]> {
  const conditions = keys.map((key) => memberCondition(context, key));
  const sums = await segmentSums(db.pool, shop.shopId, conditions);
  return sums.map((sum, i) => cardOf(keys[i]!, sum, context));
}

function cardOf(key: SegmentKey, sum: SegmentSums, context: SegmentContext): SegmentCard {
  return {
    key,
    customers: sum.customers,
    netSalesMinor: sum.net_sales_minor,
    shareOfNetSales: context.netSalesMinor === 0 ? null : sum.net_sales_minor / context.netSalesMinor,
    expectedValueMinor: sum.predicted_customers === 0 ? null : sum.expected_value_minor,
    reachable: sum.reachable,
  };
}

export async function readCard(
  db: Db,
  shop: ShopRef,
  context: SegmentContext,
  key: SegmentKey,
): Promise<SegmentCard> {
  const [card] = await readCards(db, shop, context, [key]);
  if (!card) throw new Error(`No card came back for the segment ${key}.`);
  return card;
}

/** A segment with its members, most valuable first; null before the first valuation. */
export async function readSegment(
  db: Db,
  shop: ShopRef,
  key: SegmentKey,
  options: { readonly cursor?: string | undefined; readonly pageSize?: number } = {},
): Promise<SegmentView | null> {
  const context = await readSegmentContext(db, shop);
  if (!context) return null;
  const condition = memberCondition(context, key);
  const list = {
    sort: "net_sales",
    direction: "desc",
    cursor: options.cursor,
    pageSize: options.pageSize ?? PAGE_SIZE,
  } as const;
  const [segment, distribution, page] = await Promise.all([
    readCard(db, shop, context, key),
    readDistribution(db, shop, condition, context.facts.currency),
    readPage(db.pool, shop.shopId, condition, list),
  ]);
  return {
    shop: context.facts,
    segment,
    rule: { key, values: ruleValues(definitionOf(key), context) },
    learning: context.learning,
    distribution,
    members: page.rows.map(customerRowOf),
    nextCursor: page.nextCursor,
    previousCursor: page.previousCursor,
  };
}
