import type { DestinationField } from "../../destinations/tool.ts";

/** As the export's columns are grouped, without the address, which always goes, and without consent, which no tool is told. */
export const FIELD_GROUPS = [
  { group: "person", fields: ["first_name", "last_name", "country", "shopify_customer_id"] },
  { group: "value", fields: ["clv_historic", "clv_predicted_12m", "clv_low", "clv_high", "currency"] },
  {
    group: "behaviour",
    fields: [
      "rfm_group",
      "orders",
      "last_order_date",
      "next_order_from",
      "next_order_to",
      "churn_probability",
    ],
  },
  { group: "list", fields: ["segment", "as_of"] },
] as const satisfies readonly { group: string; fields: readonly DestinationField[] }[];

export const ALL_FIELDS: readonly DestinationField[] = FIELD_GROUPS.flatMap(({ fields }) => fields);
