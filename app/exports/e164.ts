/** "+", a country code and up to 15 digits in all. */
const E164 = /^\+[1-9]\d{6,14}$/;

/** A phone number as tools take it (E.164), without what people put between digits; null where it is none, or not international. */
export function e164(phone: string | null): string | null {
  const digits = (phone ?? "").replace(/[\s().\-/]/g, "");
  return E164.test(digits) ? digits : null;
}
