import { BlockStack, Text, TextField } from "@shopify/polaris";
import type { ComponentType } from "react";
import { WINDOWS } from "../../clv/historic/windows.ts";
import { useLocale } from "../locale.tsx";
import type { MessageKey } from "../messages/catalogue.ts";
import { SELECTIONS } from "../rule-words/subject-words.ts";
import { WholeSelect } from "../whole-select.tsx";
import { useProductSource, useSegmentSource } from "./choice-source.ts";
import { Days, Range } from "./value-inputs.tsx";
import { ManyChoices, SingleChoice } from "./values-input.tsx";

export interface ParameterInputProps {
  readonly label: string;
  readonly value: unknown;
  /** It can be left open. */
  readonly isOptional: boolean;
  readonly error: string | undefined;
  readonly onChange: (value: unknown) => void;
}

function Salt({ label, value, error, onChange }: ParameterInputProps) {
  const { t } = useLocale();
  return (
    <TextField
      label={label}
      labelHidden
      autoComplete="off"
      maxLength={255}
      prefix={t("builder.parameter.salt")}
      helpText={t("builder.parameter.salt.help")}
      value={typeof value === "string" ? value : ""}
      error={error}
      onChange={onChange}
    />
  );
}

/** The windows that are worked out with every valuation. */
function FirstDays({ label, value, onChange }: ParameterInputProps) {
  const { t } = useLocale();
  const days = typeof value === "number" ? value : WINDOWS[0];
  const offered: readonly number[] = WINDOWS;
  return (
    <WholeSelect
      label={label}
      labelHidden
      options={[...new Set([...offered, days])].map((each) => ({
        value: String(each),
        label: t("builder.parameter.firstDays.days", { days: each }),
      }))}
      value={String(days)}
      onChange={(chosen) => onChange(Number(chosen))}
    />
  );
}

const isOfDays = (value: unknown): value is { readonly from?: unknown; readonly to?: unknown } =>
  typeof value === "object" && value !== null && !("lastDays" in value);

/** The last so many days, from one day to another, or, where it can be left open, any time. */
function Period({ label, value, isOptional, error, onChange }: ParameterInputProps) {
  const { t } = useLocale();
  const kind = isOptional && value === undefined ? "any" : isOfDays(value) ? "between" : "last";
  const input = { fact: "", type: "day" as const, label, error };
  const lastDays =
    typeof value === "object" && value !== null && "lastDays" in value ? value.lastDays : undefined;
  return (
    <BlockStack gap="100">
      <WholeSelect
        label={`${label}: ${t("builder.day.kind")}`}
        labelHidden
        options={[
          ...(isOptional ? [{ value: "any", label: t("builder.parameter.period.any") }] : []),
          { value: "last", label: t("builder.is.day.within_last_days") },
          { value: "between", label: t("builder.is.day.between") },
        ]}
        value={kind}
        onChange={(chosen) =>
          onChange(chosen === "any" ? undefined : chosen === "last" ? { lastDays: 90 } : {})
        }
      />
      {isOfDays(value) && <Range {...input} from={value.from} to={value.to} onChange={onChange} />}
      {kind === "last" && (
        <Days
          {...input}
          value={lastDays ?? undefined}
          onChange={(days) => onChange({ lastDays: days ?? null })}
        />
      )}
    </BlockStack>
  );
}

const isKind = (kind: string): kind is (typeof SELECTIONS)[number] =>
  SELECTIONS.some((each) => each === kind);

/** Products in one of the ways in which they can be chosen. */
function Selection({ label, value, error, onChange }: ParameterInputProps) {
  const { t } = useLocale();
  const given =
    typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
  const kind = SELECTIONS.find((each) => given[each] !== undefined) ?? "products";
  const source = useProductSource(kind);
  const listed = given[kind];
  const chosen = Array.isArray(listed) ? listed.map(String) : [];
  const isNumbered = kind === "products" || kind === "collections";
  return (
    <BlockStack gap="100">
      <WholeSelect
        label={`${label}: ${t("builder.selection")}`}
        labelHidden
        options={SELECTIONS.map((each) => ({ value: each, label: t(`builder.selection.${each}`) }))}
        value={kind}
        onChange={(next) => isKind(next) && onChange({ [next]: [] })}
      />
      <ManyChoices
        key={kind}
        source={source}
        chosen={chosen}
        label={`${label}: ${t(`builder.selection.${kind}`)}`}
        error={error}
        onChange={(values) => onChange({ [kind]: isNumbered ? values.map(Number) : values })}
      />
    </BlockStack>
  );
}

/** Of two choices of products, which one this is stands above it. */
function Captioned({
  caption,
  input,
}: {
  readonly caption: MessageKey;
  readonly input: ParameterInputProps;
}) {
  const { t } = useLocale();
  return (
    <BlockStack gap="100">
      <Text as="span" variant="bodySm" tone="subdued">
        {t(caption)}
      </Text>
      <Selection {...input} />
    </BlockStack>
  );
}

const First = (input: ParameterInputProps) => <Captioned caption="builder.parameter.first" input={input} />;
const Later = (input: ParameterInputProps) => <Captioned caption="builder.parameter.later" input={input} />;

/** How long after the first the other has to follow. */
function WithinDays({ label, value, error, onChange }: ParameterInputProps) {
  const { t } = useLocale();
  const isOpen = value === undefined;
  return (
    <BlockStack gap="100">
      <WholeSelect
        label={`${label}: ${t("builder.day.kind")}`}
        labelHidden
        options={[
          { value: "any", label: t("builder.parameter.withinDays.any") },
          { value: "within", label: t("builder.parameter.withinDays.within") },
        ]}
        value={isOpen ? "any" : "within"}
        onChange={(chosen) => onChange(chosen === "any" ? undefined : 30)}
      />
      {!isOpen && (
        <Days
          fact=""
          type="day"
          label={label}
          error={error}
          value={value ?? undefined}
          onChange={(days) => onChange(days ?? null)}
        />
      )}
    </BlockStack>
  );
}

function OtherSegment({ label, value, error, onChange }: ParameterInputProps) {
  const source = useSegmentSource();
  const chosen = typeof value === "string" ? value : undefined;
  return <SingleChoice source={source} chosen={chosen} label={label} error={error} onChange={onChange} />;
}

/** The input of each parameter that a fact can have, and what it is called. */
export const PARAMETER_INPUTS: Readonly<
  Record<string, { readonly label: MessageKey; readonly Input: ComponentType<ParameterInputProps> }>
> = {
  first: { label: "builder.parameter.first", Input: First },
  firstDays: { label: "builder.parameter.firstDays", Input: FirstDays },
  later: { label: "builder.parameter.later", Input: Later },
  of: { label: "builder.parameter.of", Input: Selection },
  period: { label: "builder.parameter.period", Input: Period },
  salt: { label: "builder.parameter.salt", Input: Salt },
  segment: { label: "builder.parameter.segment", Input: OtherSegment },
  withinDays: { label: "builder.parameter.withinDays", Input: WithinDays },
};
