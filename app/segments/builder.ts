import { isoOfDay } from "../clv/calendar.ts";
import type { Db } from "../db/client.ts";
import { customerCountries } from "../db/queries/pages/customer-list.ts";
import { firstDayOfOrders } from "../db/queries/pages/rfm-flow.ts";
import { readShop } from "../db/queries/source/shops.ts";
import type { ShopRef } from "../platform/ids.ts";
import type { LearningReason } from "../valuation/pages/learning.ts";
import { type ShopFacts, shopFactsOf } from "../valuation/pages/shop-facts.ts";
import { FACTS, type Fact, type FactName, type FactType } from "./facts.ts";
import { type SegmentName, segmentsOfShop } from "./find.ts";
import { circleThrough } from "./membership/uses.ts";
import type { Rule } from "./rule.ts";
import { type RuleNames, readRuleNames } from "./rule-terms.ts";
import { readSegmentContext } from "./segment-context.ts";
import { DAY_THRESHOLDS, MONEY_THRESHOLDS, type ThresholdName } from "./thresholds.ts";

/** What a condition can be on. */
export interface FactOffer {
  readonly name: FactName;
  readonly type: FactType;
  readonly canBeMissing: boolean;
  /** What a condition on it says beside its question. */
  readonly parameters: readonly ParameterOffer[];
}

export interface ParameterOffer {
  readonly name: string;
  readonly isOptional: boolean;
}

/** A border of the shop that can stand for an amount. */
export interface ThresholdOffer {
  readonly name: ThresholdName;
  /** Minor units or days. */
  readonly value: number;
}

export interface BuilderView {
  readonly shop: ShopFacts;
  readonly facts: readonly FactOffer[];
  readonly moneyThresholds: readonly ThresholdOffer[];
  readonly dayThresholds: readonly ThresholdOffer[];
  /** Earlier days as of which a rule can be asked, the first and the last; null where there is none. */
  readonly earlierDays: { readonly first: string; readonly last: string } | null;
  /** Of the shop's customers, ISO 3166-1 alpha-2. */
  readonly countries: readonly string[];
  /** Segments that the rule can ask about: those in use that are not made of the segment itself. */
  readonly segments: readonly SegmentName[];
  /** Of what the rule mentions to begin with. */
  readonly names: RuleNames;
  /** Why nothing is predicted yet; null where a model is in force. */
  readonly learning: LearningReason | null;
}

/** Every fact. */
export const FACT_OFFERS: readonly FactOffer[] = Object.entries<Fact>(FACTS).map(([name, fact]) => ({
  name: name as FactName,
  type: fact.type,
  canBeMissing: fact.missingFor !== null,
  parameters: Object.entries(fact.parameters?.shape ?? {}).map(([parameter, schema]) => ({
    name: parameter,
    isOptional: schema.safeParse(undefined).success,
  })),
}));

interface Building {
  /** Of the segment that is edited; null for a new one. */
  readonly key: string | null;
  /** What the page can begin with, read or not. */
  readonly rules: readonly unknown[];
}

/** What a rule of this shop can be built from. */
export async function readBuilder(
  db: Db,
  shop: ShopRef,
  { key, rules }: Building = { key: null, rules: [] },
): Promise<BuilderView> {
  const [context, facts, countries, inUse, names, first] = await Promise.all([
    readSegmentContext(db, shop, []),
    readShop(db.pool, shop.shopId),
    customerCountries(db.pool, shop.shopId),
    segmentsOfShop(db.pool, shop.shopId),
    readRuleNames(db.pool, shop.shopId, rules),
    firstDayOfOrders(db.pool, shop.shopId),
  ]);
  const last = context && isoOfDay(context.asOfDay - 1);
  const offered = (names: readonly ThresholdName[]): ThresholdOffer[] =>
    context ? names.map((name) => ({ name, value: context.thresholds[name] })) : [];
  const rulesInUse = new Map<string, Rule | null>(inUse.map((segment) => [segment.key, segment.rule]));
  const isMadeOfIt = (candidate: string): boolean => {
    const asking: Rule = { fact: "member", segment: candidate, is: "=", value: true };
    return (
      key !== null &&
      circleThrough(key, (of) => (of === key ? asking : (rulesInUse.get(of) ?? null))) !== null
    );
  };
  return {
    shop: shopFactsOf(shop, facts),
    facts: FACT_OFFERS,
    moneyThresholds: offered(MONEY_THRESHOLDS),
    dayThresholds: offered(DAY_THRESHOLDS),
    earlierDays: first !== null && last !== null && first <= last ? { first, last } : null,
    countries,
    segments: inUse
      .filter((segment) => !isMadeOfIt(segment.key))
      .map((segment) =>
        segment.name === null ? { key: segment.key, name: null } : { key: segment.key, name: segment.name },
      ),
    names,
    learning: context ? context.learning : "not_fitted_yet",
  };
}
