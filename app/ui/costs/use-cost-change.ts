import { useFetcher } from "@remix-run/react";
import { useEffect, useRef, useState } from "react";
import type { CostsAnswer } from "../../valuation/costs/answer-costs.ts";
import type { CostChange } from "../../valuation/costs/cost-change.ts";
import type { CostPreview } from "../../valuation/costs/preview-costs.ts";
import { useLocale } from "../locale.tsx";

/** What is known of what a change moves. */
export type Moves =
  | { readonly state: "counting" }
  | { readonly state: "failed" }
  /** Null: there are no figures yet. */
  | { readonly state: "counted"; readonly preview: CostPreview | null };

export interface CostChanging {
  /** The change that is looked at; null where none is. */
  readonly looking: { readonly change: CostChange; readonly moves: Moves } | null;
  readonly saving: boolean;
  readonly failed: boolean;
  /** Rises with each change that was saved. */
  readonly saved: number;
  look(change: CostChange): void;
  back(): void;
  save(): void;
}

/** Shows what a change of costs moves, and saves it once the merchant has seen that. */
export function useCostChange(): CostChanging {
  const { t } = useLocale();
  const preview = useFetcher<CostsAnswer | null>();
  const saving = useFetcher<CostsAnswer | null>();
  const answer = saving.data;
  const [change, setChange] = useState<CostChange | null>(null);
  const [isAsked, setAsked] = useState(false);
  const [saved, setSaved] = useState(0);
  const [failed, setFailed] = useState(false);
  const said = useRef(t);
  said.current = t;
  const post = (fetcher: typeof preview, intent: CostsAnswer["intent"], what: CostChange) =>
    fetcher.submit(JSON.stringify({ intent, change: what }), {
      method: "post",
      encType: "application/json",
    });
  useEffect(() => {
    if (preview.state !== "idle") setAsked(true);
  }, [preview.state]);
  useEffect(() => {
    if (answer?.intent !== "save") return;
    setFailed(!answer.saved.ok);
    setChange(null);
    if (!answer.saved.ok) return;
    setSaved((before) => before + 1);
    window.shopify?.toast.show(said.current(answer.saved.changed ? "costs.saved" : "costs.unchanged"));
  }, [answer]);
  // The server took it for no change at all.
  const isRefused = saving.state === "idle" && answer === null;
  useEffect(() => {
    if (!isRefused) return;
    setFailed(true);
    setChange(null);
  }, [isRefused]);
  const isCounting = !isAsked || preview.state !== "idle";
  const moves: Moves = isCounting
    ? { state: "counting" }
    : preview.data?.intent === "preview" && preview.data.preview !== "took_too_long"
      ? { state: "counted", preview: preview.data.preview }
      : { state: "failed" };
  return {
    looking: change && { change, moves },
    saving: saving.state !== "idle",
    failed,
    saved,
    look(next) {
      setChange(next);
      setAsked(false);
      setFailed(false);
      post(preview, "preview", next);
    },
    back: () => setChange(null),
    save() {
      if (change) post(saving, "save", change);
    },
  };
}
