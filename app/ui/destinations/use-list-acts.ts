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

/** Changes a list from its page. */
export function useListActs(list: ListView): ListActs {
  const { t } = useLocale();
  const { data, state, submit } = useFetcher<Answer>();
  const [asked, setAsked] = useState<ListAct | null>(null);
  useEffect(() => {
    if (data?.ok) window.shopify?.toast.show(t(`kept.done.${data.act}`));
  }, [data, t]);
  const send = (change: Change) => {
    setAsked(change.act);
    submit(change, {
      method: "post",
      action: `${listAddress(list.destination.destinationId, list.listId)}/change`,
      encType: "application/json",
    });
  };
  const isIdle = state === "idle";
  return {
    busy: isIdle ? null : asked,
    refusal: isIdle && data && !data.ok ? data : null,
    onAct: (act) => send({ act }),
    onConfirmBrake: (asOf) => send({ act: "confirm_brake", asOf }),
    onEnd: (removePeople) => send({ act: "end", removePeople }),
  };
}
