import { useLocale } from "./locale.tsx";
import {
  type NumberKind,
  type Reading,
  readNumber,
  textOfMinor,
  textOfNumber,
  textOfShare,
} from "./typed-number.ts";

/** 12.50 in a currency's own decimals; without any, an amount that is as usual there. */
const usualMinor = (minorDigits: number) => (minorDigits === 0 ? 1_250 : 12.5 * 10 ** minorDigits);

export interface TypedNumber {
  /** How a value stands in its field. */
  readonly textOf: (value: number) => string;
  readonly read: (text: string) => Reading;
  /** How somebody could type such a number. */
  readonly example: string;
  /** What would be right, said of a text that cannot be read; in other words than usual where a field has its own. */
  readonly wanted: (text: string, ofField?: string) => string;
}

/** Numbers of a kind, read and written in the language of the page; amounts in the shop's currency. */
export function useTypedNumber(kind: NumberKind, minorDigits: number): TypedNumber {
  const { t, format } = useLocale();
  const { locale, currency } = format;
  const textOf = (value: number): string => {
    if (kind === "money") return textOfMinor(value, minorDigits, locale);
    return kind === "share" ? textOfShare(value, locale) : textOfNumber(value, locale);
  };
  const read = (text: string) => readNumber(kind, text, { locale, currency, minorDigits });
  const examples = { whole: 25, money: usualMinor(minorDigits), share: 0.025, decimal: 7.5 };
  const example = textOf(examples[kind]);
  const wanted = (text: string, ofField = t(`typed.${kind}`, { example, currency })): string => {
    const reading = read(text);
    const isAmbiguous = "fault" in reading && reading.fault === "ambiguous";
    return isAmbiguous ? t("typed.ambiguous", { text: text.trim() }) : ofField;
  };
  return { textOf, read, example, wanted };
}
