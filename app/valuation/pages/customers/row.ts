import { z } from "zod";
import type { RfmGroup } from "../../../clv/historic/rfm.ts";
import type { CustomerListRow } from "../../../db/queries/pages/customer-list.ts";

export type ConsentState =
  | "SUBSCRIBED"
  | "NOT_SUBSCRIBED"
  | "PENDING"
  | "UNSUBSCRIBED"
  | "INVALID"
  | "REDACTED"
  | "NONE";

export interface CustomerRow {
  readonly customerId: number;
  readonly name: string | null;
  readonly email: string | null;
  readonly countryCode: string | null;
  readonly consent: ConsentState;
  readonly group: RfmGroup;
  readonly orders: number;
  readonly netSalesMinor: number;
  readonly lastOrderDay: string | null;
  readonly expectedValueMinor: number | null;
  readonly valueLowMinor: number | null;
  readonly valueHighMinor: number | null;
  readonly pAlive: number | null;
  /** Expected value if alive x the chance of losing the customer, in minor units with fractions. */
  readonly valueAtStakeMinor: number | null;
}

export const rfmGroup = z.enum([
  "CHAMPIONS",
  "LOYAL",
  "ACTIVE",
  "NEW",
  "PROMISING",
  "NEEDS_ATTENTION",
  "ALMOST_LOST",
  "AT_RISK",
  "PREVIOUSLY_LOYAL",
  "DORMANT",
  "PROSPECTS",
]) satisfies z.ZodType<RfmGroup>;

export const consentState = z.enum([
  "SUBSCRIBED",
  "NOT_SUBSCRIBED",
  "PENDING",
  "UNSUBSCRIBED",
  "INVALID",
  "REDACTED",
  "NONE",
]) satisfies z.ZodType<ConsentState>;

/** A state that the app does not know is treated as no consent. */
export function consentOf(stored: string | null): ConsentState {
  const parsed = consentState.safeParse(stored);
  return parsed.success ? parsed.data : "NONE";
}

export function nameOf(row: { first_name: string | null; last_name: string | null }): string | null {
  const name = [row.first_name, row.last_name].filter((part) => part?.trim()).join(" ");
  return name === "" ? null : name;
}

export function customerRowOf(row: Omit<CustomerListRow, "sort_value">): CustomerRow {
  return {
    customerId: row.customer_id,
    name: nameOf(row),
    email: row.email,
    countryCode: row.country_code,
    consent: consentOf(row.email_marketing_state),
    group: rfmGroup.parse(row.rfm_group),
    orders: row.orders,
    netSalesMinor: row.net_sales_minor,
    lastOrderDay: row.last_order_day,
    expectedValueMinor: row.expected_value_minor,
    valueLowMinor: row.value_low_minor,
    valueHighMinor: row.value_high_minor,
    pAlive: row.p_alive,
    valueAtStakeMinor: row.value_at_stake,
  };
}
