import type { Db } from "../../db/client.ts";
import { type MarginTotals, marginsUnder } from "../../db/queries/costs/preview.ts";
import { changedProductCosts } from "../../db/queries/costs/products.ts";
import { shopSettings } from "../../db/queries/pages/settings.ts";
import { tookTooLong } from "../../db/queries/segments/in-parts.ts";
import { readShop } from "../../db/queries/source/shops.ts";
import { shopValuation } from "../../db/queries/valuation/customer-value-rows.ts";
import { storedMarginScope } from "../../db/queries/valuation/order-margins.ts";
import type { ShopRef } from "../../platform/ids.ts";
import type { CostChange } from "./cost-change.ts";

/** The shop's margins, over the customers with orders. */
export interface ShopMargins {
  readonly netSalesMinor: number;
  /** Share of net sales with a known cost; null without net sales. */
  readonly costCoverage: number | null;
  /** Null where that of somebody is unknown. */
  readonly grossMarginMinor: number | null;
  readonly contributionMinor: number | null;
  /** Customers whose margin is unknown. */
  readonly unknown: number;
  /** Customers who brought less than they cost. */
  readonly losing: number;
}

/** What a change of costs moves. */
export interface CostPreview {
  readonly customers: number;
  readonly before: ShopMargins;
  readonly after: ShopMargins;
  /** Customers who fall into another fifth of the customers by contribution, and those of them who come into the best or leave it. */
  readonly moved: number;
  readonly movedAtTop: number;
}

/** Null before the first valuation: there is nothing to move. A shop can have more orders than a page has the time to count. */
export async function previewCosts(
  db: Db,
  shop: ShopRef,
  change: CostChange,
): Promise<CostPreview | null | "took_too_long"> {
  try {
    return await countMoves(db, shop, change);
  } catch (error) {
    if (tookTooLong(error)) return "took_too_long";
    throw error;
  }
}

async function countMoves(db: Db, { shopId }: ShopRef, change: CostChange): Promise<CostPreview | null> {
  const [valuation, facts] = [await shopValuation(db.pool, shopId), await readShop(db.pool, shopId)];
  if (!valuation || !facts) return null;
  return db.transaction(async (tx) => {
    const rules = await shopSettings(tx, shopId);
    const stored = await storedMarginScope(tx, shopId);
    const moved = await marginsUnder(
      tx,
      shopId,
      { rules, timeZone: facts.timeZone ?? "UTC", asOfDay: valuation.as_of_day },
      {
        defaultMarginBp: change.rules ? change.rules.defaultMarginBp : stored.defaultMarginBp,
        rules: change.rules ?? stored.rules,
        productCosts: change.products
          ? changedProductCosts(stored.productCosts, change.products)
          : stored.productCosts,
      },
    );
    return {
      customers: moved.customers,
      before: marginsOf(moved.before),
      after: marginsOf(moved.after),
      moved: moved.moved,
      movedAtTop: moved.intoBest,
    };
  });
}

export function marginsOf(totals: MarginTotals): ShopMargins {
  const isKnown = totals.unknown_margins === 0;
  return {
    netSalesMinor: totals.net_sales_minor,
    costCoverage:
      totals.net_sales_minor === 0 ? null : totals.cost_known_net_sales_minor / totals.net_sales_minor,
    grossMarginMinor: isKnown ? totals.gross_margin_minor : null,
    contributionMinor: isKnown ? totals.contribution_minor : null,
    unknown: totals.unknown_margins,
    losing: totals.losing,
  };
}
