import type { RfmGroup } from "../clv/rfm.ts";
import type { Queryable } from "../db/client.ts";
import { netSalesAtRanks } from "../db/queries/summary.ts";
import type { ShopId } from "../platform/ids.ts";

/** Groups that bought more than most and have stopped, or are about to. */
export const SLIPPING_GROUPS: readonly RfmGroup[] = [
  "AT_RISK",
  "ALMOST_LOST",
  "PREVIOUSLY_LOYAL",
  "NEEDS_ATTENTION",
];

/**
 * Net sales that the best `1 / parts` of `customers` exceed: those of the first customer below them. Customers who are worth
 * the same are never split: a tie across the border stays outside as a whole, so a group is never larger than its name
 * says. Null without a customer below the border: then everybody who is worth anything is above it.
 */
export async function netSalesBelowTop(
  on: Queryable,
  shop: ShopId,
  customers: number,
  parts: number,
): Promise<number | null> {
  if (customers === 0) return null;
  const [border = null] = await netSalesAtRanks(on, shop, [Math.ceil(customers / parts)]);
  return border;
}
