import { byShop, defineJob, ofShop } from "../job-definition.ts";

/** Reads the whole history, or the missing part, and continues where a killed process stopped. */
export const backfillJob = defineJob({
  name: "sync.backfill",
  payload: ofShop,
  singletonKey: byShop,
  policy: "in_turn",
  expireInSeconds: 23 * 3600,
});
