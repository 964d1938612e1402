import { useFetcher } from "@remix-run/react";
import { useEffect, useState } from "react";
import type { ListView } from "../../destinations/lists.ts";
import { useLocale } from "../locale.tsx";
import { listAddress } from "./addresses.ts";
import type { ListAct, ListActs } from "./list-page.tsx";
import type { Refusal } from "./refusal.ts";

type Answer = { readonly act: ListAct } & ({ readonly ok: true } | ({ readonly ok: false } & Refusal));

type Change =
  | { readonly act: "run_now" | "pause" | "resume" | "retry" }
  | { readonly act: "confirm_brake"; readonly asOf: string }
  | { readonly act: "end"; readonly removePeople: boolean };

/** After these a run begins, which the page waits for. */
const BEGINS_RUN: readonly ListAct[] = ["run_now", "resume", "retry", "confirm_brake"];

/** Changes a list from its page. `isAwaited`: something that was asked for has not begun yet. */
export function useListActs(list: ListView): { readonly acts: ListActs; readonly isAwaited: boolean } {
  const { t } = useLocale();
  const { data, state, submit } = useFetcher<Answer>();
  const [asked, setAsked] = useState<ListAct | null>(null);
  const seen = JSON.stringify([list.runs[0]?.runId, list.inStepAt, list.problem, list.destination.problem]);
  const [awaitedAfter, setAwaitedAfter] = useState<string | null>(null);
  useEffect(() => {
    if (data?.ok) window.shopify?.toast.show(t(`kept.done.${data.act}`));
    else if (data) setAwaitedAfter(null);
  }, [data, t]);
  const send = (change: Change) => {
    setAsked(change.act);
    if (BEGINS_RUN.includes(change.act)) setAwaitedAfter(seen);
    submit(change, {
      method: "post",
      action: `${listAddress(list.destination.destinationId, list.listId)}/change`,
      encType: "application/json",
    });
  };
  const isIdle = state === "idle";
  // A list that was started a moment ago has not had a run yet.
  const isNew = list.state === "active" && list.runs.length === 0 && list.problem === null;
  return {
    isAwaited: isNew || awaitedAfter === seen,
    acts: {
      busy: isIdle ? null : asked,
      refusal: isIdle && data && !data.ok ? data : null,
      onAct: (act) => send({ act }),
      onConfirmBrake: (asOf) => send({ act: "confirm_brake", asOf }),
      onEnd: (removePeople) => send({ act: "end", removePeople }),
    },
  };
}
