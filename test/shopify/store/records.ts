import type {
  DiscountRecord,
  DisputeRecord,
  EditRecord,
  FeeRecord,
  LineRecord,
  PaymentRecord,
  RefundRecord,
  ReturnRecord,
} from "./order-records.ts";

/**
 * What a shop of the local admin holds. Ids are Shopify's numeric ids (`legacyResourceId`), unique within a shop;
 * `gid` makes the global ones. Money is integer minor units of the shop's currency, instants are epoch
 * milliseconds on a whole second (Shopify's timestamps have no fraction).
 */
export type Gid = `gid://shopify/${string}/${number}`;

export function gid(type: string, id: number): Gid {
  return `gid://shopify/${type}/${id}`;
}

export interface ShopRecord {
  id: number;
  domain: string;
  name: string;
  email: string;
  ownerName: string;
  /** ISO 4217. */
  currency: string;
  /** IANA name. */
  timeZone: string;
  countryCode: string;
  plan: "Basic" | "Grow" | "Advanced" | "Plus";
  taxesIncluded: boolean;
  createdAtMs: number;
  updatedAtMs: number;
}

export interface AddressRecord {
  firstName: string | null;
  lastName: string | null;
  address1: string | null;
  city: string | null;
  provinceCode: string | null;
  countryCode: string;
  zip: string | null;
}

export type MarketingState = "INVALID" | "NOT_SUBSCRIBED" | "PENDING" | "SUBSCRIBED" | "UNSUBSCRIBED";
export type OptInLevel = "CONFIRMED_OPT_IN" | "SINGLE_OPT_IN" | "UNKNOWN";

interface ConsentRecord {
  state: MarketingState;
  optInLevel: OptInLevel | null;
  updatedAtMs: number | null;
}

/** CustomerSmsMarketingState in the Admin schema 2026-10, less REDACTED, which only Shopify sets. */
export type SmsMarketingState = "NOT_SUBSCRIBED" | "PENDING" | "SUBSCRIBED" | "UNSUBSCRIBED";

export interface CustomerRecord {
  id: number;
  firstName: string | null;
  lastName: string | null;
  email: string | null;
  verifiedEmail: boolean;
  /** Meaningful only while the customer has an e-mail address. */
  emailConsent: ConsentRecord;
  phone: string | null;
  /** Meaningful only while the customer has a phone number. */
  smsConsent: Omit<ConsentRecord, "state"> & { state: SmsMarketingState };
  address: AddressRecord | null;
  locale: string;
  tags: string[];
  note: string | null;
  /** Shopify merges nobody with "a pending or completed redaction" (CustomerMergeErrorFieldType.REDACTED_AT in the Admin schema 2026-10). */
  redactedAtMs: number | null;
  createdAtMs: number;
  updatedAtMs: number;
}

export interface VariantRecord {
  id: number;
  productId: number;
  inventoryItemId: number;
  title: string;
  sku: string | null;
  priceMinor: number;
  /** Null where the merchant never entered one. */
  unitCostMinor: number | null;
  createdAtMs: number;
  updatedAtMs: number;
}

export interface ProductRecord {
  id: number;
  title: string;
  handle: string;
  vendor: string;
  productType: string;
  status: "ACTIVE" | "ARCHIVED" | "DRAFT" | "UNLISTED";
  isGiftCard: boolean;
  tags: string[];
  variantIds: number[];
  createdAtMs: number;
  updatedAtMs: number;
}

/** Which products it holds is asked of the store: `productsIn`. */
export interface CollectionRecord {
  id: number;
  title: string;
  handle: string;
  /** Picked by hand, or all products of a type: a smart collection's condition. */
  holds: { readonly productIds: readonly number[] } | { readonly productType: string };
  createdAtMs: number;
  updatedAtMs: number;
}

export interface VisitRecord {
  id: number;
  occurredAtMs: number;
  landingPage: string | null;
  referrerUrl: string | null;
  source: string;
  sourceType: string | null;
  utm: {
    source: string | null;
    medium: string | null;
    campaign: string | null;
    content: string | null;
    term: string | null;
  } | null;
}

export interface JourneyRecord {
  ready: boolean;
  daysToConversion: number | null;
  firstVisit: VisitRecord | null;
  lastVisit: VisitRecord | null;
}

/** What `misstateTotals` can set: sums that an order's own parts do not give. */
export interface Misstatement {
  currentSubtotalMinor?: number;
  currentTotalMinor?: number;
  tipsMinor?: number;
  discrepancyMinor?: number;
}

export type CancelReason = "CUSTOMER" | "DECLINED" | "FRAUD" | "INVENTORY" | "OTHER" | "STAFF";

export interface OrderRecord {
  id: number;
  /** 1001, 1002, ... ; the name is `#1001`. */
  number: number;
  createdAtMs: number;
  processedAtMs: number;
  updatedAtMs: number;
  cancelledAtMs: number | null;
  cancelReason: CancelReason | null;
  test: boolean;
  /** "The shop currency when the order was placed" (Order.currencyCode in the Admin schema 2026-10): it stays when the shop's changes. */
  currency: string;
  /** What the buyer paid in, when that is not `currency`: units of it for one unit of that. */
  presentment: { currency: string; rate: number } | null;
  email: string | null;
  customerId: number | null;
  sourceName: string;
  channel: { handle: string; displayName: string } | null;
  payments: PaymentRecord[];
  taxesIncluded: boolean;
  /** 0.21 = 21 %. Applies to lines except gift cards, tips and those with a rate of their own, and to shipping. */
  taxRate: number;
  lines: LineRecord[];
  discounts: DiscountRecord[];
  /** Shipping charged, after shipping discounts; with tax where prices include it. */
  shippingMinor: number;
  shippingAddress: AddressRecord | null;
  billingAddress: AddressRecord | null;
  /** Charged at import into the buyer's country. */
  dutiesMinor: number;
  fees: FeeRecord[];
  edits: EditRecord[];
  refunds: RefundRecord[];
  returns: ReturnRecord[];
  disputes: DisputeRecord[];
  /** Totals that Shopify would state against its own lines; null: none. */
  misstated: Misstatement | null;
  journey: JourneyRecord | null;
  tags: string[];
  note: string | null;
  locale: string | null;
  edited: boolean;
  /** What the order came to when it was placed, before edits. */
  originalTotalMinor: number;
}

export interface SegmentRecord {
  id: number;
  name: string;
  query: string;
  createdAtMs: number;
  updatedAtMs: number;
}

export interface MetafieldRecord {
  id: number;
  ownerType: "Customer" | "Order" | "Product" | "ProductVariant" | "Shop";
  ownerId: number;
  namespace: string;
  key: string;
  type: string;
  value: string;
  createdAtMs: number;
  updatedAtMs: number;
}
