/**
 * On which historic values stand. Two bases are never mixed in one sum, and each figure names its own. Net of acquisition follows once
 * spend is known: contribution less what it cost to win the customer.
 */
export const BASES = ["revenue", "margin", "contribution"] as const;
export type Basis = (typeof BASES)[number];

/** Sums of orders, of a customer or of a shop. */
export interface BasisSums {
  readonly netSalesMinor: number;
  /** Null where that of an order is unknown. */
  readonly grossMarginMinor: number | null;
  readonly contributionMinor: number | null;
}

/** The sum on a basis; null where it is unknown. */
export function amountOn(basis: Basis, sums: BasisSums): number | null {
  switch (basis) {
    case "revenue":
      return sums.netSalesMinor;
    case "margin":
      return sums.grossMarginMinor;
    case "contribution":
      return sums.contributionMinor;
  }
}
