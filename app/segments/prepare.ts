import { dayOfIso } from "../clv/calendar.ts";
import type { Db, Queryable } from "../db/client.ts";
import { shopSettings } from "../db/queries/pages/settings.ts";
import { type AskedBorder, valuesOutside } from "../db/queries/segments/borders.ts";
import { inParts } from "../db/queries/segments/in-parts.ts";
import { type ShopValuationRow, shopValuation } from "../db/queries/valuation/customer-value-rows.ts";
import type { ShopId, ShopRef } from "../platform/ids.ts";
import { parseRankedFigures } from "../valuation/compute/ranked-figures.ts";
import { parseThresholds } from "../valuation/compute/rfm-scoring.ts";
import { borderKey, type RuleContext } from "./context.ts";
import { FACTS, type Fact } from "./facts.ts";
import { conditionsOf, type Rule } from "./rule.ts";
import { readThresholds } from "./thresholds.ts";

/** What a rule counts from, read once: SQL and memory then mean the same. Null before the first valuation. */
export async function prepareRule(db: Db, { shopId }: ShopRef, rule: Rule): Promise<RuleContext | null> {
  const valuation = await shopValuation(db.pool, shopId);
  return valuation ? readRuleContext(db.pool, shopId, valuation, [rule]) : null;
}

/** As `prepareRule`, of several rules, under a valuation that was read. */
export async function readRuleContext(
  on: Queryable,
  shop: ShopId,
  valuation: ShopValuationRow,
  rules: readonly Rule[],
): Promise<RuleContext> {
  const asOfDay = dayOfIso(valuation.as_of_day) ?? 0;
  const thresholds = await readThresholds(on, shop, {
    ranked: parseRankedFigures(valuation.ranked_figures),
    asOfDay,
    rfm: parseThresholds(valuation.rfm_thresholds),
  });
  const { defaultMarginBp } = await shopSettings(on, shop);
  const base = { shopId: shop, asOfDay, thresholds, defaultMarginBp, borders: new Map() };
  return withBorders(on, shop, base, rules);
}

/** The context with the borders of these rules. */
export async function withBorders(
  on: Queryable,
  shop: ShopId,
  base: RuleContext,
  rules: readonly Rule[],
): Promise<RuleContext> {
  const asked = new Map<string, AskedBorder>();
  for (const condition of rules.flatMap(conditionsOf)) {
    if (!("share" in condition)) continue;
    const fact: Fact = FACTS[condition.fact];
    const of = condition.is === "in_top" ? "top" : "bottom";
    asked.set(borderKey(condition), { condition: fact.sql(condition, base), share: condition.share, of });
  }
  // The rules that ask for one that fails are left without it, and no other rule is.
  const failed = new Map<AskedBorder, unknown>();
  const all = [...asked.values()];
  const values = await inParts(
    on,
    all,
    (some) => valuesOutside(on, shop, some),
    (one, error) => failed.set(one, error),
  );
  const read = [...asked].map(([key, one], i) => ({ key, one, border: values[i] ?? null }));
  const borders = new Map(read.filter(({ one }) => !failed.has(one)).map(({ key, border }) => [key, border]));
  const failedBorders = new Map(
    read.filter(({ one }) => failed.has(one)).map(({ key, one }) => [key, failed.get(one)]),
  );
  return { ...base, borders, failedBorders };
}
