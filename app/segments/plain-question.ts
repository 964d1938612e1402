import { isoOfDay } from "../clv/calendar.ts";
import type { FactValue } from "./facts.ts";
import type { Question } from "./rule.ts";
import type { SegmentThresholds } from "./thresholds.ts";

/** What thresholds and days ago are counted from. */
export interface RuleContext {
  /** Day of the valuation: whole days since 1970-01-01 in the shop's calendar. */
  readonly asOfDay: number;
  readonly thresholds: SegmentThresholds;
}

/** A question with thresholds and relative days filled in, as SQL and memory both read it. Days are 'YYYY-MM-DD'. */
export type PlainQuestion =
  | { readonly is: "=" | "!=" | "<" | "<=" | ">" | ">="; readonly value: FactValue }
  | { readonly is: "between"; readonly from: FactValue; readonly to: FactValue }
  | { readonly is: "in" | "not_in"; readonly values: readonly FactValue[] }
  | { readonly is: "known" | "missing" };

/**
 * Throws where a rule counts from the shop's thresholds or day and there is no context: before the first valuation nobody has
 * facts to count from.
 */
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
type Amount = number | { readonly threshold: keyof SegmentThresholds };

function operandValue(operand: Operand, context: RuleContext | null): FactValue {
  if (typeof operand !== "object") return operand;
  if ("daysAgo" in operand) return dayAgo(numberOf(operand.daysAgo, context), context);
  return numberOf(operand, context);
}

/** A number of a rule, or the shop's own threshold in its place. */
export function numberOf(amount: Amount, context: RuleContext | null): number {
  return typeof amount === "number" ? amount : given(context).thresholds[amount.threshold];
}

const dayAgo = (days: number, context: RuleContext | null): string => isoOfDay(given(context).asOfDay - days);

function given(context: RuleContext | null): RuleContext {
  if (context) return context;
  throw new Error("The rule counts from the shop's valuation, and there is none yet.");
}
