import { createContext, type ReactNode, useContext } from "react";
import type { Basis } from "../../clv/historic/basis.ts";
import { useLocale } from "../locale.tsx";
import type { MessageKey } from "../messages/catalogue.ts";

const UsedBasis = createContext<Basis>("revenue");

/** On which basis the figures below stand. */
export function BasisProvider({ basis, children }: { readonly basis: Basis; readonly children: ReactNode }) {
  return <UsedBasis.Provider value={basis}>{children}</UsedBasis.Provider>;
}

export interface BasisWords {
  readonly basis: Basis;
  /** For the texts of figures: the basis at the beginning of a sentence, and within one. */
  readonly named: { readonly What: string; readonly what: string };
  /** What counts and what does not. */
  readonly note: MessageKey;
}

/** The basis as the texts around a figure name it. */
export function useBasisWords(): BasisWords {
  const basis = useContext(UsedBasis);
  const { t } = useLocale();
  return {
    basis,
    named: { What: t(`basis.${basis}`), what: t(`basis.${basis}.within`) },
    note: basis === "revenue" ? "net_sales.note" : `basis.${basis}.note`,
  };
}
