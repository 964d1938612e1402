import type { CostRules } from "../../clv/historic/cost-rules.ts";
import type { Db } from "../../db/client.ts";
import { productCostCounts } from "../../db/queries/costs/products.ts";
import { storedCostRules } from "../../db/queries/costs/rules.ts";
import { shopSettings } from "../../db/queries/pages/settings.ts";
import { cohortTotals } from "../../db/queries/pages/summary.ts";
import { readShop } from "../../db/queries/source/shops.ts";
import { shopValuation } from "../../db/queries/valuation/customer-value-rows.ts";
import type { ShopRef } from "../../platform/ids.ts";
import { type ShopFacts, shopFactsOf } from "../pages/shop-facts.ts";

/** What is left of a shop's net sales, step by step, over the customers with orders. */
export interface MarginSteps {
  readonly netSalesMinor: number;
  /** Null where that of somebody is unknown. */
  readonly grossMarginMinor: number | null;
  readonly shippingMinor: number;
  readonly shippingCostMinor: number;
  readonly paymentCostMinor: number;
  readonly fulfilmentCostMinor: number;
  readonly contributionMinor: number | null;
  /** Share of net sales with a known cost; null without net sales. */
  readonly costCoverage: number | null;
}

export interface CostsView {
  readonly shop: ShopFacts;
  /** Whether the shop's currency is known, so that amounts can be stated. */
  readonly canState: boolean;
  readonly defaultMarginBp: number | null;
  readonly rules: CostRules;
  /** Of costs that are not used, because the shop has another currency now. */
  readonly formerCurrency: string | null;
  /** Products with a cost of the merchant's. */
  readonly statedProducts: number;
  /** Null before the first valuation, and without orders. */
  readonly steps: MarginSteps | null;
  readonly recomputing: boolean;
}

export async function readCosts(db: Db, shop: ShopRef): Promise<CostsView> {
  const { shopId } = shop;
  const [facts, settings, stored, products, valuation] = await Promise.all([
    readShop(db.pool, shopId),
    shopSettings(db.pool, shopId),
    storedCostRules(db.pool, shopId),
    productCostCounts(db.pool, shopId),
    shopValuation(db.pool, shopId),
  ]);
  const totals = valuation ? await cohortTotals(db.pool, shopId, valuation.as_of_day) : null;
  const isKnown = totals?.unknown_margins === 0;
  return {
    shop: shopFactsOf(shop, facts),
    canState: Boolean(facts?.currency),
    defaultMarginBp: settings.defaultMarginBp,
    rules: stored.rules,
    formerCurrency: stored.formerCurrency ?? products.former,
    statedProducts: products.stated,
    steps:
      totals && totals.customers > 0
        ? {
            netSalesMinor: totals.net_sales_minor,
            grossMarginMinor: isKnown ? totals.gross_margin_minor : null,
            shippingMinor: totals.shipping_minor,
            shippingCostMinor: totals.shipping_cost_minor,
            paymentCostMinor: totals.payment_cost_minor,
            fulfilmentCostMinor: totals.fulfilment_cost_minor,
            contributionMinor: isKnown ? totals.contribution_minor : null,
            costCoverage:
              totals.net_sales_minor === 0
                ? null
                : totals.cost_known_net_sales_minor / totals.net_sales_minor,
          }
        : null,
    recomputing: valuation !== undefined && valuation.settings_revision !== settings.revision,
  };
}
