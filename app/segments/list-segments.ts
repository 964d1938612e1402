import { isoOfDay } from "../clv/calendar.ts";
import type { Db } from "../db/client.ts";
import { sizesBetween } from "../db/queries/segments/history.ts";
import { readShop } from "../db/queries/source/shops.ts";
import type { ShopRef } from "../platform/ids.ts";
import type { LearningReason } from "../valuation/pages/learning.ts";
import { type ShopFacts, shopFactsOf } from "../valuation/pages/shop-facts.ts";
import { type OnFailed, problemOf } from "./compose.ts";
import { isReadable, problemsOf, type SegmentName, segmentsOfShop } from "./find.ts";
import { asksMargin, type KnownMargins, readKnownMargins } from "./known-margins.ts";
import { askingPrediction } from "./membership/uses.ts";
import { beginningOf, type RuleBeginning, termsOf } from "./rule-beginning.ts";
import { type RuleTerms, readRuleTerms } from "./rule-terms.ts";
import { nameOf, readCards, type SegmentCard } from "./segment-cards.ts";
import { readSegmentContext, type SegmentContext } from "./segment-context.ts";
import { listStored, type StoredSegment } from "./stored.ts";
import type { RuleProblem } from "./stored-rule.ts";

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

/** How far back a card looks to say how much the segment grew. */
const CHANGE_DAYS = 30;
/** A size that is older by more says nothing of those days. */
const CHANGE_LEEWAY_DAYS = 7;

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
