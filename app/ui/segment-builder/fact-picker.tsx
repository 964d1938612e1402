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
  const found = facts.filter(isFound);
  const sections = FACT_GROUPS.map((group) => ({
    title: t(`builder.facts.${group}`),
    options: found.filter((fact) => fact.group === group).map(({ value, label }) => ({ value, label })),
  })).filter(({ options }) => options.length > 0);
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
