import { z } from "zod";
import { defineJob, ofShop } from "../job-definition.ts";

/**
 * Finds who entered or left the shop's segments: among the customers in `segment_dirty`, or with `whole` among all of them; with
 * `catalog` among all of them for the segments that ask what was bought.
 */
export const segmentMembersJob = defineJob({
  name: "segments.members",
  payload: ofShop.extend({ whole: z.boolean(), catalog: z.boolean().optional() }),
  singletonKey: ({ shop, whole, catalog }) => `${shop} ${whole ? "whole" : catalog ? "catalog" : "changed"}`,
  policy: "in_turn",
  expireInSeconds: 2 * 3600,
});
