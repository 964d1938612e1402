import { useEffect, useState } from "react";
import type { RuleOutcome } from "../../acquisition/commission.ts";
import type { SpendChange, SpendChanged, SpendChanges } from "./changes.ts";

type RuleChange = Extract<SpendChange, { change: "add_rule" | "end_rule" }>;

/** Asks for a change of a rule, and closes the dialog once it is made; else what was in the way of it. */
export function useRuleAnswer(changes: SpendChanges, onClose: () => void) {
  /** The answer that was there when it was asked; undefined before. */
  const [before, setBefore] = useState<SpendChanged | null | undefined>(undefined);
  const { answer, busy } = changes;
  const isAnswered = before !== undefined && answer !== before && !busy;
  const outcome: RuleOutcome | null =
    isAnswered && (answer?.change === "add_rule" || answer?.change === "end_rule") ? answer.outcome : null;
  const isSaved = outcome === "saved";
  useEffect(() => {
    if (isSaved) onClose();
  }, [isSaved, onClose]);
  return {
    fault: outcome === null || outcome === "saved" ? null : outcome,
    ask(change: RuleChange) {
      setBefore(answer);
      changes.send(change);
    },
  };
}
