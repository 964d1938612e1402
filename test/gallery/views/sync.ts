import type {
  RefusedRowView,
  SliceProgress,
  SyncTrouble,
  SyncView,
} from "../../../app/sync/status/read-sync-view.ts";

const customersDone: SliceProgress = {
  resource: "customers",
  status: "done",
  objectsRead: 5_012,
  objectsExpected: 5_012,
  bytesRead: 2_104_882,
  bytesExpected: 2_104_882,
  rowsPerSecond: null,
  secondsLeft: null,
  applied: 5_012,
  refused: 0,
  failure: null,
  startedAt: "2026-03-31T08:00:02Z",
  finishedAt: "2026-03-31T08:00:09Z",
};

const ordersReading: SliceProgress = {
  resource: "orders",
  status: "reading",
  objectsRead: 31_440,
  objectsExpected: 48_911,
  bytesRead: 14_300_000,
  bytesExpected: 22_250_000,
  rowsPerSecond: 2_830,
  secondsLeft: 6,
  applied: 0,
  refused: 2,
  failure: null,
  startedAt: "2026-03-31T08:00:02Z",
  finishedAt: null,
};

const ordersDone: SliceProgress = {
  ...ordersReading,
  status: "done",
  objectsRead: 48_911,
  bytesRead: 22_250_000,
  rowsPerSecond: null,
  secondsLeft: null,
  applied: 18_204,
  refused: 3,
  finishedAt: "2026-03-31T08:00:31Z",
};

const refused: readonly RefusedRowView[] = [
  {
    refusedId: "7a0e4f7c-3f0e-4c7b-9d59-0a1e6f3a9a01",
    resource: "orders",
    origin: "bulk",
    lineNo: 18_223,
    sourceId: 5_482_910_227,
    reason: "unknown_currency",
    detail: '"EURO" is not a currency; it should be an ISO 4217 code such as EUR',
    refusedAt: "2026-03-31T08:00:19Z",
  },
  {
    refusedId: "7a0e4f7c-3f0e-4c7b-9d59-0a1e6f3a9a02",
    resource: "orders",
    origin: "bulk",
    lineNo: 40_002,
    sourceId: null,
    reason: "malformed_json",
    detail: "the line is not JSON",
    refusedAt: "2026-03-31T08:00:24Z",
  },
  {
    refusedId: "7a0e4f7c-3f0e-4c7b-9d59-0a1e6f3a9a03",
    resource: "webhook",
    origin: "webhook",
    lineNo: null,
    sourceId: 7_112_300_441,
    reason: "bad_shape",
    detail: "admin_graphql_api_id: expected a string, found nothing",
    refusedAt: "2026-03-31T09:12:40Z",
  },
];

const kindsUpTo = (stored: string | null, counted: string | null): SyncView["kinds"] => [
  { kind: "orders", upTo: stored },
  { kind: "customers", upTo: stored },
  { kind: "consent", upTo: stored },
  { kind: "deletions", upTo: counted },
  { kind: "merges", upTo: counted },
  { kind: "products", upTo: stored },
];

const nothing: SyncView = {
  state: "never",
  problem: null,
  troubles: [],
  slices: [],
  customers: 0,
  orders: 0,
  completeUpTo: null,
  kinds: kindsUpTo(null, null),
  lastWebhookAt: null,
  waiting: 0,
  repairedRows: 0,
  historyFrom: null,
  hasHistoryFile: false,
  givenUp: [],
  refusedTotal: 0,
  refused: [],
};

const current: SyncView = {
  ...nothing,
  state: "current",
  slices: [customersDone, ordersDone],
  customers: 5_012,
  orders: 18_204,
  completeUpTo: "2026-03-31T11:45:00Z",
  kinds: kindsUpTo("2026-03-31T11:45:00Z", "2026-03-31T11:35:00Z"),
  lastWebhookAt: "2026-03-31T11:52:13Z",
};

