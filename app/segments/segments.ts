import { isoOfDay } from "../clv/calendar.ts";
import type { Db, Queryable } from "../db/client.ts";
import type { ListSort } from "../db/queries/pages/customer-list.ts";
import { cohortTotals } from "../db/queries/pages/summary.ts";
import { sizesBetween } from "../db/queries/segments/history.ts";
import { type MemberTotals, memberTotals, type SegmentSums } from "../db/queries/segments/members.ts";
import { readShop } from "../db/queries/source/shops.ts";
import { type ShopValuationRow, shopValuation } from "../db/queries/valuation/customer-value-rows.ts";
import type { ShopId, ShopRef } from "../platform/ids.ts";
import { type CustomerRow, customerRowOf } from "../valuation/pages/customers/row.ts";
import { type LearningReason, learningReason } from "../valuation/pages/learning.ts";
import { type ShopFacts, shopFactsOf } from "../valuation/pages/shop-facts.ts";
import { counted, type OnFailed, problemOf, UsesUncounted } from "./compose.ts";
import type { RuleContext } from "./context.ts";
import { type EmptyRank, emptyRanks } from "./empty-ranks.ts";
import {
  type FoundSegment,
  findSegment,
  problemsAmong,
  problemsOf,
  type SegmentName,
  segmentsOfShop,
} from "./find.ts";
import { asksMargin, type KnownMargins, readKnownMargins } from "./known-margins.ts";
import { readPage } from "./list-cursor.ts";
import { askingPrediction, usedSegments } from "./membership/uses.ts";
import { readRuleContext } from "./prepare.ts";
import type { Rule } from "./rule.ts";
import { beginningOf, type RuleBeginning, termsOf } from "./rule-beginning.ts";
import { type RuleTerms, readRuleTerms } from "./rule-terms.ts";
import { isTemplateKey, type SegmentKey, type TemplateKey } from "./segment-key.ts";
import { type ShopifyQuery, shopifyQuery } from "./shopify-query.ts";
import { ruleSql } from "./sql.ts";
import { listStored, type StoredSegment } from "./stored.ts";
import type { RuleProblem } from "./stored-rule.ts";
import { type TemplateInWords, templateInWords } from "./template-in-words.ts";
import { templateOf } from "./templates.ts";
import { readDistribution, type ValueBucket } from "./value-distribution.ts";

export type SegmentCard = SegmentName & SegmentFigures;

interface SegmentFigures {
  readonly customers: number;
  readonly netSalesMinor: number;
  readonly shareOfNetSales: number | null;
  readonly expectedValueMinor: number | null;
  /** Customers whose e-mail state is SUBSCRIBED and who have a well-formed address. */
  readonly reachable: number;
  /** Expected value if alive x chance of losing each; null where nothing is predicted. */
  readonly valueAtStakeMinor: number | null;
  /** Members who are almost surely gone, by the prediction. */
  readonly almostGone: number;
  /** What is expected of a member with a prediction, where that is next to nothing; else null. */
  readonly expectsLittleMinor: number | null;
}

export interface SegmentList {
  readonly shop: ShopFacts;
  readonly state: "empty" | "full";
  /** Those of the app, in the order of the page, and then the shop's own by name. */
  readonly segments: readonly SegmentCard[];
  /** By key: customers more or fewer than 30 days ago, where a size of then and of the same rule is kept. */
  readonly changes: Readonly<Record<string, number>>;
  readonly archived: readonly ArchivedSegment[];
  /** Those that this version of the app cannot read, or that cannot be counted. */
  readonly unreadable: readonly UnreadableSegment[];
  /** Of the shop's own, by key, and what they are put into words with. */
  readonly rules: Readonly<Record<string, RuleBeginning>>;
  readonly terms: RuleTerms;
  /** What is known of margins; null where no segment asks for any. */
  readonly margins: KnownMargins | null;
  /** The keys of those that ask for margins. */
  readonly byMargin: readonly string[];
  /** Why nothing is expected of anybody yet; null where a model is in force. */
  readonly learning: LearningReason | null;
}

export type ArchivedSegment = Pick<StoredSegment, "key" | "name"> & { readonly archivedAt: string };
export type UnreadableSegment = SegmentName & { readonly problem: RuleProblem };

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
  /** What the members are listed by, the most first. */
  readonly order: ListSort;
  readonly members: readonly CustomerRow[];
  /** Where nobody is in it: the tops and bottoms of its rule that hold nobody. */
  readonly emptyRanks: readonly EmptyRank[];
  readonly nextCursor: string | null;
  readonly previousCursor: string | null;
}

