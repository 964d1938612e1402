import type { ShopId } from "../platform/ids.ts";

/** What a sealed person who is to be erased in a destination belongs to. It is sealed where people are erased, and opened where tools are asked. */
export const erasureContext = (shop: ShopId, destinationId: string): string =>
  `${shop} erasure ${destinationId}`;
