import { z } from "zod";
import { defineJob, ofShop } from "../job-definition.ts";

/** Finds who entered or left the shop's segments: among the customers in `segment_dirty`, or with `whole` among all of them. */
export const segmentMembersJob = defineJob({
  name: "segments.members",
  payload: ofShop.extend({ whole: z.boolean() }),
  singletonKey: ({ shop, whole }) => `${shop} ${whole ? "whole" : "changed"}`,
  policy: "in_turn",
  expireInSeconds: 2 * 3600,
});
