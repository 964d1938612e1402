import type { Tx } from "../db/client.ts";
import {
  COLLECTION_TABLES,
  CUSTOMER_TABLES,
  ORDER_TABLES,
  PRODUCT_TABLES,
  type SourceTables,
} from "../db/queries/source/columns.ts";
import { rememberAddresses } from "../db/queries/source/customers.ts";
import { type KeptDetails, NOTHING_KEPT, readKeptDetails } from "../db/queries/source/kept.ts";
import { touchOrdersOf } from "../db/queries/sync/dirty.ts";
import type { ShopId } from "../platform/ids.ts";
import type { AdminClient, Operation } from "../shopify/admin-client.ts";
import {
  collectionsBulkQuery,
  collectionsById,
  productsBulkQuery,
  productsById,
} from "../shopify/operations/catalog.ts";
import { type Changes, changed } from "../shopify/operations/changes.ts";
import { countEach, versionsBulkQuery } from "../shopify/operations/comparison.ts";
import { customersBulkQuery, customersById } from "../shopify/operations/customer.ts";
import { ordersBulkQuery, ordersById } from "../shopify/operations/order.ts";
import { wholeCollection } from "./live/whole-collection.ts";
import { wholeOrder } from "./live/whole-order.ts";
import { mapCollection, mapProduct } from "./mapping/catalog.ts";
import { mapCustomer } from "./mapping/customer.ts";
import { mapOrder, type OrderDetails } from "./mapping/order.ts";
import { type ErasedPeople, isErased, withoutErased } from "./privacy/erased-people.ts";
import type { Resource } from "./runtime.ts";
import type { MappingShop } from "./shop/shop-facts.ts";

/** A root with its children, as the tables get it. */
export interface MappedSource {
  readonly id: number;
  /** ISO 8601. */
  readonly sourceUpdatedAt: string;
  /** Rows of the root's table, and then of each table of children. */
  readonly rows: readonly (readonly object[])[];
  /** Something of it is only known after a single read. */
  readonly isIncomplete: boolean;
  /** ISO 8601: until then Shopify may learn more of it, and it is read again; null where nothing of it is missing. */
  readonly unfinishedUntil?: string | null;
  /** Of a customer: the tags in Shopify that the app itself writes there, in lower case. */
  readonly ownTags?: readonly string[];
}

export const isUnfinished = ({ unfinishedUntil }: MappedSource, now: Date): boolean =>
  unfinishedUntil != null && now.toISOString() < unfinishedUntil;

/** What comes with a root: its children, and what is known of it besides. */
export interface SourceParts {
  readonly children: readonly unknown[];
  readonly details: OrderDetails;
}

/** All that differs between the resources that are synced. */
export interface ResourceSpec {
  readonly tables: SourceTables;
  readonly gidType: "Customer" | "Order" | "Product" | "Collection";
  readonly hasChildren: boolean;
  /** A removed one is null. */
  readonly byId: Operation<{ nodes: ({ id: string } | null)[] }>;
  /** Ids of the first `byId`, before its cost is known. */
  readonly firstBatch: number;
  readonly changed: Operation<Changes>;
  /** For `bulkOperationRunQuery`; `search` narrows it. */
  bulkQuery(search: string | null): string;
  /** For `bulkOperationRunQuery`: ids and versions of all. */
  readonly versionsQuery: string;
  countEach(searches: number): Operation<Record<string, number>>;
  /**
   * Shopify's name of the instant by which rows are compared, in counts and in lists. Shopify ignores a name that it does not
   * know, and returns everything.
   */
  readonly searchedInstant: { readonly counting: string; readonly listing: string };
  /**
   * How a night finds what no webhook and no version told: by the number of rows of each month, or by reading everything again, where
   * rows change without their version or have no instant to be counted by.
   */
  readonly nightly: "count_months" | "read_again";
  /** Without the scope read_all_orders Shopify shows recent ones only. */
  readonly isReachLimited: boolean;
  /** Rows of an erased person are deleted; otherwise they stay and belong to nobody. */
  readonly isErasedWhole: boolean;
  /** The stored values of these rows that a new version does not contain. */
  kept(tx: Tx, shop: ShopId, ids: readonly number[]): Promise<KeptDetails>;
  /** Keeps what is still needed of stored rows that are about to be cleared; `goneAt` is by Shopify's clock, `now` by the app's. */
  beforeTombstone(tx: Tx, shop: ShopId, ids: readonly number[], goneAt: Date, now: Date): Promise<void>;
  /** Reads what the first pages of a `byId` node do not hold. Throws Refused, ChangedWhileRead. */
  readParts(admin: AdminClient, node: unknown, kept: KeptDetails, signal?: AbortSignal): Promise<SourceParts>;
  /** Null where nothing may be stored of it. Throws Refused. */
  map(node: unknown, parts: SourceParts, shop: MappingShop, erased: ErasedPeople): MappedSource | null;
}