const PAGE_SIZE = 50;
/** How far back a card looks to say how much the segment grew. */
const CHANGE_DAYS = 30;
/** A size that is older by more says nothing of those days. */
const CHANGE_LEEWAY_DAYS = 7;

/** What every question about segments starts from. `customers` have orders; null before the first valuation. */
export interface SegmentContext extends RuleContext {
  readonly facts: ShopFacts;
  readonly asOf: string;
  readonly customers: number;
  readonly netSalesMinor: number;
  /** Of a customer with a prediction, on average; 0 where there is none. */
  readonly expectedValueEachMinor: number;
  readonly learning: LearningReason | null;
}

/** Prepared for these rules. */
export async function readSegmentContext(
  db: Db,
  shop: ShopRef,
  rules: readonly Rule[],
): Promise<SegmentContext | null> {
  const { shopId } = shop;
  const [facts, valuation] = await Promise.all([readShop(db.pool, shopId), shopValuation(db.pool, shopId)]);
  if (!valuation) return null;
  const totals = await cohortTotals(db.pool, shopId, valuation.as_of_day);
  return {
    ...(await readRuleContext(db.pool, shopId, valuation, rules)),
    facts: shopFactsOf(shop, facts),
    asOf: valuation.as_of_day,
    customers: totals.customers,
    netSalesMinor: totals.net_sales_minor,
    expectedValueEachMinor:
      totals.predicted_customers === 0 ? 0 : totals.expected_value_minor / totals.predicted_customers,
    learning: valuation.model_id ? null : learningReason(valuation.learning),
  };
}

/** Members of a segment of the app in a shop that was valued, for a page that shows no more of it than their number. */
export async function readMemberTotals(
  on: Queryable,
  shop: ShopId,
  valuation: ShopValuationRow,
  key: TemplateKey,
): Promise<MemberTotals> {
  const { rule } = templateOf(key);
  return memberTotals(on, shop, ruleSql(rule, await readRuleContext(on, shop, valuation, [rule])));
}

const isReadable = (segment: FoundSegment): segment is ReadableSegment => segment.rule !== null;
type ReadableSegment = Extract<FoundSegment, { rule: Rule }>;

/** The cards of all segments in use, from one pass over the customers. `onFailed` is told of those that cannot be counted. */
export async function listSegments(
  db: Db,
  shop: ShopRef,
  onFailed: OnFailed = () => {},
): Promise<SegmentList> {
  const found = await segmentsOfShop(db.pool, shop.shopId);
  const readable = found.filter(isReadable);
  const context = await readSegmentContext(
    db,
    shop,
    readable.map(({ rule }) => rule),
  );
  if (!context) {
    const facts = shopFactsOf(shop, await readShop(db.pool, shop.shopId));
    const terms = await readRuleTerms(db.pool, shop.shopId, [], {});
    const none = {
      segments: [],
      changes: {},
      archived: [],
      unreadable: [],
      rules: {},
      terms,
      margins: null,
      byMargin: [],
    };
    return { shop: facts, state: "empty", ...none, learning: "not_fitted_yet" };
  }
  const own = readable.filter(({ name }) => name !== null);
  const rules = Object.fromEntries(own.map(({ key, rule }) => [key, beginningOf(rule)]));
  const said = Object.values(rules).map(({ rule }) => rule);
  const failed = new Map<string, RuleProblem>();
  const fail: OnFailed = (segment, error) => {
    failed.set(segment.key, problemOf(error));
    onFailed(segment, error);
  };
  const [cards, before, stored, terms, margins] = await Promise.all([
    readCards(db, shop, context, readable, fail),
    sizesBefore(db, shop, context, askingPrediction(readable)),
    listStored(db.pool, shop.shopId),
    readRuleTerms(db.pool, shop.shopId, said, context.thresholds),
    readKnownMargins(
      db.pool,
      shop.shopId,
      context,
      readable.map(({ rule }) => rule),
    ),
  ]);
  const problems = problemsOf(found, failed);
  const segments = cards.filter(({ key }) => !problems.has(key));
  const changes = segments.flatMap(({ key, customers }): [string, number][] => {
    const size = before.get(key);
    return size === undefined ? [] : [[key, customers - size]];
  });
  const archived = stored.flatMap(({ key, name, archivedAt }) =>
    archivedAt ? [{ key, name, archivedAt }] : [],
  );
  const unreadable = found.flatMap((segment): UnreadableSegment[] => {
    const problem = problems.get(segment.key);
    return problem ? [{ ...nameOf(segment), problem }] : [];
  });
  const nobody = segments.every((segment) => segment.customers === 0) && context.customers === 0;
  const state = nobody ? "empty" : "full";
  return {
    shop: context.facts,
    ...{ state, segments, archived, unreadable, rules, terms: termsOf(terms, said), margins },
    byMargin: readable.filter(({ rule }) => asksMargin(rule)).map(({ key }) => key),
    changes: Object.fromEntries(changes),
    learning: context.learning,
  };
}

