/*
 * Who may be written to: one decision in two languages. It stands in `platform` because the statement that fills
 * `customer_value.reachable` (db) and the exports need the same one, and db may not import exports. Everything that counts,
 * previews or sends asks here; a property test holds the two forms together for any state and address.
 */

/** Why a person may not be written to, in the order in which the reasons are shown. */
export const LEFT_OUT_REASONS = [
  "NOT_SUBSCRIBED",
  "PENDING",
  "UNSUBSCRIBED",
  "INVALID",
  "REDACTED",
  "NO_ADDRESS",
  "MALFORMED_ADDRESS",
  "ERASED",
] as const;
export type LeftOutReason = (typeof LEFT_OUT_REASONS)[number];

/** Why a person may be written to and is not: the lot left them out, so that others can be compared with them. */
export const HELD_OUT = "HELD_OUT";

/** States of Shopify that are no consent and are reasons by themselves. Any other state but SUBSCRIBED is NOT_SUBSCRIBED. */
const NO_CONSENT = ["NOT_SUBSCRIBED", "PENDING", "UNSUBSCRIBED", "INVALID", "REDACTED"] as const;

const LONGEST_ADDRESS = 254;
/**
 * An address that mailing tools take: the `valid e-mail address` of the HTML standard with at least one dot in the domain.
 * One text for both engines: it uses nothing that PostgreSQL's and JavaScript's regular expressions read differently.
 */
const WELL_FORMED_ADDRESS =
  "^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?([.][A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)+$";
const wellFormed = new RegExp(WELL_FORMED_ADDRESS);

export interface GatePerson {
  /** False once the customer's row is gone or a tombstone. */
  readonly alive: boolean;
  readonly email: string | null;
  readonly email_marketing_state: string | null;
}

/**
 * The first reason against writing to a person: gone, without an address, without consent, with an address that no tool
 * takes. Null for the only case in which one may: alive, SUBSCRIBED, with a well-formed address.
 */
export function reasonToLeaveOut(person: GatePerson): LeftOutReason | null {
  const { alive, email, email_marketing_state: state } = person;
  if (!alive) return "ERASED";
  if (!email) return state === "REDACTED" ? "REDACTED" : "NO_ADDRESS";
  if (state !== "SUBSCRIBED") return NO_CONSENT.find((known) => known === state) ?? "NOT_SUBSCRIBED";
  return email.length <= LONGEST_ADDRESS && wellFormed.test(email) ? null : "MALFORMED_ADDRESS";
}

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** `GatePerson.alive` as SQL on `c`, a row of customer that may be missing (left join). */
export const GATE_ALIVE = `(c.customer_id is not null and c.deleted_at is null)`;

/** `reasonToLeaveOut` as SQL on `c`, with the text INCLUDED in place of null. It has no parameters. */
export const GATE_OUTCOME = `case
  when not ${GATE_ALIVE} then 'ERASED'
  when coalesce(c.email, '') = '' then case when c.email_marketing_state = 'REDACTED' then 'REDACTED' else 'NO_ADDRESS' end
  when c.email_marketing_state in (${NO_CONSENT.map(quoted).join(", ")}) then c.email_marketing_state
  when c.email_marketing_state is distinct from 'SUBSCRIBED' then 'NOT_SUBSCRIBED'
  when length(c.email) > ${LONGEST_ADDRESS} or c.email !~ ${quoted(WELL_FORMED_ADDRESS)} then 'MALFORMED_ADDRESS'
  else 'INCLUDED' end`;

/** Whether the person of `c` may be written to, as SQL: true or false, never null. */
export const MAY_BE_WRITTEN_TO = `(${GATE_OUTCOME} = 'INCLUDED')`;
