import type { Rule } from "../../segments/rule.ts";
import type { BuilderStart } from "./builder-page.tsx";
import { draftOf, emptyDraft } from "./draft.ts";
import { draftOfText } from "./draft-text.ts";

interface StartOf {
  /** The text of a draft in the address. */
  readonly draft: string | null;
  /** What is saved; its rule is null where this version cannot read it. */
  readonly saved: { readonly name: string; readonly rule: Rule | null } | null;
  /** What to begin with where there is neither: a template's name and rule. */
  readonly template: { readonly name: string; readonly rule: Rule } | null;
}

/** A draft in the address comes first, then what is saved, then a template, then an empty rule. */
export function builderStart({ draft, saved, template }: StartOf): BuilderStart {
  const isUnreadable = saved?.rule === null;
  const own = saved && { name: saved.name, draft: saved.rule ? draftOf(saved.rule) : emptyDraft() };
  const base = own ?? (template && { name: template.name, draft: draftOf(template.rule) });
  const empty = { name: "", draft: emptyDraft() };
  if (draft !== null) {
    const read = draftOfText(draft);
    if (read) return { first: read, saved: own, notice: isUnreadable ? "unreadable" : null };
    return { first: base ?? empty, saved: own, notice: "damaged" };
  }
  return { first: base ?? empty, saved: own, notice: isUnreadable ? "unreadable" : null };
}
