import type { Condition } from "../db/queries/customer-list.ts";
import { memberCondition, type SegmentContext } from "../segments/segments.ts";
import type { Audience } from "../segments/views.ts";
import { customerCondition } from "../valuation/customer-filter.ts";

export function audienceCondition(context: SegmentContext, audience: Audience): Condition {
  return typeof audience === "string" ? memberCondition(context, audience) : customerCondition(audience);
}

/** What a file and its rows call the audience. */
export function audienceName(audience: Audience): string {
  return typeof audience === "string" ? audience : "customers";
}
