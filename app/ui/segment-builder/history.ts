import { useCallback, useReducer } from "react";

/** A value with what it was before and what was taken back of it. */
export interface History<T> {
  readonly past: readonly T[];
  readonly present: T;
  readonly future: readonly T[];
  /** What the last edit was made with: the next one with the same, such as typing in the same field, continues it. */
  readonly by: string | null;
}

type Step<T> =
  | { readonly step: "edit"; readonly to: T; readonly by: string | null }
  | { readonly step: "undo" | "redo" }
  | { readonly step: "restart"; readonly to: T };

const MOST_STEPS = 200;

export const beginHistory = <T>(present: T): History<T> => ({ past: [], present, future: [], by: null });

export function afterStep<T>(history: History<T>, step: Step<T>): History<T> {
  const { past, present, future } = history;
  switch (step.step) {
    case "restart":
      return beginHistory(step.to);
    case "edit": {
      if (step.to === present) return history;
      const continues = step.by !== null && step.by === history.by;
      return {
        past: continues ? past : [...past, present].slice(-MOST_STEPS),
        present: step.to,
        future: [],
        by: step.by,
      };
    }
    case "undo": {
      const before = past.at(-1);
      if (before === undefined) return history;
      return { past: past.slice(0, -1), present: before, future: [present, ...future], by: null };
    }
    case "redo": {
      const [next, ...later] = future;
      if (next === undefined) return history;
      return { past: [...past, present], present: next, future: later, by: null };
    }
  }
}

export function useHistory<T>(first: T) {
  const [history, take] = useReducer(afterStep<T>, first, beginHistory<T>);
  return {
    ...history,
    edit: useCallback((to: T, by: string | null = null) => take({ step: "edit", to, by }), []),
    undo: useCallback(() => take({ step: "undo" }), []),
    redo: useCallback(() => take({ step: "redo" }), []),
    restart: useCallback((to: T) => take({ step: "restart", to }), []),
  };
}
