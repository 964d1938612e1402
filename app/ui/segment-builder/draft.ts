import type { Rule } from "../../segments/rule.ts";
import type { Said } from "../rule-words/subject-words.ts";

/*
 * A rule while it is edited: a tree whose conditions may be unfinished and whose parts have an id that lasts through edits.
 * Edits give a new draft and leave the given one alone; an id that is not in the draft changes nothing.
 */

export type Asked = Said;

export interface DraftCondition {
  readonly kind: "condition";
  readonly id: number;
  /** How many times the condition is negated; the page offers once. */
  readonly nots: number;
  readonly asked: Asked;
}

export interface DraftGroup {
  readonly kind: "group";
  readonly id: number;
  readonly nots: number;
  readonly by: "all" | "any";
  readonly parts: readonly DraftPart[];
}

export type DraftPart = DraftCondition | DraftGroup;

export interface Draft {
  readonly root: DraftGroup;
  /** The rule is a single condition: the group around it is the page's, and stands in the rule only when it holds more. */
  readonly isBare: boolean;
  readonly nextId: number;
}

type Joined =
  | { readonly all: readonly DraftRule[] }
  | { readonly any: readonly DraftRule[] }
  | { readonly not: DraftRule };

/** What a draft says, finished or not. */
export type DraftRule = Joined | Asked;

const isJoined = (rule: DraftRule): rule is Joined => "all" in rule || "any" in rule || "not" in rule;

/** The draft of a rule, or of what an unfinished one says. */
export function draftOf(given: Rule | DraftRule): Draft {
  let nextId = 1;
  const partOf = (rule: DraftRule): DraftPart => {
    let nots = 0;
    let inner = rule;
    while (isJoined(inner) && "not" in inner) {
      nots += 1;
      inner = inner.not;
    }
    const id = nextId++;
    if (!isJoined(inner)) return { kind: "condition", id, nots, asked: inner };
    const [by, parts] = "all" in inner ? (["all", inner.all] as const) : (["any", inner.any] as const);
    return { kind: "group", id, nots, by, parts: parts.map(partOf) };
  };
  const part = partOf(given as DraftRule);
  if (part.kind === "group") return { root: part, isBare: false, nextId };
  return {
    root: { kind: "group", id: nextId, nots: 0, by: "all", parts: [part] },
    isBare: true,
    nextId: nextId + 1,
  };
}

/** One condition in which nothing is said yet. */
export const emptyDraft = (): Draft => draftOf({ all: [{}] });

export interface PlacedRule {
  readonly rule: DraftRule;
  /** Parts of the draft by their paths in the rule, such as "all.0.not". */
  readonly ids: ReadonlyMap<string, number>;
}

/**
 * What the draft says, without the conditions that `isKept` leaves out; a group of which nothing is kept is left out as well,
 * unless it was empty from the beginning.
 */
export function ruleOfDraft(
  draft: Draft,
  isKept: (condition: DraftCondition) => boolean = () => true,
): PlacedRule {
  const kept = (part: DraftPart): boolean =>
    part.kind === "condition" ? isKept(part) : part.parts.length === 0 || part.parts.some(kept);
  const ids = new Map<string, number>();
  const below = (path: string, key: string) => (path === "" ? key : `${path}.${key}`);
  const ruleOf = (part: DraftPart, at: string): DraftRule => {
    ids.set(at, part.id);
    let path = at;
    for (let not = 0; not < part.nots; not++) path = below(path, "not");
    let rule: DraftRule;
    if (part.kind === "condition") rule = part.asked;
    else {
      const inside = part.parts.filter(kept).map((each, i) => ruleOf(each, below(path, `${part.by}.${i}`)));
      rule = part.by === "all" ? { all: inside } : { any: inside };
    }
    for (let not = 0; not < part.nots; not++) rule = { not: rule };
    return rule;
  };
  const { root } = draft;
  const [only, ...others] = root.parts;
  const isBare = draft.isBare && root.nots === 0 && only?.kind === "condition" && others.length === 0;
  if (isBare && kept(only)) return { rule: ruleOf(only, ""), ids };
  // Where every condition is unfinished the draft still holds everybody, and not what a group of nothing holds.
  if (!kept(root)) return { rule: { all: [] }, ids };
  return { rule: ruleOf(root, ""), ids };
}

export function partsOf(draft: Draft): DraftPart[] {
  const under = (part: DraftPart): DraftPart[] =>
    part.kind === "group" ? [part, ...part.parts.flatMap(under)] : [part];
  return under(draft.root);
}

export const conditionsOf = (draft: Draft): DraftCondition[] =>
  partsOf(draft).filter((part) => part.kind === "condition");

/** The part with the group that it is in; null for the root and for what is not in the draft. */
export function placeOf(draft: Draft, id: number): { part: DraftPart; group: DraftGroup; at: number } | null {
  for (const group of partsOf(draft)) {
    if (group.kind !== "group") continue;
    const at = group.parts.findIndex((part) => part.id === id);
    if (at >= 0) return { part: group.parts[at]!, group, at };
  }
  return null;
}

