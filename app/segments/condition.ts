import { isoOfDay } from "../clv/calendar.ts";
import type { Condition } from "../db/queries/pages/customer-list.ts";
import { amountOf, type DayFact, type NumericFact, type Rule, type SegmentThresholds } from "./definition.ts";

const NUMERIC: Readonly<Record<NumericFact, string>> = {
  orders: "v.orders",
  netSalesMinor: "v.net_sales_minor",
};
const DAYS: Readonly<Record<DayFact, string>> = {
  firstOrderDay: "v.first_order_day",
  lastOrderDay: "v.last_order_day",
  knownSince: "v.known_since",
};

/** A rule as a condition on `v` (customer_value). Names come from the tables above, values are parameters from `$firstParameter` on. */
export function conditionOf(
  rule: Rule,
  thresholds: SegmentThresholds,
  asOfDay: number,
  firstParameter = 2,
): Condition {
  const parameters: unknown[] = [];
  const next = (value: unknown, type: string): string =>
    `$${parameters.push(value) + firstParameter - 1}::${type}`;
  const write = (part: Rule): string => {
    if ("all" in part) return `(${part.all.map(write).join(" and ") || "true"})`;
    if ("any" in part) return `(${part.any.map(write).join(" or ") || "false"})`;
    if (part.fact === "rfmGroup") return `v.rfm_group = any(${next(part.in, "text[]")})`;
    if (part.fact === "consent") return `v.consent = any(${next(part.in, "text[]")})`;
    const value = amountOf(part.value, thresholds);
    if ("daysAgo" in part) {
      // asOfDay - day > value is day < asOfDay - value: a comparison that an index can serve.
      const border = next(isoOfDay(asOfDay - value), "date");
      return part.daysAgo === ">" ? `${DAYS[part.fact]} < ${border}` : `${DAYS[part.fact]} >= ${border}`;
    }
    return `${NUMERIC[part.fact]} ${part.is} ${next(value, "bigint")}`;
  };
  return { sql: write(rule), parameters };
}
