import { oneLine, textCell } from "../csv/cells.ts";
import type { ExportMemberRow } from "../db/queries/exports/records.ts";
import { decimalText } from "../platform/money.ts";
import { e164 } from "./e164.ts";
import type { ExportColumn } from "./records.ts";

/** What is the same in every row. */
export interface ExportFacts {
  /** Key of a segment of the app, name of one of the shop, or "customers" for a list of customers. */
  readonly audience: string;
  readonly currency: string;
  readonly asOf: string;
  /** A comma where the file is for a spreadsheet of a locale that writes decimals so; it would take 12.50 for a date. */
  readonly decimalMark: "." | ",";
  /** Spreadsheets run text as formulas, and show a long number as 7.01E+12; a formula of a text stays as it is. */
  readonly isForSpreadsheet: boolean;
}

/**
 * The cell of a member in a column. Names go through `textCell` for a spreadsheet and stay as they are for tools; numbers and days are written as such; what is not known is
 * empty. An address is never changed: any change makes it somebody else's. The gate lets only well-formed ones through, which
 * hold no space, double quote, separator or control character.
 */
export function cellOf(column: ExportColumn, member: ExportMemberRow, facts: ExportFacts): string {
  const decimal = (number: string): string => number.replace(".", facts.decimalMark);
  const money = (minor: number | null): string =>
    minor === null ? "" : decimal(decimalText(minor, facts.currency));
  const text = facts.isForSpreadsheet ? textCell : oneLine;
  switch (column) {
    case "email":
      return facts.isForSpreadsheet ? addressForSpreadsheet(member.email ?? "") : (member.email ?? "");
    case "phone":
      return phoneCell(member, facts.isForSpreadsheet);
    case "first_name":
      return text(member.first_name);
    case "last_name":
      return text(member.last_name);
    case "country":
      return text(member.country_code);
    case "zip":
      return zipCell(text(member.zip), facts.isForSpreadsheet);
    case "shopify_customer_id":
      return facts.isForSpreadsheet ? `="${member.customer_id}"` : String(member.customer_id);
    case "consent_state":
      return text(member.email_marketing_state?.toLowerCase() ?? "");
    case "consent_level":
      return text(member.email_opt_in_level?.toLowerCase() ?? "");
    case "consent_date":
      return member.email_consent_day ?? "";
    case "segment":
      return text(facts.audience);
    case "clv_historic":
      return money(member.net_sales_minor);
    case "clv_predicted_12m":
      return money(member.expected_value_minor);
    case "clv_low":
      return money(member.value_low_minor);
    case "clv_high":
      return money(member.value_high_minor);
    case "currency":
      return facts.currency;
    case "rfm_group":
      return member.rfm_group.toLowerCase();
    case "orders":
      return String(member.orders);
    case "last_order_date":
      return member.last_order_day ?? "";
    case "next_order_from":
      return member.next_order_from ?? "";
    case "next_order_to":
      return member.next_order_to ?? "";
    case "churn_probability":
      return member.order_probability === null ? "" : decimal((1 - member.order_probability).toFixed(4));
    case "p_alive":
      return member.p_alive === null ? "" : decimal(member.p_alive.toFixed(4));
    case "value_at_stake":
      return money(member.value_at_stake === null ? null : Math.round(member.value_at_stake));
    case "as_of":
      return facts.asOf;
  }
}

/** A spreadsheet takes the zeros off a postcode that is a number. */
const zipCell = (zip: string, isForSpreadsheet: boolean): string =>
  isForSpreadsheet && /^\d+$/.test(zip) ? `="${zip}"` : zip;

/**
 * `=cmd|'/c'!A@example.com` is a well-formed address, and a spreadsheet runs it; `+ann@example.com` it cannot read. As the formula of a
 * text the cell still holds the address as it is.
 */
const addressForSpreadsheet = (address: string): string =>
  /^[=+-]/.test(address) ? `="${address}"` : address;

/** Consent to e-mail is none to SMS, and calls are neither: the number of whoever did not agree to SMS does not go. */
function phoneCell(member: ExportMemberRow, isForSpreadsheet: boolean): string {
  const number = member.sms_marketing_state === "SUBSCRIBED" ? e164(member.phone) : null;
  if (number === null) return "";
  return isForSpreadsheet ? `="${number}"` : number;
}
