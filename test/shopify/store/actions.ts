import type { Cancellation, Exchange, NewDispute, NewOrder, NewRefund, OrderEdit } from "./order-inputs.ts";
import type { DisputeRecord, DisputeStatus, RefundRecord, ReturnRecord } from "./order-records.ts";
import type {
  AddressRecord,
  CollectionRecord,
  CustomerRecord,
  MarketingState,
  MetafieldRecord,
  Misstatement,
  OptInLevel,
  OrderRecord,
  ProductRecord,
  SegmentRecord,
  ShopRecord,
  SmsMarketingState,
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
  phone?: string | null;
  /** Default NOT_SUBSCRIBED. */
  smsMarketingState?: SmsMarketingState;
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
  phone?: string | null;
  address?: Partial<AddressRecord> | null;
  locale?: string;
  note?: string | null;
}

export interface NewProduct {
  title: string;
  /** "" where the merchant gave none; so with the vendor, which by default is the shop. */
  productType?: string;
  vendor?: string;
  tags?: string[];
  /** Default ACTIVE. */
  status?: ProductRecord["status"];
  priceMinor?: number;
}

interface ShopChange {
  name?: string;
  email?: string;
  /** Of products and of later orders; nothing is converted, and orders keep the currency that they were placed in. */
  currency?: string;
  /**
   * Merchants change the currency themselves until the first sale; after that Shopify's support does it for them (help centre, "Store
   * currency"). Default false: the merchant does it.
   */
  bySupport?: boolean;
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
  /** Goods come back and others may go out in their stead. */
  exchangeItems(input: Exchange): ReturnRecord;
  cancelOrder(input: Cancellation): OrderRecord;
  /** A guest's order joins a customer, or an order another one; null: nobody (`orderCustomerSet`, `orderCustomerRemove`). */
  setOrderCustomer(input: { orderId: number; customerId: number | null }): OrderRecord;
  /** Money comes in: what is outstanding, or a part of it. An authorized payment is captured. */
  markPaid(input: { orderId: number; amountMinor?: number }): OrderRecord;
  /** The payment provider's deadline passes before an authorized payment was captured. */
  expireAuthorization(input: { orderId: number }): OrderRecord;
  openDispute(input: NewDispute): DisputeRecord;
  updateDispute(input: { orderId: number; disputeId: number; status: DisputeStatus }): DisputeRecord;
  /** Has Shopify state sums that the order's own parts do not give; null takes it back. For tests of what doubts. */
  misstateTotals(input: { orderId: number; totals: Misstatement | null }): OrderRecord;
  deleteOrder(input: { orderId: number }): void;

  createCustomer(input: NewCustomer): CustomerRecord;
  updateCustomer(input: { customerId: number; change: CustomerChange }): CustomerRecord;
  /** Shopify refuses to delete a customer who has orders; so does this. */
  deleteCustomer(input: { customerId: number }): void;
  /**
   * The orders of the one move to the other. `touchOrders` false: without a new `updatedAt` and a webhook of their own. `touchKept` false:
   * the survivor's `updatedAt` stays too.
   */
  mergeCustomers(input: {
    keptId: number;
    deletedId: number;
    fail?: boolean;
    touchOrders?: boolean;
    touchKept?: boolean;
  }): CustomerRecord;
  setEmailMarketingConsent(input: {
    customerId: number;
    state: MarketingState;
    optInLevel?: OptInLevel | null;
    /** ISO 8601; default: now. */
    updatedAt?: string;
  }): CustomerRecord;
  setSmsMarketingConsent(input: {
    customerId: number;
    state: SmsMarketingState;
    optInLevel?: OptInLevel | null;
    /** ISO 8601; default: now. */
    updatedAt?: string;
  }): CustomerRecord;
  setTags(input: { customerId: number; tags: string[] } | { orderId: number; tags: string[] }): void;

  createProduct(input: NewProduct): ProductRecord;
  updateProduct(input: { productId: number; change: Partial<Omit<NewProduct, "priceMinor">> }): ProductRecord;
  deleteProduct(input: { productId: number }): void;
  createCollection(input: { title: string; holds: CollectionRecord["holds"] }): CollectionRecord;
  updateCollection(input: {
    collectionId: number;
    change: Partial<Pick<CollectionRecord, "title" | "holds">>;
  }): CollectionRecord;
  deleteCollection(input: { collectionId: number }): void;
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
  /** `keepsTags`: the tags of the person stay. */
  redactCustomer(input: { customerId: number; keepsTags?: boolean }): void;
  /** Shopify sends it 48 hours after the app was uninstalled; here it goes at once. */
  redactShop(): void;
}
