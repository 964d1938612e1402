import { useFetcher } from "@remix-run/react";
import { useState } from "react";
import type { Basis } from "../../clv/historic/basis.ts";
import type { BasisChoice } from "./basis-bar.tsx";

/** Stores the basis for the shop; the page is read again on it. */
export function useBasisChoice(): BasisChoice {
  const { state, submit } = useFetcher();
  const [asked, setAsked] = useState<Basis | null>(null);
  return {
    choosing: state === "idle" ? null : asked,
    choose(basis) {
      setAsked(basis);
      submit({ basis }, { method: "post", action: "/app/basis", encType: "application/json" });
    },
  };
}
