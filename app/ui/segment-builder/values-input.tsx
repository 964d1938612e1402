import { Autocomplete, InlineStack, Tag, Text } from "@shopify/polaris";
import { useId, useRef, useState } from "react";
import { useLocale } from "../locale.tsx";
import { useIsCut } from "../use-cut-text.ts";
import { type ChoiceSource, type Search, useOptions } from "./choice-source.ts";

interface ChoiceProps<T> {
  readonly source: ChoiceSource;
  readonly chosen: T;
  readonly label: string;
  readonly error: string | undefined;
  readonly onChange: (chosen: T) => void;
}

function None({ search }: { readonly search: Search }) {
  const { t } = useLocale();
  return (
    <Text as="p" tone="subdued">
      {t(`builder.values.${search}`)}
    </Text>
  );
}

/** One choice out of a list that is searched. */
export function SingleChoice({ source, chosen, label, error, onChange }: ChoiceProps<string | undefined>) {
  const { t } = useLocale();
  const [typed, setTyped] = useState<string | null>(null);
  const selected = chosen === undefined ? [] : [chosen];
  const { options, search, onFocus } = useOptions(source, typed ?? "", selected);
  const fieldId = useId();
  const name = chosen === undefined ? "" : source.labelOf(chosen);
  const isCut = useIsCut(fieldId, typed ?? name);
  return (
    <Autocomplete
      options={options}
      selected={selected}
      onSelect={([next]) => {
        setTyped(null);
        onChange(next);
      }}
      emptyState={<None search={search} />}
      textField={
        <Autocomplete.TextField
          id={fieldId}
          label={label}
          labelHidden
          autoComplete="off"
          placeholder={t("builder.values.search")}
          value={typed ?? name}
          helpText={typed === null && isCut ? name : undefined}
          error={error}
          onChange={setTyped}
          onFocus={onFocus}
          onBlur={() => setTyped(null)}
        />
      }
    />
  );
}

/** Any number of choices out of a list that is searched; those chosen stand below as tags. */
export function ManyChoices({ source, chosen, label, error, onChange }: ChoiceProps<readonly string[]>) {
  const { t } = useLocale();
  const [typed, setTyped] = useState("");
  const { options, search, onFocus } = useOptions(source, typed, chosen);
  const place = useRef<HTMLDivElement>(null);
  const takeAway = (value: string) => {
    onChange(chosen.filter((other) => other !== value));
    // The button that was pressed goes with its tag.
    place.current?.querySelector("input")?.focus();
  };
  return (
    <div ref={place}>
      <Autocomplete
        allowMultiple
        options={options}
        selected={[...chosen]}
        onSelect={(selected) => {
          const shown = new Set(chosen);
          // What is chosen and filtered out of sight stays chosen.
          const kept = chosen.filter((each) => selected.includes(each));
          onChange([...kept, ...selected.filter((each) => !shown.has(each))]);
        }}
        emptyState={<None search={search} />}
        textField={
          <Autocomplete.TextField
            label={label}
            labelHidden
            autoComplete="off"
            placeholder={t("builder.values.search")}
            value={typed}
            error={error}
            onChange={setTyped}
            onFocus={onFocus}
          />
        }
      />
      {chosen.length > 0 && (
        <div style={{ paddingBlockStart: "var(--p-space-100)" }}>
          <InlineStack gap="100">
            {chosen.map((each) => (
              <Tag key={each} accessibilityLabel={source.labelOf(each)} onRemove={() => takeAway(each)}>
                {source.labelOf(each)}
              </Tag>
            ))}
          </InlineStack>
        </div>
      )}
    </div>
  );
}
