import type { DraftRule } from "../segment-builder/draft.ts";

/** Whose products a merchant has to choose before anybody is in them: drafts, not templates. */
export const PRODUCT_DRAFTS = {
  bought_not: {
    all: [
      { fact: "boughtOrders", of: { products: [] }, is: ">=", value: 1 },
      { fact: "boughtOrders", of: { products: [] }, is: "=", value: 0 },
    ],
  },
  bought_then: {
    all: [{ fact: "boughtThen", first: { products: [] }, later: { products: [] }, is: "=", value: true }],
  },
} as const satisfies Record<string, DraftRule>;
