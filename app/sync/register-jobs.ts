import { installedShops } from "../db/queries/source/shops.ts";
import { shopsWithDueSources } from "../db/queries/sync/dirty.ts";
import { shopsWithoutHistory } from "../db/queries/sync/progress.ts";
import { backfillJob } from "../jobs/definitions/backfill.ts";
import { compareAllJob, compareJob } from "../jobs/definitions/compare.ts";
import { customerMergeJob } from "../jobs/definitions/customer-merge.ts";
import { customerRedactionJob } from "../jobs/definitions/customer-redaction.ts";
import { departureJob } from "../jobs/definitions/departure.ts";
import { fullCheckAllJob, fullCheckJob } from "../jobs/definitions/full-check.ts";
import { reconcileAllJob, reconcileJob } from "../jobs/definitions/reconcile.ts";
import { refetchJob } from "../jobs/definitions/refetch.ts";
import { shopFactsJob } from "../jobs/definitions/shop-facts.ts";
import { shopRedactionJob } from "../jobs/definitions/shop-redaction.ts";
import { sweepJob } from "../jobs/definitions/sweep.ts";
import type { JobContext } from "../jobs/queue.ts";
import { parseShopDomain, type ShopRef, shopRef } from "../platform/ids.ts";
import { ShopNotInstalled } from "../shopify/errors.ts";
import { compareMonths } from "./checking/compare.ts";
import { checkEverything } from "./checking/full-check.ts";
import { reconcile } from "./checking/reconcile.ts";
import { readHistory } from "./history/backfill.ts";
import { followCustomerMerge } from "./live/customer-merge.ts";
import { refetchDue } from "./live/refetch.ts";
import { redactCustomer, redactShop } from "./privacy/redaction.ts";
import type { SyncRuntime } from "./runtime.ts";
import { followDeparture } from "./shop/departure.ts";
import { refreshShopFacts, UnusableShop } from "./shop/shop-facts.ts";

/** Has this process work on the jobs of the sync. */
export async function registerSyncJobs(runtime: SyncRuntime): Promise<void> {
  const { db, jobs, clock } = runtime;

  /** A shop that removed the app has no session, and one that cannot be used says so itself: their jobs end without an error. */
  const ofShop =
    (work: (shop: ShopRef, context: JobContext) => Promise<unknown>) =>
    async (payload: { shop: string }, context: JobContext): Promise<void> => {
      try {
        await work(shopRef(payload.shop), context);
      } catch (error) {
        if (error instanceof ShopNotInstalled) {
          runtime.log.info("sync.skipped", { shop: payload.shop, reason: "not installed" });
        } else if (error instanceof UnusableShop) {
          runtime.log.warn("sync.skipped", { shop: payload.shop, reason: error.code });
        } else {
          throw error;
        }
      }
    };

  await jobs.work(
    backfillJob,
    ofShop((shop, { signal }) => readHistory(runtime, shop, { signal })),
  );
  await jobs.work(
    refetchJob,
    ofShop((shop, { signal }) => refetchDue(runtime, shop, { signal })),
  );
  await jobs.work(
    reconcileJob,
    ofShop((shop, { signal }) => reconcile(runtime, shop, { signal })),
  );
  await jobs.work(
    compareJob,
    ofShop((shop, { signal }) => compareMonths(runtime, shop, { signal })),
  );
  await jobs.work(
    fullCheckJob,
    ofShop((shop, { signal }) => checkEverything(runtime, shop, { signal })),
  );
  await jobs.work(
    shopFactsJob,
    ofShop((shop) => refreshShopFacts(runtime, shop)),
  );
  await jobs.work(customerMergeJob, (payload, { signal }) =>
    ofShop((shop) => followCustomerMerge(runtime, shop, payload.firstId, payload.secondId, signal))(payload, {
      signal,
    }),
  );
  await jobs.work(customerRedactionJob, ({ shop, customerId, requestId }) =>
    redactCustomer(runtime, shopRef(shop), customerId, requestId),
  );
  await jobs.work(departureJob, ({ shop, redact }, { signal }) =>
    followDeparture(runtime, shopRef(shop), { redact }, signal),
  );
  await jobs.work(shopRedactionJob, ({ shop }) => redactShop(runtime, shopRef(shop)));

  await jobs.work(sweepJob, async () => {
    for (const domain of await shopsWithDueSources(db.pool, clock())) {
      await jobs.enqueue(refetchJob, { shop: parseShopDomain(domain) });
    }
    for (const domain of await shopsWithoutHistory(db.pool, clock())) {
      await jobs.enqueue(backfillJob, { shop: parseShopDomain(domain) });
    }
  });
  const forEveryShop: [everywhere: typeof reconcileAllJob, ofOne: typeof reconcileJob][] = [
    [reconcileAllJob, reconcileJob],
    [compareAllJob, compareJob],
    [fullCheckAllJob, fullCheckJob],
  ];
  for (const [everywhere, ofOne] of forEveryShop) {
    await jobs.work(everywhere, async () => {
      for (const domain of await installedShops(db.pool)) {
        await jobs.enqueue(ofOne, { shop: parseShopDomain(domain) });
      }
    });
  }
}
