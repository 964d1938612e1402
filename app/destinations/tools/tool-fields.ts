import { DESTINATION_FIELDS, type DestinationField, type FieldType, type ToolField } from "../tool.ts";

const TYPES = {
  first_name: "text",
  last_name: "text",
  country: "text",
  shopify_customer_id: "text",
  segment: "text",
  clv_historic: "number",
  clv_predicted_12m: "number",
  clv_low: "number",
  clv_high: "number",
  currency: "text",
  rfm_group: "text",
  orders: "number",
  last_order_date: "date",
  next_order_from: "date",
  next_order_to: "date",
  churn_probability: "number",
  as_of: "date",
} as const satisfies Readonly<Record<DestinationField, FieldType>>;

/** Our fields under a tool's names for them. */
export function toolFields(
  names: Readonly<Record<DestinationField, string>>,
): Readonly<Record<DestinationField, ToolField>> {
  const fields = DESTINATION_FIELDS.map(
    (field) => [field, { name: names[field], type: TYPES[field] }] as const,
  );
  return Object.fromEntries(fields) as Record<DestinationField, ToolField>;
}
