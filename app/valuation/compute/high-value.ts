import type { Queryable } from "../../db/client.ts";
import { netSalesAbove, netSalesAtRanks } from "../../db/queries/pages/summary.ts";
import type { ShopId } from "../../platform/ids.ts";

/**
 * Net sales from which one of `customers` (those with orders) is among the best `1 / parts`. Customers who are worth the same
 * are never split: a tie across the border stays outside as a whole, so the top is never larger than its name says, and
 * nobody is in it in a shop whose customers are all worth the same. Always above 0.
 */
export async function netSalesOfTopFrom(
  on: Queryable,
  shop: ShopId,
  customers: number,
  parts: number,
): Promise<number> {
  if (customers === 0) return 1;
  const [best = null] = await netSalesAtRanks(on, shop, [Math.ceil(customers / parts)]);
  const outsideMinor = Math.max(0, best ?? 0);
  return (await netSalesAbove(on, shop, outsideMinor)) ?? outsideMinor + 1;
}
