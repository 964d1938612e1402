import { createContext, useContext, useEffect, useMemo, useRef, useState } from "react";
import type { ListOrder } from "../../segments/list-order.ts";
import {
  type Asked,
  addCondition,
  addGroup,
  ask,
  type Draft,
  type DraftGroup,
  duplicate,
  joinBy,
  move,
  negate,
  remove,
} from "./draft.ts";
import { useHistory } from "./history.ts";

/** Groups in groups: what is deeper reads like a puzzle. */
export const DEEPEST_GROUP = 3;

/** A draft with its name and order: what undo takes back. */
export interface Editing {
  readonly name: string;
  readonly draft: Draft;
  readonly order: ListOrder;
}

export interface Editor {
  ask(id: number, asked: Asked, by?: string): void;
  joinBy(id: number, by: DraftGroup["by"]): void;
  negate(id: number, isNegated: boolean): void;
  addCondition(groupId: number): void;
  addGroup(groupId: number): void;
  duplicate(id: number): void;
  move(id: number, step: -1 | 1): void;
  remove(id: number): void;
}

const EditorContext = createContext<Editor | null>(null);
export const EditorProvider = EditorContext.Provider;

export function useEditor(): Editor {
  const editor = useContext(EditorContext);
  if (!editor) throw new Error("useEditor is used outside EditorProvider");
  return editor;
}

/** Where the keyboard goes on after an edit: the first field of a part, its menu, or the button that adds to the rule. */
interface Focus {
  readonly part: number | null;
  readonly on: "field" | "menu";
}

/** Elements of the page that show a part carry its id as `data-part`; `data-add` is on what adds a condition to the root. */
function moveFocus(page: HTMLElement, { part, on }: Focus): void {
  const place = part === null ? null : page.querySelector(`[data-part="${part}"]`);
  const menu = place?.querySelector<HTMLElement>(":scope > [data-menu] button");
  const field = place?.querySelector<HTMLElement>("input, select");
  const add = page.querySelector<HTMLElement>("[data-add] button");
  ((on === "menu" ? menu : field) ?? field ?? add)?.focus();
}

export function useEditing(first: Editing) {
  const history = useHistory(first);
  const { present, edit } = history;
  const page = useRef<HTMLDivElement>(null);
  const [focus, setFocus] = useState<Focus | null>(null);
  useEffect(() => {
    if (focus && page.current) moveFocus(page.current, focus);
  }, [focus]);
  const latest = useRef(present);
  latest.current = present;

  const editor = useMemo((): Editor => {
    const to = (draft: Draft, by: string | null = null) => {
      if (draft !== latest.current.draft) edit({ ...latest.current, draft }, by);
    };
    const now = () => latest.current.draft;
    return {
      ask: (id, asked, by) => to(ask(now(), id, asked), by),
      joinBy: (id, by) => to(joinBy(now(), id, by)),
      negate(id, isNegated) {
        to(negate(now(), id, isNegated));
        setFocus({ part: id, on: "menu" });
      },
      addCondition(groupId) {
        const { draft, id } = addCondition(now(), groupId);
        to(draft);
        setFocus({ part: id, on: "field" });
      },
      addGroup(groupId) {
        const { draft, id } = addGroup(now(), groupId);
        to(draft);
        setFocus({ part: id, on: "field" });
      },
      duplicate(id) {
        const copied = duplicate(now(), id);
        to(copied.draft);
        setFocus({ part: copied.id, on: "field" });
      },
      move(id, step) {
        to(move(now(), id, step, DEEPEST_GROUP));
        setFocus({ part: id, on: "menu" });
      },
      remove(id) {
        const removed = remove(now(), id);
        to(removed.draft);
        setFocus({ part: removed.focus, on: "menu" });
      },
    };
  }, [edit]);

  return {
    ...history,
    page,
    editor,
    rename: (name: string) => edit({ ...present, name }, "name"),
    orderBy: (order: ListOrder) => edit({ ...present, order }),
    focusPart: (part: number) => setFocus({ part, on: "field" }),
  };
}
