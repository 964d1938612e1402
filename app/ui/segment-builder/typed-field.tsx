import { TextField, type TextFieldProps } from "@shopify/polaris";
import { useState } from "react";

interface TypedFieldProps<T>
  extends Pick<TextFieldProps, "label" | "prefix" | "suffix" | "error" | "inputMode"> {
  readonly value: T | undefined;
  readonly textOf: (value: T) => string;
  /** The value that a text says, or what would be right instead. */
  readonly read: (text: string) => { readonly value: T } | { readonly wanted: string };
  /** undefined while what is typed says no value. */
  readonly onChange: (value: T | undefined) => void;
}

/** A text field for a value: the text stays as it is typed until the value is changed from elsewhere, such as by an undo. */
export function TypedField<T>({ value, textOf, read, onChange, error, ...field }: TypedFieldProps<T>) {
  const shown = value === undefined ? "" : textOf(value);
  const [typed, setTyped] = useState({ value, text: shown });
  if (typed.value !== value) setTyped({ value, text: shown });
  const text = typed.value === value ? typed.text : shown;
  // An empty field, and what was typed by nobody, say nothing that could be wrong.
  const reading = text === shown || text.trim() === "" ? null : read(text);
  return (
    <TextField
      {...field}
      error={reading && "wanted" in reading ? reading.wanted : error}
      labelHidden
      autoComplete="off"
      value={text}
      onChange={(next) => {
        const said = read(next);
        const meant = "value" in said ? said.value : undefined;
        setTyped({ value: meant, text: next });
        onChange(meant);
      }}
    />
  );
}
