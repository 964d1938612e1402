import { describe, expect, test } from "vitest";
import { AUDIT_ACTIONS, type AuditAction, type AuditDetails } from "../../../app/db/queries/audit.ts";
import { DESTINATION_FIELDS } from "../../../app/destinations/tool.ts";
import { HELD_OUT, LEFT_OUT_REASONS, SAME_ADDRESS } from "../../../app/platform/consent-gate.ts";
import { AUDIT_KINDS, auditPlace } from "../../../app/sync/privacy/audit-log.ts";
import { createFormat } from "../../../app/ui/format.ts";
import { translator } from "../../../app/ui/messages/catalogue.ts";
import { en } from "../../../app/ui/messages/en/index.ts";
import { auditTexts } from "../../../app/ui/privacy/audit-texts.ts";

const SEGMENT = "019ac5a0-0000-7000-8000-000000000001";
const REQUEST = "018f3c6e-0000-7000-8000-000000000002";
const tool = { tool: "klaviyo", account: "Acme" };
const list = { ...tool, list: "Best", segment: SEGMENT };
const inTool = ["Klaviyo, account Acme"];
const ofList = [...inTool, "List in the tool: Best", "Segment: Regulars"];

interface Said {
  readonly subject?: string;
  readonly details?: AuditDetails;
  readonly what: string;
  readonly more?: readonly string[];
}

/** What the app writes of each kind of act, and the sentences for it. A new kind has to be added here. */
const said: Readonly<Record<AuditAction, Said>> = {
  "app.installed": { details: { again: true }, what: "Installed the app again" },
  "app.uninstalled": { what: "Removed the app" },
  "export.basis_declared": {
    subject: "vip",
    details: { format: "google", sentence: "declared_1" },
    what: "Declared a basis for ads, to export VIP",
    more: ["CSV for Google Customer Match", en["exports.ads.basis.declared_1"]],
  },
  "export.begun": { subject: SEGMENT, what: "Began to download an export of Regulars" },
  "export.made": {
    details: { people: 3, whole: true, WAITING: 1_200, HELD_OUT: 2 },
    what: "Exported 3 people of a list of customers",
    more: [`Left out: 1,200 ${en["exports.reason.WAITING"]}`, `Left out: 2 ${en["exports.reason.HELD_OUT"]}`],
  },
  "settings.changed": {
    details: { countZeroValueOrders: { from: false, to: true } },
    what: "Changed settings",
    more: [`${en["settings.zero"]}: no → yes`],
  },
  "costs.changed": {
    details: {
      defaultMarginBp: { from: null, to: 4_250 },
      shipping: { from: "0 0", to: "495 0" },
      "payment.DE": { from: null, to: "25 290" },
      products: 2,
    },
    what: "Changed costs",
    more: [
      "Default margin: none → 42.5%",
      "Shipping: €0.00 + 0.00% → €4.95 + 0.00%",
      "Payment, Germany: none → €0.25 + 2.90%",
      "Costs of 2 products",
    ],
  },
  "address.decided": {
    details: { decision: { from: null, to: "taken_out" } },
    what: "Decided on a shared e-mail address",
    more: ["not decided → taken out"],
  },
  "history_file.added": { subject: REQUEST, what: "Added old orders from a file", more: [`File ${REQUEST}`] },
  "history_file.taken_out": {
    subject: REQUEST,
    what: "Took the orders of a file out again",
    more: [`File ${REQUEST}`],
  },
  "spend.added": {
    details: { channel: "meta", firstDay: "2026-05-01", lastDay: "2026-05-31", amountMinor: 31_000 },
    what: "Entered spend",
    more: ["Channel: Meta (Facebook, Instagram)", "May 1, 2026 to May 31, 2026", "€310.00"],
  },
  "spend.changed": {
    details: { channel: "~" },
    what: "Changed spend that was entered",
    more: ["Channel: Not known"],
  },
  "spend.removed": { what: "Removed spend that was entered" },
  "spend.imported": {
    subject: REQUEST,
    details: { entries: 2, firstDay: "2026-05-01", lastDay: "2026-05-31", amountMinor: 3_000 },
    what: "Imported a file of spend",
    more: ["2 rows", "May 1, 2026 to May 31, 2026", "€30.00"],
  },
  "spend.import_undone": {
    subject: REQUEST,
    details: { entries: 1 },
    what: "Took a file of spend out again",
    more: ["1 row"],
  },
  "spend.commission_added": {
    details: { channel: "affiliate", shareBp: 500 },
    what: "Entered a rule of commission",
    more: ["Channel: Affiliates"],
  },
  "spend.commission_changed": {
    details: { channel: "affiliate" },
    what: "Set the last month of a rule of commission",
    more: ["Channel: Affiliates"],
  },
  "spend.commission_removed": {
    details: { channel: "affiliate" },
    what: "Removed a rule of commission",
    more: ["Channel: Affiliates"],
  },
  "sync.retried": { what: "Asked for the shop to be read again" },
  "segment.created": { subject: SEGMENT, what: "Created the segment Regulars" },
  "segment.changed": {
    subject: SEGMENT,
    details: { revision: 4, version: 2 },
    what: "Changed the segment Regulars",
    more: ["Version 4", "As in version 2"],
  },
  "segment.archived": { subject: SEGMENT, what: "Archived the segment Regulars" },
  "segment.restored": { subject: SEGMENT, what: "Took the segment Regulars back into use" },
  "segment.published": { subject: "vip", what: "Published the segment VIP to Shopify" },
  "segment.unpublished": { subject: "vip", what: "Took the segment VIP back from Shopify" },
  "destination.connected": { details: tool, what: "Connected a mailing tool", more: inTool },
  "destination.key_replaced": { details: tool, what: "Gave a mailing tool another key", more: inTool },
  "destination.paused": { details: tool, what: "Paused a mailing tool", more: inTool },
  "destination.resumed": { details: tool, what: "Resumed a mailing tool", more: inTool },
  "destination.disconnected": {
    details: { ...tool, removePeople: true },
    what: "Disconnected a mailing tool",
    more: [...inTool, en["audit.people.removed"]],
  },
  "destination.tool_list_made": {
    details: { ...tool, list: "Best" },
    what: "Made a list in a mailing tool",
    more: ofList.slice(0, 2),
  },
  "destination.list_started": {
    details: { ...list, heldOutBp: 1_000, fields: "first_name clv_low" },
    what: "Began to keep a list in a mailing tool in step",
    more: [
      ...ofList,
      "What is sent: E-mail address, First name, Expected, low end (80%)",
      "Held out by lot: 10.0%",
    ],
  },
  "destination.list_paused": { details: list, what: "Paused a list", more: ofList },
  "destination.list_resumed": { details: list, what: "Resumed a list", more: ofList },
  "destination.list_run": { details: list, what: "Had a list brought in step at once", more: ofList },
  "destination.list_ended": {
    details: { ...list, removePeople: false },
    what: "Ended a list",
    more: [...ofList, en["audit.people.stay"]],
  },
  "destination.brake_confirmed": { details: list, what: "Confirmed that people leave a list", more: ofList },
  "destination.people_retried": { details: list, what: "Had refused people tried again", more: ofList },
  "person.erasure_asked": {
    subject: REQUEST,
    what: "Asked for a person to be erased",
    more: [`Request ${REQUEST}`],
  },
  "person.identified": {
    subject: REQUEST,
    what: "Said which customer a request is about",
    more: [`Request ${REQUEST}`],
  },
  "person.not_found": {
    subject: REQUEST,
    what: "Ended a request to erase, as it was about no customer of the shop",
    more: [`Request ${REQUEST}`],
  },
  "person.erased": { subject: REQUEST, what: "Erased a person", more: [`Request ${REQUEST}`] },
  "person.removed_from_files": {
    subject: REQUEST,
    what: "Removed an erased person from where exported files had gone",
    more: [`Request ${REQUEST}`],
  },
  "person.data_asked": {
    subject: REQUEST,
    what: "Asked for the data of a person",
    more: [`Request ${REQUEST}`],
  },
  "person.data_taken": {
    subject: REQUEST,
    what: "Downloaded the data of a person",
    more: [`Request ${REQUEST}`],
  },
  "person.data_handed_over": {
    subject: REQUEST,
    what: "Handed over the data of a person",
    more: [`Request ${REQUEST}`],
  },
};

