import { BlockStack, Select, TextField } from "@shopify/polaris";
import type { ComponentType } from "react";
import { WINDOWS } from "../../clv/historic/windows.ts";
import { useLocale } from "../locale.tsx";
import type { MessageKey } from "../messages/catalogue.ts";
import { Days, Range } from "./value-inputs.tsx";

export interface ParameterInputProps {
  readonly label: string;
  readonly value: unknown;
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
    <Select
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

/** The last so many days, or from one day to another. */
function Period({ label, value, error, onChange }: ParameterInputProps) {
  const { t } = useLocale();
  const input = { fact: "", type: "day" as const, label, error };
  const lastDays =
    typeof value === "object" && value !== null && "lastDays" in value ? value.lastDays : undefined;
  return (
    <BlockStack gap="100">
      <Select
        label={`${label}: ${t("builder.day.kind")}`}
        labelHidden
        options={[
          { value: "last", label: t("builder.is.day.within_last_days") },
          { value: "between", label: t("builder.is.day.between") },
        ]}
        value={isOfDays(value) ? "between" : "last"}
        onChange={(kind) => onChange(kind === "last" ? { lastDays: 90 } : {})}
      />
      {isOfDays(value) ? (
        <Range {...input} from={value.from} to={value.to} onChange={onChange} />
      ) : (
        <Days
          {...input}
          value={lastDays ?? undefined}
          onChange={(days) => onChange({ lastDays: days ?? null })}
        />
      )}
    </BlockStack>
  );
}

/** The input of each parameter that a fact can have, and what it is called. */
export const PARAMETER_INPUTS: Readonly<
  Record<string, { readonly label: MessageKey; readonly Input: ComponentType<ParameterInputProps> }>
> = {
  firstDays: { label: "builder.parameter.firstDays", Input: FirstDays },
  period: { label: "builder.parameter.period", Input: Period },
  salt: { label: "builder.parameter.salt", Input: Salt },
};
