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

export const dataRequests = {
  empty: { requests: [] },
  open: { requests: [open] },
  overdue: { requests: [overdue, open] },
  done: { requests: [done, erased] },
} as const;