function changed(draft: Draft, id: number, change: (part: DraftPart) => DraftPart): Draft {
  const walk = (part: DraftPart): DraftPart => {
    const here = part.id === id ? change(part) : part;
    return here.kind === "group" ? { ...here, parts: here.parts.map(walk) } : here;
  };
  const root = walk(draft.root);
  return root.kind === "group" ? { ...draft, root } : draft;
}

const withParts = (draft: Draft, group: DraftGroup, parts: readonly DraftPart[]): Draft =>
  changed(draft, group.id, (part) => (part.kind === "group" ? { ...part, parts } : part));

export const ask = (draft: Draft, id: number, asked: Asked): Draft =>
  changed(draft, id, (part) => (part.kind === "condition" ? { ...part, asked } : part));

export const joinBy = (draft: Draft, id: number, by: DraftGroup["by"]): Draft =>
  changed(draft, id, (part) => (part.kind === "group" ? { ...part, by } : part));

export const negate = (draft: Draft, id: number, isNegated: boolean): Draft =>
  changed(draft, id, (part) => ({ ...part, nots: isNegated ? 1 : 0 }));

/** A part added, and its id. */
export interface Added {
  readonly draft: Draft;
  readonly id: number;
}

export function addCondition(draft: Draft, groupId: number, asked: Asked = {}): Added {
  const id = draft.nextId;
  const condition: DraftCondition = { kind: "condition", id, nots: 0, asked };
  const added = changed(draft, groupId, (part) =>
    part.kind === "group" ? { ...part, parts: [...part.parts, condition] } : part,
  );
  return { draft: { ...added, nextId: id + 1 }, id };
}

/** A group of the other kind than the one that it is in, with one condition to begin with, whose id is given. */
export function addGroup(draft: Draft, groupId: number): Added {
  const id = draft.nextId;
  const condition: DraftCondition = { kind: "condition", id: id + 1, nots: 0, asked: {} };
  const added = changed(draft, groupId, (part) =>
    part.kind === "group"
      ? {
          ...part,
          parts: [
            ...part.parts,
            { kind: "group", id, nots: 0, by: part.by === "all" ? "any" : "all", parts: [condition] },
          ],
        }
      : part,
  );
  return { draft: { ...added, nextId: id + 2 }, id: id + 1 };
}

/** Takes a part away, and a group with its last part; `focus` is the part to go on at: the next one, or the one before. */
export function remove(draft: Draft, id: number): { draft: Draft; focus: number | null } {
  const place = placeOf(draft, id);
  if (!place) return { draft, focus: null };
  const { group, at } = place;
  if (group.parts.length === 1 && group.id !== draft.root.id) return remove(draft, group.id);
  const parts = group.parts.filter((part) => part.id !== id);
  // A root without conditions is everybody, however its conditions were joined.
  if (parts.length === 0)
    return { draft: { ...draft, root: { ...draft.root, nots: 0, by: "all", parts } }, focus: null };
  return { draft: withParts(draft, group, parts), focus: (parts[at] ?? parts[at - 1])?.id ?? null };
}

export function duplicate(draft: Draft, id: number): Added {
  const place = placeOf(draft, id);
  if (!place) return { draft, id };
  let nextId = draft.nextId;
  const copy = (part: DraftPart): DraftPart => {
    const own = { ...part, id: nextId++ };
    return own.kind === "group" ? { ...own, parts: own.parts.map(copy) } : own;
  };
  const copied = copy(place.part);
  const parts = place.group.parts.toSpliced(place.at + 1, 0, copied);
  return { draft: { ...withParts(draft, place.group, parts), nextId }, id: copied.id };
}

/**
 * One step up or down through the tree as it is read: past a condition, into a group at its near end, out of the own group at
 * its border. A group that is left empty goes. At the end of the root nothing moves.
 */
export function move(draft: Draft, id: number, step: -1 | 1, deepest: number): Draft {
  const place = placeOf(draft, id);
  if (!place) return draft;
  const { part, group, at } = place;
  const neighbour = group.parts[at + step];
  const others = group.parts.filter((each) => each !== part);
  if (neighbour?.kind === "group" && levelOf(draft, neighbour.id) + heightOf(part) <= deepest) {
    const inside = step === 1 ? [part, ...neighbour.parts] : [...neighbour.parts, part];
    const parts = others.map((each) => (each === neighbour ? { ...neighbour, parts: inside } : each));
    return withParts(draft, group, parts);
  }
  if (neighbour) return withParts(draft, group, others.toSpliced(at + step, 0, part));
  const outer = placeOf(draft, group.id);
  if (!outer) return draft;
  const left: DraftPart[] = others.length > 0 ? [{ ...group, parts: others }] : [];
  const beside = step === 1 ? [...left, part] : [part, ...left];
  return withParts(draft, outer.group, outer.group.parts.toSpliced(outer.at, 1, ...beside));
}

/** 0 for the root. */
export function levelOf(draft: Draft, id: number): number {
  const place = placeOf(draft, id);
  return place ? 1 + levelOf(draft, place.group.id) : 0;
}

/** Levels of groups in a part, itself included. */
function heightOf(part: DraftPart): number {
  return part.kind === "group" ? 1 + Math.max(0, ...part.parts.map(heightOf)) : 0;
}
