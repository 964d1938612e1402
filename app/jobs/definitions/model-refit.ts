import { byShop, defineJob, defineRound, ofShop } from "../job-definition.ts";

export const modelRefitJob = defineJob({
  name: "valuation.refit",
  payload: ofShop,
  singletonKey: byShop,
  policy: "in_turn",
  expireInSeconds: 2 * 3600,
});

export const modelRefitAllJob = defineRound("valuation.refit-all");
