import { isWellFormedAddress } from "../platform/email-address.ts";
import type { ConsentState } from "../valuation/pages/customers/row.ts";

/** Why a member does not go into an export. */
export type LeftOutReason =
  | Exclude<ConsentState, "SUBSCRIBED" | "NONE">
  | "NO_ADDRESS"
  | "MALFORMED_ADDRESS"
  | "ERASED";

export interface GateFacts {
  readonly alive: boolean;
  readonly email: string | null;
  readonly email_marketing_state: string | null;
}

const KNOWN: Readonly<Record<string, LeftOutReason>> = {
  NOT_SUBSCRIBED: "NOT_SUBSCRIBED",
  PENDING: "PENDING",
  UNSUBSCRIBED: "UNSUBSCRIBED",
  INVALID: "INVALID",
  REDACTED: "REDACTED",
};

/**
 * Why a person may not be sent to; null for the only case in which they may: alive, SUBSCRIBED, with a well-formed address.
 * A state that the app does not know is no consent.
 */
export function reasonToLeaveOut(person: GateFacts): LeftOutReason | null {
  const { alive, email, email_marketing_state: state } = person;
  if (!alive) return "ERASED";
  if (!email) return state === "REDACTED" ? "REDACTED" : "NO_ADDRESS";
  if (state !== "SUBSCRIBED") return KNOWN[state ?? ""] ?? "NOT_SUBSCRIBED";
  return isWellFormedAddress(email) ? null : "MALFORMED_ADDRESS";
}
