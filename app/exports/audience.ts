import type { Sql } from "sql-template-tag";
import { definitionOf, type SegmentKey } from "../segments/built-in.ts";
import type { RuleContext } from "../segments/context.ts";
import type { Rule } from "../segments/rule.ts";
import { ruleSql } from "../segments/sql.ts";

/** Whom an export is of: the members of a segment, or the list of customers that a rule makes. */
export type Audience = SegmentKey | Rule;

export function audienceCondition(context: RuleContext, audience: Audience): Sql {
  return ruleSql(typeof audience === "string" ? definitionOf(audience).rule : audience, context);
}

/** What a file and its rows call the audience. */
export function audienceName(audience: Audience): string {
  return typeof audience === "string" ? audience : "customers";
}
