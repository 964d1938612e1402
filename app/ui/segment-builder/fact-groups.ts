import type { FactName } from "../../segments/facts.ts";

/** Headings of the list of facts, in its order. */
export const FACT_GROUPS = [
  "value",
  "expected",
  "orders",
  "time",
  "products",
  "consent",
  "place",
  "shopify",
  "segments",
  "other",
] as const;
type FactGroup = (typeof FACT_GROUPS)[number];

/** Where each fact stands; one that is not named here stands under `other`. */
const GROUP_OF: Partial<Readonly<Record<FactName, FactGroup>>> = {
  netSales: "value",
  averageOrderValue: "value",
  firstOrderValue: "value",
  grossSales: "value",
  discounts: "value",
  discountShare: "value",
  returns: "value",
  returnedShare: "value",
  earlyNetSales: "value",
  grossMargin: "value",
  costCoverage: "value",
  expectedValue: "expected",
  expectedValueLow: "expected",
  expectedValueHigh: "expected",
  pAlive: "expected",
  churnProbability: "expected",
  nextOrderFrom: "expected",
  nextOrderTo: "expected",
  expectedOrders: "expected",
  valueAtStake: "expected",
  missedOrders: "expected",
  orders: "orders",
  orderDays: "orders",
  rfmGroup: "orders",
  recencyScore: "orders",
  frequencyScore: "orders",
  monetaryScore: "orders",
  firstOrderDay: "time",
  lastOrderDay: "time",
  knownSince: "time",
  medianGap: "time",
  daysSinceLastOrder: "time",
  ownGapsPassed: "time",
  consent: "consent",
  reachable: "consent",
  country: "place",
  firstChannel: "place",
  tags: "shopify",
  shopifyRfmGroup: "shopify",
  shopifySpendTier: "shopify",
};

export const groupOfFact = (fact: FactName): FactGroup => GROUP_OF[fact] ?? "other";
