import { numberOf, type RuleContext } from "./context.ts";
import type { Rule } from "./rule.ts";
import type { ThresholdName } from "./thresholds.ts";

export type SegmentKey =
  | "vip"
  | "champions"
  | "at_risk_high_value"
  | "one_time_60_120"
  | "new"
  | "lapsed"
  | "leads"
  | "subscribers_no_purchase_year";

export interface SegmentDefinition {
  readonly key: SegmentKey;
  readonly rule: Rule;
  /** Numbers of the sentence that explains the rule. A name ends in `Minor` for money and in `Share` for a share. */
  readonly says: Readonly<Record<string, number | { readonly threshold: ThresholdName }>>;
}

const hasBought: Rule = { fact: "orders", is: ">", value: 0 };
const neverBought: Rule = { fact: "orders", is: "=", value: 0 };
const subscribed: Rule = { fact: "consent", is: "=", value: "SUBSCRIBED" };

/** The built-in segments, in the order of the page. docs/segments.md says the same in words. */
export const SEGMENTS: readonly SegmentDefinition[] = [
  {
    key: "vip",
    rule: { all: [hasBought, { fact: "netSales", is: ">=", value: { threshold: "vipFromMinor" } }] },
    says: { topShare: 0.1, minNetSalesMinor: { threshold: "vipFromMinor" } },
  },
  {
    key: "champions",
    rule: { fact: "rfmGroup", is: "=", value: "CHAMPIONS" },
    says: { withinDays: { threshold: "championsWithinDays" } },
  },
  {
    key: "at_risk_high_value",
    // With net sales in the top quarter, these two groups are exactly the recency scores 1 and 2.
    rule: {
      all: [
        { fact: "rfmGroup", is: "in", values: ["AT_RISK", "PREVIOUSLY_LOYAL"] },
        { fact: "netSales", is: ">=", value: { threshold: "highValueFromMinor" } },
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
        { fact: "lastOrderDay", is: "between", from: { daysAgo: 120 }, to: { daysAgo: 60 } },
      ],
    },
    says: { fromDays: 60, toDays: 120 },
  },
  {
    key: "new",
    rule: { fact: "firstOrderDay", is: "within_last_days", days: 30 },
    says: { withinDays: 30 },
  },
  {
    key: "lapsed",
    rule: { fact: "lastOrderDay", is: "more_than_days_ago", days: { threshold: "lapsedAfterDays" } },
    says: { sinceDays: { threshold: "lapsedAfterDays" } },
  },
  { key: "leads", rule: { all: [neverBought, subscribed] }, says: {} },
  {
    key: "subscribers_no_purchase_year",
    // Somebody who never bought also has to be known for a year: a subscriber since last week has not gone a year without
    // buying.
    rule: {
      all: [
        subscribed,
        {
          any: [
            { fact: "lastOrderDay", is: "more_than_days_ago", days: 364 },
            { all: [neverBought, { fact: "knownSince", is: "more_than_days_ago", days: 364 }] },
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

/** The numbers of a rule's sentence with the shop's own borders filled in. */
export function ruleValues(
  definition: SegmentDefinition,
  context: RuleContext,
): Readonly<Record<string, number>> {
  const said = Object.entries(definition.says).map(([name, amount]) => [name, numberOf(amount, context)]);
  return Object.fromEntries(said);
}
