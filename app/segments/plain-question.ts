import { BorderNotRead, borderKey, dayAgo, dayOf, given, numberOf, type RuleContext } from "./context.ts";
import type { FactValue } from "./facts.ts";
import type { Condition, Question } from "./rule.ts";

/** A question with thresholds and relative days filled in, as SQL and memory both read it. Days are 'YYYY-MM-DD'. */
export type PlainQuestion =
  | { readonly is: "=" | "!=" | "<" | "<=" | ">" | ">="; readonly value: FactValue }
  | { readonly is: "between"; readonly from: FactValue; readonly to: FactValue }
  | { readonly is: "in" | "not_in"; readonly values: readonly FactValue[] }
  | { readonly is: "has_any" | "has_all" | "has_none"; readonly values: readonly string[] }
  /** Among customers with orders, more than the border, or less; all of them where it is null. */
  | { readonly is: "in_top" | "in_bottom"; readonly border: number | null }
  | { readonly is: "known" | "missing" };

/** Throws as `given` does, and where the context was not prepared for the rule (`prepare.ts`). */
export function plainQuestion(question: Condition, context: RuleContext | null): PlainQuestion {
  if ("share" in question) {
    const { borders, failedBorders } = given(context);
    const key = borderKey(question);
    const border = borders.get(key);
    if (border === undefined) throw new BorderNotRead(key, failedBorders?.get(key));
    return { is: question.is, border };
  }
  if ("days" in question) {
    const days = numberOf(question.days, context);
    // asOfDay - day > n is day < asOfDay - n: a comparison that an index can serve.
    if (question.is === "more_than_days_ago") return { is: "<", value: dayAgo(days, context) };
    const [from, to] = question.is === "within_last_days" ? [days - 1, 0] : [0, 1 - days];
    return { is: "between", from: dayAgo(from, context), to: dayAgo(to, context) };
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
