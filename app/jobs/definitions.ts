import { z } from "zod";
import { parseShopDomain, type ShopDomain } from "../platform/ids.ts";

/**
 * What a job is: its name, payload and how it is queued. Its handler lives where the work is done. Every job may run
 * more than once, so handlers are idempotent, and payloads hold ids alone: what they stand for is read when the job runs.
 */
export interface JobDefinition<Payload> {
  readonly name: string;
  readonly payload: z.ZodType<Payload>;
  /** Jobs of one key are one: see `policy`. */
  singletonKey(payload: Payload): string;
  /**
   * `exclusive`: one job of a key waits or runs; `stately`: one waits while another runs, so that what came up during a run
   * is seen by the next; `standard`: all run.
   */
  readonly policy: "exclusive" | "stately" | "standard";
  readonly retryLimit: number;
  /** First pause before a retry; it doubles with each one. */
  readonly retryDelaySeconds: number;
  readonly expireInSeconds: number;
}

const DEFAULTS = { retryLimit: 8, retryDelaySeconds: 5, expireInSeconds: 15 * 60 } as const;

function defineJob<Payload>(
  definition: Pick<JobDefinition<Payload>, "name" | "payload" | "singletonKey" | "policy"> &
    Partial<JobDefinition<Payload>>,
): JobDefinition<Payload> {
  return { ...DEFAULTS, ...definition };
}

const shopDomain: z.ZodType<ShopDomain> = z.string().transform((text) => parseShopDomain(text));
const ofShop = z.object({ shop: shopDomain });
const byShop = ({ shop }: { shop: ShopDomain }): string => shop;
const nothing = z.object({});
const once = (): string => "all";

/** Reads the whole history, or the missing part, and continues where a killed process stopped. */
export const backfillJob = defineJob({
  name: "sync.backfill",
  payload: ofShop,
  singletonKey: byShop,
  policy: "exclusive",
  expireInSeconds: 23 * 3600,
});

/** Fetches again what webhooks and reconciliation touched. */
export const refetchJob = defineJob({
  name: "sync.refetch",
  payload: ofShop,
  singletonKey: byShop,
  policy: "stately",
});

/** Looks for changes that no webhook reported. */
export const reconcileJob = defineJob({
  name: "sync.reconcile",
  payload: ofShop,
  singletonKey: byShop,
  policy: "stately",
});

/** Compares the number of orders and of customers of each month with Shopify's own, and has fetched again what differs. */
export const compareJob = defineJob({
  name: "sync.compare",
  payload: ofShop,
  singletonKey: byShop,
  policy: "stately",
});

/** Compares the ids and versions of all orders and customers with Shopify's own. */
export const fullCheckJob = defineJob({
  name: "sync.full-check",
  payload: ofShop,
  singletonKey: byShop,
  policy: "stately",
  expireInSeconds: 6 * 3600,
});

export const customerMergeJob = defineJob({
  name: "sync.customer-merge",
  payload: z.object({ shop: shopDomain, firstId: z.number().int(), secondId: z.number().int() }),
  singletonKey: ({ shop, firstId, secondId }) => `${shop} ${firstId} ${secondId}`,
  policy: "exclusive",
});

/** Name, currency, time zone, plan and granted scopes of the shop. */
export const shopFactsJob = defineJob({
  name: "sync.shop-facts",
  payload: ofShop,
  singletonKey: byShop,
  policy: "stately",
});

export const customerRedactionJob = defineJob({
  name: "privacy.redact-customer",
  payload: z.object({ shop: shopDomain, requestId: z.string(), customerId: z.number().int() }),
  singletonKey: ({ shop, customerId }) => `${shop} ${customerId}`,
  policy: "exclusive",
  retryLimit: 30,
});

export const shopRedactionJob = defineJob({
  name: "privacy.redact-shop",
  payload: ofShop,
  singletonKey: byShop,
  policy: "exclusive",
  retryLimit: 30,
});

/** Every shop whose dirty set has work that is due, or whose history is unfinished: what a lost wake-up left behind. */
export const sweepJob = defineJob({
  name: "sync.sweep",
  payload: nothing,
  singletonKey: once,
  policy: "exclusive",
  retryLimit: 0,
});

export const reconcileAllJob = defineJob({
  name: "sync.reconcile-all",
  payload: nothing,
  singletonKey: once,
  policy: "exclusive",
  retryLimit: 0,
});

export const compareAllJob = defineJob({
  name: "sync.compare-all",
  payload: nothing,
  singletonKey: once,
  policy: "exclusive",
  retryLimit: 0,
});

export const fullCheckAllJob = defineJob({
  name: "sync.full-check-all",
  payload: nothing,
  singletonKey: once,
  policy: "exclusive",
  retryLimit: 0,
});

/** Values the customers in `valuation_dirty`, or with `full` all of them. */
export const valuationRefreshJob = defineJob({
  name: "valuation.refresh",
  payload: z.object({ shop: shopDomain, full: z.boolean() }),
  singletonKey: ({ shop, full }) => `${shop} ${full ? "full" : "changed"}`,
  policy: "stately",
  expireInSeconds: 2 * 3600,
});

export const modelRefitJob = defineJob({
  name: "valuation.refit",
  payload: ofShop,
  singletonKey: byShop,
  policy: "stately",
  expireInSeconds: 2 * 3600,
});

export const modelRefitAllJob = defineJob({
  name: "valuation.refit-all",
  payload: nothing,
  singletonKey: once,
  policy: "exclusive",
  retryLimit: 0,
});

/** Every queue that the database has. */
export const ALL_JOBS: readonly Pick<
  JobDefinition<never>,
  "name" | "policy" | "retryLimit" | "retryDelaySeconds" | "expireInSeconds"
>[] = [
  backfillJob,
  refetchJob,
  reconcileJob,
  compareJob,
  fullCheckJob,
  customerMergeJob,
  shopFactsJob,
  customerRedactionJob,
  shopRedactionJob,
  sweepJob,
  reconcileAllJob,
  compareAllJob,
  fullCheckAllJob,
  valuationRefreshJob,
  modelRefitJob,
  modelRefitAllJob,
];
