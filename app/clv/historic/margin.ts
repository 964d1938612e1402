import { roundHalfUp } from "./rounding.ts";

/** Sums of an order, of a customer or of a shop. */
export interface CostSums {
  readonly netSalesMinor: number;
  /** Cost of the kept goods whose unit cost is known. */
  readonly costMinor: number;
  /** Net sales of just those goods. */
  readonly costKnownNetSalesMinor: number;
}

/** Share of net sales with a known cost; null without net sales. */
export function costCoverage({
  netSalesMinor,
  costKnownNetSalesMinor,
}: Omit<CostSums, "costMinor">): number | null {
  return netSalesMinor === 0 ? null : costKnownNetSalesMinor / netSalesMinor;
}

/**
 * Net sales - cost of goods sold, where sales without a known cost cost what the default margin (basis points of net sales) leaves
 * of them. Null where such sales exist and the shop has no default margin: a margin over half of the sales would pass for the
 * whole.
 */
export function grossMarginMinor(sums: CostSums, defaultMarginBp: number | null): number | null {
  const unknownMinor = sums.netSalesMinor - sums.costKnownNetSalesMinor;
  if (unknownMinor === 0) return sums.netSalesMinor - sums.costMinor;
  if (defaultMarginBp === null) return null;
  return (
    sums.costKnownNetSalesMinor - sums.costMinor + roundHalfUp((unknownMinor * defaultMarginBp) / 10_000)
  );
}

/** A cost per order: a fixed amount, a share of net sales (0.029 = 2.9 %), both, or nothing. */
export interface ChargeRule {
  readonly fixedMinor: number;
  readonly shareOfNetSales: number;
}

/**
 * Contribution of an order: gross margin + shipping charged - shipping cost, payment fees and fulfilment cost, each a rule. Null
 * without a gross margin.
 */
export function contributionMinor(
  order: CostSums & { readonly shippingMinor: number },
  charges: readonly ChargeRule[],
  defaultMarginBp: number | null,
): number | null {
  const margin = grossMarginMinor(order, defaultMarginBp);
  if (margin === null) return null;
  const costs = charges.reduce(
    (sum, rule) => sum + rule.fixedMinor + roundHalfUp(order.netSalesMinor * rule.shareOfNetSales),
    0,
  );
  return margin + order.shippingMinor - costs;
}
