import { TextField } from "@shopify/polaris";
import { useLocale } from "../locale.tsx";
import type { NumberKind } from "../typed-number.ts";
import { useTypedNumber } from "../use-typed-number.ts";

export interface TypedFieldProps {
  readonly kind: NumberKind;
  readonly label: string;
  readonly minorDigits: number;
  readonly text: string;
  readonly onChange: (text: string) => void;
  /** A reading is said beside the field once somebody has asked to save. */
  readonly asked: boolean;
  /** What is wrong with a number that was read. */
  readonly fault?: string | null;
  readonly unreadable?: string;
}

/** A number as somebody types it, read when the form is. */
export function TypedField(props: TypedFieldProps) {
  const { kind, label, minorDigits, text, onChange, asked, fault, unreadable } = props;
  const { format } = useLocale();
  const { read, wanted } = useTypedNumber(kind, minorDigits);
  const isUnread = "fault" in read(text);
  return (
    <TextField
      label={label}
      autoComplete="off"
      inputMode="decimal"
      prefix={kind === "money" ? format.currency : undefined}
      suffix={kind === "share" ? "%" : undefined}
      value={text}
      onChange={onChange}
      error={asked && isUnread ? wanted(text, unreadable) : (fault ?? undefined)}
    />
  );
}
