import type { ShopFacts } from "../../../app/valuation/pages/shop-facts.ts";

export const shop: ShopFacts = {
  domain: "linden-and-wool.myshopify.com",
  name: "Linden & Wool",
  currency: "EUR",
  minorDigits: 2,
  timeZone: "Europe/Amsterdam",
};
