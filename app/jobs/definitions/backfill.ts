import { z } from "zod";
import { byShop, defineJob, ofShop } from "../job-definition.ts";

/** `catchUp`: where nothing is missing, what changed since is read. */
const payload = ofShop.extend({ catchUp: z.boolean().optional() });

/** Reads the whole history, or the missing part, and continues where a killed process stopped. */
export const backfillJob = defineJob<z.infer<typeof payload>>({
  name: "sync.backfill",
  payload,
  singletonKey: byShop,
  policy: "in_turn",
  expireInSeconds: 23 * 3600,
});