const textsOf = (
  action: AuditAction,
  { subject = "", details = {} }: Pick<Said, "subject" | "details">,
  locale: "en" | "nl",
) => {
  const format = createFormat({ locale, currency: "EUR", minorDigits: 2, timeZone: "UTC" });
  const entry = { entryNo: 1, at: "2026-03-10T09:30:00Z", actor: "7", action, subject, details };
  return auditTexts(entry, { [SEGMENT]: "Regulars" }, translator(locale), format);
};

describe("an entry of the audit log", () => {
  test.each(AUDIT_ACTIONS)("%s has a sentence with all that it says", (action) => {
    const { what, more = [], ...its } = said[action];
    const shown = textsOf(action, its, "en");
    expect(shown.what).toBe(what);
    expect(shown.more).toEqual(more);
    const dutch = textsOf(action, its, "nl");
    expect(dutch.what).not.toBe(what);
    expect(dutch.more).toHaveLength(more.length);
  });

  test("of any kind can be looked for", () => {
    const kinds = new Set(AUDIT_ACTIONS.map((action) => action.split(".")[0]));
    expect([...AUDIT_KINDS].sort()).toEqual([...kinds].sort());
    for (const kind of AUDIT_KINDS) {
      expect(auditPlace(new URLSearchParams({ kind }))).toEqual({ before: null, kind });
      for (const locale of ["en", "nl"] as const)
        expect(translator(locale)(`audit.kind.${kind}`)).not.toBe("");
    }
  });

  test("says every reason that the gate has, and every field of a list", () => {
    const reasons = [...LEFT_OUT_REASONS, SAME_ADDRESS, HELD_OUT];
    const details = { people: 0, whole: true, ...Object.fromEntries(reasons.map((reason) => [reason, 1])) };
    expect(textsOf("export.made", { details }, "en").more).toHaveLength(reasons.length);
    const fields = DESTINATION_FIELDS.join(" ");
    const [line] = textsOf("destination.list_started", { details: { fields } }, "en").more;
    for (const field of DESTINATION_FIELDS) expect(line).toContain(en[`exports.column.${field}`]);
  });

  test("of an earlier version, which said less of a list, still has its sentence", () => {
    expect(textsOf("destination.list_ended", { subject: REQUEST, details: {} }, "en")).toMatchObject({
      what: "Ended a list",
      more: [],
    });
  });
});
