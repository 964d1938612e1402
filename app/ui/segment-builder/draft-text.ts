import type { ListOrder } from "../../segments/list-order.ts";
import { type Draft, type DraftRule, draftOf, ruleOfDraft } from "./draft.ts";
import { DEFAULT_ORDER, isOfferedOrder } from "./list-orders.ts";

/** An address that is longer is cut or refused on its way. */
export const MOST_CHARACTERS = 8_000;
/** A rule has at most 10 in which others stand, and a condition below them. */
const MOST_LEVELS = 11;
const MOST_PARTS = 400;

export interface NamedDraft {
  readonly name: string;
  readonly draft: Draft;
  readonly order: ListOrder;
}

/** A draft as text for an address; null where it would be too long for one. */
export function draftText({ name, draft, order }: NamedDraft): string | null {
  const said = [name, ruleOfDraft(draft).rule, ...(order === DEFAULT_ORDER ? [] : [order])];
  const bytes = new TextEncoder().encode(JSON.stringify(said));
  const text = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");
  return text.length > MOST_CHARACTERS ? null : text;
}

/** What opens a draft, of the template that the page began with; the rest of its address, which can hold what signs a user in, goes into no link. */
export function draftSearch(present: string, draft: string, day: string | null): URLSearchParams {
  const template = new URLSearchParams(present).get("template");
  return new URLSearchParams({
    ...(template !== null && { template }),
    draft,
    ...(day !== null && { day }),
  });
}

/** Inverse of `draftText`; null for a text that is damaged, too long or not a draft. */
export function draftOfText(text: string): NamedDraft | null {
  if (text.length > MOST_CHARACTERS || !/^[\w-]+$/.test(text)) return null;
  let said: unknown;
  try {
    const bytes = Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (character) =>
      character.charCodeAt(0),
    );
    said = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return null;
  }
  if (!Array.isArray(said) || typeof said[0] !== "string") return null;
  const rule = draftRule(said[1]);
  const order = isOfferedOrder(said[2]) ? said[2] : DEFAULT_ORDER;
  return rule && { name: said[0].slice(0, 255), draft: draftOf(rule), order };
}

/** Outside data as what a draft can say; null where a draft cannot. What a condition asks is judged where the rule is read. */
function draftRule(given: unknown): DraftRule | null {
  let parts = 0;
  const partOf = (node: unknown, level: number): DraftRule | null => {
    parts += 1;
    if (typeof node !== "object" || node === null || Array.isArray(node)) return null;
    if (level > MOST_LEVELS || parts > MOST_PARTS) return null;
    const { all, any, not, ...asked } = node as Record<string, unknown>;
    const joins = [all, any, not].filter((inside) => inside !== undefined);
    if (joins.length === 0) return isAsked(asked) ? asked : null;
    if (joins.length > 1 || Object.keys(asked).length > 0) return null;
    if (not !== undefined) {
      const inside = partOf(not, level + 1);
      return inside && { not: inside };
    }
    const inside = joins[0];
    if (!Array.isArray(inside)) return null;
    const read = inside.map((part) => partOf(part, level + 1));
    const sound = read.filter((part) => part !== null);
    if (sound.length < read.length) return null;
    return all === undefined ? { any: sound } : { all: sound };
  };
  return partOf(given, 1);
}

const isAsked = ({ fact, is }: Record<string, unknown>): boolean =>
  [fact, is].every((said) => said === undefined || typeof said === "string");
