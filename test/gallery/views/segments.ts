import type { SegmentCard, SegmentList, SegmentView } from "../../../app/segments/segments.ts";
import type { CustomerRow } from "../../../app/valuation/pages/customers/row.ts";
import type { ShopFacts } from "../../../app/valuation/pages/shop-facts.ts";

export const shop: ShopFacts = {
  domain: "mooi-en-co.myshopify.com",
  name: "Mooi & Co",
  currency: "EUR",
  minorDigits: 2,
  timeZone: "Europe/Amsterdam",
};

const vip: SegmentCard = {
  key: "vip",
  name: null,
  customers: 487,
  netSalesMinor: 41_204_517,
  shareOfNetSales: 0.4127,
  expectedValueMinor: 9_133_412,
  reachable: 348,
};

export const cards: readonly [SegmentCard, ...SegmentCard[]] = [
  vip,
  {
    key: "champions",
    name: null,
    customers: 402,
    netSalesMinor: 28_770_140,
    shareOfNetSales: 0.2882,
    expectedValueMinor: 8_011_209,
    reachable: 311,
  },
  {
    key: "at_risk_high_value",
    name: null,
    customers: 118,
    netSalesMinor: 7_420_933,
    shareOfNetSales: 0.0743,
    expectedValueMinor: 601_230,
    reachable: 71,
  },
  {
    key: "one_time_60_120",
    name: null,
    customers: 266,
    netSalesMinor: 1_402_255,
    shareOfNetSales: 0.014,
    expectedValueMinor: 391_044,
    reachable: 180,
  },
  {
    key: "new",
    name: null,
    customers: 143,
    netSalesMinor: 811_200,
    shareOfNetSales: 0.0081,
    expectedValueMinor: 402_190,
    reachable: 104,
  },
  {
    key: "lapsed",
    name: null,
    customers: 2_210,
    netSalesMinor: 18_204_117,
    shareOfNetSales: 0.1823,
    expectedValueMinor: 288_134,
    reachable: 902,
  },
  {
    key: "leads",
    name: null,
    customers: 1_255,
    netSalesMinor: 0,
    shareOfNetSales: 0,
    expectedValueMinor: null,
    reachable: 1_204,
  },
  {
    key: "subscribers_no_purchase_year",
    name: null,
    customers: 1_840,
    netSalesMinor: 11_020_330,
    shareOfNetSales: 0.1104,
    expectedValueMinor: 190_877,
    reachable: 1_838,
  },
];

const member = (row: Partial<CustomerRow> & Pick<CustomerRow, "customerId">): CustomerRow => ({
  name: null,
  email: null,
  countryCode: "NL",
  consent: "SUBSCRIBED",
  group: "CHAMPIONS",
  orders: 1,
  netSalesMinor: 0,
  lastOrderDay: null,
  expectedValueMinor: null,
  valueLowMinor: null,
  valueHighMinor: null,
  pAlive: null,
  ...row,
});

const members: readonly CustomerRow[] = [
  member({
    customerId: 7_001,
    name: "Anouk van den Heuvel-Oosterhout",
    email: "anouk.vandenheuvel@example.nl",
    orders: 21,
    netSalesMinor: 412_055,
    lastOrderDay: "2026-03-21",
    expectedValueMinor: 88_410,
    valueLowMinor: 31_000,
    valueHighMinor: 151_900,
    pAlive: 0.97,
  }),
  member({
    customerId: 7_002,
    name: "Jérôme Lefèvre",
    email: "jerome@example.fr",
    countryCode: "FR",
    consent: "UNSUBSCRIBED",
    orders: 14,
    netSalesMinor: 288_910,
    lastOrderDay: "2025-11-02",
    expectedValueMinor: 40_120,
    valueLowMinor: 0,
    valueHighMinor: 98_700,
    pAlive: 0.71,
  }),
  member({
    customerId: 7_003,
    email: "inkoop@example.be",
    countryCode: "BE",
    consent: "NOT_SUBSCRIBED",
    group: "LOYAL",
    orders: 9,
    netSalesMinor: 210_000,
    lastOrderDay: "2026-02-14",
    expectedValueMinor: 61_700,
    valueLowMinor: 20_400,
    valueHighMinor: 109_000,
    pAlive: 0.93,
  }),
  member({
    customerId: 7_004,
    consent: "NONE",
    group: "AT_RISK",
    orders: 6,
    netSalesMinor: 188_150,
    lastOrderDay: "2025-06-30",
    expectedValueMinor: 564,
    valueLowMinor: 0,
    valueHighMinor: 0,
    pAlive: 0.18,
  }),
];

const vipView: SegmentView = {
  shop,
  segment: vip,
  rule: { key: "vip", values: { topShare: 0.1, minNetSalesMinor: 34_000 } },
  conditions: { fact: "netSales", is: ">=", value: { threshold: "vipFromMinor" } },
  learning: null,
  distribution: [
    { fromMinor: 34_000, toMinor: 50_000, customers: 171 },
    { fromMinor: 50_000, toMinor: 75_000, customers: 128 },
    { fromMinor: 75_000, toMinor: 100_000, customers: 77 },
    { fromMinor: 100_000, toMinor: 150_000, customers: 61 },
    { fromMinor: 150_000, toMinor: 200_000, customers: 29 },
    { fromMinor: 200_000, toMinor: 300_000, customers: 16 },
    { fromMinor: 300_000, toMinor: null, customers: 5 },
  ],
  members,
  nextCursor: "next",
  previousCursor: null,
};

const [firstMember] = members;

export const segmentViews = {
  full: vipView,
  learning: {
    ...vipView,
    segment: { ...vip, expectedValueMinor: null },
    learning: "history_too_short",
    members: members.map((row) => ({
      ...row,
      expectedValueMinor: null,
      valueLowMinor: null,
      valueHighMinor: null,
      pAlive: null,
    })),
    nextCursor: null,
  },
  negative: {
    ...vipView,
    segment: {
      key: "one_time_60_120",
      name: null,
      customers: 31,
      netSalesMinor: -4_120,
      shareOfNetSales: -0.0004,
      expectedValueMinor: 31_044,
      reachable: 31,
    },
    rule: { key: "one_time_60_120", values: { fromDays: 60, toDays: 120 } },
    distribution: [
      { fromMinor: -5_000, toMinor: 0, customers: 12 },
      { fromMinor: 0, toMinor: 5_000, customers: 0 },
      { fromMinor: 5_000, toMinor: null, customers: 19 },
    ],
    members: firstMember ? [{ ...firstMember, orders: 1, netSalesMinor: -2_500 }] : [],
    nextCursor: null,
    previousCursor: "previous",
  },
  empty: {
    ...vipView,
    segment: {
      key: "new",
      name: null,
      customers: 0,
      netSalesMinor: 0,
      shareOfNetSales: 0,
      expectedValueMinor: 0,
      reachable: 0,
    },
    rule: { key: "new", values: { withinDays: 30 } },
    distribution: [],
    members: [],
    nextCursor: null,
  },
} as const satisfies Record<string, SegmentView>;

export const segmentLists = {
  full: { shop, state: "full", segments: cards, unreadable: [], learning: null },
  learning: {
    shop,
    state: "full",
    segments: cards.map((card) => ({ ...card, expectedValueMinor: null })),
    unreadable: [],
    learning: "no_repeat_purchases",
  },
  empty: { shop, state: "empty", segments: [], unreadable: [], learning: "not_fitted_yet" },
} as const satisfies Record<string, SegmentList>;
