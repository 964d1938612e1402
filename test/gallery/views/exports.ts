import type { Verdict } from "../../../app/clv/experiment/verdict.ts";
import type { ExportPreview } from "../../../app/exports/exports.ts";
import type { ListedExport } from "../../../app/exports/records.ts";
import type { TogetherResult } from "../../../app/exports/together.ts";

const noAds = { hasAdBasis: false, valueBasis: null } as const;

export const exportRecords: readonly ListedExport[] = [
  {
    exportId: "11d7a1f0-0d4b-4a7e-8f7c-1d1f6d4b0001",
    audience: { key: "at_risk_high_value", name: null },
    format: "csv",
    columns: ["email", "first_name", "clv_historic", "clv_predicted_12m", "last_order_date"],
    requestedBy: "84910273",
    requestedAt: "2026-03-31T11:48:09Z",
    status: "streaming",
    included: 0,
    leftOut: [],
    heldOutBp: 1_000,
    ...noAds,
  },
  {
    exportId: "11d7a1f0-0d4b-4a7e-8f7c-1d1f6d4b0002",
    audience: { key: "vip", name: null },
    format: "csv_excel",
    columns: ["email"],
    requestedBy: "84910273",
    requestedAt: "2026-03-30T08:02:51Z",
    status: "done",
    included: 348,
    leftOut: [
      { reason: "NOT_SUBSCRIBED", customers: 96 },
      { reason: "UNSUBSCRIBED", customers: 31 },
      { reason: "NO_ADDRESS", customers: 4 },
      { reason: "HELD_OUT", customers: 56 },
    ],
    heldOutBp: 1_000,
    ...noAds,
  },
  {
    exportId: "11d7a1f0-0d4b-4a7e-8f7c-1d1f6d4b0005",
    audience: {
      all: [
        { fact: "rfmGroup", is: "in", values: ["AT_RISK", "PREVIOUSLY_LOYAL"] },
        { fact: "country", is: "in", values: ["NL", "BE"] },
      ],
    },
    format: "csv",
    columns: ["email", "rfm_group"],
    requestedBy: "84910273",
    requestedAt: "2026-03-28T16:20:00Z",
    status: "done",
    included: 61,
    leftOut: [{ reason: "NOT_SUBSCRIBED", customers: 40 }],
    heldOutBp: null,
    ...noAds,
  },
  {
    exportId: "11d7a1f0-0d4b-4a7e-8f7c-1d1f6d4b0007",
    audience: { key: "vip", name: null },
    format: "meta",
    columns: ["email", "country"],
    requestedBy: "84910273",
    requestedAt: "2026-03-27T09:02:51Z",
    status: "done",
    included: 313,
    leftOut: [{ reason: "HELD_OUT", customers: 35 }],
    heldOutBp: 1_000,
    hasAdBasis: true,
    valueBasis: "contribution",
  },
  {
    exportId: "11d7a1f0-0d4b-4a7e-8f7c-1d1f6d4b0003",
    audience: { key: "leads", name: null },
    format: "csv",
    columns: ["email", "first_name", "last_name", "country"],
    requestedBy: "60021177",
    requestedAt: "2026-03-12T15:30:00Z",
    status: "failed",
    included: 1_204,
    leftOut: [{ reason: "PENDING", customers: 51 }],
    heldOutBp: 0,
    ...noAds,
  },
  {
    exportId: "11d7a1f0-0d4b-4a7e-8f7c-1d1f6d4b0004",
    audience: { key: "new", name: null },
    format: "csv",
    columns: ["email", "rfm_group"],
    requestedBy: "60021177",
    requestedAt: "2026-03-02T09:14:00Z",
    status: "requested",
    included: 0,
    leftOut: [],
    heldOutBp: 1_000,
    ...noAds,
  },
  {
    exportId: "11d7a1f0-0d4b-4a7e-8f7c-1d1f6d4b0006",
    requestedBy: "60021177",
    requestedAt: "2026-02-27T10:05:00Z",
    status: "unreadable",
  },
];

const together = (verdict: Verdict): Extract<TogetherResult, { state: "measured" }> => ({
  ...{ state: "measured", currency: "EUR", verdict, buyersNeeded: 10 },
  sent: { people: 24_310, buyers: 3_902, orders: 0.21, netSalesMinor: 1_480, marginMinor: 622 },
  heldOut: { people: 1_277, buyers: 171, orders: 0.17, netSalesMinor: 1_142, marginMinor: 480 },
  costCoverage: 0.934,
  ...{ firstDay: "2025-11-03", lastDay: "2026-03-31", loweredOn: null },
});

export const togetherResults = {
  more: together({ verdict: "between", low: 61, high: 615 }),
  less: together({ verdict: "between", low: -412, high: -22 }),
  no_difference: together({ verdict: "no_difference_seen", low: -120, high: 480 }),
  lowered: { ...together({ verdict: "between", low: 61, high: 615 }), loweredOn: "2026-02-11" },
  too_early: together({ verdict: "too_early" }),
  split_broken: together({ verdict: "split_broken" }),
  over: { state: "over", firstDay: "2024-03-04" },
} as const satisfies Record<string, TogetherResult>;

export const preview: ExportPreview = {
  members: 487,
  order: "net_sales",
  included: 348,
  sameAddress: 4,
  leftOut: [
    { reason: "NOT_SUBSCRIBED", customers: 96 },
    { reason: "UNSUBSCRIBED", customers: 31 },
    { reason: "PENDING", customers: 9 },
    { reason: "MALFORMED_ADDRESS", customers: 2 },
    { reason: "NO_ADDRESS", customers: 1 },
  ],
  lastChoice: {
    columns: ["email", "first_name", "clv_predicted_12m"],
    format: "csv_excel",
    heldOutBp: 2_000,
  },
  plan: {
    alwaysHeldOutBp: 500,
    currency: "EUR",
    spending: { mean: 42_100, variance: 4_900 ** 2 },
    plannedVariance: 4_900 ** 2,
  },
};

export const emptyPreview: ExportPreview = {
  members: 487,
  order: "net_sales",
  included: 0,
  sameAddress: 0,
  leftOut: [{ reason: "NOT_SUBSCRIBED", customers: 487 }],
  lastChoice: null,
  plan: { alwaysHeldOutBp: 500, currency: "EUR", spending: null, plannedVariance: 4_900 ** 2 },
};
