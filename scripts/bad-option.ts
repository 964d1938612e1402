const MOST = 1_000_000;

/** An argument of a command that cannot be used, with what would be right. */
export class BadOption extends Error {}

/** A whole number of an option. Throws BadOption for anything else, and where it is less than `least`. */
export function countOption(name: string, text: string, least: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= least && value <= MOST) return value;
  throw new BadOption(`--${name} ${text}: it has to be a whole number from ${least} to ${MOST}`);
}
