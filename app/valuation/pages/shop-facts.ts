import type { Db } from "../../db/client.ts";
import { readShop, type ShopRow } from "../../db/queries/source/shops.ts";
import { currencyDecimals } from "../../platform/currencies.ts";
import type { ShopRef } from "../../platform/ids.ts";

export interface ShopFacts {
  readonly domain: string;
  readonly name: string;
  readonly currency: string;
  /** Decimals of the stored amounts: what divides minor units into the currency's unit, and how many are printed. */
  readonly minorDigits: number;
  readonly timeZone: string;
}

/** Currency and time zone come with the first sync; until then a page has no amounts to draw. */
export function shopFactsOf(shop: ShopRef, row: ShopRow | null): ShopFacts {
  const currency = row?.currency ?? "USD";
  return {
    domain: shop.domain,
    name: row?.name ?? shop.domain.replace(/\.myshopify\.com$/, ""),
    currency,
    minorDigits: row?.minorDigits ?? currencyDecimals(currency),
    timeZone: row?.timeZone ?? "UTC",
  };
}

export async function readShopFacts(db: Db, shop: ShopRef): Promise<ShopFacts> {
  return shopFactsOf(shop, await readShop(db.pool, shop.shopId));
}
