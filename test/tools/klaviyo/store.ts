import { isAddress, lowerCase, type Mark, type PersonView } from "../server/people.ts";
import type { ProfileAttributes } from "./schema.ts";

export type Consent = "SUBSCRIBED" | "UNSUBSCRIBED" | "NEVER_SUBSCRIBED";
/** EmailMarketingSuppression */
export type Reason = "HARD_BOUNCE" | "INVALID_EMAIL" | "SPAM_COMPLAINT" | "UNSUBSCRIBE" | "USER_SUPPRESSED";

export interface Profile {
  readonly id: string;
  email: string | null;
  readonly since: Mark;
  updatedAt: Date;
  consent: Consent;
  consentSince: Mark;
  suppressions: { reason: Reason; mark: Mark }[];
  readonly attributes: Map<string, { value: unknown } & Mark>;
}

export interface List {
  readonly id: string;
  name: string;
  readonly created: Date;
  updated: Date;
  optIn: "double_opt_in" | "single_opt_in";
  /** Profile id -> since when, by what. */
  readonly members: Map<string, Mark>;
}

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

function counted(number: number, length: number): string {
  let text = "";
  for (let rest = number; text.length < length; rest = Math.floor(rest / 32))
    text = ALPHABET[rest % 32]! + text;
  return text;
}

/** What an account holds. Addresses are kept in lower case, as Klaviyo does. */
export class KlaviyoStore {
  readonly profiles = new Map<string, Profile>();
  /** In the order of their ids, which count up; who was deleted stays in it. */
  readonly #inOrder: Profile[] = [];
  readonly byEmail = new Map<string, Profile>();
  readonly lists = new Map<string, List>();
  /** How many ids were given out. */
  made = 0;

  newId(prefix: string, length: number): string {
    return prefix + counted(++this.made, length - prefix.length);
  }

  addList(name: string, at: Date, optIn: List["optIn"] = "single_opt_in"): List {
    const list = { id: this.newId("Y", 6), name, created: at, updated: at, optIn, members: new Map() };
    this.lists.set(list.id, list);
    return list;
  }

  /** A profile that nobody has asked about mails: implicit consent, as `can_receive_email_marketing` has it. */
  addProfile(email: string | null, mark: Mark): Profile {
    const profile: Profile = {
      id: this.newId("01LOCAL", 26),
      email: null,
      since: mark,
      updatedAt: mark.at,
      consent: "NEVER_SUBSCRIBED",
      consentSince: mark,
      suppressions: [],
      attributes: new Map(),
    };
    this.keep(profile);
    if (email !== null) this.setEmail(profile, email);
    return profile;
  }

  keep(profile: Profile): void {
    this.profiles.set(profile.id, profile);
    if (profile.email !== null) this.byEmail.set(profile.email, profile);
    this.#inOrder.push(profile);
  }

  /** Those whose ids come after one that may be gone. */
  *profilesAfter(id: string): Iterable<Profile> {
    let [from, to] = [0, this.#inOrder.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if ((this.#inOrder[middle]?.id ?? "") > id) to = middle;
      else from = middle + 1;
    }
    for (let at = from; at < this.#inOrder.length; at++) {
      const profile = this.#inOrder[at];
      if (profile && this.profiles.has(profile.id)) yield profile;
    }
  }

  setEmail(profile: Profile, email: string): void {
    if (profile.email !== null) this.byEmail.delete(profile.email);
    profile.email = lowerCase(email);
    this.byEmail.set(profile.email, profile);
  }

  deleteProfile(profile: Profile): void {
    this.profiles.delete(profile.id);
    if (profile.email !== null) this.byEmail.delete(profile.email);
    for (const list of this.lists.values()) list.members.delete(profile.id);
  }

  /**
   * Writes what is there; null leaves a field as it is ("only fields explicitly provided with non-null values will be updated":
   * https://developers.klaviyo.com/en/docs/use_klaviyos_bulk_profile_import_api) unless `clears`, where it empties the field (the
   * description of update_profile and create_or_update_profile). Consent and suppression are not attributes, and stay.
   */
  write(profile: Profile, attributes: ProfileAttributes, mark: Mark, clears: boolean): void {
    const { email, properties, ...plain } = attributes;
    if (email) this.setEmail(profile, email);
    for (const [name, value] of [...Object.entries(plain), ...Object.entries(properties ?? {})]) {
      if (value !== null && value !== undefined) profile.attributes.set(name, { value, ...mark });
      else if (value === null && clears) profile.attributes.delete(name);
    }
    profile.updatedAt = mark.at;
  }

  setConsent(profile: Profile, consent: Consent, mark: Mark): void {
    profile.consent = consent;
    profile.consentSince = mark;
    if (consent === "UNSUBSCRIBED") this.suppress(profile, "UNSUBSCRIBE", mark);
    // "it lifts unsubscribes, spam reports and suppressions": https://developers.klaviyo.com/en/reference/bulk_subscribe_profiles
    if (consent === "SUBSCRIBED") profile.suppressions = [];
  }

  suppress(profile: Profile, reason: Reason, mark: Mark): void {
    if (!profile.suppressions.some((one) => one.reason === reason))
      profile.suppressions.push({ reason, mark });
  }

  view(profile: Profile): PersonView {
    const lists = new Map<string, Mark>();
    for (const list of this.lists.values()) {
      const mark = list.members.get(profile.id);
      if (mark) lists.set(list.id, mark);
    }
    return {
      address: profile.email ?? "",
      toolId: profile.id,
      since: profile.since,
      subscription: profile.consent,
      subscriptionSince: profile.consentSince,
      suppressions: profile.suppressions.map(({ reason }) => reason),
      mailable: profile.email !== null && mayReceive(profile),
      lists,
      attributes: profile.attributes,
    };
  }
}

/** EmailMarketing.can_receive_email_marketing: "True if it does profile does not have any global suppressions." */
export function mayReceive(profile: Profile): boolean {
  return profile.suppressions.length === 0;
}

/** What is wrong with a row, and where; null where it can be written. */
export function rowFault(
  attributes: ProfileAttributes,
  id: string | null | undefined,
): { detail: string; field: string } | null {
  if (attributes.email && !isAddress(attributes.email))
    return { detail: "Invalid email address", field: "email" };
  if (attributes.phone_number && !/^\+[1-9]\d{6,14}$/.test(attributes.phone_number))
    return {
      detail: "Invalid phone number format (Example of a valid format: +12345678901)",
      field: "phone_number",
    };
  const { email, phone_number, external_id, _kx } = attributes;
  if (![id, email, phone_number, external_id, _kx].some((one) => one != null && one !== ""))
    return {
      detail: "One of the following identifiers must be provided: email, phone_number, id, external_id",
      field: "email",
    };
  return null;
}
