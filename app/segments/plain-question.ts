import { dayAgo, dayOf, numberOf, type RuleContext } from "./context.ts";
import type { FactValue } from "./facts.ts";
import type { Question } from "./rule.ts";

/** A question with thresholds and relative days filled in, as SQL and memory both read it. Days are 'YYYY-MM-DD'. */
export type PlainQuestion =
  | { readonly is: "=" | "!=" | "<" | "<=" | ">" | ">="; readonly value: FactValue }
  | { readonly is: "between"; readonly from: FactValue; readonly to: FactValue }
  | { readonly is: "in" | "not_in"; readonly values: readonly FactValue[] }
  | { readonly is: "known" | "missing" };

/** Throws as `given` does. */
export function plainQuestion(question: Question, context: RuleContext | null): PlainQuestion {
  if ("days" in question) {
    const days = numberOf(question.days, context);
    // asOfDay - day > n is day < asOfDay - n: a comparison that an index can serve.
    if (question.is === "more_than_days_ago") return { is: "<", value: dayAgo(days, context) };
    return { is: "between", from: dayAgo(days - 1, context), to: dayAgo(0, context) };
  }
  if ("from" in question)
    return {
      is: "between",
      from: operandValue(question.from, context),
      to: operandValue(question.to, context),
    };
  if ("value" in question) return { is: question.is, value: operandValue(question.value, context) };
  return question;
}

type Operand = Extract<Question, { value: unknown }>["value"];

function operandValue(operand: Operand, context: RuleContext | null): FactValue {
  if (typeof operand !== "object") return operand;
  return "daysAgo" in operand ? dayOf(operand, context) : numberOf(operand, context);
}
