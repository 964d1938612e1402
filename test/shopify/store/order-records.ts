/** The parts of an order. Money is integer minor units of the shop's currency, instants are epoch milliseconds. */

/** A part of a discount application that fell on one line; `index` points into `OrderRecord.discounts`. */
interface AllocationRecord {
  index: number;
  amountMinor: number;
}

export interface LineTaxRecord {
  title: string;
  rate: number;
  /** Of all ordered units. */
  amountMinor: number;
}

export interface LineRecord {
  id: number;
  productId: number | null;
  variantId: number | null;
  title: string;
  variantTitle: string | null;
  sku: string | null;
  /** Units ordered, including refunded and removed ones. */
  quantity: number;
  /** Units taken off by order edits; refunded units are counted from the refunds. */
  removedQuantity: number;
  unitPriceMinor: number;
  allocations: AllocationRecord[];
  isGiftCard: boolean;
  /** What the buyer gave on top: a line without a product, not taxed, not shipped. */
  isTip: boolean;
  /** Where the line has another rate than the order. */
  taxRate: number | null;
  /** Tax as another app wrote it, on whichever line; null: by the rate. */
  taxes: LineTaxRecord[] | null;
  /** True where the line came in after the order was placed, through an edit or an exchange. */
  addedLater: boolean;
}

export interface DiscountRecord {
  kind: "code" | "automatic" | "manual";
  /** The code, or the title of an automatic or manual discount. */
  label: string;
  value: { percentage: number } | { amountMinor: number };
  /** Order discounts spread over all lines; line discounts sit on chosen ones. */
  target: "order" | "line";
}

export interface RefundLineRecord {
  id: number;
  lineId: number;
  quantity: number;
  /** After discounts; with tax where the order's prices include it. */
  subtotalMinor: number;
  taxMinor: number;
  /** The part of `taxMinor` that is written on other lines of the order; negative where this line bears theirs. */
  taxOfOtherLinesMinor: number;
  restock: "CANCEL" | "NO_RESTOCK" | "RETURN";
}

/** Values of OrderAdjustmentDiscrepancyReason; a test may give one that the schema does not have yet. */
export type AdjustmentReason =
  | "CUSTOMER"
  | "DAMAGE"
  | "FULL_RETURN_BALANCING_ADJUSTMENT"
  | "PENDING_REFUND_DISCREPANCY"
  | "REFUND_DISCREPANCY"
  | "RESTOCK"
  | (string & {});

export interface AdjustmentRecord {
  id: number;
  /** Positive: kept by the merchant. Without `taxMinor`. */
  amountMinor: number;
  taxMinor: number;
  reason: AdjustmentReason | null;
}

export interface RefundRecord {
  id: number;
  createdAtMs: number;
  note: string | null;
  lines: RefundLineRecord[];
  /** With tax where prices include it. */
  shippingMinor: number;
  shippingTaxMinor: number;
  dutiesMinor: number;
  feesMinor: number;
  /** What goes back less than was owed; negative where it is more. The adjustments may state something else. */
  keptMinor: number;
  adjustments: AdjustmentRecord[];
  transactionId: number;
  /** Money that goes back. While the transaction is pending it is not yet in `totalRefundedSet`. */
  amountMinor: number;
  pending: boolean;
  returnId: number | null;
}

/** Money that came in or was reserved; money that goes back stands in the refunds. */
export interface PaymentRecord {
  id: number;
  kind: "AUTHORIZATION" | "CAPTURE" | "SALE" | "VOID";
  status: "FAILURE" | "PENDING" | "SUCCESS";
  amountMinor: number;
  atMs: number;
  gateway: string;
  /** An authorization that was not captured before the provider's deadline. */
  expired: boolean;
}

export interface FeeRecord {
  id: number;
  name: string;
  amountMinor: number;
}

/** Units that came (positive) or went through one edit or exchange. */
export interface EditRecord {
  id: number;
  atMs: number;
  /** How many refunds came before it: instants have whole seconds and cannot tell. */
  afterRefunds: number;
  changes: { lineId: number; units: number }[];
  /** The return that brought the change, where it was an exchange. */
  returnId: number | null;
}

export interface ReturnRecord {
  id: number;
  /** Counted from 1 within the order. */
  number: number;
  atMs: number;
  lines: { id: number; lineId: number; quantity: number; reason: string }[];
  exchangeLines: { id: number; lineId: number; quantity: number }[];
}

export type DisputeStatus = "ACCEPTED" | "LOST" | "NEEDS_RESPONSE" | "PREVENTED" | "UNDER_REVIEW" | "WON";

export interface DisputeRecord {
  id: number;
  initiatedAs: "CHARGEBACK" | "INQUIRY";
  status: DisputeStatus;
}
