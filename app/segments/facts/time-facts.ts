import sql from "sql-template-tag";
import { dayOfIso } from "../../clv/calendar.ts";
import { dayAgo, given, type RuleContext } from "../context.ts";
import { type Fact, type FactRow, NO_ORDER, stored } from "./fact.ts";

const NO_REPEAT = "customers with orders on fewer than two days";

/** Whole days from the last order to the day of the valuation, as float8. */
export const daysSinceLastOrderSql = (context: RuleContext | null) =>
  sql`(${dayAgo(0, context)}::date - v.last_order_day)::float8`;

export function daysSinceLastOrder(row: FactRow, context: RuleContext | null): number | null {
  const day = row.last_order_day === null ? null : dayOfIso(row.last_order_day);
  return day === null ? null : given(context).asOfDay - day;
}

/** When and how often customers order. */
export const TIME_FACTS = {
  firstOrderDay: stored("day", "first_order_day", NO_ORDER),
  lastOrderDay: stored("day", "last_order_day", NO_ORDER),
  knownSince: stored("day", "known_since", "customers of whom Shopify does not say when they were created"),
  daysSinceLastOrder: {
    type: "duration",
    sql: (_, context) => daysSinceLastOrderSql(context),
    of: (row, _, context) => daysSinceLastOrder(row, context),
    missingFor: NO_ORDER,
  },
  medianGap: stored("duration", "median_gap_days", NO_REPEAT),
  /** Of the product that the customer bought on most days: its last day, and the mean of the days between them. */
  productDueDay: stored("day", "product_due_day", "customers who bought no product on two days"),
  /** How often the customer's own usual gap fits into the time since the last order. One gap is no rhythm. */
  ownGapsPassed: {
    type: "number",
    sql: (_, context) =>
      sql`(case when v.order_days >= 3 then ${daysSinceLastOrderSql(context)} / nullif(v.median_gap_days, 0) end)`,
    of(row, _, context) {
      const days = daysSinceLastOrder(row, context);
      return row.order_days < 3 || days === null || !row.median_gap_days ? null : days / row.median_gap_days;
    },
    missingFor:
      "customers with fewer than two gaps, so with orders on fewer than three days: one gap is no rhythm",
  },
} as const satisfies Record<string, Fact>;
