import type { Queryable } from "../db/client.ts";
import type { ShopId } from "../platform/ids.ts";
import { findSegment, problemOfUsed } from "../segments/find.ts";
import type { ListOrder } from "../segments/list-order.ts";
import type { Rule } from "../segments/rule.ts";
import type { SegmentKey } from "../segments/segment-key.ts";

/** Whom an export is of: the members of a segment, or the list of customers that a rule makes. */
export type Audience = SegmentKey | Rule;

export interface FoundAudience {
  /** Null where this version of the app cannot read the rule of the segment, and where a segment that is asked about is not counted. */
  readonly rule: Rule | null;
  /** What the members of a segment are listed by, the most first; null for a list that is none. */
  readonly order: ListOrder | null;
  /** What a file and its rows call it: a segment of the shop's own by its name. */
  readonly name: string;
}

/** Null for a segment that the shop does not have. */
export async function findAudience(
  on: Queryable,
  shop: ShopId,
  audience: Audience,
): Promise<FoundAudience | null> {
  if (typeof audience !== "string") {
    const problem = await problemOfUsed(on, shop, audience);
    return { rule: problem ? null : audience, order: null, name: "customers" };
  }
  const segment = await findSegment(on, shop, audience);
  if (!segment) return null;
  return { rule: segment.rule, order: segment.order, name: segment.name ?? audience };
}
