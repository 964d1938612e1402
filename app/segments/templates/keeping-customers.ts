import { GONE_BELOW } from "../../db/queries/segments/value-at-stake.ts";
import type { Rule } from "../rule.ts";
import { CERTAIN_ABOVE, hasBought, probablyActive, template } from "./template.ts";

const lapsed = {
  fact: "lastOrderDay",
  is: "more_than_days_ago",
  days: { threshold: "lapsedAfterDays" },
} as const satisfies Rule;

/** Later than usual by her own gaps, and neither certain nor lost; without a prediction, by the shop's gaps. */
const slipping: Rule = {
  any: [
    {
      all: [
        { fact: "ownGapsPassed", is: ">", value: 1 },
        { fact: "pAlive", is: "between", from: GONE_BELOW, to: CERTAIN_ABOVE },
      ],
    },
    {
      all: [
        { fact: "pAlive", is: "missing" },
        { fact: "lastOrderDay", is: "more_than_days_ago", days: { threshold: "usualGapToDays" } },
        { not: lapsed },
      ],
    },
  ],
};

/** Who is about to leave, has left, or is due. */
export const KEEPING_CUSTOMERS = [
  template(
    "at_risk_high_value",
    {
      all: [hasBought, { fact: "netSales", is: ">=", value: { threshold: "highValueFromMinor" } }, slipping],
    },
    {
      minNetSalesMinor: { threshold: "highValueFromMinor" },
      fromShare: GONE_BELOW,
      toShare: CERTAIN_ABOVE,
      usualDays: { threshold: "usualGapToDays" },
      lapsedDays: { threshold: "lapsedAfterDays" },
    },
    "value_at_stake",
  ),
  template(
    "next_order_due",
    { all: [{ fact: "ownGapsPassed", is: "between", from: 0.8, to: 1.2 }, probablyActive(0.5)] },
    { fromGaps: 0.8, toGaps: 1.2, fromShare: 0.5 },
    "predicted",
  ),
  template(
    "later_than_usual",
    { all: [{ fact: "ownGapsPassed", is: ">", value: 1.2 }, { not: lapsed }, probablyActive(0.5)] },
    { gaps: 1.2, fromShare: 0.5 },
    "value_at_stake",
  ),
  template(
    "replenishment_due",
    {
      all: [
        {
          any: [
            { fact: "productDueDay", is: "within_last_days", days: 7 },
            { fact: "productDueDay", is: "within_next_days", days: 7 },
          ],
        },
        probablyActive(0.5),
      ],
    },
    { withinDays: 7, fromShare: 0.5 },
    "predicted",
  ),
  template("lapsed", lapsed, { sinceDays: { threshold: "lapsedAfterDays" } }),
  template(
    "win_back",
    {
      all: [
        lapsed,
        { fact: "pAlive", is: ">=", value: 0.1 },
        { fact: "valueAtStake", is: "in_top", share: 0.25 },
      ],
    },
    { sinceDays: { threshold: "lapsedAfterDays" }, fromShare: 0.1, topShare: 0.25 },
    "value_at_stake",
  ),
  template("lost", { fact: "pAlive", is: "<", value: GONE_BELOW }, { belowShare: GONE_BELOW }),
  template(
    "low_value",
    {
      all: [
        { fact: "netSales", is: "in_bottom", share: 0.5 },
        {
          any: [
            { fact: "expectedValue", is: "in_bottom", share: 0.5 },
            { fact: "expectedValue", is: "missing" },
          ],
        },
      ],
    },
    { bottomShare: 0.5 },
  ),
] as const;
