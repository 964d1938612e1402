import { byShop, defineJob, defineRound, ofShop } from "../job-definition.ts";

/** Compares the number of orders and of customers of each month with Shopify's own, and has fetched again what differs. */
export const compareJob = defineJob({
  name: "sync.compare",
  payload: ofShop,
  singletonKey: byShop,
  policy: "in_turn",
});

export const compareAllJob = defineRound("sync.compare-all");
