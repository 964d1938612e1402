/**
 * An address that mailing tools take: the `valid e-mail address` of the HTML standard with at least one dot in the domain.
 * One text for both engines: it uses nothing that PostgreSQL's and JavaScript's regular expressions read differently.
 */
export const WELL_FORMED_ADDRESS =
  "^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?([.][A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)+$";

const wellFormed = new RegExp(WELL_FORMED_ADDRESS);

export function isWellFormedAddress(text: string): boolean {
  return text.length <= 254 && wellFormed.test(text);
}
