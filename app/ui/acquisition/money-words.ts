import type { Range } from "../../clv/acquisition/amount.ts";
import type { Payback } from "../../clv/acquisition/limits.ts";
import { roundHalfUp } from "../../clv/historic/rounding.ts";
import type { Format } from "../format.ts";
import type { Translate } from "../messages/catalogue.ts";

/** Results are not rounded before they are shown. */
export const shownMoney = (minor: number, format: Format): string => format.money(roundHalfUp(minor));

export const moneyOr = (minor: number | null, format: Format, none: string): string =>
  minor === null ? none : shownMoney(minor, format);

export const rangeWords = ({ lowMinor, highMinor }: Range, format: Format, t: Translate): string =>
  t("calculator.range", { low: shownMoney(lowMinor, format), high: shownMoney(highMinor, format) });

export function ratioWords(ratio: number, format: Format): string {
  if (ratio >= 1_000) return format.compact(ratio);
  // What rounds to nothing has no sign.
  return format.number(Math.abs(ratio) < 0.005 ? 0 : ratio, 2);
}

/** People of a plan: "6", "4.5". */
export const peopleWords = (people: number, format: Format): string =>
  format.number(people, Number.isInteger(people) ? 0 : 1);

/** Months of a payment are a fraction of binary digits. */
const EPSILON = 1e-9;

export function paybackWords(payback: Payback, format: Format, t: Translate): string {
  if (payback.state !== "later") return t(`calculator.payback.${payback.state}`);
  if (payback.payment === null) {
    // A sale by the end of the first month is in that month; the first month is month 1.
    return t("calculator.payback.month", { month: Math.max(1, Math.ceil(payback.months)) });
  }
  // A payment at the beginning of a month is in that month: twelve whole months are over before the one of month 13.
  const month = Math.floor(payback.months + EPSILON) + 1;
  return t("calculator.payback.payment", { month, payment: format.number(payback.payment) });
}
