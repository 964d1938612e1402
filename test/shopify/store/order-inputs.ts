import type { AdjustmentReason, DisputeRecord, DisputeStatus, RefundLineRecord } from "./order-records.ts";
import type { AddressRecord, CancelReason, JourneyRecord } from "./records.ts";

export interface NewLine {
  /** Title, price, SKU and cost come from the variant; what is given beside it overrides. */
  variantId?: number;
  title?: string;
  unitPriceMinor?: number;
  /** Default 1. */
  quantity?: number;
  isGiftCard?: boolean;
  /** What the buyer gives on top. */
  isTip?: boolean;
  /** A discount on this line alone. */
  discountMinor?: number;
  /** Where it is not the order's. */
  taxRate?: number;
  /** Tax as an importing app writes it, for all units; it may belong to other lines. Empty: none is written here. */
  taxes?: { title?: string; rate: number; amountMinor: number }[];
}

export interface NewOrder {
  lines: NewLine[];
  /** Null or absent: a guest. */
  customerId?: number | null;
  /** Default: the customer's. */
  email?: string | null;
  /** A code over the whole order, spread over its lines. Exactly one of the two values. */
  discountCode?: { code: string; percentage?: number; amountMinor?: number };
  /** Default 0. */
  shippingMinor?: number;
  /** Charged at import into the buyer's country; default 0. */
  dutiesMinor?: number;
  fees?: { name: string; amountMinor: number }[];
  /** Default 0. */
  taxRate?: number;
  /** Default: as the shop's prices. */
  taxesIncluded?: boolean;
  /** Default "web". */
  sourceName?: string;
  channel?: { handle: string; displayName: string } | null;
  /** Default "paid". */
  payment?: "authorized" | "expired" | "paid" | "pending" | "voided";
  /** Where only a part is paid yet. */
  paidMinor?: number;
  presentment?: { currency: string; rate: number };
  /** ISO 8601; default: now. `createdAt` defaults to the same instant. It may lie ahead, as in imports. */
  processedAt?: string;
  createdAt?: string;
  shippingAddress?: Partial<AddressRecord> | null;
  journey?: JourneyRecord | null;
  test?: boolean;
  tags?: string[];
  note?: string | null;
}

export interface RefundedLine {
  lineId: number;
  quantity: number;
  /** The tax of the returned units, where it is not what is written on their line. */
  taxMinor?: number;
}

export interface NewRefund {
  orderId: number;
  /** Absent: all that is left of every line. */
  lines?: RefundedLine[];
  /** Given back; default 0, or all of what is left when `lines` is absent. */
  shippingMinor?: number;
  dutiesMinor?: number;
  feesMinor?: number;
  /** Money that goes back; default: what Shopify would suggest. */
  amountMinor?: number;
  /** Why the amount is not the suggested one; default REFUND_DISCREPANCY. */
  reason?: AdjustmentReason;
  /** In place of those that follow from the amount. */
  adjustments?: { amountMinor: number; taxMinor?: number; reason: AdjustmentReason | null }[];
  /** Default RETURN. */
  restock?: RefundLineRecord["restock"];
  /** The bank has not confirmed yet: `totalRefundedSet` stays until `settleRefund`. */
  pending?: boolean;
  note?: string | null;
}

export interface OrderEdit {
  orderId: number;
  /** New current quantity of a line; 0 removes it. More than now raises the ordered quantity. */
  quantities?: { lineId: number; quantity: number }[];
  addLines?: NewLine[];
}

export interface Exchange {
  orderId: number;
  returned: (RefundedLine & { reason?: string })[];
  /** What goes out in their stead; default: nothing, a return alone. */
  lines?: NewLine[];
  /** Money that goes back; default: what the returned goods are worth more than the new ones. */
  amountMinor?: number;
  reason?: AdjustmentReason;
  pending?: boolean;
}

export interface Cancellation {
  orderId: number;
  /** Default CUSTOMER. */
  reason?: CancelReason;
  /** Default true: everything that was paid goes back. */
  refund?: boolean;
  /** Whether the goods are taken off the order though no money goes back; default false. */
  restock?: boolean;
  /** Kept of what is given back. */
  feeMinor?: number;
}

export interface NewDispute {
  orderId: number;
  /** Default CHARGEBACK. */
  initiatedAs?: DisputeRecord["initiatedAs"];
  /** Default NEEDS_RESPONSE. */
  status?: DisputeStatus;
}
