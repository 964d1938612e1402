import type { Queryable } from "../db/client.ts";
import { rankedValues } from "../db/queries/segments/ranked-values.ts";
import type { ShopId } from "../platform/ids.ts";
import type { RuleContext } from "./context.ts";
import { FACTS, type Fact, type FactName } from "./facts.ts";
import { conditionsOf, type Rule } from "./rule.ts";
import { ruleSql } from "./sql.ts";

/** Why nobody is in a top or a bottom: nobody has a value, or so many have the same that none is beyond the others. */
export interface EmptyRank {
  readonly fact: FactName;
  readonly why: "no_values" | "tied";
}

/**
 * Of a rule that was prepared, the tops and bottoms that hold nobody and so leave the rule nobody. Time does not change them, customers
 * with other values do.
 */
export async function emptyRanks(
  on: Queryable,
  shop: ShopId,
  rule: Rule,
  context: RuleContext,
): Promise<EmptyRank[]> {
  const ranked = conditionsOf(rule).filter((condition) => "share" in condition);
  const counts = await rankedValues(
    on,
    shop,
    ranked.map((condition) => {
      const fact: Fact = FACTS[condition.fact];
      return { value: fact.sql(condition, context), met: ruleSql(condition, context) };
    }),
  );
  const empty = new Map<Rule, EmptyRank>();
  for (const [i, condition] of ranked.entries()) {
    const { valued, met } = counts[i] ?? { valued: 0, met: 0 };
    if (met === 0) empty.set(condition, { fact: condition.fact, why: valued === 0 ? "no_values" : "tied" });
  }
  return emptying(rule, empty);
}

function emptying(rule: Rule, empty: ReadonlyMap<Rule, EmptyRank>): EmptyRank[] {
  if ("all" in rule) return rule.all.flatMap((part) => emptying(part, empty));
  if ("any" in rule) {
    const parts = rule.any.map((part) => emptying(part, empty));
    return parts.every((part) => part.length > 0) ? parts.flat() : [];
  }
  const its = empty.get(rule);
  return its ? [its] : [];
}
