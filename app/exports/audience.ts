import type { Queryable } from "../db/client.ts";
import type { ListSort } from "../db/queries/pages/customer-list.ts";
import type { ShopId } from "../platform/ids.ts";
import { findSegment } from "../segments/find.ts";
import type { Rule } from "../segments/rule.ts";
import type { SegmentKey } from "../segments/segment-key.ts";

/** Whom an export is of: the members of a segment, or the list of customers that a rule makes. */
export type Audience = SegmentKey | Rule;

export interface FoundAudience {
  /** Null where this version of the app cannot read the rule of the segment. */
  readonly rule: Rule | null;
  /** What the members of a segment are listed by, the most first; null for a list that is none. */
  readonly order: ListSort | null;
  /** What a file and its rows call it: a segment of the shop's own by its name. */
  readonly name: string;
}

/** Null for a segment that the shop does not have. */
export async function findAudience(
  on: Queryable,
  shop: ShopId,
  audience: Audience,
): Promise<FoundAudience | null> {
  if (typeof audience !== "string") return { rule: audience, order: null, name: "customers" };
  const segment = await findSegment(on, shop, audience);
  if (!segment) return null;
  return { rule: segment.rule, order: segment.order, name: segment.name ?? audience };
}
