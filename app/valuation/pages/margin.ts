import { roundHalfUp } from "../../clv/historic/order-money.ts";

export interface CostSums {
  readonly netSalesMinor: number;
  readonly costMinor: number;
  readonly costKnownNetSalesMinor: number;
}

/** Share of net sales with a known cost; null without net sales. */
export function costCoverage({ netSalesMinor, costKnownNetSalesMinor }: CostSums): number | null {
  return netSalesMinor === 0 ? null : costKnownNetSalesMinor / netSalesMinor;
}

/**
 * Net sales - cost of goods sold, where sales without a known cost cost what the default margin leaves of them. Null where
 * such sales exist and the shop has no default margin: a margin over half of the sales would pass for the whole.
 */
export function grossMarginMinor(sums: CostSums, defaultMarginBp: number | null): number | null {
  const unknownMinor = sums.netSalesMinor - sums.costKnownNetSalesMinor;
  if (unknownMinor === 0) return sums.netSalesMinor - sums.costMinor;
  if (defaultMarginBp === null) return null;
  return (
    sums.costKnownNetSalesMinor - sums.costMinor + roundHalfUp((unknownMinor * defaultMarginBp) / 10_000)
  );
}
