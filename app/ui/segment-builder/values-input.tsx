import { Autocomplete, InlineStack, Tag, Text } from "@shopify/polaris";
import { useEffect, useState } from "react";
import { RFM_RULES } from "../../clv/historic/rfm.ts";
import type { FactType } from "../../segments/facts.ts";
import { consentStates } from "../customers/customer-address.ts";
import { useLocale } from "../locale.tsx";
import { useChoices } from "./builder-context.ts";
import type { ValueInputProps } from "./value-input-props.ts";

interface Choice {
  readonly value: string;
  readonly label: string;
}

const SEARCH_DELAY_MS = 250;

const GROUPS = [...RFM_RULES.map(({ group }) => group), "PROSPECTS" as const];

/** What a choice of a type is called. */
export function useChoiceText(): (type: FactType, value: string) => string {
  const { t, format } = useLocale();
  return (type, value) => {
    const group = GROUPS.find((each) => type === "group" && each === value);
    const consent = consentStates.find((each) => type === "consent" && each === value);
    if (group) return t(`rfm.${group}`);
    if (consent) return t(`consent.${consent}`);
    return type === "country" && /^[A-Z]{2}$/.test(value) ? format.country(value) : value;
  };
}

function useChoiceLabel(type: FactType): (value: string) => string {
  const text = useChoiceText();
  return (value) => text(type, value);
}

/** What can be chosen: fixed lists, the shop's countries, or texts that customers have, which are searched for on the server. */
function useFound(fact: string, type: FactType, search: string): readonly string[] {
  const { view, findValues } = useChoices();
  const [found, setFound] = useState<readonly string[]>([]);
  const isAsked = type === "text" || type === "set";
  useEffect(() => {
    if (!isAsked) return;
    let isOld = false;
    const timer = setTimeout(() => {
      findValues(fact, search).then(
        (values) => !isOld && setFound(values),
        () => !isOld && setFound([]),
      );
    }, SEARCH_DELAY_MS);
    return () => {
      isOld = true;
      clearTimeout(timer);
    };
  }, [isAsked, fact, search, findValues]);
  if (type === "group") return GROUPS;
  if (type === "consent") return consentStates;
  if (type === "country") return view.countries;
  return found;
}

function useOptions(fact: string, type: FactType, search: string, chosen: readonly string[]): Choice[] {
  const labelOf = useChoiceLabel(type);
  const { t } = useLocale();
  const found = useFound(fact, type, search);
  const wanted = search.trim().toLowerCase();
  const options = [...new Set([...found, ...(wanted === "" ? chosen : [])])]
    .map((value) => ({ value, label: labelOf(value) }))
    .filter(({ label }) => label.toLowerCase().includes(wanted));
  // A text that nobody has yet can still be asked for; so can a country that nobody is from.
  const typed = search.trim();
  const code = typed.toUpperCase();
  if ((type === "text" || type === "set") && typed !== "" && !options.some(({ value }) => value === typed))
    options.push({ value: typed.slice(0, 255), label: t("builder.values.add", { value: typed }) });
  if (type === "country" && /^[A-Z]{2}$/.test(code) && !options.some(({ value }) => value === code))
    options.push({ value: code, label: labelOf(code) });
  return options;
}

function None() {
  const { t } = useLocale();
  return (
    <Text as="p" tone="subdued">
      {t("builder.values.none")}
    </Text>
  );
}

/** One choice out of a list that is searched. */
export function SingleChoice({ fact, type, value, label, error, onChange }: ValueInputProps) {
  const { t } = useLocale();
  const [search, setSearch] = useState<string | null>(null);
  const labelOf = useChoiceLabel(type);
  const chosen = typeof value === "string" ? value : undefined;
  return (
    <Autocomplete
      options={useOptions(fact, type, search ?? "", chosen === undefined ? [] : [chosen])}
      selected={chosen === undefined ? [] : [chosen]}
      onSelect={([next]) => {
        setSearch(null);
        onChange(next);
      }}
      emptyState={<None />}
      textField={
        <Autocomplete.TextField
          label={label}
          labelHidden
          autoComplete="off"
          placeholder={t("builder.values.search")}
          value={search ?? (chosen === undefined ? "" : labelOf(chosen))}
          error={error}
          onChange={setSearch}
          onBlur={() => setSearch(null)}
        />
      }
    />
  );
}

/** Any number of choices out of a list that is searched; those chosen stand below as tags. */
export function ManyChoices({ fact, type, value, label, error, onChange }: ValueInputProps) {
  const { t } = useLocale();
  const [search, setSearch] = useState("");
  const labelOf = useChoiceLabel(type);
  const chosen = Array.isArray(value) ? value.filter((each) => typeof each === "string") : [];
  const set = (values: readonly string[]) => onChange(values.length > 0 ? values : undefined);
  return (
    <div>
      <Autocomplete
        allowMultiple
        options={useOptions(fact, type, search, chosen)}
        selected={chosen}
        onSelect={(selected) => {
          const shown = new Set(chosen);
          // What is chosen and filtered out of sight stays chosen.
          const kept = chosen.filter((each) => selected.includes(each));
          set([...kept, ...selected.filter((each) => !shown.has(each))]);
        }}
        emptyState={<None />}
        textField={
          <Autocomplete.TextField
            label={label}
            labelHidden
            autoComplete="off"
            placeholder={t("builder.values.search")}
            value={search}
            error={error}
            onChange={setSearch}
          />
        }
      />
      {chosen.length > 0 && (
        <div style={{ paddingBlockStart: "var(--p-space-100)" }}>
          <InlineStack gap="100">
            {chosen.map((each) => (
              <Tag
                key={each}
                accessibilityLabel={labelOf(each)}
                onRemove={() => set(chosen.filter((other) => other !== each))}
              >
                {labelOf(each)}
              </Tag>
            ))}
          </InlineStack>
        </div>
      )}
    </div>
  );
}
