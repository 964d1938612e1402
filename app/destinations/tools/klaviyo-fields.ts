import { TOOL_HEADINGS } from "../../exports/tool-headings.ts";
import { DESTINATION_FIELDS, type PersonToSend, type ToolDefinition } from "../tool.ts";

const NAMES = TOOL_HEADINGS.klaviyo;
/** Klaviyo's own attributes are called otherwise in its API than in its importer. */
export const FIELDS: ToolDefinition["fields"] = {
  first_name: { name: "first_name", type: "text" },
  last_name: { name: "last_name", type: "text" },
  country: { name: "location.country", type: "text" },
  shopify_customer_id: { name: NAMES.shopify_customer_id, type: "text" },
  segment: { name: NAMES.segment, type: "text" },
  clv_historic: { name: NAMES.clv_historic, type: "number" },
  clv_predicted_12m: { name: NAMES.clv_predicted_12m, type: "number" },
  clv_low: { name: NAMES.clv_low, type: "number" },
  clv_high: { name: NAMES.clv_high, type: "number" },
  currency: { name: NAMES.currency, type: "text" },
  rfm_group: { name: NAMES.rfm_group, type: "text" },
  orders: { name: NAMES.orders, type: "number" },
  last_order_date: { name: NAMES.last_order_date, type: "date" },
  next_order_from: { name: NAMES.next_order_from, type: "date" },
  next_order_to: { name: NAMES.next_order_to, type: "date" },
  churn_probability: { name: NAMES.churn_probability, type: "number" },
  as_of: { name: NAMES.as_of, type: "date" },
};
const OWN_ATTRIBUTES = new Set(["first_name", "last_name"]);

/** A profile of an import. It has no `subscriptions`: nothing here can change a consent. */
export function profileOf({ address, values }: PersonToSend) {
  const attributes: Record<string, unknown> = { email: address };
  const properties: Record<string, string | number> = {};
  for (const field of DESTINATION_FIELDS) {
    const value = values[field];
    if (value === undefined) continue;
    if (OWN_ATTRIBUTES.has(field)) attributes[field] = value;
    else if (field === "country") attributes.location = { country: value };
    else properties[NAMES[field]] = value;
  }
  if (Object.keys(properties).length > 0) attributes.properties = properties;
  return { type: "profile", attributes };
}
