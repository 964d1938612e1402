import { z } from "zod";
import { defineJob, shopDomain } from "../job-definition.ts";

/** Reads a file of old orders, adds what it has or takes it out again, as the file's own state says. */
export const historyFileJob = defineJob({
  name: "sync.history-file",
  payload: z.object({ shop: shopDomain, fileId: z.uuid() }),
  singletonKey: ({ shop, fileId }) => `${shop} ${fileId}`,
  policy: "in_turn",
});
