import type { Condition } from "../db/queries/pages/customer-list.ts";
import type { SegmentKey } from "../segments/definition.ts";
import { memberCondition, type SegmentContext } from "../segments/segments.ts";
import { type CustomerFilter, customerCondition } from "../valuation/pages/customers/filter.ts";

/** Whom an export is of: the members of a segment, or the list of customers as it is filtered. */
export type Audience = SegmentKey | CustomerFilter;

export function audienceCondition(context: SegmentContext, audience: Audience): Condition {
  return typeof audience === "string" ? memberCondition(context, audience) : customerCondition(audience);
}

/** What a file and its rows call the audience. */
export function audienceName(audience: Audience): string {
  return typeof audience === "string" ? audience : "customers";
}
