import { byShop, defineJob, ofShop } from "../job-definition.ts";

/** Makes the shop's Shopify admin hold what its published segments hold. */
export const segmentPublicationJob = defineJob({
  name: "segments.publication",
  payload: ofShop,
  singletonKey: byShop,
  policy: "in_turn",
});
