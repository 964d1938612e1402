import { useCallback, useMemo, useState } from "react";
import type { BuilderView } from "../../segments/builder.ts";
import type { RuleNames, RuleTerms, TitleOfThing } from "../../segments/rule-terms.ts";
import type { FindChoices } from "./builder-context.ts";

/** What the rule is put into words with: what is found while it is built is known by its title from then on. */
export function useTerms(view: BuilderView, find: FindChoices) {
  const [names, setNames] = useState<RuleNames>(view.names);
  const findChoices = useCallback<FindChoices>(
    async (of, search, signal) => {
      const found = await find(of, search, signal);
      if (of === "products" || of === "collections") {
        const titles = found.map(({ value, title, isDeleted }): [string, TitleOfThing] => [
          String(value),
          { title, isGone: isDeleted },
        ]);
        setNames((before) => ({ ...before, [of]: { ...before[of], ...Object.fromEntries(titles) } }));
      }
      return found;
    },
    [find],
  );
  const terms = useMemo((): RuleTerms => {
    const segments = view.segments.map(({ key, name }): [string, TitleOfThing] => [
      key,
      { title: name, isGone: false },
    ]);
    return {
      types: Object.fromEntries(view.facts.map(({ name, type }) => [name, type])),
      thresholds: Object.fromEntries(
        [...view.moneyThresholds, ...view.dayThresholds].map(({ name, value }) => [name, value]),
      ),
      names: { ...names, segments: { ...names.segments, ...Object.fromEntries(segments) } },
    };
  }, [view, names]);
  return { terms, findChoices };
}
