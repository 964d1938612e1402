import type { Db } from "../db/client.ts";
import { customerCountries } from "../db/queries/pages/customer-list.ts";
import { factValues } from "../db/queries/segments/fact-values.ts";
import { readShop } from "../db/queries/source/shops.ts";
import type { ShopRef } from "../platform/ids.ts";
import type { LearningReason } from "../valuation/pages/learning.ts";
import { type ShopFacts, shopFactsOf } from "../valuation/pages/shop-facts.ts";
import { FACTS, type Fact, type FactName, type FactType } from "./facts.ts";
import { readSegmentContext } from "./segments.ts";
import { DAY_THRESHOLDS, MONEY_THRESHOLDS, type ThresholdName } from "./thresholds.ts";

/** What a condition can be on. */
export interface FactOffer {
  readonly name: FactName;
  readonly type: FactType;
  readonly canBeMissing: boolean;
  /** Names of what a condition on it says beside its question. */
  readonly parameters: readonly string[];
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
  /** Of the shop's customers, ISO 3166-1 alpha-2. */
  readonly countries: readonly string[];
  /** Why nothing is predicted yet; null where a model is in force. */
  readonly learning: LearningReason | null;
}

const offers: readonly FactOffer[] = Object.entries<Fact>(FACTS).map(([name, fact]) => ({
  name: name as FactName,
  type: fact.type,
  canBeMissing: fact.missingFor !== null,
  parameters: Object.keys(fact.parameters?.shape ?? {}),
}));

/** What a rule of this shop can be built from. */
export async function readBuilder(db: Db, shop: ShopRef): Promise<BuilderView> {
  const [context, facts, countries] = await Promise.all([
    readSegmentContext(db, shop, []),
    readShop(db.pool, shop.shopId),
    customerCountries(db.pool, shop.shopId),
  ]);
  const offered = (names: readonly ThresholdName[]): ThresholdOffer[] =>
    context ? names.map((name) => ({ name, value: context.thresholds[name] })) : [];
  return {
    shop: shopFactsOf(shop, facts),
    facts: offers,
    moneyThresholds: offered(MONEY_THRESHOLDS),
    dayThresholds: offered(DAY_THRESHOLDS),
    countries,
    learning: context ? context.learning : "not_fitted_yet",
  };
}

const MOST_VALUES = 20;

/** Texts that customers of the shop have for a fact and that hold `search`, in the order of the alphabet. */
export async function findFactValues(
  db: Db,
  shop: ShopRef,
  name: FactName,
  search: string,
): Promise<readonly string[]> {
  const fact: Fact = FACTS[name];
  if ((fact.type !== "text" && fact.type !== "set") || fact.parameters) return [];
  const values = { of: fact.sql({}, null), areSets: fact.type === "set" };
  return factValues(db.pool, shop.shopId, values, search, MOST_VALUES);
}
