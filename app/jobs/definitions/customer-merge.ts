import { z } from "zod";
import { defineJob, shopDomain } from "../job-definition.ts";

export const customerMergeJob = defineJob({
  name: "sync.customer-merge",
  payload: z.object({ shop: shopDomain, firstId: z.number().int(), secondId: z.number().int() }),
  singletonKey: ({ shop, firstId, secondId }) => `${shop} ${firstId} ${secondId}`,
  policy: "in_turn",
});
