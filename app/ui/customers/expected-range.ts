import type { Format } from "../format.ts";
import type { Translate } from "../messages/catalogue.ts";

/** Both ends of the range are zero: at least 8 of 10 such customers order nothing, whatever the average is. */
export const isNothingLikely = (lowMinor: number, highMinor: number): boolean =>
  lowMinor === 0 && highMinor === 0;

export interface ExpectedRange {
  readonly valueLowMinor: number | null;
  readonly valueHighMinor: number | null;
}

/** What goes below an expected value: its 80 % range, in words where that is zero; null without a range. */
export function rangeText(range: ExpectedRange, t: Translate, format: Format): string | null {
  const { valueLowMinor: low, valueHighMinor: high } = range;
  if (low === null || high === null) return null;
  if (isNothingLikely(low, high)) return t("customers.interval.nothing");
  return t("customers.interval", { low: format.moneyWhole(low), high: format.moneyWhole(high) });
}

/** The expected value with its name and range on one line, for phones; `next_sales` where what stands beside it is not net sales. */
export function nextText(
  value: string,
  range: ExpectedRange,
  t: Translate,
  format: Format,
  name: "next" | "next_sales" = "next",
): string {
  const interval = rangeText(range, t, format);
  return interval === null
    ? t(`customers.${name}`, { value })
    : t(`customers.${name}_interval`, { value, interval });
}
