import { z } from "zod";
import { defineJob, ofShop } from "../job-definition.ts";

/** Values the customers in `valuation_dirty`, or with `full` all of them. */
export const valuationRefreshJob = defineJob({
  name: "valuation.refresh",
  payload: ofShop.extend({ full: z.boolean() }),
  singletonKey: ({ shop, full }) => `${shop} ${full ? "full" : "changed"}`,
  policy: "in_turn",
  expireInSeconds: 2 * 3600,
});
