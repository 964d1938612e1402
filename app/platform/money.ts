import { currencyDecimals } from "./currencies.ts";

const MINUS = 45;
const POINT = 46;
const ZERO = 48;

/**
 * Minor units of a decimal amount as Shopify prints it ("25.0", "25.00", "-3.999").
 * Digits beyond the currency's exponent are rounded half away from zero. Never goes through a float.
 */
export function minorUnits(decimal: string, currency: string): number {
  const exponent = currencyDecimals(currency);
  const negative = decimal.charCodeAt(0) === MINUS;
  let magnitude = 0;
  let digits = 0;
  /** Where the next digit stands after the point; -1 before the point. */
  let place = -1;
  for (let at = negative ? 1 : 0; at < decimal.length; at++) {
    const digit = decimal.charCodeAt(at) - ZERO;
    if (digit >= 0 && digit <= 9) {
      digits++;
      if (place < exponent) magnitude = magnitude * 10 + digit;
      else if (place === exponent && digit >= 5) magnitude++;
      if (place >= 0) place++;
    } else if (decimal.charCodeAt(at) === POINT && place < 0 && digits > 0) {
      place = 0;
    } else {
      digits = 0;
      break;
    }
  }
  if (digits === 0 || place === 0) {
    throw new RangeError(`"${decimal.slice(0, 40)}" is not a decimal amount such as 25.00`);
  }
  for (let left = Math.max(place, 0); left < exponent; left++) magnitude *= 10;
  if (!Number.isSafeInteger(magnitude))
    throw new RangeError(`the amount ${decimal.slice(0, 40)} is too large`);
  return negative && magnitude ? -magnitude : magnitude;
}

/** Decimal text of minor units with all digits of the currency: 2500 EUR -> "25.00", 25 JPY -> "25". */
export function decimalText(minor: number, currency: string): string {
  const exponent = currencyDecimals(currency);
  const digits = String(Math.abs(minor)).padStart(exponent + 1, "0");
  const sign = minor < 0 ? "-" : "";
  return exponent === 0 ? sign + digits : `${sign}${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`;
}
