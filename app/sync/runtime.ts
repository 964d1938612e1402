import type { Db } from "../db/client.ts";
import type { ResourceName } from "../db/queries/source/columns.ts";
import type { JobQueue } from "../jobs/queue.ts";
import type { Clock } from "../platform/clock.ts";
import type { Log } from "../platform/log.ts";
import type { Metrics } from "../platform/metrics.ts";
import type { Shopify } from "../shopify/app.ts";

/** What the sync works with; the app's runtime has it all. */
export interface SyncRuntime {
  readonly env: { readonly ERASURE_KEYS: string; readonly ENCRYPTION_KEYS: string };
  readonly db: Db;
  readonly jobs: JobQueue;
  readonly shopify: Shopify;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
}

export type Resource = ResourceName;
/** What customer value is made of. Customers first: orders are valued by customer. */
export const VALUED_RESOURCES: readonly Resource[] = ["customers", "orders"];
/** What is read after it: no figure waits for it. */
const CATALOG_RESOURCES: readonly Resource[] = ["products", "collections"];
export const RESOURCES: readonly Resource[] = [...VALUED_RESOURCES, ...CATALOG_RESOURCES];
