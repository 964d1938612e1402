import type { Sql } from "sql-template-tag";
import type { Queryable } from "../db/client.ts";
import type { ShopId } from "../platform/ids.ts";
import type { RuleContext } from "../segments/context.ts";
import { findSegment } from "../segments/find.ts";
import { memberCondition } from "../segments/prepare.ts";
import type { Rule } from "../segments/rule.ts";
import type { SegmentKey } from "../segments/segment-key.ts";

/** Whom an export is of: the members of a segment, or the list of customers that a rule makes. */
export type Audience = SegmentKey | Rule;

export interface FoundAudience {
  /** Null where this version of the app cannot read the rule of the segment. */
  readonly condition: Sql | null;
  /** What a file and its rows call it: a segment of the shop's own by its name. */
  readonly name: string;
}

/** Null for a segment that the shop does not have. */
export async function findAudience(
  on: Queryable,
  shop: ShopId,
  context: RuleContext,
  audience: Audience,
): Promise<FoundAudience | null> {
  if (typeof audience !== "string") {
    return { condition: await memberCondition(on, shop, context, audience), name: "customers" };
  }
  const segment = await findSegment(on, shop, audience);
  if (!segment) return null;
  const { rule, name } = segment;
  return { condition: rule && (await memberCondition(on, shop, context, rule)), name: name ?? audience };
}
