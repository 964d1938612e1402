/**
 * Expected figures are rounded, and divided by P(alive) the rounding grows: below this it would exceed 50 minor units.
 */
export const LEAST_P_ALIVE = 0.01;

/** On `v`, a row of customer_value: expected value if alive x the chance of losing the customer, in minor units with fractions. */
export const VALUE_AT_STAKE = `(case when v.p_alive >= ${LEAST_P_ALIVE} then v.expected_value_minor / v.p_alive * (1 - v.p_alive) end)`;

/** P(alive) below which somebody is almost surely gone. */
export const GONE_BELOW = 0.2;
