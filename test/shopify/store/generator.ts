import type { ShopStore } from "./store.ts";

export interface GeneratedShop {
  seed: number;
  customers: number;
  years: number;
  /** Nothing is generated after it. */
  asOf: Date;
}

export function fillFromGenerator(store: ShopStore, source: GeneratedShop): void {
  throw new Error(`generator pending for ${store.shop.domain} ${source.seed}`);
}
