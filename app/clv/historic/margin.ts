import {
  type ChargedOrder,
  COST_KINDS,
  type CostBasis,
  costsOfOrder,
  type OrderCosts,
} from "./cost-rules.ts";
import { assumedCostMinor } from "./goods-cost.ts";

/** Sums of an order, of a customer or of a shop. */
export interface SalesSums {
  readonly netSalesMinor: number;
  /** Net sales of the goods whose cost is known. */
  readonly costKnownNetSalesMinor: number;
}

/** Share of net sales with a known cost; null without net sales. */
export function costCoverage({ netSalesMinor, costKnownNetSalesMinor }: SalesSums): number | null {
  return netSalesMinor === 0 ? null : costKnownNetSalesMinor / netSalesMinor;
}

/** An order that counts, with what is known of the cost of its goods (`costOfGoods`). */
export interface OrderSales extends ChargedOrder, SalesSums {
  /** Cost of the kept goods whose cost is known. */
  readonly costMinor: number;
  /** Charged and not given back, without tax. */
  readonly shippingMinor: number;
}

export interface OrderMargin {
  /** Net sales - cost of goods sold; null where that takes a default margin and there is none. */
  readonly grossMarginMinor: number | null;
  readonly costs: OrderCosts;
  /** Gross margin + shipping charged - costs; null without a gross margin. */
  readonly contributionMinor: number | null;
}

/**
 * What an order leaves. Each part is rounded to the minor unit here and nowhere else: margins and contributions of customers,
 * months and shops are sums of these, and null where one of them is.
 */
export function marginOfOrder(order: OrderSales, { defaultMarginBp, rules }: CostBasis): OrderMargin {
  const assumedMinor = assumedCostMinor(order.netSalesMinor - order.costKnownNetSalesMinor, defaultMarginBp);
  const costs = costsOfOrder(order, rules);
  if (assumedMinor === null) return { grossMarginMinor: null, costs, contributionMinor: null };
  const marginMinor = order.netSalesMinor - order.costMinor - assumedMinor;
  const costMinor = COST_KINDS.reduce((total, kind) => total + costs[kind], 0);
  return {
    grossMarginMinor: marginMinor,
    costs,
    contributionMinor: marginMinor + order.shippingMinor - costMinor,
  };
}
