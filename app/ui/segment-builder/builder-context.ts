import { createContext, useContext } from "react";
import type { BuilderView, FactOffer } from "../../segments/builder.ts";
import type { Choice } from "../../segments/choices.ts";
import type { RuleTerms } from "../../segments/rule-terms.ts";

/** Finds what contains a text, by the name of what is chosen: a fact, products, collections, what products are. */
export type FindChoices = (of: string, search: string, signal: AbortSignal) => Promise<readonly Choice[]>;

/** What conditions are built from, for every input of the page. */
export interface BuilderChoices {
  readonly view: BuilderView;
  readonly terms: RuleTerms;
  readonly findChoices: FindChoices;
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
