import type { DestinationSummary, DestinationsView } from "../../../app/destinations/connections.ts";
import type { ListSummary, ListView } from "../../../app/destinations/lists.ts";
import type { ListOfSegment } from "../../../app/destinations/lists-of-segment.ts";
import type { ListedPerson, PeoplePage } from "../../../app/destinations/people.ts";
import type { Problem } from "../../../app/destinations/problem.ts";
import type { Run } from "../../../app/destinations/runs.ts";

const id = (number: number) => `018f3c6e-0000-7000-8000-${String(number).padStart(12, "0")}`;
const address = (name: string) => ({
  customerId: 7_000_000_000 + name.length,
  address: `${name}@example.com`,
});

const keyRefused: Problem = {
  code: "key_refused",
  words: "The API key provided is invalid or has been revoked.",
  since: "2026-03-31T06:12:00Z",
  nextTryAt: null,
};
const unavailable: Problem = {
  code: "tool_unavailable",
  words: null,
  since: "2026-03-31T09:40:00Z",
  nextTryAt: "2026-03-31T09:48:00Z",
};

const vip: ListSummary = {
  ...{ listId: id(11), segment: { key: "vip", name: null }, toolListId: "XyZ123", toolListName: "VIP" },
  ...{ state: "active", removing: false, people: 1_204, ours: 1_168, running: false },
  ...{ inStepAt: "2026-03-31T09:30:00Z", refused: 0, brake: null, problem: null },
};
const brake: NonNullable<ListSummary["brake"]> = {
  ...{ leaving: 412, of: 1_240, since: "2026-03-31T08:02:00Z", asOf: "2026-03-31T09:30:00Z" },
  samples: ["anna.devries", "b.jansen", "carla", "d.elhouari", "eva.smit"].map(address),
};
const winBack: ListSummary = {
  ...vip,
  ...{ listId: id(12), segment: { key: "win_back", name: null }, toolListName: "Win back, spring" },
  ...{ people: 1_240, brake },
};
const gent: ListSummary = {
  ...vip,
  listId: id(13),
  segment: { key: "018f3c6e-1111-7000-8000-000000000001", name: "Regulars from Gent and Brugge" },
  ...{ toolListName: "Regulars", people: 318, ours: 318, refused: 14, running: true },
};

const klaviyo: DestinationSummary = {
  ...{ destinationId: id(1), tool: "klaviyo", account: "Linden & Wool", state: "active", problem: null },
  ...{ connectedAt: "2026-01-12T10:04:00Z", connectedBy: "84910273" },
  lists: [vip, winBack, gent],
  erasures: { waiting: 0, failed: 0 },
};
const mailchimp: DestinationSummary = {
  ...klaviyo,
  ...{ destinationId: id(2), tool: "mailchimp", account: "Linden & Wool NL", state: "key_refused" },
  problem: keyRefused,
  lists: [{ ...vip, listId: id(14), toolListName: "Newsletter: vip", people: 980 }],
};
const brevo: DestinationSummary = {
  ...klaviyo,
  ...{ destinationId: id(3), tool: "brevo", account: "linden-and-wool" },
  lists: [],
  erasures: { waiting: 2, failed: 1 },
};
const ended: ListSummary = { ...vip, listId: id(15), toolListName: "VIP 2025", state: "ended" };

const overview = (...destinations: DestinationSummary[]): DestinationsView => ({ destinations });
export const destinationViews = {
  empty: overview(),
  full: overview(klaviyo, mailchimp, brevo),
  new: overview({ ...klaviyo, lists: [{ ...vip, people: 0, running: true, inStepAt: null }] }),
  unavailable: overview({ ...klaviyo, lists: [{ ...vip, problem: unavailable }] }),
  paused: overview({ ...klaviyo, state: "paused", lists: [vip, { ...winBack, state: "paused" }] }),
} as const satisfies Record<string, DestinationsView>;

export const destinationPages = {
  full: { ...klaviyo, lists: [...klaviyo.lists, ended], erasures: { waiting: 1, failed: 0 } },
  empty: { ...klaviyo, lists: [] },
  keyRefused: mailchimp,
  keyUnreadable: {
    ...mailchimp,
    problem: { ...keyRefused, code: "key_unreadable", words: null },
  },
  paused: { ...klaviyo, state: "paused", lists: [vip] },
  erasuresFailed: brevo,
  disconnecting: {
    ...klaviyo,
    state: "disconnected",
    lists: [{ ...vip, state: "ended", removing: true, people: 804 }],
  },
  disconnected: { ...klaviyo, state: "disconnected", lists: [ended] },
} as const satisfies Record<string, DestinationSummary>;

export const keptIn: readonly ListOfSegment[] = [
  { destination: klaviyo, list: vip },
  { destination: mailchimp, list: { ...vip, listId: id(14), toolListName: "Newsletter: vip", people: 980 } },
];

const run = (runNo: number, its: Partial<Run>): Run => ({
  ...{ runId: id(100 + runNo), kind: "step", startedAt: `2026-03-31T0${9 - runNo}:30:00Z` },
  ...{ endedAt: `2026-03-31T0${9 - runNo}:31:20Z`, added: 0, updated: 0, removed: 0, leftOut: 0, refused: 0 },
  ...{ problem: null, words: null },
  ...its,
});
const runs: readonly Run[] = [
  run(0, { added: 12, updated: 340, removed: 3 }),
  run(1, {}),
  run(2, { added: 4, updated: 28, refused: 14, leftOut: 2 }),
  run(3, { problem: "tool_refused", words: "Property $first_name is too long for profile 01HZX…" }),
  run(4, { kind: "read_back", added: 1 }),
  run(5, { kind: "first", added: 1_190, updated: 14, leftOut: 22 }),
];

