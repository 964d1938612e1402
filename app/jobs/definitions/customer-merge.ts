import { z } from "zod";
import { defineJob, ofShop } from "../job-definition.ts";

export const customerMergeJob = defineJob({
  name: "sync.customer-merge",
  payload: ofShop.extend({
    firstId: z.number().int(),
    secondId: z.number().int(),
    /** False where nobody told of a merge, and orders that went from the first to the second suggest one. */
    isTold: z.boolean().optional(),
  }),
  // What is suggested ends where both are there; it must not stand for what was told, which is tried again.
  singletonKey: ({ shop, firstId, secondId, isTold = true }) =>
    `${shop} ${firstId} ${secondId}${isTold ? "" : " suggested"}`,
  policy: "in_turn",
});
