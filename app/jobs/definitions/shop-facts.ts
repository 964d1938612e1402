import { byShop, defineJob, ofShop } from "../job-definition.ts";

/** Name, currency, time zone, plan and granted scopes of the shop. */
export const shopFactsJob = defineJob({
  name: "sync.shop-facts",
  payload: ofShop,
  singletonKey: byShop,
  policy: "in_turn",
});
