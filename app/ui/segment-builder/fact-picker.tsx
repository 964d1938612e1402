import { AutoSelection, Box, Combobox, Listbox, Text } from "@shopify/polaris";
import { memo, useCallback, useDeferredValue, useEffect, useId, useMemo, useRef, useState } from "react";
import type { BuilderView } from "../../segments/builder.ts";
import { useLocale } from "../locale.tsx";
import type { Translate } from "../messages/catalogue.ts";
import { useIsCut } from "../use-cut-text.ts";
import { useChoices } from "./builder-context.ts";
import { FACT_GROUPS, type FactGroup, groupOfFact } from "./fact-groups.ts";
import { isOffered } from "./questions.ts";

/** Facts that the list shows without being scrolled, and some more. */
const MOST_IN_SIGHT = 14;

interface FactPickerProps {
  readonly chosen: string | undefined;
  readonly label: string;
  readonly error: string | undefined;
  readonly onChoose: (fact: string) => void;
}

interface KnownFact {
  readonly value: string;
  readonly label: string;
  readonly group: FactGroup;
  /** What typed words are looked for in. */
  readonly name: string;
  readonly text: string;
}

interface Section {
  readonly title: string;
  readonly facts: readonly KnownFact[];
}

/** Every fact with its words, which are written once and not for each letter that is typed. */
function useKnownFacts({ facts }: BuilderView): readonly KnownFact[] {
  const { t } = useLocale();
  return useMemo(
    () =>
      facts.filter(isOffered).map(({ name: value }) => {
        const label = t(`fact.${value}`);
        const group = groupOfFact(value);
        const text = `${label} ${t(`builder.facts.${group}`)}`.toLowerCase();
        return { value, label, group, name: label.toLowerCase(), text };
      }),
    [facts, t],
  );
}

/** The facts whose names or headings hold each word that is typed, under their headings. */
function sectionsOf(facts: readonly KnownFact[], typed: string, t: Translate): Section[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const wanted = words.join(" ");
  // What is typed as a whole name comes before what only holds it.
  const rank = ({ name }: KnownFact) =>
    wanted === "" || name === wanted ? 0 : name.startsWith(wanted) ? 1 : 2;
  const found = facts
    .filter(({ text }) => words.every((word) => text.includes(word)))
    .map((fact) => ({ fact, rank: rank(fact) }))
    .sort((a, b) => a.rank - b.rank);
  return FACT_GROUPS.map((group) => found.filter(({ fact }) => fact.group === group))
    .filter((ranked) => ranked.length > 0)
    .sort(([a], [b]) => (a?.rank ?? 0) - (b?.rank ?? 0))
    .map((ranked) => ({
      title: t(`builder.facts.${ranked[0]!.fact.group}`),
      facts: ranked.map(({ fact }) => fact),
    }));
}

/** As many of the facts as there is room for. */
function firstOf(sections: readonly Section[], most: number): Section[] {
  let room = most;
  const first: Section[] = [];
  for (const { title, facts } of sections) {
    if (room <= 0) break;
    first.push({ title, facts: facts.slice(0, room) });
    room -= facts.length;
  }
  return first;
}

interface FactListProps {
  readonly listId: string;
  readonly typed: string;
  readonly sections: readonly Section[];
  /** Facts with those that are not drawn yet. */
  readonly total: number;
  readonly chosen: string | undefined;
  readonly onSelect: (fact: string) => void;
}

const optionsOf = (list: HTMLElement | null): HTMLElement[] => [
  ...(list?.querySelectorAll<HTMLElement>('[role="option"]') ?? []),
];

/** Drawn again when it holds others, and not with each letter. */
const FactList = memo(function FactList(props: FactListProps) {
  const { listId, typed, sections, total, chosen, onSelect } = props;
  // Polaris says no places, and a browser would count the rows that are drawn.
  // biome-ignore lint/correctness/useExhaustiveDependencies: other sections are other rows
  useEffect(() => {
    for (const [i, option] of optionsOf(document.getElementById(listId)).entries()) {
      option.setAttribute("aria-setsize", String(total));
      option.setAttribute("aria-posinset", String(i + 1));
    }
  }, [listId, sections, total]);
  return (
    <Listbox
      // What is found for another text is another list, which begins at its top, and not this one pushed about.
      key={typed}
      customListId={listId}
      // Of what is typed the best match is active, and not the fact that it is to replace.
      autoSelection={typed === "" ? AutoSelection.FirstSelected : AutoSelection.First}
      onSelect={onSelect}
    >
      {sections.map(({ title, facts }) => (
        <Listbox.Section key={title} divider={false} title={<Listbox.Header>{title}</Listbox.Header>}>
          {facts.map(({ value, label }) => (
            <Listbox.Option key={value} value={value} selected={value === chosen} accessibilityLabel={label}>
              <Listbox.TextOption selected={value === chosen}>{label}</Listbox.TextOption>
            </Listbox.Option>
          ))}
        </Listbox.Section>
      ))}
    </Listbox>
  );
});

