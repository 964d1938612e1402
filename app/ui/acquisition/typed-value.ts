import { MILLION } from "../../clv/acquisition/amount.ts";
import { minorOfText, numberOfText, textOfNumber } from "../segment-builder/typed-number.ts";

export type InputKind =
  | "money"
  | "count"
  | "share"
  | "years"
  | "paymentsPerYear"
  | "hours"
  | "months"
  | "ratio";

/** "10,000", "10.000", "10 000": one and the same mark before each three digits. */
const GROUPED = /^[1-9]\d{0,2}([.,\s])\d{3}(?:\1\d{3})*$/;
const WHOLE = /^\d{1,15}$/;

const ungrouped = (text: string) => text.replace(/[.,\s]/g, "");

function wholeOf(text: string): number | null {
  if (WHOLE.test(text)) return Number(text);
  return GROUPED.test(text) && text.length <= 19 ? Number(ungrouped(text)) : null;
}

/** Three digits after a mark are decimals only where the currency has as many and the mark is the language's own for them. */
function minorOf(text: string, minorDigits: number, locale: string): number | null {
  const mark = GROUPED.exec(text)?.[1];
  const isDecimal =
    minorDigits >= 3 && mark === textOfNumber(0.5, locale).charAt(1) && text.split(mark).length === 2;
  return minorOfText(mark === undefined || isDecimal ? text : ungrouped(text), minorDigits);
}

/** "1,000" hours are a thousand to one and a single one to another. */
export const isAmbiguous = (kind: InputKind, typed: string): boolean =>
  kind === "hours" && /^[1-9]\d{0,2}[.,]\d{3}$/.test(typed.trim());

/** What somebody means by what was typed: minor units, parts per million or the number itself; null where it cannot be read. */
export function valueOfTyped(
  kind: InputKind,
  typed: string,
  { minorDigits, locale }: { minorDigits: number; locale: string },
): number | null {
  const text = typed.trim();
  if (kind === "money") return minorOf(text, minorDigits, locale);
  if (kind === "count" || kind === "months") return wholeOf(text);
  if (isAmbiguous(kind, text)) return null;
  if (kind !== "share") return numberOfText(text);
  const percent = numberOfText(text.replace(/%\s*$/, "").trim());
  return percent === null ? null : Math.round(percent * (MILLION / 100));
}
