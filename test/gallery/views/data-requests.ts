import type { DataRequest } from "../../../app/sync/privacy/data-requests.ts";

const open: DataRequest = {
  requestId: "018f3c6e-0000-7000-8000-000000000001",
  kind: "access",
  state: "open",
  customerId: 7_100_000_000_231,
  email: "anneliese.vandenbroucke-oosterhuis@example-mail.com",
  phone: "+31 6 12345678",
  orders: 4,
  isErased: false,
  sourceRequestId: 9_999,
  requestedAt: "2026-03-20T09:30:00Z",
  dueAt: "2026-04-19T09:30:00Z",
  daysLeft: 18,
  handledAt: null,
  handledBy: null,
  exports: 0,
  latestExports: [],
  tools: [],
  removedAt: null,
  removedBy: null,
  candidates: [],
};

const done: DataRequest = {
  ...open,
  requestId: "018f3c6e-0000-7000-8000-000000000003",
  state: "done",
  email: "jan@example.com",
  phone: null,
  requestedAt: "2026-01-05T10:00:00Z",
  dueAt: "2026-02-04T10:00:00Z",
  daysLeft: -55,
  handledAt: "2026-01-12T14:20:00Z",
  handledBy: "84910273",
};

const overdue: DataRequest = {
  ...open,
  requestId: "018f3c6e-0000-7000-8000-000000000002",
  state: "overdue",
  customerId: null,
  email: null,
  phone: null,
  orders: 1,
  requestedAt: "2026-02-20T08:00:00Z",
  dueAt: "2026-03-22T08:00:00Z",
  daysLeft: -10,
};

const erased: DataRequest = {
  ...done,
  requestId: "018f3c6e-0000-7000-8000-000000000004",
  kind: "erasure",
  isErased: true,
  customerId: null,
  email: null,
  orders: 0,
  handledBy: null,
};

const files: readonly [segment: string | null, requestedAt: string, isWhole: boolean][] = [
  ["at_risk_high_value", "2026-03-24T11:48:09Z", false],
  ["vip", "2026-03-17T08:02:51Z", true],
  [null, "2026-03-02T16:20:00Z", true],
  ["a_segment_of_a_newer_version_with_a_long_key", "2026-02-12T15:30:00Z", true],
];

const toRemove: DataRequest = {
  ...erased,
  requestId: "018f3c6e-0000-7000-8000-000000000005",
  state: "to_remove",
  requestedAt: "2026-03-27T10:00:00Z",
  handledAt: "2026-03-27T10:00:04Z",
  exports: 14,
  latestExports: files.map(([segment, requestedAt, isWhole], at) => ({
    exportId: `11d7a1f0-0d4b-4a7e-8f7c-1d1f6d4b000${at}`,
    requestedBy: "84910273",
    ...{ segment, segmentName: null, requestedAt, isWhole },
  })),
};

const inOneFile: DataRequest = {
  ...toRemove,
  requestId: "018f3c6e-0000-7000-8000-000000000006",
  exports: 1,
  latestExports: toRemove.latestExports.slice(1, 2),
};

const removed: DataRequest = {
  ...inOneFile,
  requestId: "018f3c6e-0000-7000-8000-000000000007",
  state: "done",
  removedAt: "2026-03-29T09:05:00Z",
  removedBy: "60021177",
};

const candidates = [
  {
    customerId: 7_100_000_000_231,
    name: "Anneliese Vandenbroucke-Oosterhuis van den Heuvel",
    phone: "+31612345678",
  },
  { customerId: 7_100_000_000_777, name: "", phone: "+32612345678" },
];

const unclear: DataRequest = {
  ...open,
  requestId: "018f3c6e-0000-7000-8000-000000000008",
  kind: "erasure",
  customerId: null,
  email: null,
  phone: "06 12345678",
  orders: 0,
  sourceRequestId: null,
  candidates,
};

const unclearAccess: DataRequest = {
  ...unclear,
  requestId: "018f3c6e-0000-7000-8000-000000000009",
  kind: "access",
};

const endedWithoutPerson: DataRequest = {
  ...erased,
  requestId: "018f3c6e-0000-7000-8000-000000000010",
  handledBy: "84910273",
};

export const dataRequests = {
  empty: { requests: [] },
  open: { requests: [open] },
  overdue: { requests: [overdue, open] },
  done: { requests: [done, erased] },
  toRemove: { requests: [open, toRemove, inOneFile, removed] },
  removed: { requests: [removed] },
  unclear: { requests: [unclear, unclearAccess, endedWithoutPerson] },
} as const;
