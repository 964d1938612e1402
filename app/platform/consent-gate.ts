/*
 * Who may be written to: the one decision, in SQL. It stands in `platform` because the statement that fills
 * `customer_value.reachable` (db), the exports and the lists of the tools need the same one, and db may not import exports. Everything
 * that counts, previews or sends asks here; a property test holds it to a plain definition for any state and address.
 */
import { AWAITED } from "./refetch-notes.ts";

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
  /** Another customer with the address has not consented. */
  "SHARED_ADDRESS",
  /** Something of a customer with the address, such as the consent, changed in Shopify and is still to be read. */
  "WAITING",
] as const;
export type LeftOutReason = (typeof LEFT_OUT_REASONS)[number];

/** What the gate says of whoever may be sent. */
export const INCLUDED = "INCLUDED";

/** Why a person may be written to and is not: the lot left them out, so that others can be compared with them. */
export const HELD_OUT = "HELD_OUT";

/** Why a person may be written to and does not go by themselves: somebody else of the same list has the address, and goes for it. */
export const SAME_ADDRESS = "SAME_ADDRESS";

/** States of Shopify that are no consent and are reasons by themselves. Any other state but SUBSCRIBED is NOT_SUBSCRIBED. */
const NO_CONSENT = ["NOT_SUBSCRIBED", "PENDING", "UNSUBSCRIBED", "INVALID", "REDACTED"] as const;

const LONGEST_ADDRESS = 254;
/**
 * An address that mailing tools take: the `valid e-mail address` of the HTML standard with at least one dot in the domain.
 * It uses nothing that PostgreSQL's and JavaScript's regular expressions read differently.
 */
const WELL_FORMED_ADDRESS =
  "^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?([.][A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)+$";

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** On `c`, a row of customer that may be missing (left join): it is there, and no tombstone. */
const GATE_ALIVE = `(c.customer_id is not null and c.deleted_at is null)`;

/**
 * On `c`, by the customer's own row alone: the first reason against writing to a person, or INCLUDED for the only case in which one may: alive,
 * SUBSCRIBED, with a well-formed address. It has no parameters.
 */
export const GATE_OUTCOME = `case
  when not ${GATE_ALIVE} then 'ERASED'
  when coalesce(c.email, '') = '' then case when c.email_marketing_state = 'REDACTED' then 'REDACTED' else 'NO_ADDRESS' end
  when c.email_marketing_state in (${NO_CONSENT.map(quoted).join(", ")}) then c.email_marketing_state
  when c.email_marketing_state is distinct from 'SUBSCRIBED' then 'NOT_SUBSCRIBED'
  when length(c.email) > ${LONGEST_ADDRESS} or c.email !~ ${quoted(WELL_FORMED_ADDRESS)} then 'MALFORMED_ADDRESS'
  else 'INCLUDED' end`;

/** Whether the person of `c` may be written to by their own row: true or false, never null. */
export const MAY_BE_WRITTEN_TO = `(${GATE_OUTCOME} = 'INCLUDED')`;

/**
 * On `c`: something of a customer with this address, such as the consent, is still to be read from Shopify, or the customer is to be erased. What
 * the row says of consent may no longer be so.
 */
export const isWaiting = (address: string): string => `exists (
    select from customer o where o.shop_id = c.shop_id and o.email = ${address} and o.deleted_at is null and (
      exists (select from sync_dirty w where w.shop_id = o.shop_id and w.resource = 'customers' and w.source_id = o.customer_id
        and w.last_error is distinct from ${quoted(AWAITED)})
      or exists (select from refused_row r where r.shop_id = o.shop_id and r.resource = 'customers' and r.source_id = o.customer_id)
      or exists (select from privacy_request e where e.shop_id = o.shop_id and e.topic = 'customers/redact' and e.handled_at is null
        and (e.customer_id = o.customer_id or e.email = o.email or o.customer_id = any(e.candidate_ids)))))`;

/** On `c`, who has consented: a living customer with the address has not. */
const IS_SHARED = `exists (select from customer o where o.shop_id = c.shop_id and o.email = c.email and o.deleted_at is null
    and o.email_marketing_state is distinct from 'SUBSCRIBED')`;

/** On `c`: why nobody at the address may be sent at this moment, or INCLUDED. What is about to leave the app asks this. */
export const SEND_OUTCOME = `case when ${GATE_OUTCOME} <> 'INCLUDED' then ${GATE_OUTCOME}
  when ${IS_SHARED} then 'SHARED_ADDRESS' when ${isWaiting("c.email")} then 'WAITING' else 'INCLUDED' end`;
