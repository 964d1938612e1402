import { Text, TextField } from "@shopify/polaris";
import { useState } from "react";
import { MILLION } from "../../clv/acquisition/amount.ts";
import { BOUNDS, type BoundName } from "../../clv/acquisition/faults.ts";
import { useLocale } from "../locale.tsx";
import { minorOfText, numberOfText, textOfMinor, textOfNumber } from "../segment-builder/typed-number.ts";
import { useMinorDigits } from "./minor-digits.ts";

export type InputKind =
  | "money"
  | "count"
  | "share"
  | "years"
  | "paymentsPerYear"
  | "hours"
  | "months"
  | "ratio";

const BOUND_OF: Readonly<Record<InputKind, BoundName>> = {
  money: "minor",
  count: "count",
  share: "share",
  years: "years",
  paymentsPerYear: "paymentsPerYear",
  hours: "hours",
  months: "months",
  ratio: "ratio",
};

const WHOLE: readonly InputKind[] = ["money", "count", "share", "months"];

/** How a value of a kind is written and read. */
function useWritten(kind: InputKind) {
  const { t, format } = useLocale();
  const minorDigits = useMinorDigits();
  const { least, most } = BOUNDS[BOUND_OF[kind]];
  const textOf = (value: number): string => {
    if (kind === "money") return textOfMinor(value, minorDigits, format.locale);
    const shown = kind === "share" ? value / (MILLION / 100) : value;
    // More digits than anybody reads are kept in the value, and not shown.
    return textOfNumber(Number(shown.toFixed(kind === "share" && shown < 1 ? 4 : 2)), format.locale);
  };
  const meantBy = (text: string): number | null => {
    if (kind === "money") return minorOfText(text.trim(), minorDigits);
    const number = numberOfText(text.replace(/%\s*$/, "").trim());
    if (number === null) return null;
    const value = kind === "share" ? Math.round(number * (MILLION / 100)) : number;
    return WHOLE.includes(kind) && !Number.isInteger(value) ? null : value;
  };
  const bounds = { least: textOf(least), most: textOf(most) };
  const faultOf = (text: string): string | null => {
    const value = meantBy(text);
    if (value === null) return t(`calculator.input.${kind}.error`);
    return value < least || value > most ? t("calculator.input.range", bounds) : null;
  };
  return { textOf, meantBy, faultOf };
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
  const { textOf, meantBy, faultOf } = useWritten(kind);
  const shown = value === null ? "" : textOf(value);
  const [typed, setTyped] = useState<{ value: number | null; text: string }>({ value, text: shown });
  if (typed.value !== value) setTyped({ value, text: shown });
  const text = typed.value === value ? typed.text : shown;
  const isEmpty = text.trim() === "";
  // What follows from other fields was typed by nobody, and may lie outside of what can be typed.
  const unread =
    text === shown ? null : isEmpty ? (onClear ? null : t(`calculator.input.${kind}.error`)) : faultOf(text);
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
      inputMode={WHOLE.includes(kind) && kind !== "money" && kind !== "share" ? "numeric" : "decimal"}
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