/** The sizes that a card compares with: of 30 days ago, or of up to a week before where none is kept of that day. */
function sizesBefore(
  db: Db,
  shop: ShopRef,
  { asOfDay, facts, learning }: SegmentContext,
  predicting: ReadonlySet<string>,
): Promise<Map<string, number>> {
  const to = asOfDay - CHANGE_DAYS;
  const [first, last] = [isoOfDay(to - CHANGE_LEEWAY_DAYS), isoOfDay(to)];
  const predicted = { keys: [...predicting], hasModel: learning === null };
  return sizesBetween(db.pool, shop.shopId, first, last, facts.timeZone, predicted);
}

async function readCards(
  db: Db,
  shop: ShopRef,
  context: SegmentContext,
  segments: readonly ReadableSegment[],
  onFailed: OnFailed,
): Promise<SegmentCard[]> {
  const found = await counted(db.pool, shop.shopId, segments, context, onFailed);
  return found.map((segment) => cardOf(segment, segment.sums, context));
}

const nameOf = (segment: SegmentName): SegmentName =>
  segment.name === null ? { key: segment.key, name: null } : { key: segment.key, name: segment.name };

/** A part of what is expected of the shop's average customer: less is next to nothing. */
const LITTLE = 0.1;

function cardOf(segment: SegmentName, sum: SegmentSums, context: SegmentContext): SegmentCard {
  const each = sum.predicted_customers === 0 ? null : sum.expected_value_minor / sum.predicted_customers;
  return {
    ...nameOf(segment),
    customers: sum.customers,
    netSalesMinor: sum.net_sales_minor,
    shareOfNetSales: context.netSalesMinor === 0 ? null : sum.net_sales_minor / context.netSalesMinor,
    expectedValueMinor: sum.predicted_customers === 0 ? null : sum.expected_value_minor,
    reachable: sum.reachable,
    valueAtStakeMinor: sum.predicted_customers === 0 ? null : sum.value_at_stake_minor,
    almostGone: sum.almost_gone,
    expectsLittleMinor:
      each !== null && each < LITTLE * context.expectedValueEachMinor ? Math.round(each) : null,
  };
}

/** Of a segment that a rule asks about, directly or through others. */
export type UsedProblem = Extract<RuleProblem, { code: "uses_uncounted" | "uses_archived" }>;

/** What keeps a rule from being counted that is the matter with a segment which it asks about; null where nothing does. */
export async function uncountedOf(db: Db, shop: ShopRef, rule: Rule): Promise<UsedProblem | null> {
  if (usedSegments(rule).length === 0) return null;
  const asking = { key: "", name: "", rule, problem: null };
  const segments = [...(await segmentsOfShop(db.pool, shop.shopId)), asking];
  const problem = (await problemsAmong(db.pool, shop.shopId, segments)).get(asking.key);
  if (problem?.code === "uses_uncounted" || problem?.code === "uses_archived") return problem;
  try {
    await requireUsedCounted(db, shop, asking);
    return null;
  } catch (error) {
    if (error instanceof UsesUncounted) return { code: "uses_uncounted", ...error.used };
    throw error;
  }
}

/** Throws `UsesUncounted` where a segment that this one uses, directly or through others, cannot be counted. */
async function requireUsedCounted(
  db: Db,
  shop: ShopRef,
  { key, rule }: { readonly key: string; readonly rule: Rule },
): Promise<void> {
  const wanted = new Set(usedSegments(rule));
  if (wanted.size === 0) return;
  const others = (await segmentsOfShop(db.pool, shop.shopId)).filter(isReadable);
  const ruleOf = new Map<string, Rule>(others.map((other) => [other.key, other.rule]));
  for (const used of wanted)
    for (const next of usedSegments(ruleOf.get(used) ?? { all: [] })) wanted.add(next);
  const used = others.filter((other) => wanted.has(other.key) && other.key !== key);
  const context = await readSegmentContext(
    db,
    shop,
    used.map((other) => other.rule),
  );
  if (!context) return;
  await counted(db.pool, shop.shopId, used, context, (failed) => {
    const { name = null } = used.find((other) => other.key === failed.key) ?? {};
    throw new UsesUncounted({ key: failed.key, name });
  });
}

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
