import { Select } from "@shopify/polaris";
import { useId } from "react";
import { useIsCut } from "./use-cut-text.ts";

interface WholeSelectProps<V extends string> {
  readonly label: string;
  readonly labelHidden?: boolean;
  readonly helpText?: string;
  readonly options: readonly { readonly value: V; readonly label: string }[];
  readonly value: V | "";
  readonly onChange: (chosen: V) => void;
}

/** A choice that can be read whole: in its field, or below it where the field has no room. */
export function WholeSelect<V extends string>(props: WholeSelectProps<V>) {
  const { label, labelHidden = false, helpText, options, value, onChange } = props;
  const id = useId();
  const chosen = options.find((option) => option.value === value)?.label ?? "";
  const isCut = useIsCut(id, chosen);
  return (
    <Select
      id={id}
      label={label}
      labelHidden={labelHidden}
      options={[...options]}
      value={value}
      helpText={isCut ? chosen : helpText}
      onChange={onChange}
    />
  );
}