/** Since then nothing is heard. */
const whenLastHeard = {
  completeUpTo: "2026-03-31T10:04:00Z",
  kinds: kindsUpTo("2026-03-31T10:04:00Z", "2026-03-31T09:50:00Z"),
};

const trouble = (kind: SyncTrouble["kind"], detail: string): SyncTrouble => ({
  kind,
  since: "2026-03-31T10:05:00Z",
  nextTryAt: "2026-03-31T12:04:00Z",
  failure: null,
  detail,
});

const notAnswering = trouble("not_answering", "the shop answered readBulkOperation with 503");
const tokensRefused = trouble("tokens_refused", "Shopify refuses the tokens");
const scopeWithdrawn = trouble("scope_withdrawn", "read_orders, read_products");
const stuck: SyncTrouble = { ...trouble("stuck", ""), failure: { kind: "stalled", code: "STALLED" } };

export const syncViews = {
  never: nothing,
  waiting: {
    ...nothing,
    state: "syncing",
    slices: [
      {
        ...customersDone,
        status: "running",
        objectsRead: 0,
        objectsExpected: null,
        bytesRead: 0,
        bytesExpected: null,
        applied: 0,
        finishedAt: null,
      },
      {
        ...ordersReading,
        status: "requested",
        objectsRead: 0,
        objectsExpected: null,
        bytesRead: 0,
        bytesExpected: null,
        rowsPerSecond: null,
        secondsLeft: null,
        refused: 0,
      },
    ],
  },
  syncing: { ...nothing, state: "syncing", slices: [customersDone, ordersReading], customers: 5_012 },
  valuing: { ...current, state: "valuing", completeUpTo: null, lastWebhookAt: null },
  current: { ...current, repairedRows: 4, refusedTotal: 41, refused },
  given_up: {
    ...current,
    givenUp: [
      {
        kind: "valuing",
        at: "2026-03-31T02:41:10Z",
        reason: "the fit took longer than 15 minutes",
      },
      {
        kind: "erasing",
        at: "2026-03-31T03:05:44Z",
        reason: "canceling statement due to lock timeout",
      },
    ],
  },
  clean: { ...current, waiting: 12, historyFrom: "2026-01-30T00:00:00Z" },
  failed: {
    ...current,
    state: "failed",
    slices: [
      customersDone,
      {
        ...ordersReading,
        status: "failed",
        rowsPerSecond: null,
        secondsLeft: null,
        failure: { kind: "refused", code: "INTERNAL_SERVER_ERROR" },
        finishedAt: "2026-03-31T08:20:00Z",
      },
    ],
    completeUpTo: "2026-03-30T23:10:00Z",
    kinds: kindsUpTo("2026-03-30T23:10:00Z", null),
  },
  unusable: {
    ...nothing,
    state: "failed",
    problem: { kind: "unknown_currency", value: "XXX" },
  },
  not_answering: {
    ...current,
    troubles: [notAnswering],
    waiting: 301,
    ...whenLastHeard,
  },
  not_answering_first: { ...nothing, state: "failed", troubles: [notAnswering] },
  tokens_refused: { ...current, troubles: [tokensRefused], ...whenLastHeard },
  scope_withdrawn: { ...current, troubles: [scopeWithdrawn], ...whenLastHeard },
  stuck: { ...current, troubles: [stuck], waiting: 1, ...whenLastHeard },
  refused_query: {
    ...current,
    troubles: [trouble("stuck", "Shopify refuses the query: INTERNAL_SERVER_ERROR: Something went wrong")],
  },
  stuck_first: {
    ...nothing,
    state: "syncing",
    troubles: [stuck],
    slices: [{ ...customersDone, status: "running", objectsRead: 0, applied: 0, finishedAt: null }],
  },
  uninstalled: { ...current, state: "uninstalled" },
} as const satisfies Record<string, SyncView>;
