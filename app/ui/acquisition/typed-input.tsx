import { Text, TextField } from "@shopify/polaris";
import { useState } from "react";
import { MILLION } from "../../clv/acquisition/amount.ts";
import { BOUNDS, type BoundName } from "../../clv/acquisition/faults.ts";
import { useLocale } from "../locale.tsx";
import { type NumberKind, textOfMinor, textOfNumber } from "../typed-number.ts";
import { useTypedNumber } from "../use-typed-number.ts";
import { useMinorDigits } from "./minor-digits.ts";

/** What a field is for: as what its text is read, and what its value can be. */
const INPUTS = {
  money: { read: "money", bound: "minor" },
  count: { read: "whole", bound: "count" },
  share: { read: "share", bound: "share" },
  years: { read: "decimal", bound: "years" },
  paymentsPerYear: { read: "decimal", bound: "paymentsPerYear" },
  hours: { read: "decimal", bound: "hours" },
  months: { read: "whole", bound: "months" },
  ratio: { read: "decimal", bound: "ratio" },
} as const satisfies Record<string, { read: NumberKind; bound: BoundName }>;

export type InputKind = keyof typeof INPUTS;

/** How a value of a kind is written and read. */
function useWritten(kind: InputKind) {
  const { t, format } = useLocale();
  const minorDigits = useMinorDigits();
  const { least, most } = BOUNDS[INPUTS[kind].bound];
  const textOf = (value: number): string => {
    if (kind === "money") return textOfMinor(value, minorDigits, format.locale);
    const shown = kind === "share" ? value / (MILLION / 100) : value;
    // More digits than anybody reads are kept in the value, and not shown.
    return textOfNumber(Number(shown.toFixed(kind === "share" && shown < 1 ? 4 : 2)), format.locale);
  };
  const { read, example, wanted } = useTypedNumber(INPUTS[kind].read, minorDigits);
  /** In parts per million where it is a share; null for a text that says no value. */
  const meantBy = (text: string): number | null => {
    const reading = read(text);
    if ("fault" in reading) return null;
    return kind === "share" ? Math.round(reading.value * MILLION) : reading.value;
  };
  const bounds = { least: textOf(least), most: textOf(most) };
  const unreadable = (text: string): string => wanted(text, t(`calculator.input.${kind}.error`, { example }));
  const faultOf = (text: string): string | null => {
    const value = meantBy(text);
    if (value === null) return unreadable(text);
    return value < least || value > most ? t("calculator.input.range", bounds) : null;
  };
  return { textOf, meantBy, faultOf, unreadable };
}

export interface FieldFault {
  readonly text: string;
  /** Otherwise there are results, and something that should be known. */
  readonly isError: boolean;
}

export interface TypedInputProps {
  readonly kind: InputKind;
  readonly label: string;
  readonly labelHidden?: boolean;
  /** null: nothing is filled in. */
  readonly value: number | null;
  readonly onChange: (value: number) => void;
  /** Where the field may be empty. */
  readonly onClear?: () => void;
  readonly help?: string;
  readonly suffix?: string;
  readonly placeholder?: string;
  /** What is wrong with the value, though it could be read. */
  readonly fault?: FieldFault | null;
}

/** A value as somebody types it. What cannot be read is said beside the field, and changes nothing. */
export function TypedInput(props: TypedInputProps) {
  const { kind, label, labelHidden, value, onChange, onClear, help, placeholder, fault } = props;
  const { t, format } = useLocale();
  const { textOf, meantBy, faultOf, unreadable } = useWritten(kind);
  const shown = value === null ? "" : textOf(value);
  const [typed, setTyped] = useState<{ value: number | null; text: string }>({ value, text: shown });
  if (typed.value !== value) setTyped({ value, text: shown });
  const text = typed.value === value ? typed.text : shown;
  const isEmpty = text.trim() === "";
  // What follows from other fields was typed by nobody, and may lie outside of what can be typed.
  const unread = text === shown ? null : isEmpty ? (onClear ? null : unreadable(text)) : faultOf(text);
  const change = (next: string) => {
    const said = meantBy(next);
    if (next.trim() === "" && onClear) {
      setTyped({ value: null, text: next });
      onClear();
    } else if (said !== null && faultOf(next) === null) {
      setTyped({ value: said, text: next });
      onChange(said);
    } else {
      setTyped({ value, text: next });
    }
  };
  const last = value === null ? "" : t("calculator.input.last", { value: shown });
  return (
    <TextField
      label={label}
      labelHidden={labelHidden}
      autoComplete="off"
      inputMode={INPUTS[kind].read === "whole" ? "numeric" : "decimal"}
      prefix={kind === "money" ? format.currency : undefined}
      suffix={props.suffix ?? (kind === "share" ? "%" : undefined)}
      placeholder={placeholder}
      helpText={
        fault && !fault.isError ? (
          <Text as="span" tone="caution">
            {fault.text}
          </Text>
        ) : (
          help
        )
      }
      value={text}
      error={unread ? `${unread} ${last}`.trim() : fault?.isError ? fault.text : undefined}
      onChange={change}
    />
  );
}
