import { useEffect, useState } from "react";
import type { FactType } from "../../segments/facts.ts";
import { useLocale } from "../locale.tsx";
import { thingName } from "../rule-words/subject-words.ts";
import { choiceText, consentStates, GROUPS } from "../rule-words/value-words.ts";
import { useChoices } from "./builder-context.ts";

/** What can be chosen in one place, and what it is called. */
export interface ChoiceSource {
  /** Searched for on the server by this name; null where everything is listed. */
  readonly of: string | null;
  readonly listed: readonly string[];
  readonly labelOf: (value: string) => string;
  /** What somebody typed, as a choice that nobody has yet; null where it is none. */
  readonly typed: (text: string) => string | null;
}

const asTyped = (text: string): string => text.slice(0, 255);
const nothing = () => null;

/** Fixed lists, the shop's countries, or texts that customers have. */
export function useFactSource(fact: string, type: FactType): ChoiceSource {
  const { view } = useChoices();
  const locale = useLocale();
  const labelOf = (value: string) => choiceText(fact, type, value, locale);
  switch (type) {
    case "group":
      return { of: null, listed: GROUPS, labelOf, typed: nothing };
    case "consent":
      return { of: null, listed: consentStates, labelOf, typed: nothing };
    case "country":
      return {
        of: null,
        listed: view.countries,
        labelOf,
        typed: (text) => (/^[A-Za-z]{2}$/.test(text) ? text.toUpperCase() : null),
      };
    default:
      return { of: fact, listed: [], labelOf, typed: asTyped };
  }
}

/** Products and collections by their ids, or texts that products have. */
export function useProductSource(
  kind: "products" | "collections" | "types" | "vendors" | "productTags",
): ChoiceSource {
  const { terms } = useChoices();
  const { t, format } = useLocale();
  if (kind === "products" || kind === "collections") {
    const labelOf = (id: string) => thingName(kind, id, { t, format, terms });
    return { of: kind, listed: [], labelOf, typed: nothing };
  }
  return { of: kind, listed: [], labelOf: (value) => value, typed: asTyped };
}

/** Other segments by their keys. */
export function useSegmentSource(): ChoiceSource {
  const { view, terms } = useChoices();
  const { t, format } = useLocale();
  const labelOf = (key: string) => thingName("segments", key, { t, format, terms });
  return { of: null, listed: view.segments.map(({ key }) => key), labelOf, typed: nothing };
}

const SEARCH_DELAY_MS = 250;

/** Why there is nothing to choose: it is searched for, it could not be, or there is none. */
export type Search = "searching" | "failed" | "none";

interface Found {
  readonly of: string | null;
  readonly values: readonly string[];
  readonly search: Search;
}

/** Nothing is searched for before `isAsked`: a page with many lists asks the server for none of them by being drawn. */
function useFound(of: string | null, typed: string, isAsked: boolean): Found {
  const { findChoices } = useChoices();
  const [found, setFound] = useState<Found>({ of: null, values: [], search: "none" });
  useEffect(() => {
    if (of === null || !isAsked) return;
    const old = new AbortController();
    const answer = (values: readonly string[], search: Search) => {
      if (!old.signal.aborted) setFound({ of, values, search });
    };
    setFound((before) => ({ of, values: before.of === of ? before.values : [], search: "searching" }));
    const timer = setTimeout(() => {
      findChoices(of, typed, old.signal).then(
        (choices) =>
          answer(
            choices.map(({ value }) => String(value)),
            "none",
          ),
        () => answer([], "failed"),
      );
    }, SEARCH_DELAY_MS);
    return () => {
      old.abort();
      clearTimeout(timer);
    };
  }, [of, typed, isAsked, findChoices]);
  return found.of === of ? found : { of, values: [], search: "searching" };
}

interface Option {
  readonly value: string;
  readonly label: string;
}

/** What is offered for what is typed so far; what is chosen stands there as long as nothing is. Searched from the first focus on. */
export function useOptions(
  source: ChoiceSource,
  typed: string,
  chosen: readonly string[],
): { readonly options: Option[]; readonly search: Search; readonly onFocus: () => void } {
  const { t } = useLocale();
  const [isAsked, setAsked] = useState(false);
  const found = useFound(source.of, typed, isAsked);
  const text = typed.trim();
  const wanted = text.toLowerCase();
  const offered = [...source.listed, ...found.values, ...(wanted === "" ? chosen : [])];
  const options = [...new Set(offered)]
    .map((value) => ({ value, label: source.labelOf(value) }))
    .filter(({ label }) => label.toLowerCase().includes(wanted));
  const own = text === "" ? null : source.typed(text);
  if (own !== null && !options.some(({ value }) => value === own)) {
    const isNamed = source.of === null;
    options.push({
      value: own,
      label: isNamed ? source.labelOf(own) : t("builder.values.add", { value: text }),
    });
  }
  return { options, search: source.of === null ? "none" : found.search, onFocus: () => setAsked(true) };
}
