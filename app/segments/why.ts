import type { RuleContext } from "./context.ts";
import { FACTS, type Fact, type FactRow, type FactType, type FactValue } from "./facts.ts";
import { answers } from "./meaning.ts";
import { type PlainQuestion, plainQuestion } from "./plain-question.ts";
import { type Condition, MEETS_IF_MISSING, type Rule } from "./rule.ts";

/** How a customer's value stands to what a condition asks: an operator that is met, or the opposite of one that is not. */
export type Relation =
  | PlainQuestion["is"]
  | "not_between"
  | "not_all"
  | "not_in_top"
  | "not_in_bottom"
  /** There is no value to compare. */
  | "unknown";

export interface ConditionReason {
  readonly kind: "condition";
  /** Where the condition stands in the rule, such as ["all", 0]. */
  readonly at: readonly (string | number)[];
  readonly condition: Condition;
  readonly type: FactType;
  readonly value: FactValue | null;
  readonly relation: Relation;
  /** What was asked, with thresholds, days and borders filled in. */
  readonly asked: PlainQuestion;
  readonly met: boolean;
}

export type Reason =
  | ConditionReason
  /** It takes all of these: were one the other way, so were the verdict. Of none: nothing is asked. */
  | { readonly kind: "together"; readonly parts: readonly Reason[] }
  /** Each of these alone decides: all would have to be the other way. */
  | { readonly kind: "each"; readonly parts: readonly Reason[] };

export interface Why {
  /** Whether the customer is in; the same as `meets`. */
  readonly met: boolean;
  readonly reason: Reason;
}

/**
 * Why a customer meets a rule, or does not, with nothing but what decides. Were exactly the conditions that it names the other
 * way, the verdict would be too; whatever the others are, it stays.
 */
export function why(
  rule: Rule,
  row: FactRow,
  context: RuleContext | null,
  at: readonly (string | number)[] = [],
): Why {
  if ("fact" in rule) return conditionWhy(rule, row, context, at);
  if ("not" in rule) {
    const { met, reason } = why(rule.not, row, context, [...at, "not"]);
    return { met: !met, reason };
  }
  const [key, rules] = "all" in rule ? (["all", rule.all] as const) : (["any", rule.any] as const);
  const parts = rules.map((part, i) => why(part, row, context, [...at, key, i]));
  // One part alone decides with this answer: false for "all", true for "any".
  const alone = key === "any";
  const deciding = parts.filter(({ met }) => met === alone);
  return deciding.length > 0
    ? { met: alone, reason: grouped("each", deciding) }
    : { met: !alone, reason: grouped("together", parts) };
}

function grouped(kind: "each" | "together", parts: readonly Why[]): Reason {
  const reasons = parts.flatMap(({ reason }) => (reason.kind === kind ? reason.parts : [reason]));
  return reasons.length === 1 ? reasons[0]! : { kind, parts: reasons };
}

function conditionWhy(
  condition: Condition,
  row: FactRow,
  context: RuleContext | null,
  at: readonly (string | number)[],
): Why {
  const fact: Fact = FACTS[condition.fact];
  const asked = plainQuestion(condition, context);
  const value = fact.of(row, condition, context);
  const met = value === null ? MEETS_IF_MISSING[asked.is] : answers(value, asked, row);
  const relation = relationOf(value, asked.is, met);
  return { met, reason: { kind: "condition", at, condition, type: fact.type, value, relation, asked, met } };
}

const OPPOSITE: Readonly<Record<PlainQuestion["is"], Relation>> = {
  "=": "!=",
  "!=": "=",
  "<": ">=",
  "<=": ">",
  ">": "<=",
  ">=": "<",
  between: "not_between",
  in: "not_in",
  not_in: "in",
  has_any: "has_none",
  has_all: "not_all",
  has_none: "has_any",
  in_top: "not_in_top",
  in_bottom: "not_in_bottom",
  known: "missing",
  missing: "known",
};

function relationOf(value: FactValue | null, is: PlainQuestion["is"], met: boolean): Relation {
  if (value === null && is !== "known" && is !== "missing") return "unknown";
  return met ? is : OPPOSITE[is];
}
