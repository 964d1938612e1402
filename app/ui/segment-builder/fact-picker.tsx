import { Autocomplete, Text } from "@shopify/polaris";
import { useState } from "react";
import { useLocale } from "../locale.tsx";
import { useChoices } from "./builder-context.ts";
import { FACT_GROUPS, groupOfFact } from "./fact-groups.ts";
import { isOffered } from "./questions.ts";

interface FactPickerProps {
  readonly chosen: string | undefined;
  readonly label: string;
  readonly error: string | undefined;
  readonly onChoose: (fact: string) => void;
}

/** A list of facts under headings, found by any part of their names. */
export function FactPicker({ chosen, label, error, onChoose }: FactPickerProps) {
  const { t } = useLocale();
  const { view } = useChoices();
  const [search, setSearch] = useState<string | null>(null);
  const facts = view.facts
    .filter(isOffered)
    .map(({ name }) => ({ value: name, label: t(`fact.${name}`), group: groupOfFact(name) }));
  const words = (search ?? "").toLowerCase().split(/\s+/).filter(Boolean);
  const isFound = (fact: (typeof facts)[number]) => {
    const text = `${fact.label} ${t(`builder.facts.${fact.group}`)}`.toLowerCase();
    return words.every((word) => text.includes(word));
  };
  // What is typed as a whole name comes before what only holds it.
  const typed = words.join(" ");
  const rank = ({ label }: { readonly label: string }) => {
    const name = label.toLowerCase();
    return typed === "" || name === typed ? 0 : name.startsWith(typed) ? 1 : 2;
  };
  const found = facts.filter(isFound).sort((a, b) => rank(a) - rank(b));
  const sections = FACT_GROUPS.map((group) => ({
    title: t(`builder.facts.${group}`),
    options: found.filter((fact) => fact.group === group).map(({ value, label }) => ({ value, label })),
  }))
    .filter(({ options }) => options.length > 0)
    .sort((a, b) => Math.min(...a.options.map(rank)) - Math.min(...b.options.map(rank)));
  const chosenName = facts.find(({ value }) => value === chosen)?.label ?? "";
  return (
    <Autocomplete
      options={sections}
      selected={chosen === undefined ? [] : [chosen]}
      onSelect={([fact]) => {
        setSearch(null);
        if (fact !== undefined) onChoose(fact);
      }}
      emptyState={
        <Text as="p" tone="subdued">
          {t("builder.fact.none")}
        </Text>
      }
      textField={
        <Autocomplete.TextField
          label={label}
          labelHidden
          autoComplete="off"
          placeholder={t("builder.fact.search")}
          value={search ?? chosenName}
          error={error}
          onChange={setSearch}
          onBlur={() => setSearch(null)}
        />
      }
    />
  );
}
