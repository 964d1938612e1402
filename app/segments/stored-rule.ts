import { isFactName } from "./facts.ts";
import { RULE_VERSION, type Rule, storedRule } from "./rule.ts";

/** Why a stored rule says nothing, to this version of the app or now. */
export type RuleProblem =
  | { readonly code: "unknown_version"; readonly version: string }
  | { readonly code: "unknown_fact"; readonly fact: string }
  | { readonly code: "unreadable"; readonly at: string }
  /** Its amounts are of a currency that the shop has no more. */
  | { readonly code: "former_currency"; readonly currency: string }
  /** It can be read, but what is asked of the database by it fails. */
  | { readonly code: "cannot_be_counted" }
  /** What is asked of the database by it, alone or with other segments, takes longer than a page may wait. */
  | { readonly code: "took_too_long" }
  /** It asks about this segment, which is not counted: by name or, of the app's, by key. */
  | { readonly code: "uses_uncounted"; readonly key: string; readonly name: string | null }
  /** It asks about this segment of the shop's own, which is not in use: nobody knows who would be in it. */
  | { readonly code: "uses_archived"; readonly key: string; readonly name: string };

export type ReadRule =
  | { readonly rule: Rule; readonly problem: null }
  | { readonly rule: null; readonly problem: RuleProblem };

/** A rule out of the database, where another version of the app may have written it. */
export function readRule(stored: unknown): ReadRule {
  const parsed = storedRule.safeParse(stored);
  if (parsed.success) return { rule: parsed.data.rule, problem: null };
  const version = field(stored, "version");
  if (version !== RULE_VERSION) {
    return { rule: null, problem: { code: "unknown_version", version: String(version ?? "") } };
  }
  const fact = unknownFact(field(stored, "rule"));
  if (fact !== null) return { rule: null, problem: { code: "unknown_fact", fact } };
  const at = parsed.error.issues[0]?.path.join(".") ?? "";
  return { rule: null, problem: { code: "unreadable", at } };
}

/** A rule out of an address, which says of no version what is of this one. */
export const readAskedRule = (asked: unknown): ReadRule =>
  readRule(field(asked, "version") === undefined ? { version: RULE_VERSION, rule: asked } : asked);

const field = (of: unknown, name: string): unknown =>
  typeof of === "object" && of !== null ? (of as Record<string, unknown>)[name] : undefined;

/** The first fact in the tree that this version does not have. */
function unknownFact(node: unknown): string | null {
  if (Array.isArray(node)) {
    for (const part of node) {
      const found = unknownFact(part);
      if (found !== null) return found;
    }
    return null;
  }
  const fact = field(node, "fact");
  if (typeof fact === "string") return isFactName(fact) ? null : fact;
  return typeof node === "object" && node !== null ? unknownFact(Object.values(node)) : null;
}
