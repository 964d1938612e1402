import type {
  AddressRecord,
  CancelReason,
  CustomerRecord,
  JourneyRecord,
  MarketingState,
  MetafieldRecord,
  OptInLevel,
  OrderRecord,
  RefundRecord,
  SegmentRecord,
  ShopRecord,
} from "./records.ts";

/** A request that a merchant could not have made in the admin: unknown ids, more refunded than is left, and so on. */
export class ActionRefused extends Error {
  override name = "ActionRefused";
}

export interface NewCustomer {
  firstName?: string | null;
  lastName?: string | null;
  email?: string | null;
  /** Default: true where there is an e-mail address. */
  verifiedEmail?: boolean;
  /** Default NOT_SUBSCRIBED. */
  marketingState?: MarketingState;
  marketingOptInLevel?: OptInLevel | null;
  address?: Partial<AddressRecord> | null;
  locale?: string;
  tags?: string[];
  note?: string | null;
  /** ISO 8601; default: now. */
  createdAt?: string;
}

interface CustomerChange {
  firstName?: string | null;
  lastName?: string | null;
  email?: string | null;
  verifiedEmail?: boolean;
  address?: Partial<AddressRecord> | null;
  locale?: string;
  note?: string | null;
}

export interface NewLine {
  /** Title, price, SKU and cost come from the variant; what is given beside it overrides. */
  variantId?: number;
  title?: string;
  unitPriceMinor?: number;
  /** Default 1. */
  quantity?: number;
  isGiftCard?: boolean;
  /** A discount on this line alone. */
  discountMinor?: number;
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
  /** Default 0. */
  taxRate?: number;
  /** Default "web". */
  sourceName?: string;
  channel?: { handle: string; displayName: string } | null;
  /** Default "paid". */
  payment?: OrderRecord["payment"];
  presentment?: { currency: string; rate: number };
  /** ISO 8601; default: now. `createdAt` defaults to the same instant. */
  processedAt?: string;
  createdAt?: string;
  shippingAddress?: Partial<AddressRecord> | null;
  journey?: JourneyRecord | null;
  test?: boolean;
  tags?: string[];
  note?: string | null;
}

export interface NewRefund {
  orderId: number;
  /** Absent: all that is left of every line. */
  lines?: { lineId: number; quantity: number }[];
  /** Shipping given back; default 0, or all of what is left when `lines` is absent. */
  shippingMinor?: number;
  /** Money that goes back, where it is not the worth of the lines and the shipping. */
  amountMinor?: number;
  /** Default RETURN. */
  restock?: "CANCEL" | "NO_RESTOCK" | "RETURN";
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

export interface Cancellation {
  orderId: number;
  /** Default CUSTOMER. */
  reason?: CancelReason;
  /** Default true: everything that was paid goes back. */
  refund?: boolean;
}

interface ShopChange {
  name?: string;
  email?: string;
  currency?: string;
  timeZone?: string;
  plan?: ShopRecord["plan"];
}

/**
 * Everything that can happen in a shop. Each call changes the store at once, queues the webhooks that Shopify
 * would send, and returns the record as it is after the call (a snapshot, not to be written to).
 * Errors: `ActionRefused`.
 */
export interface ShopActions {
  placeOrder(input: NewOrder): OrderRecord;
  refundOrder(input: NewRefund): RefundRecord;
  /** The bank confirms a pending refund. */
  settleRefund(input: { orderId: number; refundId: number }): RefundRecord;
  editOrder(input: OrderEdit): OrderRecord;
  cancelOrder(input: Cancellation): OrderRecord;
  deleteOrder(input: { orderId: number }): void;

  createCustomer(input: NewCustomer): CustomerRecord;
  updateCustomer(input: { customerId: number; change: CustomerChange }): CustomerRecord;
  /** Shopify refuses to delete a customer who has orders; so does this. */
  deleteCustomer(input: { customerId: number }): void;
  mergeCustomers(input: { keptId: number; deletedId: number; fail?: boolean }): CustomerRecord;
  setEmailMarketingConsent(input: {
    customerId: number;
    state: MarketingState;
    optInLevel?: OptInLevel | null;
    /** ISO 8601; default: now. */
    updatedAt?: string;
  }): CustomerRecord;
  setTags(input: { customerId: number; tags: string[] } | { orderId: number; tags: string[] }): void;

  createSegment(input: { name: string; query: string }): SegmentRecord;
  updateSegment(input: { segmentId: number; name?: string; query?: string }): SegmentRecord;
  deleteSegment(input: { segmentId: number }): void;
  setMetafield(
    input: Pick<MetafieldRecord, "ownerType" | "ownerId" | "namespace" | "key" | "type" | "value">,
  ): MetafieldRecord;

  updateShop(input: ShopChange): ShopRecord;
  /** The merchant removes the app: tokens are revoked, `app/uninstalled` goes out. */
  uninstallApp(): void;
  /** The granted scopes change; `app/scopes_update` goes out. */
  changeScopes(input: { scopes: string[] }): void;
  requestCustomerData(input: { customerId: number }): void;
  redactCustomer(input: { customerId: number }): void;
  /** Shopify sends it 48 hours after the app was uninstalled; here it goes at once. */
  redactShop(): void;
}
