import { isKnownTimeZone } from "../platform/clock.ts";
import { isKnownCurrency, UnknownCurrency } from "../platform/money.ts";

/** What the mapper has to know of a shop. */
export interface MappingShop {
  readonly currency: string;
  readonly timeZone: string;
  readonly taxesIncluded: boolean;
}

export class UnknownTimeZone extends Error {
  readonly retry = "never";
  constructor(name: string) {
    super(`"${name.slice(0, 60)}" is not a time zone; it should be an IANA name such as Europe/Amsterdam`);
    this.name = "UnknownTimeZone";
  }
}

/** Throws UnknownCurrency or UnknownTimeZone: nothing of such a shop could be mapped. */
export function mappingShop(shop: MappingShop): MappingShop {
  if (!isKnownCurrency(shop.currency)) throw new UnknownCurrency(shop.currency);
  if (!isKnownTimeZone(shop.timeZone)) throw new UnknownTimeZone(shop.timeZone);
  return shop;
}
