import { grossMarginMinor } from "../clv/historic/margin.ts";
import type { Queryable } from "../db/client.ts";
import { shopSettings } from "../db/queries/pages/settings.ts";
import { cohortTotals } from "../db/queries/pages/summary.ts";
import type { ShopId } from "../platform/ids.ts";
import type { ValueBasis } from "./records.ts";

export interface AdValue {
  readonly basis: ValueBasis;
  /** How much of the predicted value is contribution; 1 where it is not known. */
  readonly shareOfValue: number;
}

/**
 * How the predicted value of a customer becomes what the shop keeps of it: by the gross margin of all its sales so far, since no cost of
 * an order beyond its goods is known here. Where margins are unknown the value itself is taken, and its basis says so.
 */
export async function adValueOf(on: Queryable, shop: ShopId, asOf: string): Promise<AdValue> {
  const [totals, settings] = await Promise.all([cohortTotals(on, shop, asOf), shopSettings(on, shop)]);
  const netSalesMinor = totals.net_sales_minor;
  const margin = grossMarginMinor(
    {
      netSalesMinor,
      costMinor: totals.cost_minor,
      costKnownNetSalesMinor: totals.cost_known_net_sales_minor,
    },
    settings.defaultMarginBp,
  );
  if (margin === null || netSalesMinor <= 0) return { basis: "value", shareOfValue: 1 };
  return { basis: "contribution", shareOfValue: margin / netSalesMinor };
}
