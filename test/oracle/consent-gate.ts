const NO_CONSENT = ["NOT_SUBSCRIBED", "PENDING", "UNSUBSCRIBED", "INVALID", "REDACTED"];
const LABEL = /^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/;

/** The `valid e-mail address` of the HTML standard with at least one dot in the domain, of at most 254 characters. */
function isUsable(address: string): boolean {
  const at = address.indexOf("@");
  if (at < 1 || address.length > 254) return false;
  const labels = address.slice(at + 1).split(".");
  const isLocal = /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+$/.test(address.slice(0, at));
  return isLocal && labels.length > 1 && labels.every((label) => LABEL.test(label));
}

/** The first reason against writing to a person by what is known of them: gone, without an address, without consent, with one that no tool takes. */
export function reasonToLeaveOut(person: {
  readonly alive: boolean;
  readonly email: string | null;
  readonly email_marketing_state: string | null;
}): string | null {
  const { alive, email, email_marketing_state: state } = person;
  if (!alive) return "ERASED";
  if (!email) return state === "REDACTED" ? "REDACTED" : "NO_ADDRESS";
  if (state !== "SUBSCRIBED") return NO_CONSENT.find((known) => known === state) ?? "NOT_SUBSCRIBED";
  return isUsable(email) ? null : "MALFORMED_ADDRESS";
}
