import type { Db } from "../db/client.ts";
import { cohortTotals } from "../db/queries/pages/summary.ts";
import { readShop } from "../db/queries/source/shops.ts";
import { shopValuation } from "../db/queries/valuation/customer-value-rows.ts";
import type { ShopRef } from "../platform/ids.ts";
import { type LearningReason, learningReason } from "../valuation/pages/learning.ts";
import { type ShopFacts, shopFactsOf } from "../valuation/pages/shop-facts.ts";
import type { RuleContext } from "./context.ts";
import { readRuleContext } from "./prepare.ts";
import type { Rule } from "./rule.ts";

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
