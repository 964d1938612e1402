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

export interface CustomerRecord {
  id: number;
  firstName: string | null;
  lastName: string | null;
  email: string | null;
  verifiedEmail: boolean;
  /** Meaningful only while the customer has an e-mail address. */
  emailConsent: ConsentRecord;
  address: AddressRecord | null;
  locale: string;
  tags: string[];
  note: string | null;
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
  status: "ACTIVE" | "ARCHIVED" | "DRAFT";
  isGiftCard: boolean;
  tags: string[];
  variantIds: number[];
  createdAtMs: number;
  updatedAtMs: number;
}

/** A part of a discount application that fell on one line; `index` points into `OrderRecord.discounts`. */
interface AllocationRecord {
  index: number;
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
  /** True where the line came in through an order edit. */
  addedByEdit: boolean;
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
  restock: "CANCEL" | "NO_RESTOCK" | "RETURN";
}

export interface RefundRecord {
  id: number;
  createdAtMs: number;
  note: string | null;
  lines: RefundLineRecord[];
  shippingMinor: number;
  /** Money that goes back. While the transaction is pending it is not yet in `totalRefundedSet`. */
  amountMinor: number;
  pending: boolean;
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
  /** What the buyer paid in, when that is not the shop's currency: units of it for one unit of the shop's. */
  presentment: { currency: string; rate: number } | null;
  email: string | null;
  customerId: number | null;
  sourceName: string;
  channel: { handle: string; displayName: string } | null;
  payment: "authorized" | "paid" | "pending" | "voided";
  taxesIncluded: boolean;
  /** 0.21 = 21 %. Applies to lines except gift cards, and to shipping. */
  taxRate: number;
  lines: LineRecord[];
  discounts: DiscountRecord[];
  /** Shipping charged, after shipping discounts; with tax where prices include it. */
  shippingMinor: number;
  shippingAddress: AddressRecord | null;
  billingAddress: AddressRecord | null;
  refunds: RefundRecord[];
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
