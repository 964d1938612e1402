import type { RfmGroup } from "../clv/historic/rfm.ts";
import type { ConsentState } from "../valuation/pages/customers/row.ts";

export type SegmentKey =
  | "vip"
  | "champions"
  | "at_risk_high_value"
  | "one_time_60_120"
  | "new"
  | "lapsed"
  | "leads"
  | "subscribers_no_purchase_year";

/** What a rule can ask of a customer. Days are whole numbers since 1970-01-01 in the shop's calendar; null where there is none. */
export interface SegmentFacts {
  readonly orders: number;
  readonly netSalesMinor: number;
  readonly firstOrderDay: number | null;
  readonly lastOrderDay: number | null;
  /** Day on which Shopify first knew the customer. */
  readonly knownSince: number | null;
  readonly rfmGroup: RfmGroup;
  readonly consent: ConsentState;
}

export type NumericFact = "orders" | "netSalesMinor";
export type DayFact = "firstOrderDay" | "lastOrderDay" | "knownSince";

/** Borders drawn from the shop's own customers; see `readThresholds`. */
export interface SegmentThresholds {
  /** Net sales from which a customer is among the top 10 %. */
  readonly vipFromMinor: number;
  /** Net sales from which a customer is in the top quarter. */
  readonly highValueFromMinor: number;
  /** Longer without an order than nearly every gap that customers of this shop have come back from. */
  readonly lapsedAfterDays: number;
  /** Champions ordered within this many days, the day of the valuation included: recency score 5. */
  readonly championsWithinDays: number;
  /** Customers at risk have not ordered for this many days: recency score 1 or 2. */
  readonly atRiskSinceDays: number;
}
export type ThresholdName = keyof SegmentThresholds;

export type Amount = number | { readonly threshold: ThresholdName };

/**
 * A rule is a tree. There is no negation: a fact that is not there meets no condition, in the database (null) as here.
 * `daysAgo` compares the days from the fact's day to the valuation's day: 0 is that day itself.
 */
export type Rule =
  | { readonly all: readonly Rule[] }
  | { readonly any: readonly Rule[] }
  | { readonly fact: NumericFact; readonly is: "=" | ">" | ">="; readonly value: Amount }
  | { readonly fact: DayFact; readonly daysAgo: "<=" | ">"; readonly value: Amount }
  | { readonly fact: "rfmGroup"; readonly in: readonly RfmGroup[] }
  | { readonly fact: "consent"; readonly in: readonly ConsentState[] };

export interface SegmentDefinition {
  readonly key: SegmentKey;
  readonly rule: Rule;
  /** Numbers of the sentence that explains the rule. A name ends in `Minor` for money and in `Share` for a share. */
  readonly says: Readonly<Record<string, Amount>>;
}

const hasBought: Rule = { fact: "orders", is: ">", value: 0 };
const neverBought: Rule = { fact: "orders", is: "=", value: 0 };
const subscribed: Rule = { fact: "consent", in: ["SUBSCRIBED"] };

/** The built-in segments, in the order of the page. docs/segments.md says the same in words. */
export const SEGMENTS: readonly SegmentDefinition[] = [
  {
    key: "vip",
    rule: { all: [hasBought, { fact: "netSalesMinor", is: ">=", value: { threshold: "vipFromMinor" } }] },
    says: { topShare: 0.1, minNetSalesMinor: { threshold: "vipFromMinor" } },
  },
  {
    key: "champions",
    rule: { fact: "rfmGroup", in: ["CHAMPIONS"] },
    says: { withinDays: { threshold: "championsWithinDays" } },
  },
  {
    key: "at_risk_high_value",
    // With net sales in the top quarter, these two groups are exactly the recency scores 1 and 2.
    rule: {
      all: [
        { fact: "rfmGroup", in: ["AT_RISK", "PREVIOUSLY_LOYAL"] },
        { fact: "netSalesMinor", is: ">=", value: { threshold: "highValueFromMinor" } },
      ],
    },
    says: {
      minNetSalesMinor: { threshold: "highValueFromMinor" },
      sinceDays: { threshold: "atRiskSinceDays" },
    },
  },
  {
    key: "one_time_60_120",
    rule: {
      all: [
        { fact: "orders", is: "=", value: 1 },
        { fact: "lastOrderDay", daysAgo: ">", value: 59 },
        { fact: "lastOrderDay", daysAgo: "<=", value: 120 },
      ],
    },
    says: { fromDays: 60, toDays: 120 },
  },
  { key: "new", rule: { fact: "firstOrderDay", daysAgo: "<=", value: 29 }, says: { withinDays: 30 } },
  {
    key: "lapsed",
    rule: { fact: "lastOrderDay", daysAgo: ">", value: { threshold: "lapsedAfterDays" } },
    says: { sinceDays: { threshold: "lapsedAfterDays" } },
  },
  { key: "leads", rule: { all: [neverBought, subscribed] }, says: {} },
  {
    key: "subscribers_no_purchase_year",
    // Who never bought has to be known for a year as well: a subscriber of last week has not been silent for one.
    rule: {
      all: [
        subscribed,
        {
          any: [
            { fact: "lastOrderDay", daysAgo: ">", value: 364 },
            { all: [neverBought, { fact: "knownSince", daysAgo: ">", value: 364 }] },
          ],
        },
      ],
    },
    says: { sinceDays: 365 },
  },
];

export function definitionOf(key: SegmentKey): SegmentDefinition {
  const found = SEGMENTS.find((definition) => definition.key === key);
  if (!found) throw new Error(`There is no segment ${key}.`);
  return found;
}

/** Whether a customer belongs, read plainly: what the database's reading is tested against. */
export function belongs(
  rule: Rule,
  facts: SegmentFacts,
  thresholds: SegmentThresholds,
  asOfDay: number,
): boolean {
  if ("all" in rule) return rule.all.every((part) => belongs(part, facts, thresholds, asOfDay));
  if ("any" in rule) return rule.any.some((part) => belongs(part, facts, thresholds, asOfDay));
  if (rule.fact === "rfmGroup") return rule.in.includes(facts.rfmGroup);
  if (rule.fact === "consent") return rule.in.includes(facts.consent);
  const value = amountOf(rule.value, thresholds);
  if ("daysAgo" in rule) {
    const day = facts[rule.fact];
    if (day === null) return false;
    return rule.daysAgo === ">" ? asOfDay - day > value : asOfDay - day <= value;
  }
  const fact = facts[rule.fact];
  if (rule.is === "=") return fact === value;
  return rule.is === ">" ? fact > value : fact >= value;
}

export function amountOf(amount: Amount, thresholds: SegmentThresholds): number {
  return typeof amount === "number" ? amount : thresholds[amount.threshold];
}

/** The numbers of a rule's sentence with the shop's own borders filled in. */
export function ruleValues(
  definition: SegmentDefinition,
  thresholds: SegmentThresholds,
): Readonly<Record<string, number>> {
  const said = Object.entries(definition.says).map(([name, amount]) => [name, amountOf(amount, thresholds)]);
  return Object.fromEntries(said);
}
