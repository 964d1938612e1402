import type { Condition, Rule } from "./rule.ts";
import type { RuleTerms } from "./rule-terms.ts";

/** As much of a rule as a card has room for. */
export interface RuleBeginning {
  readonly rule: Rule;
  /** Nothing of it was left out. */
  readonly isWhole: boolean;
}

/** Conditions and listed values. A card clips a rule after four lines, which fewer fill; the segment's own page has all of it. */
export const MOST_SAID = 24;

/** The rule up to a number of conditions and listed values. What was cut off in the middle ends it, so that what is there says no other thing. */
export function beginningOf(rule: Rule, most = MOST_SAID): RuleBeginning {
  let left = most;
  let isWhole = true;
  const listOf = (values: readonly unknown[]): readonly unknown[] => {
    // One alone would be said as if it were the only one.
    const kept = values.slice(0, Math.max(2, left));
    left -= kept.length;
    if (kept.length < values.length) [left, isWhole] = [0, false];
    return kept;
  };
  const partOf = (given: unknown): unknown => {
    if (Array.isArray(given)) return listOf(given);
    if (typeof given !== "object" || given === null) return given;
    return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, partOf(value)]));
  };
  const condition = (asked: Condition): Condition => {
    left--;
    return partOf(asked) as Condition;
  };
  const partsOf = (parts: readonly Rule[]): Rule[] => {
    const kept: Rule[] = [];
    for (const part of parts) {
      if (left <= 0) {
        isWhole = false;
        break;
      }
      kept.push(shortened(part));
    }
    return kept;
  };
  const shortened = (part: Rule): Rule => {
    if ("fact" in part) return condition(part);
    if ("not" in part) return { not: shortened(part.not) };
    return "all" in part ? { all: partsOf(part.all) } : { any: partsOf(part.any) };
  };
  const beginning = shortened(rule);
  return { rule: beginning, isWhole };
}

const pick = <T>(from: Readonly<Record<string, T>>, names: ReadonlySet<string>): Record<string, T> =>
  Object.fromEntries(Object.entries(from).filter(([name]) => names.has(name)));

/** Of the terms, those that these rules are put into words with. */
export function termsOf(terms: RuleTerms, rules: readonly Rule[]): RuleTerms {
  const [facts, thresholds] = [new Set<string>(), new Set<string>()];
  const visit = (node: unknown): void => {
    if (typeof node !== "object" || node === null) return;
    for (const [name, value] of Object.entries(node)) {
      if (name === "fact") facts.add(String(value));
      else if (name === "threshold") thresholds.add(String(value));
      else visit(value);
    }
  };
  visit(rules);
  return { ...terms, types: pick(terms.types, facts), thresholds: pick(terms.thresholds, thresholds) };
}
