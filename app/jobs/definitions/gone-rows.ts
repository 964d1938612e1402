import { z } from "zod";
import { byShop, defineJob, ofShop } from "../job-definition.ts";

/** `again`: a look just before found some. */
const payload = ofShop.extend({ again: z.boolean().optional() });

/** Finds rows that are stored and that Shopify no longer has, where no webhook told of it. */
export const goneRowsJob = defineJob<z.infer<typeof payload>>({
  name: "sync.gone-rows",
  payload,
  singletonKey: byShop,
  policy: "in_turn",
});
