import type { SegmentRow } from "../db/queries/segments/stored.ts";
import { FACTS } from "./facts.ts";
import { type Condition, conditionsOf, type Rule } from "./rule.ts";
import { readRule } from "./stored-rule.ts";

/** Nothing is the same in every currency. */
const isAmount = (operand: unknown): boolean => typeof operand === "number" && operand !== 0;

function namesAmount(condition: Condition): boolean {
  if (FACTS[condition.fact].type !== "money") return false;
  if ("from" in condition) return isAmount(condition.from) || isAmount(condition.to);
  return "value" in condition && isAmount(condition.value);
}

/** Whether a rule says amounts of money, and not only borders that are drawn from the shop's own customers. */
export const namesAmounts = (rule: Rule): boolean => conditionsOf(rule).some(namesAmount);

/** The currency of a stored rule's amounts where the shop has another one now; else null. */
export function formerCurrencyOf(row: Pick<SegmentRow, "rule" | "currency" | "shopCurrency">): string | null {
  const { rule } = readRule(row.rule);
  const { currency, shopCurrency } = row;
  if (!rule || currency === null || shopCurrency === null || currency === shopCurrency) return null;
  return namesAmounts(rule) ? currency : null;
}
