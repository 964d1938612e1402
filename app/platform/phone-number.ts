/** Digits of the shortest number that is one person's. */
export const SHORTEST_PHONE = 7;

export interface Dialled {
  /** Digits, without the zeros that one dials before a country or an area. */
  readonly number: string;
  /** It says of which country it is. */
  readonly hasCountry: boolean;
}

/** `+31 (0)6 12345678`, `0031612345678` and `06-12345678` with and without its country. */
export function dialled(phone: string): Dialled {
  const digits = digitsOf(phone.replace("(0)", ""));
  return { number: digits.replace(/^0+/, ""), hasCountry: /^\s*(\+|00)/.test(phone) };
}

export const digitsOf = (phone: string): string => phone.replace(/\D/g, "");
