import { z } from "zod";
import { defineJob, ofShop } from "../job-definition.ts";

/** Who it is about stands in the request alone: nobody's id or address is in a job. */
export const customerRedactionJob = defineJob({
  name: "privacy.redact-customer",
  payload: ofShop.extend({ requestId: z.string() }),
  singletonKey: ({ shop, requestId }) => `${shop} ${requestId}`,
  policy: "exclusive",
  retryLimit: 30,
});