const list: ListView = {
  ...vip,
  destination: {
    ...{ destinationId: id(1), tool: "klaviyo", account: "Linden & Wool", state: "active", problem: null },
  },
  fields: ["first_name", "clv_predicted_12m", "rfm_group", "last_order_date"],
  ...{ heldOutBp: 1_000, removeAsked: false, startedAt: "2026-01-12T10:09:00Z", startedBy: "84910273" },
  ...{
    readBackAt: "2026-03-29T03:10:00Z",
    readBackAgainAt: null,
    others: 36,
    run: null,
    nextTryAt: null,
    runs,
  },
  counts: {
    ...{ people: 1_204, toSend: 0, waiting: 2, refused: 0, leaving: 0 },
    leftOut: [
      { reason: "NOT_SUBSCRIBED", people: 96, samples: ["noor", "p.bakker", "quinten"].map(address) },
      { reason: "HELD_OUT", people: 134, samples: ["fatima", "geert.w", "hanne"].map(address) },
      { reason: "SUPPRESSED_IN_TOOL", people: 22, samples: ["ilse", "joost.van.den.berg"].map(address) },
      { reason: "SHARED_ADDRESS", people: 3, samples: ["info"].map(address) },
      { reason: "WAITING", people: 2, samples: ["kees", "lotte"].map(address) },
      { reason: "NO_ADDRESS", people: 1, samples: [{ customerId: 5_512_001, address: "" }] },
    ],
  },
};

const person = (place: number, its: Partial<ListedPerson>): ListedPerson => ({
  ...{ customerId: 7_000_000_000 + place, address: `person${place}@example.com`, name: null, reason: null },
  ...{ code: "invalid", words: null, refusals: 1, tryAgainAt: "2026-03-31T10:30:00Z" },
  ...its,
});
export const nobodyRefused: PeoplePage = { people: [], total: 0, nextPage: null };
export const refusedPeople: PeoplePage = {
  people: [
    person(1, {
      ...{ name: "Anna de Vries", address: "anna@exampel..com", code: "invalid_email" },
      words: "Invalid email address",
    }),
    person(2, { name: "Boris Jansen", code: "not_in_audience", words: "Not a member of this audience" }),
    person(3, { code: "field_invalid", words: "clv_predicted_12m: expected a date", refusals: 3 }),
    person(4, {
      ...{ name: "Wilhelmina van Heteren-Oostenbrugge", code: "compliance_state", refusals: 7 },
      ...{
        words: "is in a compliance state due to unsubscribe, bounce or compliance review",
        tryAgainAt: null,
      },
    }),
  ],
  total: 14,
  nextPage: 1,
};

const sick = (problem: Problem): ListView => ({
  ...list,
  destination: { ...list.destination, state: "key_refused", problem },
});
export const keptLists = {
  full: list,
  first: {
    ...list,
    ...{ people: 400, running: true, inStepAt: null, readBackAt: null, others: null, runs: [] },
    counts: { ...list.counts, people: 400, toSend: 804 },
    run: { startedAt: "2026-03-31T09:30:00Z", step: "sending", done: 400, of: 1_204 },
  },
  comparing: {
    ...list,
    ...{ running: true, runs: [run(0, { endedAt: null }), ...runs.slice(1)] },
    run: { startedAt: "2026-03-31T09:30:00Z", step: "comparing", done: 0, of: null },
  },
  nobody: {
    ...list,
    ...{ people: 0, runs: [run(5, { kind: "first" })], others: 0 },
    counts: { ...list.counts, people: 0, leftOut: list.counts.leftOut.slice(0, 1) },
  },
  justStarted: {
    ...list,
    ...{ people: 0, inStepAt: null, readBackAt: null, others: null, runs: [] },
    counts: { people: 0, toSend: 0, waiting: 0, refused: 0, leaving: 0, leftOut: [] },
  },
  refused: { ...list, refused: 14, counts: { ...list.counts, refused: 14 } },
  brake: {
    ...list,
    ...{ people: 1_240, brake, segment: { key: "win_back", name: null }, toolListName: "Win back, spring" },
    counts: { ...list.counts, people: 1_240 },
  },
  keyRefused: sick(keyRefused),
  unavailable: { ...list, problem: unavailable, counts: { ...list.counts, toSend: 204, leaving: 3 } },
  toolRefused: {
    ...list,
    problem: {
      ...unavailable,
      code: "tool_refused",
      words: "Missing scope: profiles:write",
      nextTryAt: null,
    },
  },
  listGone: { ...list, problem: { ...unavailable, code: "list_gone", nextTryAt: null } },
  unsettled: { ...list, problem: { ...unavailable, code: "segment_unsettled" } },
  paused: { ...list, state: "paused" },
  pausedAbove: { ...list, destination: { ...list.destination, state: "paused" } },
  ending: {
    ...list,
    ...{ state: "ended", removing: true, removeAsked: true, people: 804 },
    counts: { ...list.counts, people: 804, leaving: 804 },
  },
  ended: { ...list, state: "ended" },
  emptied: { ...list, ...{ state: "ended", removeAsked: true, people: 0, ours: 0 } },
} as const satisfies Record<string, ListView>;
