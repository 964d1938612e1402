import type { ExportPreview } from "../../exports/exports.ts";
import type { ExportColumn, ExportRecord } from "../../exports/records.ts";

export interface ExportChoice {
  readonly columns: readonly ExportColumn[];
  readonly format: ExportRecord["format"];
}

/** Where the merchant is between asking for an export and having the file. */
export type ExportStep =
  | { readonly step: "closed" }
  | { readonly step: "counting" }
  | {
      readonly step: "choosing";
      readonly preview: ExportPreview;
      readonly preparing: boolean;
      readonly failed: boolean;
    }
  /** The list is searched; a search would leave names and addresses in the record. */
  | { readonly step: "searched" }
  | { readonly step: "started" };

export interface ExportControl {
  readonly step: ExportStep;
  readonly onOpen: () => void;
  readonly onExport: (choice: ExportChoice) => void;
  readonly onClose: () => void;
}

/** Identifies the customer in the receiving tool, so it always goes. */
export const required: readonly ExportColumn[] = ["email"];

/** Only the columns that the receiving tool requires are selected at first. */
export const preselected: ExportChoice = { columns: required, format: "csv" };

export const columnGroups = [
  { group: "person", columns: ["email", "first_name", "last_name", "country", "shopify_customer_id"] },
  { group: "value", columns: ["clv_historic", "clv_predicted_12m", "clv_low", "clv_high", "currency"] },
  {
    group: "behaviour",
    columns: [
      "rfm_group",
      "orders",
      "last_order_date",
      "next_order_from",
      "next_order_to",
      "churn_probability",
    ],
  },
  { group: "list", columns: ["segment", "as_of"] },
] as const satisfies readonly { group: string; columns: readonly ExportColumn[] }[];
