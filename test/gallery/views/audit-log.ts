import type { AuditEntryView, AuditLogView } from "../../../app/sync/privacy/audit-log.ts";

const STAFF = "84910273";
const REQUEST = "018f3c6e-0000-7000-8000-000000000001";

const SEGMENT = "019ac5a0-0000-7000-8000-000000000001";

const acts: readonly Omit<AuditEntryView, "entryNo" | "at">[] = [
  { actor: "shopify", action: "app.installed", subject: "", details: { again: false } },
  { actor: STAFF, action: "sync.retried", subject: "", details: {} },
  {
    actor: STAFF,
    action: "settings.changed",
    subject: "",
    details: {
      countZeroValueOrders: { from: false, to: true },
      refundDating: { from: "order", to: "refund" },
      joinGuestsByEmail: { from: false, to: true },
    },
  },
  { actor: STAFF, action: "export.begun", subject: "at_risk_high_value", details: {} },
  {
    actor: STAFF,
    action: "export.made",
    subject: "at_risk_high_value",
    details: { people: 1_284, whole: true, UNSUBSCRIBED: 96, WAITING: 2, HELD_OUT: 143 },
  },
  { actor: STAFF, action: "export.made", subject: "", details: { people: 1, whole: false } },
  { actor: STAFF, action: "segment.created", subject: SEGMENT, details: {} },
  { actor: STAFF, action: "segment.changed", subject: SEGMENT, details: { revision: 2 } },
  {
    actor: STAFF,
    action: "destination.list_ended",
    subject: REQUEST,
    details: {
      ...{ tool: "mailchimp", account: "Loom & Co", list: "Regulars of the shop", segment: SEGMENT },
      removePeople: true,
    },
  },
  { actor: "shopify", action: "person.data_asked", subject: REQUEST, details: {} },
  { actor: STAFF, action: "person.data_taken", subject: REQUEST, details: {} },
  { actor: STAFF, action: "person.data_handed_over", subject: REQUEST, details: {} },
  { actor: "shopify", action: "person.erasure_asked", subject: REQUEST, details: {} },
  { actor: "app", action: "person.erased", subject: REQUEST, details: {} },
  { actor: STAFF, action: "person.removed_from_files", subject: REQUEST, details: {} },
  { actor: "shopify", action: "app.uninstalled", subject: "", details: {} },
  { actor: "shopify", action: "app.installed", subject: "", details: { again: true } },
  { actor: STAFF, action: "unknown", subject: "", details: {} },
];
const entries = acts
  .map((act, at) => ({ ...act, entryNo: at + 1, at: `2026-03-${String(at + 10)}T09:30:00Z` }))
  .reverse();
const whole = { state: "whole", since: "2026-03-10T09:30:00Z" } as const;

const segmentNames = { [SEGMENT]: "Regulars from Gent" };
export const auditLogs = {
  empty: { check: { state: "empty" }, olderThan: null, segmentNames, entries: [] },
  whole: { check: whole, olderThan: null, segmentNames, entries },
  changed: { check: { state: "changed", entryNo: 4 }, olderThan: null, segmentNames, entries },
  missing: {
    check: { state: "missing", entryNo: 1_204 },
    olderThan: 1_200,
    segmentNames,
    entries: entries.slice(0, 3),
  },
  none_of_a_kind: { check: whole, olderThan: null, segmentNames, entries: [] },
  many: { check: whole, olderThan: 2, segmentNames, entries: entries.slice(0, 2) },
} satisfies Record<string, AuditLogView>;
