import { currencyDecimals } from "../../../app/platform/currencies.ts";

/** Exact decimal text with all digits of the currency: (2500, "EUR") is "25.00", (2500, "JPY") is "2500". */
export function decimalText(minor: number, currency: string): string {
  const exponent = currencyDecimals(currency);
  if (exponent === 0) return String(minor);
  const digits = String(Math.abs(minor)).padStart(exponent + 1, "0");
  const text = `${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`;
  return minor < 0 ? `-${text}` : text;
}

/**
 * A `Decimal` as Shopify's API writes it: computed amounts lose trailing zeros down to one digit ("25.0",
 * "0.0", and "2500.0" for yen too), stored ones keep them ("25.00"). Which of the two a field gives is fixed by the
 * field; readers have to take both.
 */
export function apiDecimal(minor: number, currency: string, style: "short" | "full"): string {
  const text = decimalText(minor, currency);
  if (style === "full") return text;
  if (!text.includes(".")) return `${text}.0`;
  let end = text.length;
  while (text.charCodeAt(end - 1) === 48 && text.charCodeAt(end - 2) !== 46) end--;
  return text.slice(0, end);
}

/** What the buyer paid, in minor units of their own currency, whose decimals may be others than the shop's. */
export function presentmentMinor(
  minor: number,
  shopCurrency: string,
  presentment: { currency: string; rate: number },
): number {
  const shift = currencyDecimals(presentment.currency) - currencyDecimals(shopCurrency);
  return Math.round(minor * presentment.rate * 10 ** shift);
}

/**
 * Minor units of a decimal text; null for what is no plain decimal or has more digits than the currency, other than
 * trailing zeros.
 */
export function parseAmount(text: string, currency: string): number | null {
  const match = /^([+-]?)(\d+)(?:\.(\d*))?$/.exec(text.trim());
  if (!match) return null;
  const exponent = currencyDecimals(currency);
  const fraction = (match[3] ?? "").replace(/0+$/, "");
  if (fraction.length > exponent) return null;
  const minor = Number(match[2] + fraction.padEnd(exponent, "0"));
  if (!Number.isSafeInteger(minor)) return null;
  return match[1] === "-" ? -minor : minor;
}
