import type { AppConfig } from "./app-config.ts";
import type { Grant } from "./auth/grant.ts";
import type { BulkFile, BulkOperation, Canceled, Submitted } from "./bulk/operation.ts";
import type { Faults } from "./faults.ts";
import type { CostBucket } from "./graphql/cost.ts";
import type { SortedList } from "./graphql/sorted-list.ts";
import type { ShopActions } from "./store/actions.ts";
import type {
  CollectionRecord,
  CustomerRecord,
  OrderRecord,
  ProductRecord,
  SegmentRecord,
  VariantRecord,
} from "./store/records.ts";
import type { ShopStore } from "./store/store.ts";

/** One shop as the parts of the local admin share it. */
export interface LocalShopInternals {
  readonly domain: string;
  readonly store: ShopStore;
  readonly actions: ShopActions;
  readonly grant: Grant;
  readonly config: AppConfig;
  readonly app: { clientId: string; clientSecret: string; url: string };
  readonly faults: Faults;
  readonly bulk: BulkQueries;
  readonly uploads: UploadPlaces;
  readonly listings: ShopListings;
  readonly bucket: CostBucket;
  /** The business clock, on a whole second. */
  nowMs(): number;
}

/** Arguments of a GraphQL field. */
export type Arguments = Readonly<Record<string, unknown>>;

/** What a request may see, and what it has cost so far. */
export interface RequestContext {
  shop: LocalShopInternals;
  grantedScopes: ReadonlySet<string>;
  /** Points for the objects that were really returned. */
  spent: number;
}

/** The bulk operations of the app in one shop, as the GraphQL API needs them. */
export interface BulkQueries {
  find(id: number): BulkOperation | undefined;
  all(): Iterable<BulkOperation>;
  submit(query: string, ctx: RequestContext): Submitted;
  submitMutation(mutation: string, stagedUploadPath: string, ctx: RequestContext): Submitted;
  cancel(id: number): Canceled;
  file(name: string): BulkFile | undefined;
}

/** Where an app uploads what bulk mutations read. */
export interface UploadPlaces {
  /** What `stagedUploadsCreate` answers. */
  create(inputs: unknown): { stagedTargets: object[]; userErrors: object[] };
}

/** Sorted and filtered views of a shop's store. */
export interface ShopListings {
  orders(args: Arguments, sinceMs: number | null): SortedList<OrderRecord>;
  customers(args: Arguments): SortedList<CustomerRecord>;
  countedCustomers(args: Arguments): SortedList<CustomerRecord>;
  products(args: Arguments): SortedList<ProductRecord>;
  collections(args: Arguments): SortedList<CollectionRecord>;
  variants(args: Arguments): SortedList<VariantRecord>;
  segments(args: Arguments): SortedList<SegmentRecord>;
}
