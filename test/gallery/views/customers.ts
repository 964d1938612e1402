import type { CustomerList } from "../../../app/segments/customer-list.ts";
import type { Rule } from "../../../app/segments/rule.ts";
import type { CustomerRow } from "../../../app/valuation/pages/customers/row.ts";
import { ruleTerms } from "./rule-terms.ts";
import { shop } from "./shop.ts";

const names = [
  "Noor van den Berg",
  "Elias Lindqvist",
  "Amélie Rousseau",
  "Tomasz Wiśniewski",
  "Sanne de Wit",
  "Giulia Moretti",
  "Maximilian von und zu Hohenstein-Bartenburg",
  "Fatima El Amrani",
  "Jonas Becker",
  "Ada Okafor",
] as const;
const groups = [
  "CHAMPIONS",
  "LOYAL",
  "CHAMPIONS",
  "AT_RISK",
  "ACTIVE",
  "NEEDS_ATTENTION",
  "NEW",
  "ALMOST_LOST",
  "PREVIOUSLY_LOYAL",
  "DORMANT",
] as const;
const consents = [
  "SUBSCRIBED",
  "SUBSCRIBED",
  "UNSUBSCRIBED",
  "SUBSCRIBED",
  "NOT_SUBSCRIBED",
  "PENDING",
] as const;

const rows: readonly CustomerRow[] = Array.from({ length: 14 }, (_, i) => {
  const name = names[i % names.length] ?? null;
  const expected = Math.round(41_200 / (1 + i * 0.7));
  return {
    customerId: 7_100_221_340 + i * 17,
    name,
    email: `${(name ?? "")
      .toLowerCase()
      .normalize("NFD")
      .replace(/[^a-z]+/g, ".")}@example.com`,
    countryCode: ["NL", "SE", "FR", "PL", "NL", "IT", "DE"][i % 7] ?? null,
    consent: consents[i % consents.length] ?? "NONE",
    group: groups[i % groups.length] ?? "ACTIVE",
    orders: Math.max(1, 21 - i * 2),
    netSalesMinor: Math.round(187_350 / (1 + i * 0.35)),
    lastOrderDay: `2026-0${3 - (i % 3)}-${String(28 - i).padStart(2, "0")}`,
    expectedValueMinor: expected,
    valueLowMinor: Math.round(expected * 0.3),
    valueHighMinor: Math.round(expected * 1.9),
    pAlive: 0.9 - i * 0.05,
    valueAtStakeMinor: (expected / (0.9 - i * 0.05)) * (0.1 + i * 0.05),
  };
});

const special: readonly CustomerRow[] = [
  {
    ...rows[0]!,
    customerId: 8_000_000_001,
    name: null,
    netSalesMinor: -1_250,
    orders: 1,
    group: "DORMANT",
    expectedValueMinor: 564,
    valueLowMinor: 0,
    valueHighMinor: 0,
  },
  {
    ...rows[0]!,
    customerId: 8_000_000_002,
    name: null,
    email: null,
    consent: "NONE",
    group: "PROSPECTS",
    orders: 0,
    netSalesMinor: 0,
    lastOrderDay: null,
    expectedValueMinor: null,
    valueLowMinor: null,
    valueHighMinor: null,
    pAlive: null,
    valueAtStakeMinor: null,
  },
];

const listed = (people: readonly CustomerRow[]) =>
  people.map((row) => ({ ...row, valueMinor: row.netSalesMinor }));

export const fullList: CustomerList = {
  shop,
  basis: { chosen: "revenue", used: "revenue", costCoverage: null },
  rows: listed([...rows, ...special]),
  nextCursor: "next",
  previousCursor: null,
  total: 4_218,
  totalIsAtLeast: false,
  countries: ["BE", "DE", "FR", "IT", "NL", "PL", "SE"],
  learning: null,
  conditions: null,
  problem: null,
};

/** By any rule, as the builder's draft has it. */
export const listConditions: Rule = {
  any: [
    { fact: "netSalesIn", period: { lastDays: 90 }, is: ">=", value: 12_500 },
    {
      all: [
        { fact: "boughtOrders", of: { products: [8_211_301] }, is: ">=", value: 1 },
        { fact: "lastOrderDay", is: "more_than_days_ago", days: { threshold: "lapsedAfterDays" } },
      ],
    },
    { not: { fact: "member", segment: "vip", is: "=", value: true } },
  ],
};

export const conditionedList: CustomerList = {
  ...fullList,
  total: 312,
  conditions: { rule: listConditions, beginning: { rule: listConditions, isWhole: true }, terms: ruleTerms },
};

export const refusedList: CustomerList = {
  ...fullList,
  ...{ rows: [], nextCursor: null, total: 0 },
  conditions: { rule: listConditions, beginning: { rule: listConditions, isWhole: true }, terms: ruleTerms },
  problem: { code: "uses_archived", key: "019ac5a0-0000-7000-8000-000000000009", name: "Late buyers" },
};

export const unreadableList: CustomerList = {
  ...refusedList,
  conditions: { rule: null, beginning: null, terms: ruleTerms },
  problem: { code: "unreadable", at: "rule.all.0.value" },
};

/** Sorted by what is left after all costs. */
export const contributionList: CustomerList = {
  ...fullList,
  basis: { chosen: "contribution", used: "contribution", costCoverage: 0.93 },
  rows: fullList.rows.map((row) => ({ ...row, valueMinor: Math.round(row.netSalesMinor * 0.37) - 95 })),
};

export const learningList: CustomerList = {
  ...fullList,
  rows: listed(rows)
    .slice(0, 5)
    .map((row) => ({
      ...row,
      expectedValueMinor: null,
      valueLowMinor: null,
      valueHighMinor: null,
      pAlive: null,
      valueAtStakeMinor: null,
    })),
  nextCursor: null,
  total: 5,
  learning: "no_repeat_purchases",
};

export const emptyList: CustomerList = { ...fullList, rows: [], nextCursor: null, total: 0, countries: [] };
