import type { Rule } from "../../segments/rule.ts";
import { type DraftRule, draftOf, ruleOfDraft } from "../segment-builder/draft.ts";
import { draftOfText, draftText, type NamedDraft } from "../segment-builder/draft-text.ts";
import { DEFAULT_ORDER } from "../segment-builder/list-orders.ts";
import { type ListFilter, ruleOf } from "./list-filter.ts";

/** What the list is filtered by beyond what the page offers: any rule, as the text of a draft of the builder. */
export interface WithConditions extends ListFilter {
  readonly rule?: string | undefined;
}

/** What a text in an address asks for; null where it is damaged. */
export function conditionsOfText(text: string): DraftRule | null {
  const read = draftOfText(text);
  return read && ruleOfDraft(read.draft).rule;
}

/** The text of a rule, finished or not; null for one that is too long for an address. */
export const textOfConditions = (
  rule: Parameters<typeof draftOf>[0],
  { name, order }: Pick<NamedDraft, "name" | "order"> = { name: "", order: DEFAULT_ORDER },
): string | null => draftText({ name, draft: draftOf(rule), order });

/** Whom a list holds, as its export is recorded: its filters and all of its conditions, or the filters alone. */
export function audienceOfList(filter: ListFilter, conditions: Rule | null): Rule {
  const filters = ruleOf(filter);
  if (!conditions) return filters;
  if (filters.all.length === 0) return conditions;
  return { all: [...filters.all, ...("all" in conditions ? conditions.all : [conditions])] };
}

/** The filters and the conditions as one draft; null where the text is damaged. */
function draftOfList({ rule: text, ...filter }: WithConditions): NamedDraft | null {
  const filters = ruleOf(filter);
  if (text === undefined) return { name: "", draft: draftOf(filters), order: DEFAULT_ORDER };
  const read = draftOfText(text);
  if (!read || filters.all.length === 0) return read;
  const { rule } = ruleOfDraft(read.draft);
  const parts = "all" in rule && Array.isArray(rule.all) ? rule.all : [rule];
  return { ...read, draft: draftOf({ all: [...(filters.all as readonly DraftRule[]), ...parts] }) };
}

/** Where the builder begins with all that the list is filtered by; null where that is too long for an address. */
export function builderAddress(list: WithConditions): string | null {
  const given = draftOfList(list);
  // The builder says what is wrong with a text that is damaged.
  const text = given ? draftText(given) : (list.rule ?? null);
  return text && `/app/segments/new?draft=${text}`;
}

/** Where those who meet a rule are listed; null where it is too long for an address. */
export function listAddress(rule: DraftRule, named: Pick<NamedDraft, "name" | "order">): string | null {
  if ("all" in rule && Array.isArray(rule.all) && rule.all.length === 0) return "/app/customers";
  const text = textOfConditions(rule, named);
  return text && `/app/customers?rule=${text}`;
}
