import type { Queryable } from "../db/client.ts";
import { cohortTotals } from "../db/queries/pages/summary.ts";
import type { ShopId } from "../platform/ids.ts";
import type { ValueBasis } from "./records.ts";

export interface AdValue {
  readonly basis: ValueBasis;
  /** How much of the predicted value is contribution; 1 where it is not known. */
  readonly shareOfValue: number;
}

/**
 * How the predicted value of a customer becomes what the shop keeps of it: by the contribution of all its sales so far. Where that is
 * unknown the value itself is taken, and its basis says so.
 */
export async function adValueOf(on: Queryable, shop: ShopId, asOf: string): Promise<AdValue> {
  const totals = await cohortTotals(on, shop, asOf);
  if (totals.unknown_margins > 0 || totals.net_sales_minor <= 0) return { basis: "value", shareOfValue: 1 };
  return { basis: "contribution", shareOfValue: totals.contribution_minor / totals.net_sales_minor };
}
