import { Text, TextField } from "@shopify/polaris";
import { useState } from "react";
import { MILLION } from "../../clv/acquisition/amount.ts";
import { BOUNDS, type BoundName } from "../../clv/acquisition/faults.ts";
import { useLocale } from "../locale.tsx";
import { textOfMinor, textOfNumber } from "../segment-builder/typed-number.ts";
import { useMinorDigits } from "./minor-digits.ts";
import { type InputKind, isAmbiguous, valueOfTyped } from "./typed-value.ts";

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

const WHOLE: readonly InputKind[] = ["count", "months"];

/** 12.50 in a currency's own decimals; without any, an amount that is as usual there. */
const exampleOf = (minorDigits: number) => (minorDigits === 0 ? 1_250 : 12.5 * 10 ** minorDigits);

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
  const meantBy = (text: string) => valueOfTyped(kind, text, { minorDigits, locale: format.locale });
  const bounds = { least: textOf(least), most: textOf(most) };
  const unreadable = (text: string): string =>
    isAmbiguous(kind, text)
      ? t("calculator.input.ambiguous", { text: text.trim() })
      : t(`calculator.input.${kind}.error`, { example: textOf(exampleOf(minorDigits)) });
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
      inputMode={WHOLE.includes(kind) ? "numeric" : "decimal"}
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
