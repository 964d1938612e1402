import { dayOfIso } from "../clv/calendar.ts";
import type { Queryable } from "../db/client.ts";
import { shopSettings } from "../db/queries/pages/settings.ts";
import { readShop } from "../db/queries/source/shops.ts";
import { shopValuation } from "../db/queries/valuation/customer-value-rows.ts";
import { EVERYBODY_BP } from "../platform/holdout.ts";
import type { ShopId } from "../platform/ids.ts";

/** What every result rests on. */
export interface Basis {
  /** Up to whose evening orders are valued. */
  readonly valuedDay: number;
  readonly currency: string;
  /** Of net sales whose cost is unknown, the part that counts as cost. */
  readonly unknownCostShare: number;
  readonly isMarginKnown: (sales: readonly { readonly unknownCostMinor: number }[]) => boolean;
}

/** Null before the first valuation. */
export async function readBasis(on: Queryable, shop: ShopId): Promise<Basis | null> {
  const [valuation, facts, settings] = [
    await shopValuation(on, shop),
    await readShop(on, shop),
    await shopSettings(on, shop),
  ];
  const valuedDay = valuation ? dayOfIso(valuation.as_of_day) : undefined;
  if (!valuedDay || !facts?.currency) return null;
  const { defaultMarginBp } = settings;
  return {
    valuedDay,
    currency: facts.currency,
    unknownCostShare: 1 - (defaultMarginBp ?? EVERYBODY_BP) / EVERYBODY_BP,
    isMarginKnown: (sales) =>
      defaultMarginBp !== null || sales.every(({ unknownCostMinor }) => unknownCostMinor === 0),
  };
}
