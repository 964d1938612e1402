import { AutoSelection, Box, Combobox, Listbox, Text } from "@shopify/polaris";
import { useDeferredValue, useEffect, useId, useMemo, useRef, useState } from "react";
import type { BuilderView } from "../../segments/builder.ts";
import { useLocale } from "../locale.tsx";
import type { Translate } from "../messages/catalogue.ts";
import { useChoices } from "./builder-context.ts";
import { FACT_GROUPS, groupOfFact } from "./fact-groups.ts";
import { isOffered } from "./questions.ts";
import { useIsCut } from "./use-cut-text.ts";

/** Facts that the list shows without being scrolled, and some more. */
const MOST_IN_SIGHT = 14;

interface FactPickerProps {
  readonly chosen: string | undefined;
  readonly label: string;
  readonly error: string | undefined;
  readonly onChoose: (fact: string) => void;
}

interface Section {
  readonly title: string;
  readonly facts: readonly { readonly value: string; readonly label: string }[];
}

/** The facts whose names or headings hold each word that is typed, under their headings. */
function sectionsOf({ facts }: BuilderView, typed: string, t: Translate): Section[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const wanted = words.join(" ");
  // What is typed as a whole name comes before what only holds it.
  const rank = (label: string) => {
    const name = label.toLowerCase();
    return wanted === "" || name === wanted ? 0 : name.startsWith(wanted) ? 1 : 2;
  };
  const found = facts
    .filter(isOffered)
    .map(({ name }) => ({ value: name, label: t(`fact.${name}`), group: groupOfFact(name) }))
    .filter(({ label, group }) => {
      const text = `${label} ${t(`builder.facts.${group}`)}`.toLowerCase();
      return words.every((word) => text.includes(word));
    })
    .map((fact) => ({ ...fact, rank: rank(fact.label) }))
    .sort((a, b) => a.rank - b.rank);
  return FACT_GROUPS.map((group) => ({
    title: t(`builder.facts.${group}`),
    facts: found.filter((fact) => fact.group === group),
  }))
    .filter(({ facts }) => facts.length > 0)
    .sort((a, b) => (a.facts[0]?.rank ?? 0) - (b.facts[0]?.rank ?? 0));
}

/** What fits the list, and everything up to the chosen fact, at which the list begins. */
function firstOf(sections: readonly Section[], chosen: string | undefined): Section[] {
  const place = sections.flatMap(({ facts }) => facts).findIndex(({ value }) => value === chosen);
  let room = Math.max(MOST_IN_SIGHT, place + 1);
  const first: Section[] = [];
  for (const { title, facts } of sections) {
    if (room <= 0) break;
    first.push({ title, facts: facts.slice(0, room) });
    room -= facts.length;
  }
  return first;
}

/** A list of facts under headings, found by any part of their names. */
export function FactPicker({ chosen, label, error, onChoose }: FactPickerProps) {
  const { t } = useLocale();
  const { view } = useChoices();
  const [search, setSearch] = useState<string | null>(null);
  const [isOpen, setOpen] = useState(false);
  const listId = useId();
  const fieldId = useId();
  const typed = search ?? "";
  const sections = useMemo(() => sectionsOf(view, typed, t), [view, typed, t]);
  // What fits the list is drawn at once, the rest after that.
  const asked = isOpen ? typed : null;
  const isWhole = useDeferredValue(asked) === asked && isOpen;
  const shown = isWhole ? sections : firstOf(sections, typed === "" ? chosen : undefined);
  const isNone = shown.length === 0;
  const list = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: Polaris draws the shadow of what lies below when its box is scrolled, and not when the list in it is another
  useEffect(() => {
    list.current?.closest("[data-polaris-scrollable]")?.dispatchEvent(new Event("scroll"));
  }, [typed, isWhole]);
  // Later than the list before could still say which of its rows is active, which Polaris goes on to name.
  const staysNone = useDeferredValue(isNone) && isNone;
  useEffect(() => {
    if (staysNone) document.getElementById(fieldId)?.removeAttribute("aria-activedescendant");
  }, [staysNone, fieldId]);
  const chosenFact = view.facts.find((fact) => isOffered(fact) && fact.name === chosen);
  const name = chosenFact ? t(`fact.${chosenFact.name}`) : "";
  const isCut = useIsCut(fieldId, search ?? name);
  return (
    <Combobox
      // However few are found, the list stays where it is.
      height="20rem"
      activator={
        <Combobox.TextField
          id={fieldId}
          label={label}
          labelHidden
          autoComplete="off"
          placeholder={t("builder.fact.search")}
          value={search ?? name}
          helpText={search === null && isCut ? name : undefined}
          error={error}
          onChange={setSearch}
          onFocus={() => setOpen(true)}
          onBlur={() => {
            setOpen(false);
            setSearch(null);
          }}
        />
      }
    >
      <div ref={list}>
        {isNone ? (
          <Box role="status" padding="300">
            <Text as="p" tone="subdued">
              {t("builder.fact.none")}
            </Text>
          </Box>
        ) : (
          <Listbox
            // What is found for another text is another list, which begins at its top, and not this one pushed about.
            key={typed}
            customListId={listId}
            // Of what is typed the best match is active, and not the fact that it is to replace.
            autoSelection={typed === "" ? AutoSelection.FirstSelected : AutoSelection.First}
            onSelect={(fact) => {
              setSearch(null);
              onChoose(fact);
            }}
          >
            {shown.map(({ title, facts }) => (
              <Listbox.Section key={title} divider={false} title={<Listbox.Header>{title}</Listbox.Header>}>
                {facts.map(({ value, label }) => (
                  <Listbox.Option
                    key={value}
                    value={value}
                    selected={value === chosen}
                    accessibilityLabel={label}
                  >
                    <Listbox.TextOption selected={value === chosen}>{label}</Listbox.TextOption>
                  </Listbox.Option>
                ))}
              </Listbox.Section>
            ))}
          </Listbox>
        )}
      </div>
    </Combobox>
  );
}
