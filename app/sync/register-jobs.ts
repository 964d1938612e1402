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
import { retentionJob } from "../jobs/definitions/retention.ts";
import { shopFactsJob } from "../jobs/definitions/shop-facts.ts";
import { shopRedactionJob } from "../jobs/definitions/shop-redaction.ts";
import { sweepJob } from "../jobs/definitions/sweep.ts";
import { forShop } from "../jobs/for-shop.ts";
import type { JobContext } from "../jobs/queue.ts";
import { parseShopDomain, type ShopRef, shopRef } from "../platform/ids.ts";
import { ShopNotInstalled } from "../shopify/errors.ts";
import { compareMonths } from "./checking/compare.ts";
import { checkEverything } from "./checking/full-check.ts";
import { reconcile } from "./checking/reconcile.ts";
import { readHistory } from "./history/backfill.ts";
import { followCustomerMerge } from "./live/customer-merge.ts";
import { refetchDue } from "./live/refetch.ts";
import { redactShop } from "./privacy/redact-shop.ts";
import { redactCustomer } from "./privacy/redaction.ts";
import { keepRetention } from "./privacy/retention.ts";
import type { SyncRuntime } from "./runtime.ts";
import { followDeparture } from "./shop/departure.ts";
import { refreshShopFacts, UnusableShop } from "./shop/shop-facts.ts";

/** Has this process work on the jobs of the sync. */
export async function registerSyncJobs(runtime: SyncRuntime): Promise<void> {
  const { db, jobs, clock } = runtime;

  /** A shop that removed the app has no session, and one that cannot be used says so itself: their jobs end without an error. */
  const ofShop = <P extends { shop: string }>(
    work: (runtime: SyncRuntime, shop: ShopRef, context: JobContext, payload: P) => Promise<unknown>,
  ) =>
    forShop<SyncRuntime, P>(runtime, async (its, shop, payload, context) => {
      try {
        await work(its, shop, context, payload);
      } catch (error) {
        if (error instanceof ShopNotInstalled) {
          runtime.log.info("sync.skipped", { shop: payload.shop, reason: "not installed" });
        } else if (error instanceof UnusableShop) {
          runtime.log.warn("sync.skipped", { shop: payload.shop, reason: error.code });
        } else {
          throw error;
        }
      }
    });

  await jobs.work(
    backfillJob,
    ofShop((its, shop, { signal }) => readHistory(its, shop, { signal })),
  );
  await jobs.work(
    refetchJob,
    ofShop((its, shop, { signal }) => refetchDue(its, shop, { signal })),
  );
  await jobs.work(
    reconcileJob,
    ofShop((its, shop, { signal }) => reconcile(its, shop, { signal })),
  );
  await jobs.work(
    compareJob,
    ofShop((its, shop, { signal }) => compareMonths(its, shop, { signal })),
  );
  await jobs.work(
    fullCheckJob,
    ofShop((its, shop, { signal }) => checkEverything(its, shop, { signal })),
  );
  await jobs.work(
    shopFactsJob,
    ofShop((its, shop) => refreshShopFacts(its, shop)),
  );
  await jobs.work(
    customerMergeJob,
    ofShop((its, shop, { signal }, { firstId, secondId }) =>
      followCustomerMerge(its, shop, firstId, secondId, signal),
    ),
  );
  await jobs.work(customerRedactionJob, ({ shop, requestId }) =>
    redactCustomer(runtime, shopRef(shop), requestId),
  );
  await jobs.work(departureJob, ({ shop, redact }, { signal }) =>
    followDeparture(runtime, shopRef(shop), { redact }, signal),
  );
  await jobs.work(shopRedactionJob, ({ shop }) => redactShop(runtime, shopRef(shop)));
  await jobs.work(retentionJob, (_payload, { signal }) => keepRetention(runtime, signal));

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
