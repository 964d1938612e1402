import type {
  ConsentState,
  CustomerFilter,
  CustomerRow,
  LearningReason,
  ShopFacts,
} from "../valuation/views.ts";

export type SegmentKey =
  | "vip"
  | "champions"
  | "at_risk_high_value"
  | "one_time_60_120"
  | "new"
  | "lapsed"
  | "leads"
  | "subscribers_no_purchase_year";

export interface SegmentCard {
  readonly key: SegmentKey;
  readonly customers: number;
  readonly netSalesMinor: number;
  readonly shareOfNetSales: number | null;
  readonly expectedValueMinor: number | null;
  /** Customers whose e-mail state is SUBSCRIBED and who have a well-formed address. */
  readonly reachable: number;
}

export interface SegmentList {
  readonly shop: ShopFacts;
  readonly state: "empty" | "full";
  readonly segments: readonly SegmentCard[];
  /** Why nothing is expected of anybody yet; null where a model is in force. */
  readonly learning: LearningReason | null;
}

export interface ValueBucket {
  readonly fromMinor: number;
  /** Exclusive; null for the last, open bucket. */
  readonly toMinor: number | null;
  readonly customers: number;
}

export interface SegmentView {
  readonly shop: ShopFacts;
  readonly segment: SegmentCard;
  /** The rule with this shop's own thresholds filled in, as data for a sentence. */
  readonly rule: { readonly key: SegmentKey; readonly values: Readonly<Record<string, number>> };
  readonly learning: LearningReason | null;
  readonly distribution: readonly ValueBucket[];
  readonly members: readonly CustomerRow[];
  readonly nextCursor: string | null;
  readonly previousCursor: string | null;
}

/** Why a member does not go into an export. */
export type LeftOutReason =
  | Exclude<ConsentState, "SUBSCRIBED" | "NONE">
  | "NO_ADDRESS"
  | "MALFORMED_ADDRESS"
  | "ERASED";

/** Whom an export is of: the members of a segment, or the list of customers as it is filtered. */
export type Audience = SegmentKey | CustomerFilter;

export interface ExportPreview {
  readonly members: number;
  readonly included: number;
  readonly leftOut: readonly { readonly reason: LeftOutReason; readonly customers: number }[];
}

export const EXPORT_COLUMNS = [
  "email",
  "first_name",
  "last_name",
  "country",
  "shopify_customer_id",
  "segment",
  "clv_historic",
  "clv_predicted_12m",
  "clv_low",
  "clv_high",
  "currency",
  "rfm_group",
  "orders",
  "last_order_date",
  "next_order_from",
  "next_order_to",
  "churn_probability",
  "as_of",
] as const;
export type ExportColumn = (typeof EXPORT_COLUMNS)[number];

export interface ExportRecord {
  readonly exportId: string;
  readonly audience: Audience;
  readonly format: "csv" | "csv_excel";
  readonly columns: readonly ExportColumn[];
  readonly requestedBy: string;
  readonly requestedAt: string;
  readonly status: "requested" | "streaming" | "done" | "failed";
  readonly included: number;
  readonly leftOut: readonly { readonly reason: LeftOutReason; readonly customers: number }[];
}
