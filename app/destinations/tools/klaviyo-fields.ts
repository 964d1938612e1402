import type { PersonToSend, ToolDefinition, ToolField } from "../tool.ts";

const property = (name: string, type: ToolField["type"]): ToolField => ({
  name: `klantwaarde_${name}`,
  type,
});
export const FIELDS: ToolDefinition["fields"] = {
  first_name: { name: "first_name", type: "text" },
  last_name: { name: "last_name", type: "text" },
  country: { name: "location.country", type: "text" },
  shopify_customer_id: property("shopify_customer_id", "text"),
  segment: property("segment", "text"),
  clv_historic: property("clv_historic", "number"),
  clv_predicted_12m: property("clv_predicted_12m", "number"),
  clv_low: property("clv_low", "number"),
  clv_high: property("clv_high", "number"),
  currency: property("currency", "text"),
  rfm_group: property("rfm_group", "text"),
  orders: property("orders", "number"),
  last_order_date: property("last_order_date", "date"),
  next_order_from: property("next_order_from", "date"),
  next_order_to: property("next_order_to", "date"),
  churn_probability: property("churn_probability", "number"),
  as_of: property("as_of", "date"),
};
const OWN_ATTRIBUTES = new Set(["first_name", "last_name"]);

/** A profile of an import. It has no `subscriptions`: nothing here can change a consent. */
export function profileOf({ address, values }: PersonToSend) {
  const attributes: Record<string, unknown> = { email: address };
  const properties: Record<string, string | number> = {};
  for (const [field, value] of Object.entries(values)) {
    if (OWN_ATTRIBUTES.has(field)) attributes[field] = value;
    else if (field === "country") attributes.location = { country: value };
    else properties[`klantwaarde_${field}`] = value;
  }
  if (Object.keys(properties).length > 0) attributes.properties = properties;
  return { type: "profile", attributes };
}
