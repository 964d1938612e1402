import type { Sql } from "sql-template-tag";
import { dayOfIso } from "../clv/calendar.ts";
import type { Db, Queryable } from "../db/client.ts";
import { shopSettings } from "../db/queries/pages/settings.ts";
import { valueOutside } from "../db/queries/segments/borders.ts";
import { type ShopValuationRow, shopValuation } from "../db/queries/valuation/customer-value-rows.ts";
import type { ShopId, ShopRef } from "../platform/ids.ts";
import { parseRankedFigures } from "../valuation/compute/ranked-figures.ts";
import { parseThresholds } from "../valuation/compute/rfm-scoring.ts";
import { borderKey, type RuleContext } from "./context.ts";
import { FACTS, type Fact } from "./facts.ts";
import { conditionsOf, type Rule } from "./rule.ts";
import { ruleSql } from "./sql.ts";
import { readThresholds } from "./thresholds.ts";

/** What a rule counts from, read once: SQL and memory then mean the same. Null before the first valuation. */
export async function prepareRule(db: Db, { shopId }: ShopRef, rule: Rule): Promise<RuleContext | null> {
  const valuation = await shopValuation(db.pool, shopId);
  if (!valuation) return null;
  return withBorders(db.pool, shopId, await readRuleContext(db.pool, shopId, valuation), [rule]);
}

/** What every rule counts from under a valuation, without the borders of any. */
export async function readRuleContext(
  on: Queryable,
  shop: ShopId,
  valuation: ShopValuationRow,
): Promise<RuleContext> {
  const asOfDay = dayOfIso(valuation.as_of_day) ?? 0;
  const thresholds = await readThresholds(on, shop, {
    ranked: parseRankedFigures(valuation.ranked_figures),
    asOfDay,
    rfm: parseThresholds(valuation.rfm_thresholds),
  });
  const { defaultMarginBp } = await shopSettings(on, shop);
  return { asOfDay, thresholds, defaultMarginBp, borders: new Map() };
}

/** Who is a member, as a condition on `v`, a row of customer_value; the borders of the rule are read for it. */
export async function memberCondition(
  on: Queryable,
  shop: ShopId,
  context: RuleContext,
  rule: Rule,
): Promise<Sql> {
  return ruleSql(rule, await withBorders(on, shop, context, [rule]));
}

/** The context with the borders of these rules. */
export async function withBorders<C extends RuleContext>(
  on: Queryable,
  shop: ShopId,
  base: C,
  rules: readonly Rule[],
): Promise<C> {
  const borders = new Map<string, number | null>();
  for (const condition of rules.flatMap(conditionsOf)) {
    const key = borderKey(condition);
    if (!("share" in condition) || borders.has(key)) continue;
    const fact: Fact = FACTS[condition.fact];
    const of = condition.is === "in_top" ? "top" : "bottom";
    borders.set(key, await valueOutside(on, shop, fact.sql(condition, base), condition.share, of));
  }
  return { ...base, borders };
}
