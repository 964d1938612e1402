import type { Rule } from "../../app/segments/rule.ts";
import { TEMPLATES } from "../../app/segments/templates.ts";

/** Twenty conditions over stored facts, three levels deep. `part` tells the rules of a run apart. */
export function twentyConditions(part: number): Rule {
  return {
    all: [
      { fact: "orders", is: ">=", value: 1 + (part % 2) },
      { fact: "netSales", is: ">=", value: 2_000 + 1_000 * part },
      {
        any: [
          { fact: "lastOrderDay", is: "within_last_days", days: 120 + 30 * part },
          { fact: "pAlive", is: ">=", value: 0.5 },
          {
            all: [
              { fact: "ownGapsPassed", is: "<=", value: 1.5 },
              { fact: "expectedValue", is: ">=", value: 3_000 },
            ],
          },
        ],
      },
      {
        not: {
          any: [
            { fact: "consent", is: "=", value: "UNSUBSCRIBED" },
            { fact: "country", is: "in", values: ["GB", "US"] },
            {
              all: [
                { fact: "returns", is: ">", value: 0 },
                { fact: "discounts", is: ">", value: 0 },
              ],
            },
          ],
        },
      },
      {
        any: [
          {
            all: [
              { fact: "grossSales", is: ">=", value: 20_000 },
              { fact: "discountShare", is: "<", value: 0.05 },
            ],
          },
          {
            all: [
              { fact: "orderDays", is: "between", from: 1, to: 6 },
              { fact: "firstOrderValue", is: "<=", value: 30_000 },
            ],
          },
          {
            all: [
              { fact: "firstOrderDay", is: "more_than_days_ago", days: 365 },
              { not: { fact: "rfmGroup", is: "in", values: ["DORMANT", "AT_RISK"] } },
            ],
          },
        ],
      },
      {
        any: [
          { fact: "expectedValueLow", is: ">", value: 0 },
          { fact: "nextOrderFrom", is: "within_next_days", days: 30 },
          { fact: "reachable", is: "=", value: true },
          { fact: "missedOrders", is: "<", value: 1 },
        ],
      },
    ],
  };
}

/** Rules of segments of a shop's own, so many that there are `count` with those of the app: theirs, of one country each. */
export function savedRules(count: number): { readonly name: string; readonly rule: Rule }[] {
  const countries = ["NL", "BE", "DE"] as const;
  return Array.from({ length: Math.max(0, count - TEMPLATES.length) }, (_, i) => {
    const country = countries[i % countries.length]!;
    const { key, rule } = TEMPLATES[i % TEMPLATES.length]!;
    return {
      name: `${key} ${country} ${i}`,
      rule: { all: [rule, { fact: "country", is: "=", value: country }] },
    };
  });
}
