/** One reason why the app's net sales differ from a figure of Shopify, signed: below 0 leads down to net sales. */
export interface LadderStep {
  readonly key: StepKey;
  readonly minor: number;
  /** How many orders the step is about, where it is about whole orders. */
  readonly orders: number | null;
}

export type StepKey =
  | "test"
  | "voided"
  | "expired"
  | "cancelled"
  | "gift_card"
  | "zero_value"
  | "ahead"
  | "discounts"
  | "returned_goods"
  | "money_back"
  | "fees_kept"
  | "tax"
  | "shipping"
  | "tips"
  | "gift_cards"
  | "duties"
  | "fees"
  | "unpaid"
  | "pending"
  | "guests"
  | "refund_day";

/** From a figure of Shopify to net sales: `startMinor + steps + unexplainedMinor = netSalesMinor`, exactly. */
export interface Ladder {
  readonly startMinor: number;
  readonly steps: readonly LadderStep[];
  /** What no step explains. */
  readonly unexplainedMinor: number;
  readonly netSalesMinor: number;
}

/** Leaves out what changes nothing; orders that do not count are kept even at 0, because they are missing from the count. */
export function ladder(
  startMinor: number,
  steps: readonly { key: StepKey; minor: number; orders?: number }[],
  netSalesMinor: number,
): Ladder {
  const shown = steps
    .filter(({ minor, orders = 0 }) => minor !== 0 || orders > 0)
    .map(({ key, minor, orders }) => ({ key, minor: minor === 0 ? 0 : minor, orders: orders ?? null }));
  const explainedMinor = shown.reduce((sum, { minor }) => sum + minor, startMinor);
  return { startMinor, steps: shown, unexplainedMinor: netSalesMinor - explainedMinor, netSalesMinor };
}
