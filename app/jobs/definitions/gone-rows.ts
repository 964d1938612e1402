import { z } from "zod";
import { byShop, defineJob, ofShop } from "../job-definition.ts";

/** `looks`: just before this one, that found some. `waits`: for what was found to be fetched. */
const payload = ofShop.extend({ looks: z.number().int().optional(), waits: z.number().int().optional() });

export type GoneRowsLook = z.infer<typeof payload>;

/** Finds rows that are stored and that Shopify no longer has, where no webhook told of it. */
export const goneRowsJob = defineJob<GoneRowsLook>({
  name: "sync.gone-rows",
  payload,
  singletonKey: byShop,
  policy: "in_turn",
});
