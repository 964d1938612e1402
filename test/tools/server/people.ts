/** Since when, and by which request; null is a person at the tool's own page, or a test. */
export interface Mark {
  readonly at: Date;
  readonly by: number | null;
}

/** What a tool knows of one address, in words that all tools share. */
export interface PersonView {
  readonly address: string;
  readonly toolId: string;
  readonly since: Mark;
  /** The tool's own word for it. */
  readonly subscription: string;
  readonly subscriptionSince: Mark;
  /** Why nothing may be sent to the address, whatever its subscription says. */
  readonly suppressions: readonly string[];
  /** The tool would send a campaign to this address if it were sent to a list that it is on. */
  readonly mailable: boolean;
  /** By id of the list. */
  readonly lists: ReadonlyMap<string, Mark>;
  readonly attributes: ReadonlyMap<string, { readonly value: unknown } & Mark>;
}

export interface ListView {
  readonly id: string;
  readonly name: string;
  readonly size: number;
}

export function lowerCase(address: string): string {
  return address.trim().toLowerCase();
}

/**
 * The shape that all three tools ask of an address: one @, no space, and a dot in the domain. Assumed: none of them publishes its
 * rule.
 */
export function isAddress(text: string): boolean {
  return text.length <= 254 && /^[^\s@,;<>"]+@[^\s@,;<>".]+(\.[^\s@,;<>".]+)+$/.test(text);
}
