import { TextField } from "@shopify/polaris";
import type { ComponentType } from "react";
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

/** The input of each parameter that a fact can have, and what it is called. */
export const PARAMETER_INPUTS: Readonly<
  Record<string, { readonly label: MessageKey; readonly Input: ComponentType<ParameterInputProps> }>
> = {
  salt: { label: "builder.parameter.salt", Input: Salt },
};
