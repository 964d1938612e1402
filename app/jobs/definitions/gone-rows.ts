import { z } from "zod";
import { byShop, defineJob, ofShop } from "../job-definition.ts";

/** Finds rows that are stored and that Shopify no longer has, where no webhook told of it. */
export const goneRowsJob = defineJob({
  name: "sync.gone-rows",
  /** `again`: a look just before found some. */
  payload: ofShop.extend({ again: z.boolean().optional() }),
  singletonKey: byShop,
  policy: "in_turn",
});
