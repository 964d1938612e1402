import { useFetcher } from "@remix-run/react";
import { useEffect, useState } from "react";
import { useLocale } from "../locale.tsx";
import { destinationAddress } from "./addresses.ts";
import type { DestinationAct, DestinationActs } from "./destination-page.tsx";
import type { Refusal } from "./refusal.ts";

type Answer = { readonly act: DestinationAct } & ({ readonly ok: true } | ({ readonly ok: false } & Refusal));

type Change =
  | { readonly act: "pause" | "resume" }
  | { readonly act: "replace_key"; readonly key: string }
  | { readonly act: "disconnect"; readonly removePeople: boolean };

/** Changes a connection from its page. */
export function useDestinationActs(destinationId: string): DestinationActs {
  const { t } = useLocale();
  const { data, state, submit } = useFetcher<Answer>();
  const [asked, setAsked] = useState<DestinationAct | null>(null);
  const [keysTaken, setKeysTaken] = useState(0);
  useEffect(() => {
    if (!data?.ok) return;
    if (data.act === "replace_key") setKeysTaken((before) => before + 1);
    window.shopify?.toast.show(t(`destinations.done.${data.act}`));
  }, [data, t]);
  const send = (change: Change) => {
    setAsked(change.act);
    submit(change, {
      method: "post",
      action: `${destinationAddress(destinationId)}/change`,
      encType: "application/json",
    });
  };
  const isIdle = state === "idle";
  return {
    busy: isIdle ? null : asked,
    refused: isIdle && data && !data.ok ? { act: data.act, refusal: data } : null,
    keysTaken,
    onPause: () => send({ act: "pause" }),
    onResume: () => send({ act: "resume" }),
    onReplaceKey: (key) => send({ act: "replace_key", key }),
    onDisconnect: (removePeople) => send({ act: "disconnect", removePeople }),
  };
}
