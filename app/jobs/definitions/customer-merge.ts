import { z } from "zod";
import { defineJob, ofShop } from "../job-definition.ts";

export const customerMergeJob = defineJob({
  name: "sync.customer-merge",
  payload: ofShop.extend({ firstId: z.number().int(), secondId: z.number().int() }),
  singletonKey: ({ shop, firstId, secondId }) => `${shop} ${firstId} ${secondId}`,
  policy: "in_turn",
});
