import { TextField, type TextFieldProps } from "@shopify/polaris";
import { useState } from "react";

interface TypedFieldProps<T>
  extends Pick<TextFieldProps, "label" | "prefix" | "suffix" | "error" | "inputMode"> {
  readonly value: T | undefined;
  readonly textOf: (value: T) => string;
  /** null for a text that says no value. */
  readonly valueOfText: (text: string) => T | null;
  /** undefined while what is typed says no value. */
  readonly onChange: (value: T | undefined) => void;
}

/** A text field for a value: the text stays as it is typed until the value is changed from elsewhere, such as by an undo. */
export function TypedField<T>({ value, textOf, valueOfText, onChange, ...field }: TypedFieldProps<T>) {
  const shown = value === undefined ? "" : textOf(value);
  const [typed, setTyped] = useState({ value, text: shown });
  if (typed.value !== value) setTyped({ value, text: shown });
  return (
    <TextField
      {...field}
      labelHidden
      autoComplete="off"
      value={typed.value === value ? typed.text : shown}
      onChange={(text) => {
        const said = valueOfText(text) ?? undefined;
        setTyped({ value: said, text });
        onChange(said);
      }}
    />
  );
}
