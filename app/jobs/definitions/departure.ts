import { z } from "zod";
import { defineJob, ofShop } from "../job-definition.ts";

/** Shopify was said to report that the shop removed the app (`redact`: and that its data has to go). */
export const departureJob = defineJob({
  name: "sync.departure",
  payload: ofShop.extend({ redact: z.boolean() }),
  singletonKey: ({ shop, redact }) => `${shop} ${redact}`,
  policy: "in_turn",
  retryLimit: 30,
});
