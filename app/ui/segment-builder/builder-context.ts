import { createContext, useContext } from "react";
import type { BuilderView, FactOffer } from "../../segments/builder.ts";

/** What conditions are built from, for every input of the page. */
export interface BuilderChoices {
  readonly view: BuilderView;
  /** Texts that customers of the shop have for a fact. */
  readonly findValues: (fact: string, search: string) => Promise<readonly string[]>;
}

const Choices = createContext<BuilderChoices | null>(null);
export const BuilderChoicesProvider = Choices.Provider;

export function useChoices(): BuilderChoices {
  const choices = useContext(Choices);
  if (!choices) throw new Error("useChoices is used outside BuilderChoicesProvider");
  return choices;
}

export const factOf = (view: BuilderView, name: string | undefined): FactOffer | undefined =>
  view.facts.find((fact) => fact.name === name);
