/** Numbers as people type them: with a decimal point or comma, without thousands. */
const NUMBER = /^([+-]?)(\d{1,15})(?:[.,](\d{1,12}))?$/;

/** null for a text that is no number. */
export function numberOfText(typed: string): number | null {
  const text = typed.replace(/\s/g, "");
  return NUMBER.test(text) ? Number(text.replace(",", ".")) : null;
}

/** Minor units of an amount in the currency's unit, exactly; null for a text that is none, or has more decimals than the currency. */
export function minorOfText(typed: string, minorDigits: number): number | null {
  const [, sign, units = "", decimals = ""] = NUMBER.exec(typed.replace(/\s/g, "")) ?? [];
  if (sign === undefined || decimals.length > minorDigits) return null;
  const minor = Number(`${sign}${units}${decimals.padEnd(minorDigits, "0")}`);
  return Number.isSafeInteger(minor) ? minor : null;
}

export const textOfNumber = (value: number, locale: string): string =>
  value.toLocaleString(locale, { numberingSystem: "latn", maximumFractionDigits: 12, useGrouping: false });

/** Whole amounts without decimals. */
export function textOfMinor(minor: number, minorDigits: number, locale: string): string {
  const scale = 10 ** minorDigits;
  return (minor / scale).toLocaleString(locale, {
    numberingSystem: "latn",
    minimumFractionDigits: minor % scale === 0 ? 0 : minorDigits,
    maximumFractionDigits: minorDigits,
    useGrouping: false,
  });
}

/** 0.1 is "10"; the few last binary digits of a product are no part of what somebody typed. */
export const textOfShare = (share: number, locale: string): string =>
  textOfNumber(Number((share * 100).toPrecision(12)), locale);

export function shareOfText(typed: string): number | null {
  const percent = numberOfText(typed.replace(/%\s*$/, ""));
  return percent === null ? null : Number((percent / 100).toPrecision(14));
}
