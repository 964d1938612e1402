import { Select, TextField } from "@shopify/polaris";
import type { ComponentType } from "react";
import { WINDOWS } from "../../clv/historic/windows.ts";
import { useLocale } from "../locale.tsx";
import type { MessageKey } from "../messages/catalogue.ts";

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

/** The input of each parameter that a fact can have, and what it is called. */
export const PARAMETER_INPUTS: Readonly<
  Record<string, { readonly label: MessageKey; readonly Input: ComponentType<ParameterInputProps> }>
> = {
  firstDays: { label: "builder.parameter.firstDays", Input: FirstDays },
  salt: { label: "builder.parameter.salt", Input: Salt },
};
