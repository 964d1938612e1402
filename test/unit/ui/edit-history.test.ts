import { expect, test } from "vitest";
import { afterStep, beginHistory, type History } from "../../../app/ui/segment-builder/history.ts";

const edited = (history: History<string>, to: string, by: string | null = null) =>
  afterStep(history, { step: "edit", to, by });
const undone = (history: History<string>) => afterStep(history, { step: "undo" });

test("undo and redo walk through the edits; typing in one field is one edit", () => {
  const typed = edited(edited(edited(beginHistory("a"), "b"), "bc", "name"), "bcd", "name");
  expect(undone(typed).present).toBe("b");
  expect(undone(undone(typed)).present).toBe("a");
  expect(undone(undone(undone(typed))).present).toBe("a");
  expect(afterStep(undone(typed), { step: "redo" }).present).toBe("bcd");
});

test("an edit after an undo begins a new branch", () => {
  const other = edited(undone(edited(beginHistory("a"), "b")), "c");
  expect(other.future).toEqual([]);
  expect(undone(other).present).toBe("a");
});
