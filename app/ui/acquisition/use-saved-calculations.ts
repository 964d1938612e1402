import { useFetcher } from "@remix-run/react";
import { useEffect, useRef, useState } from "react";
import type { SavedCalculation, SaveOutcome } from "../../acquisition/saved-calculations.ts";
import { useLocale } from "../locale.tsx";

export type CalculationChange =
  | { readonly change: "save"; readonly name: string; readonly parameters: string; readonly replace: boolean }
  | { readonly change: "delete"; readonly id: string };

export type CalculationAnswer =
  | { readonly change: "save"; readonly outcome: SaveOutcome; readonly name: string }
  | { readonly change: "delete" };

export interface CalculationChanges {
  readonly busy: boolean;
  /** Why the last one was not saved; null where it was. */
  readonly refused: Exclude<SaveOutcome, "saved"> | null;
  /** Rises with each that was saved. */
  readonly saved: number;
  save(name: string, parameters: string, replace: boolean): void;
  /** At once, and with a word that brings it back. */
  remove(calculation: SavedCalculation): void;
}

export function useSavedCalculations(): CalculationChanges {
  const { t } = useLocale();
  const { data, state, submit } = useFetcher<CalculationAnswer>();
  const [saved, setSaved] = useState(0);
  const removed = useRef<SavedCalculation | null>(null);
  const send = (change: CalculationChange) =>
    submit({ ...change }, { method: "post", encType: "application/json" });
  const latest = useRef({ send, t });
  latest.current = { send, t };
  useEffect(() => {
    if (!data) return;
    const { t: text } = latest.current;
    if (data.change === "delete") {
      const it = removed.current;
      if (!it) return;
      const { name, parameters } = it;
      const undo = () => latest.current.send({ change: "save", name, parameters, replace: false });
      window.shopify?.toast.show(text("calculator.saved.deleted", { name }), {
        action: text("calculator.saved.undo"),
        onAction: undo,
      });
    } else if (data.outcome === "saved") {
      setSaved((before) => before + 1);
      window.shopify?.toast.show(text("calculator.saved.done", { name: data.name }));
    }
  }, [data]);
  const refused = data?.change === "save" && data.outcome !== "saved" ? data.outcome : null;
  return {
    busy: state !== "idle",
    refused,
    saved,
    save: (name, parameters, replace) => send({ change: "save", name, parameters, replace }),
    remove(calculation) {
      removed.current = calculation;
      send({ change: "delete", id: calculation.id });
    },
  };
}
