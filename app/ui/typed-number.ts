/** What a number says decides how it can be read: only whole things, minor units of a currency, per cent, or anything. */
export type NumberKind = "whole" | "money" | "share" | "decimal";

export interface Typing {
  /** In which the page is shown. */
  readonly locale: string;
  /** For money: the currency of the field, and its decimals. */
  readonly currency?: string;
  readonly minorDigits?: number;
}

/** Minor units of money, a fraction of one of a share; otherwise what keeps the text from being read as one number only. */
export type Reading = { readonly value: number } | { readonly fault: "unreadable" | "ambiguous" };

const UNREADABLE = { fault: "unreadable" } as const;
const AMBIGUOUS = { fault: "ambiguous" } as const;

/** "10,000", "10 000,50", "1'000.5": one and the same mark before each three digits, another one before decimals. */
const GROUPED = /^([1-9]\d{0,2})((?:([.,\s'’])\d{3})(?:\3\d{3})*)(?:(?!\3)[.,](\d*))?$/;
const PLAIN = /^(\d*)(?:[.,](\d*))?$/;
const MOST_DIGITS = 15;

interface Digits {
  readonly units: string;
  /** undefined: no mark of decimals was typed. */
  readonly decimals: string | undefined;
}

const decimalMark = (locale: string): string => textOfNumber(0.5, locale).charAt(1);

/** Three digits after one point or comma are thousands to one reader and decimals to another. */
function digitsOf(
  kind: NumberKind,
  text: string,
  { locale, minorDigits = 0 }: Typing,
): Digits | "ambiguous" | null {
  const [, first = "", groups = "", mark = "", decimals] = GROUPED.exec(text) ?? [];
  if (groups === "") {
    const [matched, units = "", plain] = PLAIN.exec(text) ?? [];
    return matched === undefined || (units === "" && !plain) ? null : { units, decimals: plain };
  }
  const thousands = { units: first + groups.replace(/\D/g, ""), decimals };
  if (decimals !== undefined || groups.length > 4 || !/[.,]/.test(mark)) return thousands;
  const fraction = { units: first, decimals: groups.slice(1) };
  const isOwnDecimalMark = mark === decimalMark(locale);
  switch (kind) {
    case "whole":
      return thousands;
    case "money":
      if (!isOwnDecimalMark || minorDigits === 0) return thousands;
      // More decimals than the currency has, or thousands as in another language.
      return minorDigits >= 3 ? fraction : "ambiguous";
    case "share":
      // Nothing has a thousand per cent.
      return isOwnDecimalMark ? fraction : "ambiguous";
    case "decimal":
      return "ambiguous";
  }
}

/** The code, and what stands for it in the language; a currency of the shop's own may have more letters than Intl takes. */
function currencySigns(currency: string, locale: string): string[] {
  if (!/^[A-Z]{3}$/.test(currency)) return [currency];
  const sign = (currencyDisplay: "symbol" | "narrowSymbol") =>
    new Intl.NumberFormat(locale, { style: "currency", currency, currencyDisplay })
      .formatToParts(0)
      .find(({ type }) => type === "currency")?.value ?? currency;
  return [currency, sign("symbol"), sign("narrowSymbol")];
}

/** Without the currency before or after it, and without the ",-" of a whole amount. */
function amountOf(text: string, { currency, locale }: Typing): string {
  const bare = text.replace(/[.,][-–—]{1,2}$/, "");
  const lower = bare.toLowerCase();
  for (const sign of currency === undefined ? [] : currencySigns(currency, locale)) {
    if (lower.startsWith(sign.toLowerCase())) return bare.slice(sign.length).trim();
    if (lower.endsWith(sign.toLowerCase())) return amountOf(bare.slice(0, -sign.length).trim(), { locale });
  }
  return bare;
}

/** The text without what says what the number is of, and its sign, on either side of a currency: "-€ 5", "€ -5". */
function partsOf(
  kind: NumberKind,
  typed: string,
  typing: Typing,
): { text: string; sign: 1 | -1; isSigned: boolean } {
  const signed = /^([+\-−])\s*/;
  const whole = typed.trim();
  const outer = signed.exec(whole);
  const unsigned = whole.slice(outer?.[0].length ?? 0);
  const bare =
    kind === "money"
      ? amountOf(unsigned, typing)
      : kind === "share"
        ? unsigned.replace(/^%\s*|\s*%$/, "")
        : unsigned;
  const inner = outer ? null : signed.exec(bare);
  const mark = (outer ?? inner)?.[1];
  return {
    text: bare.slice(inner?.[0].length ?? 0),
    sign: mark === undefined || mark === "+" ? 1 : -1,
    isSigned: mark !== undefined,
  };
}

/**
 * The number that somebody means by what was typed, with a decimal point or comma, thousands apart or not, and the sign of the
 * currency or of per cent along. What can be read in two ways is never read in one of them.
 */
export function readNumber(kind: NumberKind, typed: string, typing: Typing): Reading {
  const { text, sign, isSigned } = partsOf(kind, typed, typing);
  const digits = digitsOf(kind, text, typing);
  if (digits === null) return UNREADABLE;
  if (digits === "ambiguous") return AMBIGUOUS;
  const { units, decimals = "" } = digits;
  if (units.length > MOST_DIGITS || decimals.length > MOST_DIGITS) return UNREADABLE;
  switch (kind) {
    case "whole":
      return digits.decimals === undefined && !isSigned ? { value: Number(units) } : UNREADABLE;
    case "money": {
      const { minorDigits = 0 } = typing;
      const minor = Number(`${units}${decimals.padEnd(minorDigits, "0")}`);
      const isExact = decimals.length <= minorDigits && Number.isSafeInteger(minor);
      return isExact ? { value: signedBy(sign, minor) } : UNREADABLE;
    }
    case "share":
      return { value: signedBy(sign, Number((Number(`${units}.${decimals}`) / 100).toPrecision(14))) };
    case "decimal":
      return { value: signedBy(sign, Number(`${units}.${decimals}`)) };
  }
}

/** Nothing is 0, whatever sign it was given. */
const signedBy = (sign: 1 | -1, value: number): number => (value === 0 ? 0 : sign * value);

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
