import { byShop, defineJob, ofShop } from "../job-definition.ts";

export const shopRedactionJob = defineJob({
  name: "privacy.redact-shop",
  payload: ofShop,
  singletonKey: byShop,
  policy: "exclusive",
  retryLimit: 30,
});
