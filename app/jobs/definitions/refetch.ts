import { byShop, defineJob, ofShop } from "../job-definition.ts";

/** Fetches again what webhooks and reconciliation touched. */
export const refetchJob = defineJob({
  name: "sync.refetch",
  payload: ofShop,
  singletonKey: byShop,
  policy: "in_turn",
});
