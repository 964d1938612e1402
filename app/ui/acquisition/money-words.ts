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

export const ratioWords = (ratio: number, format: Format): string =>
  ratio < 1_000 ? format.number(ratio, 2) : format.compact(ratio);

/** People of a plan: "6", "4.5". */
export const peopleWords = (people: number, format: Format): string =>
  format.number(people, Number.isInteger(people) ? 0 : 1);

export function paybackWords(payback: Payback, format: Format, t: Translate): string {
  if (payback.state !== "later") return t(`calculator.payback.${payback.state}`);
  // A payment at the end of the first month is in that month; the first month is month 1.
  const month = Math.max(1, Math.ceil(payback.months));
  return payback.payment === null
    ? t("calculator.payback.month", { month })
    : t("calculator.payback.payment", { month, payment: format.number(payback.payment) });
}
