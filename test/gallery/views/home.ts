import type { Attention, HomeView, MonthTrend } from "../../../app/valuation/pages/home.ts";
import type { ShopSummary } from "../../../app/valuation/pages/summary.ts";
import { shop } from "./shop.ts";

const season = [0.82, 0.78, 0.9, 0.96, 1.04, 0.92, 0.8, 0.84, 1.02, 1.12, 1.48, 1.62];

/** 24 months up to March 2026, growing, with a December. */
const trend: readonly MonthTrend[] = Array.from({ length: 24 }, (_, i) => {
  const month = 2024 * 12 + 3 + i;
  const partial = i === 23;
  const size = (1 + i * 0.028) * (season[month % 12] ?? 1) * (partial ? 0.7 : 1);
  const netSalesMinor = Math.round(3_120_000 * size);
  return {
    month,
    netSalesMinor,
    orders: Math.round(netSalesMinor / 5_870),
    newCustomers: Math.round(148 * size * 0.9),
    firstOrderNetSalesMinor: Math.round(netSalesMinor * (0.46 - i * 0.004)),
    unassignedNetSalesMinor: Math.round(netSalesMinor * 0.04),
    partial,
  };
});

const summary: ShopSummary = {
  countsZeroValueOrders: false,
  customers: 4_206,
  orders: 15_104,
  netSalesMinor: 88_643_219,
  firstDay: "2023-03-30",
  lastDay: "2026-03-30",
  averageClvMinor: 20_813,
  medianClvMinor: 11_840,
  averageOrderValueMinor: 5_869,
  repeatPurchaseRate: 0.5214,
  ordersPerCustomer: 3.59,
  firstOrderValueMinor: 6_112,
  firstOrderMultiple: 3.405,
  topDecileShareOfNetSales: 0.4231,
  medianDaysBetweenOrders: 47,
  windows: [
    { days: 14, customers: 4_158, averageMinor: 6_421 },
    { days: 30, customers: 4_102, averageMinor: 7_018 },
    { days: 60, customers: 3_988, averageMinor: 8_190 },
    { days: 90, customers: 3_861, averageMinor: 9_204 },
    { days: 180, customers: 3_420, averageMinor: 11_873 },
    { days: 365, customers: 2_640, averageMinor: 15_911 },
  ],
};

const attention: readonly Attention[] = [
  { kind: "at_risk_value", customers: 183, netSalesMinor: 7_120_400 },
  { kind: "cost_coverage_low", coverage: 0.43 },
];

export const fullHome: Extract<HomeView, { state: "full" }> = {
  state: "full",
  shop,
  asOfDay: "2026-03-31",
  valuedAt: "2026-03-31T08:14:02Z",
  syncing: false,
  summary,
  buildUp: {
    days: 365,
    customers: 2_640,
    windows: [
      { days: 14, averageMinor: 6_402 },
      { days: 30, averageMinor: 6_990 },
      { days: 60, averageMinor: 8_215 },
      { days: 90, averageMinor: 9_260 },
      { days: 180, averageMinor: 12_044 },
      { days: 365, averageMinor: 15_911 },
    ],
  },
  prediction: {
    state: "ready",
    horizonDays: 365,
    averageMinor: 4_318,
    totalMinor: 18_161_508,
    totalRange: { lowMinor: 16_402_210, highMinor: 20_310_980 },
    customers: 4_206,
  },
  trend,
  attention,
  information: [{ kind: "unassigned_orders", orders: 212, netSalesMinor: 1_105_300, names: [] }],
  basis: { chosen: "revenue", used: "revenue", costCoverage: 0.43 },
  left: { grossMarginMinor: 46_094_474, contributionMinor: 37_204_110 },
};

/** The same on what is left after all costs. */
export const contributionHome: HomeView = {
  ...fullHome,
  basis: { chosen: "contribution", used: "contribution", costCoverage: 0.93 },
  summary: { ...summary, averageClvMinor: 8_846, medianClvMinor: 4_101, firstOrderMultiple: 4.127 },
};

export const unknownMarginHome: HomeView = {
  ...fullHome,
  basis: { chosen: "margin", used: "revenue", costCoverage: 0.43 },
  left: { grossMarginMinor: null, contributionMinor: null },
};

export const learningHome: HomeView = {
  ...fullHome,
  buildUp: {
    days: 60,
    customers: 31,
    windows: [
      { days: 14, averageMinor: 5_600 },
      { days: 30, averageMinor: 5_600 },
      { days: 60, averageMinor: 5_871 },
    ],
  },
  prediction: { state: "learning", reason: "history_too_short" },
  trend: trend.slice(-3),
  attention: [{ kind: "unassigned_orders", orders: 3, netSalesMinor: 15_870 }],
  information: [],
  summary: {
    ...summary,
    customers: 38,
    orders: 41,
    netSalesMinor: 223_110,
    averageClvMinor: 5_871,
    medianClvMinor: 4_990,
    repeatPurchaseRate: 0.0789,
    firstOrderMultiple: 1.08,
    medianDaysBetweenOrders: null,
    windows: summary.windows.map((window) =>
      window.days > 60
        ? { ...window, customers: 0, averageMinor: null }
        : { ...window, customers: 30, averageMinor: 5_600 },
    ),
  },
  basis: { chosen: "revenue", used: "revenue", costCoverage: null },
  left: { grossMarginMinor: null, contributionMinor: null },
};

/** Every matter at once, and a month in which more was returned than sold. */
export const troubledHome: HomeView = {
  ...fullHome,
  buildUp: null,
  trend: trend.slice(-8).map((month, i) => (i === 4 ? { ...month, netSalesMinor: -410_000 } : month)),
  attention: [
    { kind: "data_requests_overdue", requests: 1, dueAt: "2026-03-24T09:12:00Z" },
    { kind: "data_requests", requests: 2, dueAt: "2026-04-12T15:40:00Z" },
    { kind: "people_to_identify", requests: 1 },
    { kind: "people_to_remove", people: 1 },
    ...attention,
    { kind: "refused_rows", rows: 3 },
    { kind: "shared_addresses", addresses: 2, netSalesMinor: 7_714_335 },
    { kind: "history_limited", from: "2026-01-30" },
    { kind: "stale_data", lagMinutes: 95 },
  ],
  information: [
    { kind: "ahead", orders: 4, netSalesMinor: 23_800, names: ["#4120", "#4121", "#4122"] },
    { kind: "long_unpaid", orders: 61, netSalesMinor: 410_220, names: [] },
    { kind: "chargeback_lost", orders: 1, netSalesMinor: 6_525, names: [] },
    { kind: "chargeback_open", orders: 2, netSalesMinor: 9_000, names: [] },
    { kind: "unassigned_orders", orders: 212, netSalesMinor: 1_105_300, names: [] },
  ],
};

export const neverSyncedHome: HomeView = { state: "never_synced", shop };
export const syncingHome: HomeView = { state: "syncing", shop, hasFigures: false };
export const emptyHome: HomeView = { state: "empty", shop, customersWithoutOrders: 12 };
