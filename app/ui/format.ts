/** Money, numbers, percentages and dates as text, in one place. */
import { shownLocale } from "./shown-locale.ts";

export interface FormatOptions {
  /** BCP 47, of the user. Where its language is not offered, values are written as in English, like the texts around them. */
  readonly locale: string;
  /** ISO 4217, of the shop. */
  readonly currency: string;
  /** Decimals of the currency as the server's own table has them: Intl's differ between versions, and with them the amount. */
  readonly minorDigits: number;
  /** IANA, of the shop. */
  readonly timeZone: string;
}

export interface Format {
  /** What everything is written in. */
  readonly locale: string;
  readonly currency: string;
  /** 123456 -> €1,234.56; with more digits, fractions of a minor unit too. */
  money(minor: number, moreDigits?: number): string;
  /** For axes and cards: 123456789 -> €1.2M */
  moneyCompact(minor: number): string;
  /** Whole currency units, for large figures where cents are noise. */
  moneyWhole(minor: number): string;
  number(value: number, digits?: number): string;
  compact(value: number): string;
  /** For quantities of any size: 0.0012345, 12.345, 12,345 */
  significant(value: number, digits: number): string;
  /** 0.4886 -> 48.9% */
  percent(share: number, digits?: number): string;
  /** A probability in whole per cent: below 1 % and above 99 % instead of a certainty that nobody has. */
  chance(probability: number): string;
  /** YYYY-MM-DD -> 3 Mar 2026 */
  day(day: string): string;
  /** year * 12 + month0 -> Mar 2026 */
  month(month: number): string;
  monthShort(month: number): string;
  /** ISO 8601 instant -> date and time in the shop's time zone */
  instant(iso: string): string;
  /** ISO 3166-1 alpha-2 -> name */
  country(code: string): string;
  /** a, b, c */
  list(parts: readonly string[]): string;
}

/** A printer of amounts in a currency. Intl takes codes of three letters only; Shopify has longer ones, such as USDC. */
function moneyPrinter(locale: string, currency: string, options: Intl.NumberFormatOptions) {
  // "negative": nothing discounted is 0, not -0.
  const shown = { ...options, signDisplay: "negative" } as const;
  if (/^[A-Z]{3}$/.test(currency)) {
    return new Intl.NumberFormat(locale, { ...shown, style: "currency", currency });
  }
  const plain = new Intl.NumberFormat(locale, shown);
  return { format: (value: number) => `${plain.format(value)} ${currency}` };
}

export function createFormat({ locale: userLocale, currency, minorDigits, timeZone }: FormatOptions): Format {
  const locale = shownLocale(userLocale);
  const scale = 10 ** minorDigits;
  const moneyTo = (digits: number) =>
    moneyPrinter(locale, currency, { minimumFractionDigits: digits, maximumFractionDigits: digits });
  const moneyFormat = moneyTo(minorDigits);
  const wholeFormat = moneyPrinter(locale, currency, { minimumFractionDigits: 0, maximumFractionDigits: 0 });
  const compactMoney = moneyPrinter(locale, currency, {
    notation: "compact",
    minimumFractionDigits: 0,
    maximumFractionDigits: 1,
  });
  const compactFormat = new Intl.NumberFormat(locale, { notation: "compact", maximumFractionDigits: 1 });
  const dayFormat = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeZone: "UTC" });
  const monthFormat = new Intl.DateTimeFormat(locale, { month: "short", year: "numeric", timeZone: "UTC" });
  const monthShortFormat = new Intl.DateTimeFormat(locale, { month: "short", timeZone: "UTC" });
  const instantFormat = new Intl.DateTimeFormat(locale, {
    dateStyle: "medium",
    timeStyle: "short",
    timeZone,
  });
  const regions = new Intl.DisplayNames(locale, { type: "region" });
  const listFormat = new Intl.ListFormat(locale, { type: "unit", style: "short" });
  const firstOf = (month: number) => new Date(Date.UTC(Math.floor(month / 12), month % 12, 1));
  const percent = (share: number, digits = 1) =>
    share.toLocaleString(locale, {
      style: "percent",
      signDisplay: "negative",
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    });
  return {
    locale,
    currency,
    money: (minor, moreDigits = 0) =>
      (moreDigits > 0 ? moneyTo(Math.min(minorDigits + moreDigits, 20)) : moneyFormat).format(minor / scale),
    moneyCompact: (minor) => compactMoney.format(minor / scale),
    moneyWhole: (minor) => wholeFormat.format(minor / scale),
    number: (value, digits = 0) =>
      value.toLocaleString(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits }),
    compact: (value) => compactFormat.format(value),
    significant: (value, digits) => value.toLocaleString(locale, { maximumSignificantDigits: digits }),
    percent,
    chance: (probability) => {
      if (probability > 0 && probability < 0.01) return `< ${percent(0.01, 0)}`;
      if (probability < 1 && probability > 0.99) return `> ${percent(0.99, 0)}`;
      return percent(probability, 0);
    },
    day: (day) => dayFormat.format(new Date(`${day}T00:00:00Z`)),
    month: (month) => monthFormat.format(firstOf(month)),
    monthShort: (month) => monthShortFormat.format(firstOf(month)),
    instant: (iso) => instantFormat.format(new Date(iso)),
    country: (code) => regions.of(code) ?? code,
    list: (parts) => listFormat.format(parts),
  };
}
