import type { RuleContext } from "./context.ts";
import { FACTS, type Fact, type FactRow, type FactValue } from "./facts.ts";
import { type PlainQuestion, plainQuestion } from "./plain-question.ts";
import { MEETS_IF_MISSING, type Rule } from "./rule.ts";

/** Whether a customer meets a rule, read in memory. `ruleSql` means the same, which a property test proves on real rows. */
export function meets(rule: Rule, row: FactRow, context: RuleContext | null): boolean {
  if ("all" in rule) return rule.all.every((part) => meets(part, row, context));
  if ("any" in rule) return rule.any.some((part) => meets(part, row, context));
  if ("not" in rule) return !meets(rule.not, row, context);
  const fact: Fact = FACTS[rule.fact];
  const question = plainQuestion(rule, context);
  const value = fact.of(row, rule, context);
  return value === null ? MEETS_IF_MISSING[question.is] : answers(value, question, row);
}

/** Numbers by size, days of four-digit years by their text. */
function answers(value: FactValue, question: PlainQuestion, row: FactRow): boolean {
  switch (question.is) {
    case "known":
      return true;
    case "missing":
      return false;
    case "between":
      return value >= question.from && value <= question.to;
    case "in":
      return question.values.includes(value);
    case "not_in":
      return !question.values.includes(value);
    case "in_top":
      return row.orders > 0 && (question.border === null || Number(value) > question.border);
    case "in_bottom":
      return row.orders > 0 && (question.border === null || Number(value) < question.border);
    case "has_any":
      return question.values.some((one) => contains(value, one));
    case "has_all":
      return question.values.every((one) => contains(value, one));
    case "has_none":
      return !question.values.some((one) => contains(value, one));
    case "=":
      return value === question.value;
    case "!=":
      return value !== question.value;
    case "<":
      return value < question.value;
    case "<=":
      return value <= question.value;
    case ">":
      return value > question.value;
    case ">=":
      return value >= question.value;
  }
}

const contains = (value: FactValue, one: string): boolean => Array.isArray(value) && value.includes(one);
