import sql from "sql-template-tag";
import { type Fact, NO_ORDER, stored } from "./fact.ts";
import { daysSinceLastOrder, daysSinceLastOrderSql } from "./time-facts.ts";

const NO_PREDICTION = `${NO_ORDER}, and everybody as long as no model is in force`;
const NO_NEXT_ORDER = `${NO_PREDICTION}; customers less likely than not to order within 12 months`;

/**
 * Expected figures are rounded, and divided by P(alive) the rounding grows: below this it would exceed 50 minor units.
 */
const LEAST_P_ALIVE = 0.01;
const NO_IF_ALIVE = `${NO_PREDICTION}; customers with P(alive) below 1 %`;

/** Expected figures are over 52 weeks. */
const HORIZON_DAYS = 364;

/** What is expected of customers in the next 12 months. */
export const PREDICTION_FACTS = {
  pAlive: stored("share", "p_alive", NO_PREDICTION),
  churnProbability: {
    type: "share",
    sql: () => sql`(1 - v.order_probability)`,
    of: (row) => (row.order_probability === null ? null : 1 - row.order_probability),
    missingFor: NO_PREDICTION,
  },
  expectedOrders: stored("number", "expected_orders", NO_PREDICTION),
  expectedValue: stored("money", "expected_value_minor", NO_PREDICTION),
  expectedValueLow: stored("money", "value_low_minor", NO_PREDICTION),
  expectedValueHigh: stored("money", "value_high_minor", NO_PREDICTION),
  /** What a customer who is still active will bring, times the probability of having lost the customer. */
  valueAtStake: {
    type: "money",
    sql: () =>
      sql`(case when v.p_alive >= ${LEAST_P_ALIVE}::float8 then v.expected_value_minor / v.p_alive * (1 - v.p_alive) end)`,
    of: ({ p_alive, expected_value_minor }) =>
      p_alive === null || expected_value_minor === null || p_alive < LEAST_P_ALIVE
        ? null
        : (expected_value_minor / p_alive) * (1 - p_alive),
    missingFor: NO_IF_ALIVE,
  },
  /**
   * Orders that a customer who is still active would have placed since the last one: days since then, times the expected orders
   * a day if alive. Above 1 the next order is later than expected. Known after a single order, unlike the own rhythm.
   */
  missedOrders: {
    type: "number",
    sql: (_, context) =>
      sql`(case when v.p_alive >= ${LEAST_P_ALIVE}::float8
        then ${daysSinceLastOrderSql(context)} * (v.expected_orders / v.p_alive) / ${HORIZON_DAYS}::float8 end)`,
    of(row, _, context) {
      const days = daysSinceLastOrder(row, context);
      const { p_alive, expected_orders } = row;
      return days === null || p_alive === null || expected_orders === null || p_alive < LEAST_P_ALIVE
        ? null
        : (days * (expected_orders / p_alive)) / HORIZON_DAYS;
    },
    missingFor: NO_IF_ALIVE,
  },
  nextOrderFrom: stored("day", "next_order_from", NO_NEXT_ORDER),
  nextOrderTo: stored("day", "next_order_to", NO_NEXT_ORDER),
} as const satisfies Record<string, Fact>;
