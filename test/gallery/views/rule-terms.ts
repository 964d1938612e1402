import type { FactName, FactType } from "../../../app/segments/facts.ts";
import type { RuleTerms } from "../../../app/segments/rule-terms.ts";

/** Facts of the pages that show rules: name, type, whether somebody has no such value, parameters (a "?" after an optional one). */
export const offeredFacts: readonly (readonly [FactName, FactType, boolean, string[]?])[] = [
  ["netSales", "money", false],
  ["averageOrderValue", "money", true],
  ["discountShare", "share", true],
  ["expectedValue", "money", true],
  ["expectedValueLow", "money", true],
  ["expectedValueHigh", "money", true],
  ["ownGapsPassed", "number", true],
  ["pAlive", "share", true],
  ["nextOrderFrom", "day", true],
  ["orders", "count", false],
  ["rfmGroup", "group", false],
  ["firstOrderDay", "day", true],
  ["lastOrderDay", "day", true],
  ["knownSince", "day", true],
  ["medianGap", "duration", true],
  ["consent", "consent", false],
  ["reachable", "flag", false],
  ["country", "country", true],
  ["firstChannel", "text", true],
  ["randomShare", "share", false, ["salt"]],
  ["netSalesIn", "money", false, ["period"]],
  ["earlyNetSales", "money", true, ["firstDays"]],
  ["tags", "set", true],
  ["boughtOrders", "count", false, ["of", "period?"]],
  ["boughtThen", "flag", false, ["first", "later", "withinDays?"]],
  ["member", "flag", false, ["segment"]],
  ["enteredSegment", "day", true, ["segment"]],
];

const LATE_BUYERS = "019ac5a0-0000-7000-8000-000000000009";

export const ruleTerms: RuleTerms = {
  types: Object.fromEntries(offeredFacts.map(([name, type]) => [name, type])),
  thresholds: {
    vipFromMinor: 21_780,
    highValueFromMinor: 12_450,
    lapsedAfterDays: 180,
    championsWithinDays: 41,
    atRiskSinceDays: 152,
  },
  names: {
    products: {
      8211301: { title: "Coffee beans, Ethiopia Yirgacheffe, washed, 1 kg", isGone: false },
      8211302: { title: "Coffee beans, house blend", isGone: false },
      8211303: { title: "Hand grinder", isGone: true },
    },
    collections: { 4410: { title: "Winter", isGone: false } },
    segments: {
      vip: { title: null, isGone: false },
      [LATE_BUYERS]: { title: "Late buyers", isGone: true },
    },
  },
};

/** A rule about what was bought and about other segments. */
export const boughtRule = {
  all: [
    { fact: "netSalesIn", period: { lastDays: 90 }, is: ">=", value: 21_780 },
    {
      fact: "boughtOrders",
      of: { products: [8_211_301, 8_211_303, 8_211_399] },
      is: ">=",
      value: 1,
    },
    {
      any: [
        {
          fact: "boughtThen",
          first: { collections: [4_410] },
          later: { types: ["Tea"] },
          withinDays: 60,
          is: "=",
          value: true,
        },
        { not: { fact: "member", segment: "vip", is: "=", value: true } },
        { fact: "enteredSegment", segment: LATE_BUYERS, is: "within_last_days", days: 30 },
      ],
    },
  ],
} as const;
