import type { ExportColumn, ToolFormat } from "./records.ts";

type Headings = Readonly<Record<ExportColumn, string>>;

/** Custom properties of Klaviyo and Omnisend, by which the app's own are told from others. */
const OWN = {
  shopify_customer_id: "klantwaarde_shopify_customer_id",
  consent_state: "klantwaarde_consent_state",
  consent_level: "klantwaarde_consent_level",
  consent_date: "klantwaarde_consent_date",
  segment: "klantwaarde_segment",
  clv_historic: "klantwaarde_clv_historic",
  clv_predicted_12m: "klantwaarde_clv_predicted_12m",
  clv_low: "klantwaarde_clv_low",
  clv_high: "klantwaarde_clv_high",
  currency: "klantwaarde_currency",
  rfm_group: "klantwaarde_rfm_group",
  orders: "klantwaarde_orders",
  last_order_date: "klantwaarde_last_order_date",
  next_order_from: "klantwaarde_next_order_from",
  next_order_to: "klantwaarde_next_order_to",
  churn_probability: "klantwaarde_churn_probability",
  p_alive: "klantwaarde_p_alive",
  value_at_stake: "klantwaarde_value_at_stake",
  as_of: "klantwaarde_as_of",
} as const;

/**
 * What a tool's importer calls each column, so that it puts the column where it belongs by itself: the tool's own fields by the names that its
 * importer knows, and ours by the names of the fields that a live connection fills, so that a file and a connection never fill two.
 */
export const TOOL_HEADINGS = {
  /* https://help.klaviyo.com/hc/en-us/articles/115005078967 */
  klaviyo: {
    ...{ email: "Email Address", phone: "Phone Number", first_name: "First Name", last_name: "Last Name" },
    ...{ country: "Country", zip: "Zip Code", ...OWN },
  },
  /** Merge tags, which have at most 10 letters. */
  mailchimp: {
    ...{ email: "Email Address", phone: "PHONE", first_name: "FNAME", last_name: "LNAME" },
    ...{ country: "KWCOUNTRY", zip: "KWZIP", shopify_customer_id: "SHOPIFYID" },
    ...{ consent_state: "KWCONSENT", consent_level: "KWCONLEVEL", consent_date: "KWCONDATE" },
    ...{ segment: "KWSEGMENT", clv_historic: "CLVNET", clv_predicted_12m: "CLVPRED", clv_low: "CLVLOW" },
    ...{ clv_high: "CLVHIGH", currency: "CLVCURR", rfm_group: "RFMGRP", orders: "ORDERS" },
    ...{ last_order_date: "LASTORD", next_order_from: "NEXTORD", next_order_to: "NEXTORDTO" },
    ...{ churn_probability: "CHURNP", p_alive: "PALIVE", value_at_stake: "CLVSTAKE", as_of: "CLVASOF" },
  },
  /* https://help.brevo.com/hc/en-us/articles/208729849 */
  brevo: {
    ...{ email: "EMAIL", phone: "SMS", first_name: "FIRSTNAME", last_name: "LASTNAME" },
    ...{ country: "KLANTWAARDE_COUNTRY", zip: "KLANTWAARDE_ZIP" },
    shopify_customer_id: "KLANTWAARDE_SHOPIFY_ID",
    consent_state: "KLANTWAARDE_CONSENT_STATE",
    consent_level: "KLANTWAARDE_CONSENT_LEVEL",
    consent_date: "KLANTWAARDE_CONSENT_DATE",
    segment: "KLANTWAARDE_SEGMENT",
    clv_historic: "KLANTWAARDE_CLV_HISTORIC",
    clv_predicted_12m: "KLANTWAARDE_CLV_PREDICTED_12M",
    clv_low: "KLANTWAARDE_CLV_LOW",
    clv_high: "KLANTWAARDE_CLV_HIGH",
    currency: "KLANTWAARDE_CURRENCY",
    rfm_group: "KLANTWAARDE_RFM_GROUP",
    orders: "KLANTWAARDE_ORDERS",
    last_order_date: "KLANTWAARDE_LAST_ORDER",
    next_order_from: "KLANTWAARDE_NEXT_ORDER_FROM",
    next_order_to: "KLANTWAARDE_NEXT_ORDER_TO",
    churn_probability: "KLANTWAARDE_CHURN_PROBABILITY",
    p_alive: "KLANTWAARDE_P_ALIVE",
    value_at_stake: "KLANTWAARDE_VALUE_AT_STAKE",
    as_of: "KLANTWAARDE_AS_OF",
  },
  /* https://support.omnisend.com/en/articles/3838659 */
  omnisend: {
    ...{ email: "Email", phone: "Phone number", first_name: "First name", last_name: "Last name" },
    ...{ country: "Country", zip: "Postal code", ...OWN },
  },
} as const satisfies Readonly<Record<ToolFormat, Headings>>;

export const toolHeadings = (format: ToolFormat, columns: readonly ExportColumn[]): readonly string[] => {
  const headings: Headings = TOOL_HEADINGS[format];
  return columns.map((column) => headings[column]);
};
