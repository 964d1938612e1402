import type { OfferedField } from "../../../app/destinations/connections.ts";
import type { ListPreview } from "../../../app/destinations/preview.ts";
import type { OfferedList } from "../../../app/destinations/start-list.ts";
import type { ConnectedTool } from "../../../app/ui/destinations/tool-step.tsx";
import { wizardAtOf } from "../../../app/ui/destinations/wizard-address.ts";
import type { WizardPageProps } from "../../../app/ui/destinations/wizard-page.tsx";
import { preview as exportPreview } from "./exports.ts";

const ignore = () => {};

const connected: readonly ConnectedTool[] = [
  { destinationId: "018f3c6e-0000-7000-8000-000000000001", tool: "klaviyo", account: "Linden & Wool" },
  { destinationId: "018f3c6e-0000-7000-8000-000000000002", tool: "mailchimp", account: "Linden & Wool NL" },
];

const klaviyoFields: readonly OfferedField[] = [
  { field: "first_name", toolName: "first_name", type: "text" },
  { field: "last_name", toolName: "last_name", type: "text" },
  { field: "country", toolName: "location.country", type: "text" },
  { field: "shopify_customer_id", toolName: "Shopify customer ID", type: "text" },
  { field: "segment", toolName: "Klantwaarde segment", type: "text" },
  { field: "clv_historic", toolName: "CLV net sales", type: "number" },
  { field: "clv_predicted_12m", toolName: "CLV predicted 12 months", type: "number" },
  { field: "clv_low", toolName: "CLV low", type: "number" },
  { field: "clv_high", toolName: "CLV high", type: "number" },
  { field: "currency", toolName: "CLV currency", type: "text" },
  { field: "rfm_group", toolName: "RFM group", type: "text" },
  { field: "orders", toolName: "Orders", type: "number" },
  { field: "last_order_date", toolName: "Last order", type: "date" },
  { field: "next_order_from", toolName: "Next order from", type: "date" },
  { field: "next_order_to", toolName: "Next order to", type: "date" },
  { field: "churn_probability", toolName: "Churn probability", type: "number" },
  { field: "as_of", toolName: "CLV date", type: "date" },
];
const mailchimpFields: readonly OfferedField[] = [
  { field: "first_name", toolName: "FNAME", type: "text" },
  { field: "last_name", toolName: "LNAME", type: "text" },
  { field: "clv_historic", toolName: "CLVNET", type: "number" },
  { field: "clv_predicted_12m", toolName: "CLVPRED", type: "number" },
  { field: "rfm_group", toolName: "RFMGRP", type: "text" },
  { field: "last_order_date", toolName: "LASTORD", type: "date" },
];

const lists: readonly OfferedList[] = [
  { id: "A1", name: "Newsletter", within: null, people: 4_210, takenBy: null },
  { id: "A2", name: "VIP", within: null, people: 36, takenBy: null },
  {
    id: "A3",
    name: "Win back, spring",
    within: null,
    people: 1_240,
    takenBy: { key: "win_back", name: null },
  },
  {
    id: "A4",
    name: "Everybody who ever left an address at the market in Gent",
    within: null,
    people: null,
    takenBy: null,
  },
];
export const audienceLists: readonly OfferedList[] = [
  { id: "a/1", name: "vip", within: "Linden & Wool NL", people: 12, takenBy: null },
  { id: "b/1", name: "vip", within: "Linden & Wool BE", people: 4, takenBy: null },
];

const address = (name: string) => ({
  customerId: 7_000_000_000 + name.length,
  address: `${name}@example.com`,
});
export const dryRun: ListPreview = {
  members: 1_487,
  added: {
    people: 1_168,
    samples: ["anna.devries", "b.jansen", "carla", "d.elhouari", "eva.smit"].map(address),
  },
  updated: { people: 36, samples: ["gerrit", "hannah.b"].map(address) },
  removed: { people: 0, samples: [] },
  unchanged: 0,
  leftOut: [
    { reason: "HELD_OUT", people: 134, samples: ["fatima", "geert.w", "hanne"].map(address) },
    { reason: "NOT_SUBSCRIBED", people: 96, samples: ["noor", "p.bakker", "quinten"].map(address) },
    { reason: "UNSUBSCRIBED", people: 28, samples: ["r.de.wit"].map(address) },
    { reason: "SUPPRESSED_IN_TOOL", people: 22, samples: ["ilse", "joost.van.den.berg"].map(address) },
    { reason: "SHARED_ADDRESS", people: 2, samples: ["info"].map(address) },
    { reason: "WAITING", people: 1, samples: ["kees"].map(address) },
  ],
  compared: { sent: 1_168, heldOut: 130, before: { sent: 36, heldOut: 4 } },
  ...{ others: 212, lookedUp: 1_226, toLookUp: 1_226, included: 1_360 },
  plan: exportPreview.plan,
};
export const nobodyInDryRun: ListPreview = {
  ...dryRun,
  ...{ members: 96, added: { people: 0, samples: [] }, updated: { people: 0, samples: [] } },
  leftOut: [{ reason: "NOT_SUBSCRIBED", people: 96, samples: ["noor", "p.bakker"].map(address) }],
  compared: null,
  ...{ others: 0, lookedUp: 0, toLookUp: 0, included: 0 },
};

const chosen = {
  destination: "018f3c6e-0000-7000-8000-000000000001",
  segment: "vip",
  list: "A2",
  name: "VIP",
  fields: "first_name,clv_predicted_12m,rfm_group,last_order_date",
};
export const atStep = (
  step: string,
  its: Partial<Record<keyof typeof chosen | "held_out", string>> = chosen,
) => wizardAtOf(new URLSearchParams({ step, ...its }));

export const wizard: WizardPageProps = {
  connected,
  segments: [
    { key: "vip", name: null },
    { key: "win_back", name: null },
    { key: "018f3c6e-1111-7000-8000-000000000001", name: "Regulars from Gent and Brugge" },
  ],
  fields: { klaviyo: klaviyoFields, mailchimp: mailchimpFields, brevo: klaviyoFields },
  at: atStep("tool", {}),
  connecting: { busy: false, refusal: null, onConnect: ignore },
  lists: { state: "known", lists },
  making: { busy: false, refusal: null, onMake: ignore },
  basis: exportPreview,
  dryRun: { state: "known", preview: dryRun },
  starting: { busy: false, refusal: null, onStart: ignore },
  ...{ onGo: ignore, onAskLists: ignore, onCountAgain: ignore },
};
