import type { Db } from "../db/client.ts";
import type { ShopRef } from "../platform/ids.ts";
import { type CustomerRow, customerRowOf } from "../valuation/pages/customers/row.ts";
import type { LearningReason } from "../valuation/pages/learning.ts";
import type { ShopFacts } from "../valuation/pages/shop-facts.ts";
import type { OnFailed } from "./compose.ts";
import { type EmptyRank, emptyRanks } from "./empty-ranks.ts";
import { findSegment, isReadable } from "./find.ts";
import { type KnownMargins, readKnownMargins } from "./known-margins.ts";
import { readPage } from "./list-cursor.ts";
import type { ListOrder } from "./list-order.ts";
import type { Rule } from "./rule.ts";
import { type RuleTerms, readRuleTerms } from "./rule-terms.ts";
import { readCards, type SegmentCard } from "./segment-cards.ts";
import { readSegmentContext } from "./segment-context.ts";
import { isTemplateKey, type SegmentKey } from "./segment-key.ts";
import { type ShopifyQuery, shopifyQuery } from "./shopify-query.ts";
import { ruleSql } from "./sql.ts";
import { type TemplateInWords, templateInWords } from "./template-in-words.ts";
import { requireUsedCounted } from "./uncounted.ts";
import { readDistribution, type ValueBucket } from "./value-distribution.ts";

export interface SegmentView {
  readonly shop: ShopFacts;
  readonly segment: SegmentCard;
  /** The rule of a segment of the app with this shop's own thresholds filled in, as data for a sentence; else null. */
  readonly rule: TemplateInWords | null;
  readonly conditions: Rule;
  /** What the conditions are put into words with. */
  readonly terms: RuleTerms;
  /** What is known of margins; null where the conditions do not ask for any. */
  readonly margins: KnownMargins | null;
  readonly inShopify: ShopifyQuery;
  readonly learning: LearningReason | null;
  readonly distribution: readonly ValueBucket[];
  readonly order: ListOrder;
  readonly members: readonly CustomerRow[];
  /** Where nobody is in it: the tops and bottoms of its rule that hold nobody. */
  readonly emptyRanks: readonly EmptyRank[];
  readonly nextCursor: string | null;
  readonly previousCursor: string | null;
}

const PAGE_SIZE = 50;

/**
 * A segment with its members, most valuable first; null before the first valuation, for a segment that the shop does not have, and
 * for one that this version of the app cannot read. Throws what `cannotBeCounted` knows for one that cannot be counted.
 */
export async function readSegment(
  db: Db,
  shop: ShopRef,
  key: SegmentKey,
  options: { readonly cursor?: string | undefined; readonly pageSize?: number } = {},
): Promise<SegmentView | null> {
  const found = await findSegment(db.pool, shop.shopId, key);
  if (!found || !isReadable(found)) return null;
  const context = await readSegmentContext(db, shop, [found.rule]);
  if (!context) return null;
  await requireUsedCounted(db, shop, found);
  const condition = ruleSql(found.rule, context);
  const list = {
    sort: found.order,
    direction: "desc",
    cursor: options.cursor,
    pageSize: options.pageSize ?? PAGE_SIZE,
  } as const;
  const onFailed: OnFailed = (_, error) => {
    throw error;
  };
  const [cards, distribution, page, terms, margins] = await Promise.all([
    readCards(db, shop, context, [found], onFailed),
    readDistribution(db, shop, condition, context.facts.currency),
    readPage(db.pool, shop.shopId, condition, list),
    readRuleTerms(db.pool, shop.shopId, [found.rule], context.thresholds),
    readKnownMargins(db.pool, shop.shopId, context, [found.rule]),
  ]);
  const [segment] = cards;
  if (!segment) throw new Error(`no card came back for the segment ${key}`);
  return {
    shop: context.facts,
    segment,
    rule: isTemplateKey(key) ? await templateInWords(db.pool, shop.shopId, key, context) : null,
    conditions: found.rule,
    terms,
    margins,
    inShopify: shopifyQuery(found.rule, context, context.facts.minorDigits),
    learning: context.learning,
    distribution,
    order: found.order,
    members: page.rows.map(customerRowOf),
    emptyRanks: segment.customers === 0 ? await emptyRanks(db.pool, shop.shopId, found.rule, context) : [],
    nextCursor: page.nextCursor,
    previousCursor: page.previousCursor,
  };
}
