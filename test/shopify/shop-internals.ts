import type { AppConfig } from "./app-config.ts";
import type { Grant } from "./auth/grant.ts";
import type { BulkOperations } from "./bulk/operations.ts";
import type { Faults } from "./faults.ts";
import type { CostBucket } from "./graphql/cost.ts";
import type { Listings } from "./graphql/listing.ts";
import type { ShopActions } from "./store/actions.ts";
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
  readonly bulk: BulkOperations;
  readonly listings: Listings;
  readonly bucket: CostBucket;
  /** The business clock, on a whole second. */
  nowMs(): number;
}