const customers: ResourceSpec = {
  tables: CUSTOMER_TABLES,
  gidType: "Customer",
  hasChildren: false,
  byId: customersById,
  firstBatch: 100,
  changed: changed.customers,
  bulkQuery: customersBulkQuery,
  versionsQuery: versionsBulkQuery("customers"),
  countEach: (searches) => countEach("customers", searches),
  searchedInstant: { counting: "created_at", listing: "customer_date" },
  nightly: "count_months",
  isReachLimited: false,
  isErasedWhole: true,
  kept: async () => NOTHING_KEPT,
  async beforeTombstone(tx, shop, ids, goneAt, now) {
    await rememberAddresses(tx, shop, ids, goneAt);
    await touchOrdersOf(tx, shop, ids, now);
  },
  readParts: async (_admin, _node, kept) => ({
    children: [],
    details: { refunds: null, kept },
  }),
  map(node, _parts, _shop, erased) {
    const { row, ownTags } = mapCustomer(node);
    const { customerId, email, sourceUpdatedAt } = row;
    if (isErased(erased, customerId, email)) return null;
    return { id: customerId, sourceUpdatedAt, rows: [[row]], isIncomplete: false, ownTags };
  },
};

const orders: ResourceSpec = {
  tables: ORDER_TABLES,
  gidType: "Order",
  hasChildren: true,
  byId: ordersById,
  firstBatch: 5,
  changed: changed.orders,
  bulkQuery: ordersBulkQuery,
  versionsQuery: versionsBulkQuery("orders"),
  countEach: (searches) => countEach("orders", searches),
  searchedInstant: { counting: "processed_at", listing: "processed_at" },
  nightly: "count_months",
  isReachLimited: true,
  isErasedWhole: false,
  kept: readKeptDetails,
  beforeTombstone: async () => {},
  async readParts(admin, node, kept, signal) {
    const { lines, refunds } = await wholeOrder(admin, node, signal);
    return { children: lines, details: { refunds, kept } };
  },
  map(node, { children, details }, shop, erased) {
    const { order, lines, refunds, needsRefunds, visitsUntil } = mapOrder(node, children, details, shop);
    const [kept, keptLines] = withoutErased(erased, order, lines);
    return {
      id: order.orderId,
      sourceUpdatedAt: order.sourceUpdatedAt,
      rows: [[kept], keptLines, refunds],
      isIncomplete: needsRefunds,
      unfinishedUntil: visitsUntil,
    };
  },
};

/** What products and collections need nothing of: nothing is kept, hidden or anybody's. */
const OF_CATALOG = {
  isReachLimited: false,
  isErasedWhole: false,
  kept: async () => NOTHING_KEPT,
  beforeTombstone: async () => {},
} as const;

const products: ResourceSpec = {
  ...OF_CATALOG,
  tables: PRODUCT_TABLES,
  gidType: "Product",
  hasChildren: false,
  byId: productsById,
  firstBatch: 100,
  changed: changed.products,
  bulkQuery: productsBulkQuery,
  versionsQuery: versionsBulkQuery("products"),
  countEach: (searches) => countEach("products", searches),
  searchedInstant: { counting: "created_at", listing: "created_at" },
  nightly: "count_months",
  readParts: async (_admin, _node, kept) => ({ children: [], details: { refunds: null, kept } }),
  map(node) {
    const product = mapProduct(node);
    const { productId: id, sourceUpdatedAt } = product;
    return { id, sourceUpdatedAt, rows: [[product]], isIncomplete: false };
  },
};

const collections: ResourceSpec = {
  ...OF_CATALOG,
  tables: COLLECTION_TABLES,
  gidType: "Collection",
  hasChildren: true,
  byId: collectionsById,
  firstBatch: 5,
  changed: changed.collections,
  bulkQuery: collectionsBulkQuery,
  versionsQuery: versionsBulkQuery("collections"),
  countEach: (searches) => countEach("collections", searches),
  searchedInstant: { counting: "updated_at", listing: "updated_at" },
  nightly: "read_again",
  readParts: async (admin, node, kept, signal) => ({
    children: await wholeCollection(admin, node, signal),
    details: { refunds: null, kept },
  }),
  map(node, { children }) {
    const { collection, products } = mapCollection(node, children);
    const { collectionId: id, sourceUpdatedAt } = collection;
    return { id, sourceUpdatedAt, rows: [[collection], products], isIncomplete: false };
  },
};

export const RESOURCE_SPECS: Readonly<Record<Resource, ResourceSpec>> = {
  customers,
  orders,
  products,
  collections,
};
