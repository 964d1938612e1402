import { byShop, defineJob, defineRound, ofShop } from "../job-definition.ts";

/** Compares the ids and versions of all orders and customers with Shopify's own. */
export const fullCheckJob = defineJob({
  name: "sync.full-check",
  payload: ofShop,
  singletonKey: byShop,
  policy: "in_turn",
  expireInSeconds: 6 * 3600,
});

export const fullCheckAllJob = defineRound("sync.full-check-all");
