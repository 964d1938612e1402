import type { ListOrder } from "../../segments/list-order.ts";
import type { Rule } from "../../segments/rule.ts";
import { draftOf, emptyDraft, ruleOfDraft } from "./draft.ts";
import { draftOfText } from "./draft-text.ts";
import type { Editing } from "./editor.ts";
import { DEFAULT_ORDER } from "./list-orders.ts";

/** What the page begins with. */
export interface BuilderStart {
  readonly first: Editing;
  /** What is saved now, which an edit is compared with; null for a segment that does not exist yet. */
  readonly saved: Editing | null;
  /** What the saved amounts are of, where the shop has another currency now; saving them makes them amounts of the present one. */
  readonly formerCurrency: string | null;
  /** Something about the beginning that the merchant has to know. */
  readonly notice: "damaged" | "unreadable" | null;
}

interface StartOf {
  /** The text of a draft in the address. */
  readonly draft: string | null;
  /** What is saved; its rule is null where this version cannot read it. */
  readonly saved: {
    readonly name: string;
    readonly rule: Rule | null;
    readonly order: ListOrder;
    readonly formerCurrency: string | null;
  } | null;
  /** What to begin with where there is neither: a template's name, rule and order. */
  readonly template: { readonly name: string; readonly rule: Rule; readonly order: ListOrder } | null;
}

/** A draft in the address comes first, then what is saved, then a template, then an empty rule. */
export function builderStart({ draft, saved, template }: StartOf): BuilderStart {
  const isUnreadable = saved?.rule === null;
  const own = saved && {
    name: saved.name,
    draft: saved.rule ? draftOf(saved.rule) : emptyDraft(),
    order: saved.order,
  };
  const base =
    own ?? (template && { name: template.name, draft: draftOf(template.rule), order: template.order });
  const empty: Editing = { name: "", draft: emptyDraft(), order: DEFAULT_ORDER };
  const rest = { saved: own, formerCurrency: saved?.formerCurrency ?? null };
  const notice = isUnreadable ? "unreadable" : null;
  if (draft === null) return { ...rest, first: base ?? empty, notice };
  const read = draftOfText(draft);
  return read ? { ...rest, first: read, notice } : { ...rest, first: base ?? empty, notice: "damaged" };
}

/** Whether there is something to save: other conditions, another name or order, or amounts that have to be looked at again. */
export function isUnsaved(present: Editing, { first, saved, formerCurrency }: BuilderStart): boolean {
  if (formerCurrency !== null) return true;
  const before = saved ?? { ...first, name: "" };
  return (
    present.name.trim() !== before.name.trim() ||
    present.order !== before.order ||
    JSON.stringify(ruleOfDraft(present.draft).rule) !== JSON.stringify(ruleOfDraft(before.draft).rule)
  );
}
