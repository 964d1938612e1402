import { byShop, defineJob, ofShop } from "../job-definition.ts";

/** Finds rows that are stored and that Shopify no longer has, where no webhook told of it. */
export const goneRowsJob = defineJob({
  name: "sync.gone-rows",
  payload: ofShop,
  singletonKey: byShop,
  policy: "in_turn",
});
