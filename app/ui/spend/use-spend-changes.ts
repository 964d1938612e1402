import { useFetcher } from "@remix-run/react";
import { useLocale } from "../locale.tsx";
import { useToast } from "../states/toast.ts";
import type { SpendChanged, SpendChanges } from "./changes.ts";

const TOASTS = {
  save: "spend.saved",
  remove: "spend.removed",
  undo_import: "spend.imports.undone.toast",
  add_rule: "spend.saved",
  end_rule: "spend.saved",
  remove_rule: "spend.rules.removed",
} as const;

function isDone(answer: SpendChanged): boolean {
  if (answer.change === "save") return answer.outcome.state === "saved";
  return "done" in answer ? answer.done : answer.outcome === "saved";
}

export function useSpendChanges(): SpendChanges {
  const { t } = useLocale();
  const { data, state, submit } = useFetcher<SpendChanged>();
  useToast(data && isDone(data) ? data : null, t(data ? TOASTS[data.change] : "spend.saved"));
  return {
    busy: state !== "idle",
    answer: data ?? null,
    send: (change) => submit(JSON.stringify(change), { method: "post", encType: "application/json" }),
  };
}