interface WayUp {
  readonly fieldId: string;
  readonly listId: string;
  readonly hasMore: boolean;
  readonly drawAll: () => void;
}

/** From the first fact up is the last of all: the key waits until that is drawn, and until Polaris, which goes by what it knew before, knows of it. */
function useWayUp({ fieldId, listId, hasMore, drawAll }: WayUp): void {
  const [key, setKey] = useState<"none" | "kept" | "given">("none");
  const draw = useRef(drawAll);
  draw.current = drawAll;
  useEffect(() => {
    const field = document.getElementById(fieldId);
    if (!field || !hasMore) return;
    const keep = (event: KeyboardEvent) => {
      const [first] = optionsOf(document.getElementById(listId));
      if (event.key !== "ArrowUp" || field.getAttribute("aria-activedescendant") !== first?.id) return;
      event.preventDefault();
      event.stopPropagation();
      draw.current();
      setKey("kept");
    };
    field.addEventListener("keydown", keep);
    return () => field.removeEventListener("keydown", keep);
  }, [fieldId, listId, hasMore]);
  useEffect(() => {
    // Drawn together with what the list learns in the same turn of effects.
    if (key === "kept") setKey("given");
    if (key !== "given") return;
    setKey("none");
    const again = { key: "ArrowUp", keyCode: 38, bubbles: true, cancelable: true };
    document.getElementById(fieldId)?.dispatchEvent(new KeyboardEvent("keydown", again));
  }, [key, fieldId]);
}

/** A list of facts under headings, found by any part of their names. */
export function FactPicker({ chosen, label, error, onChoose }: FactPickerProps) {
  const { t } = useLocale();
  const { view } = useChoices();
  const [search, setSearch] = useState<string | null>(null);
  /** The text for which more was asked than is in sight; null where none was. */
  const [wholeFor, setWholeFor] = useState<string | null>(null);
  const listId = useId();
  const fieldId = useId();
  const known = useKnownFacts(view);
  // A letter shows at once; the list follows, and gives way to the next letter.
  const typed = useDeferredValue(search ?? "");
  const sections = useMemo(() => sectionsOf(known, typed, t), [known, typed, t]);
  const shown = useMemo(() => {
    const all = sections.flatMap(({ facts }) => facts);
    // The list begins at the chosen fact.
    const place = typed === "" ? all.findIndex(({ value }) => value === chosen) : -1;
    return firstOf(sections, wholeFor === typed ? all.length : Math.max(MOST_IN_SIGHT, place + 1));
  }, [sections, wholeFor, typed, chosen]);
  const isWhole = shown.at(-1)?.facts.length === sections[shown.length - 1]?.facts.length;
  const hasMore = !isWhole || shown.length < sections.length;
  const isNone = shown.length === 0;
  const total = useMemo(() => sections.reduce((sum, { facts }) => sum + facts.length, 0), [sections]);
  const list = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: Polaris draws the shadow of what lies below when its box is scrolled, and not when the list in it is another
  useEffect(() => {
    list.current?.closest("[data-polaris-scrollable]")?.dispatchEvent(new Event("scroll"));
  }, [typed]);
  // Later than the list before could still say which of its rows is active, which Polaris goes on to name.
  const staysNone = useDeferredValue(isNone) && isNone;
  useEffect(() => {
    if (staysNone) document.getElementById(fieldId)?.removeAttribute("aria-activedescendant");
  }, [staysNone, fieldId]);
  useWayUp({ fieldId, listId, hasMore, drawAll: () => setWholeFor(typed) });
  const choose = useRef((_: string) => {});
  choose.current = (fact) => {
    const text = search ?? "";
    setSearch(null);
    // Enter can come before the list of the last letters, and means what they find.
    const found = text === typed ? [] : sectionsOf(known, text, t).flatMap(({ facts }) => facts);
    const isFound = found.length === 0 || found.some(({ value }) => value === fact);
    onChoose(isFound ? fact : found[0]!.value);
  };
  const onSelect = useCallback((fact: string) => choose.current(fact), []);
  const chosenFact = view.facts.find((fact) => isOffered(fact) && fact.name === chosen);
  const name = chosenFact ? t(`fact.${chosenFact.name}`) : "";
  const isCut = useIsCut(fieldId, search ?? name);
  return (
    <Combobox
      // However few are found, the list stays where it is.
      height="20rem"
      willLoadMoreOptions={hasMore}
      onScrolledToBottom={() => hasMore && setWholeFor(typed)}
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
          onBlur={() => {
            setSearch(null);
            setWholeFor(null);
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
          <FactList {...{ listId, typed, total, chosen, onSelect }} sections={shown} />
        )}
      </div>
    </Combobox>
  );
}
