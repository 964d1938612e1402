import type { RefundRecord } from "./order-records.ts";
import type {
  CollectionRecord,
  CustomerRecord,
  OrderRecord,
  ProductRecord,
  SegmentRecord,
  ShopRecord,
} from "./records.ts";
import type { ShopStore } from "./store.ts";

/** What each webhook topic is about; the payload is made from it at once, as Shopify sends the state of the event. */
export interface Happenings {
  "orders/create": OrderRecord;
  "orders/updated": OrderRecord;
  "orders/cancelled": OrderRecord;
  "orders/delete": OrderRecord;
  "orders/edited": { before: OrderRecord; after: OrderRecord };
  "refunds/create": { order: OrderRecord; refund: RefundRecord };
  "customers/create": CustomerRecord;
  "customers/update": CustomerRecord;
  "customers/delete": CustomerRecord;
  "customers/merge": { keptId: number; deletedId: number; failed: boolean };
  "customers_email_marketing_consent/update": CustomerRecord;
  "customers_marketing_consent/update": CustomerRecord;
  "products/create": ProductRecord;
  "products/update": ProductRecord;
  "products/delete": ProductRecord;
  "collections/create": CollectionRecord;
  "collections/update": CollectionRecord;
  "collections/delete": CollectionRecord;
  "segments/create": SegmentRecord;
  "segments/update": SegmentRecord;
  "segments/delete": SegmentRecord;
  "shop/update": ShopRecord;
  "app/uninstalled": ShopRecord;
  "app/scopes_update": { previous: readonly string[]; current: readonly string[]; atMs: number };
  "bulk_operations/finish": {
    id: number;
    type: string;
    status: string;
    errorCode: string | null;
    createdAtMs: number;
    completedAtMs: number;
  };
  "customers/data_request": { customer: CustomerRecord; orderIds: number[] };
  "customers/redact": { customer: CustomerRecord; orderIds: number[] };
  "shop/redact": ShopRecord;
}

export type Topic = keyof Happenings;

export interface ActionContext {
  store: ShopStore;
  /** The business clock, on a whole second. */
  nowMs(): number;
  /** Now, but at least a second after `beforeMs`: `updatedAt` always moves forward. */
  nextMs(beforeMs: number): number;
  emit<T extends Topic>(topic: T, about: Happenings[T]): void;
}
