import { z } from "zod";
import type { Queryable } from "../../db/client.ts";
import { netSalesAtRanks, netSalesOfTop, rankedOn } from "../../db/queries/pages/summary.ts";
import type { BASES_OF_DAYS } from "../../db/queries/valuation/window-columns.ts";
import type { ShopId } from "../../platform/ids.ts";
import { netSalesOfTopFrom } from "./high-value.ts";

/** Figures that depend on the order of customers by net sales. Stored with the valuation, because each needs a scan along an index. */
const ofBasis = z.object({
  medianMinor: z.number().nullable(),
  /** Of the best tenth of the customers by it. */
  topDecileMinor: z.number(),
});
const rankedFigures = z.object({
  medianClvMinor: z.number().nullable(),
  /** Of the best tenth of the customers, one at least. */
  topDecileNetSalesMinor: z.number(),
  /** Net sales from which a customer is among the best tenth, and in the best quarter; see `netSalesOfTopFrom`. */
  vipFromMinor: z.number(),
  highValueFromMinor: z.number(),
  /** The same of margin and contribution; absent where they are unknown. */
  margin: ofBasis.optional(),
  contribution: ofBasis.optional(),
});
export type RankedFigures = z.infer<typeof rankedFigures>;

const NONE: RankedFigures = {
  medianClvMinor: null,
  topDecileNetSalesMinor: 0,
  vipFromMinor: 1,
  highValueFromMinor: 1,
};

interface RankedBases {
  /** No index is in the order of these: each is a sort of all customers. */
  readonly bases?: readonly (typeof BASES_OF_DAYS)[number][];
  /** Of the other bases, as they were ranked before. */
  readonly kept?: Pick<RankedFigures, "margin" | "contribution">;
}

/** `customers` have orders. */
export async function rankCustomers(
  on: Queryable,
  shop: ShopId,
  customers: number,
  { bases = [], kept = {} }: RankedBases = {},
): Promise<RankedFigures> {
  if (customers === 0) return NONE;
  const others = { ...kept };
  for (const basis of bases) others[basis] = await rankedOn(on, shop, basis);
  const middle = [Math.floor((customers - 1) / 2), Math.floor(customers / 2)];
  const [low = null, high = null] = await netSalesAtRanks(on, shop, middle);
  return {
    medianClvMinor: low === null || high === null ? null : (low + high) / 2,
    topDecileNetSalesMinor: await netSalesOfTop(on, shop, Math.ceil(customers / 10)),
    vipFromMinor: await netSalesOfTopFrom(on, shop, customers, 10),
    highValueFromMinor: await netSalesOfTopFrom(on, shop, customers, 4),
    ...others,
  };
}

export function parseRankedFigures(stored: unknown): RankedFigures {
  const parsed = rankedFigures.safeParse(stored);
  return parsed.success ? parsed.data : NONE;
}
