import { z } from "zod";
import { defineJob, shopDomain } from "../job-definition.ts";

export const customerRedactionJob = defineJob({
  name: "privacy.redact-customer",
  payload: z.object({ shop: shopDomain, requestId: z.string(), customerId: z.number().int() }),
  singletonKey: ({ shop, customerId }) => `${shop} ${customerId}`,
  policy: "exclusive",
  retryLimit: 30,
});
