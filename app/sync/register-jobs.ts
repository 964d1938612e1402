import { openHistoryFiles } from "../db/queries/history-file/files.ts";
import { hasPublications, shopsWithDueTags } from "../db/queries/publishing/publications.ts";
import { installedShops } from "../db/queries/source/shops.ts";
import { shopsWithDueSources } from "../db/queries/sync/dirty.ts";
import { shopsWithoutHistory } from "../db/queries/sync/progress.ts";
import { backfillJob } from "../jobs/definitions/backfill.ts";
import { compareAllJob, compareJob } from "../jobs/definitions/compare.ts";
import { customerMergeJob } from "../jobs/definitions/customer-merge.ts";
import { customerRedactionJob } from "../jobs/definitions/customer-redaction.ts";
import { departureJob } from "../jobs/definitions/departure.ts";
import { type CheckPlace, fullCheckAllJob, fullCheckJob } from "../jobs/definitions/full-check.ts";
import { type GoneRowsLook, goneRowsJob } from "../jobs/definitions/gone-rows.ts";
import { historyFileJob } from "../jobs/definitions/history-file.ts";
import { reconcileAllJob, reconcileJob } from "../jobs/definitions/reconcile.ts";
import { refetchJob } from "../jobs/definitions/refetch.ts";
import { retentionJob } from "../jobs/definitions/retention.ts";
import { segmentPublicationJob } from "../jobs/definitions/segment-publication.ts";
import { shopFactsJob } from "../jobs/definitions/shop-facts.ts";
import { shopRedactionJob } from "../jobs/definitions/shop-redaction.ts";
import { sweepJob } from "../jobs/definitions/sweep.ts";
import { forEachShop } from "../jobs/for-each-shop.ts";
import { forShop } from "../jobs/for-shop.ts";
import type { JobContext, JobOutcome } from "../jobs/queue.ts";
import { type ShopRef, shopRef } from "../platform/ids.ts";
import { originFields, withFields } from "../platform/log.ts";
import { compareMonths } from "./checking/compare.ts";
import { workOnFullCheck } from "./checking/full-check.ts";
import { findGoneRows } from "./checking/gone-rows.ts";
import { reconcile } from "./checking/reconcile.ts";
import { workOnHistory } from "./history/backfill.ts";
import { workOnHistoryFile } from "./history-file/work.ts";
import { followCustomerMerge } from "./live/customer-merge.ts";
import { refetchDue } from "./live/refetch.ts";
import { redactShop } from "./privacy/redact-shop.ts";
import { redactCustomer } from "./privacy/redaction.ts";
import { keepRetention } from "./privacy/retention.ts";
import type { SyncRuntime } from "./runtime.ts";
import { followDeparture } from "./shop/departure.ts";
import { readOlderMappingsAgain } from "./shop/older-mapping.ts";
import { refreshShopFacts, ScopeWithdrawn } from "./shop/shop-facts.ts";
import { recordTrouble, troubleLane } from "./shop/trouble.ts";

/** Batches of each resource that a shop may fetch before it is another shop's turn. */
const TURN_BATCHES = 5;

/** Shops whose changes are fetched at once; one that does not answer holds one of these places. */
const REFETCHES_AT_ONCE = 4;

/** Has this process work on the jobs of the sync. */
export async function registerSyncJobs(runtime: SyncRuntime): Promise<void> {
  const { db, jobs, clock, log } = runtime;

  /** Each kind of job has a lane of its own for shops in trouble. */
  const ofShop = <P extends { shop: string; origin?: string | undefined }>(
    work: (its: SyncRuntime, shop: ShopRef, context: JobContext, payload: P) => Promise<JobOutcome>,
  ) => {
    const inLane = troubleLane();
    return forShop<SyncRuntime, P>(runtime, (its, shop, payload, context) =>
      inLane(its, shop, () => work(its, shop, context, payload)),
    );
  };

  await jobs.work(
    backfillJob,
    ofShop(
      (
        its,
        shop,
        { signal },
        { catchUp }: { shop: string; origin?: string | undefined; catchUp?: boolean | undefined },
      ) => workOnHistory(its, shop, { signal, catchUp }),
    ),
  );
  await jobs.work(
    refetchJob,
    ofShop((its, shop, { signal }) => refetchDue(its, shop, { signal, turnBatches: TURN_BATCHES })),
    { concurrency: REFETCHES_AT_ONCE },
  );
  await jobs.work(
    reconcileJob,
    ofShop(async (its, shop, { signal }) => {
      await reconcile(its, shop, { signal });
    }),
  );
  await jobs.work(
    compareJob,
    ofShop(async (its, shop, { signal }) => {
      await compareMonths(its, shop, { signal });
    }),
  );
  await jobs.work(
    goneRowsJob,
    ofShop((its, shop, { signal }, { looks, waits }: GoneRowsLook) =>
      findGoneRows(its, shop, { signal, looks, waits }),
    ),
  );
  await jobs.work(
    fullCheckJob,
    ofShop((its, shop, { signal }, { at }: { shop: string; at?: CheckPlace | undefined }) =>
      workOnFullCheck(its, shop, at ?? null, { signal }),
    ),
  );
  await jobs.work(
    shopFactsJob,
    ofShop(async (its, shop) => {
      try {
        await refreshShopFacts(its, shop);
        // It may write in the shop now, or not any more.
        if (await hasPublications(its.db.pool, shop.shopId))
          await its.jobs.enqueue(segmentPublicationJob, { shop: shop.domain });
      } catch (error) {
        // Said once is enough: waiting, the job would be in the way of the one that the next change of the scopes asks for.
        if (!(error instanceof ScopeWithdrawn)) throw error;
        await recordTrouble(its, shop, "scope_withdrawn", error.missing.join(", "));
      }
    }),
  );
  await jobs.work(
    customerMergeJob,
    ofShop(async (its, shop, { signal }, { firstId, secondId, isTold, origin }) => {
      await followCustomerMerge(its, shop, firstId, secondId, { isTold, origin, signal });
    }),
  );
  await jobs.work(
    historyFileJob,
    forShop<SyncRuntime, { shop: string; fileId: string }>(runtime, (its, shop, { fileId }, { signal }) =>
      workOnHistoryFile(its, shop, fileId, signal),
    ),
  );
  /** As in `forShop`, of jobs that work without an installation. */
  const traced = ({ origin }: { origin?: string | undefined }, { id }: JobContext): SyncRuntime => ({
    ...runtime,
    log: withFields(runtime.log, { jobId: id, ...originFields(origin === undefined ? [] : [origin]) }),
  });
  await jobs.work(customerRedactionJob, (payload, context) =>
    redactCustomer(traced(payload, context), shopRef(payload.shop), payload.requestId),
  );
  await jobs.work(departureJob, (payload, context) => {
    const { shop, redact, origin } = payload;
    return followDeparture(traced(payload, context), shopRef(shop), { redact, origin }, context.signal);
  });
  await jobs.work(shopRedactionJob, (payload, context) =>
    redactShop(traced(payload, context), shopRef(payload.shop)),
  );
  await jobs.work(retentionJob, (_payload, { signal }) => keepRetention(runtime, signal));

  await jobs.work(sweepJob, async (_payload, { signal }) => {
    const sweep = { log, round: sweepJob.name, signal };
    await readOlderMappingsAgain(runtime);
    await forEachShop(sweep, await shopsWithDueSources(db.pool, clock()), ({ domain }) =>
      jobs.enqueue(refetchJob, { shop: domain }),
    );
    await forEachShop(sweep, await shopsWithoutHistory(db.pool, clock()), ({ domain }) =>
      jobs.enqueue(backfillJob, { shop: domain }),
    );
    await forEachShop(sweep, await shopsWithDueTags(db.pool, clock()), ({ domain }) =>
      jobs.enqueue(segmentPublicationJob, { shop: domain }),
    );
    await forEachShop(sweep, await openHistoryFiles(db.pool), ({ domain: shop }, { fileId }) =>
      jobs.enqueue(historyFileJob, { shop, fileId }),
    );
  });
  const forEveryShop: [everywhere: typeof reconcileAllJob, ofOne: typeof reconcileJob][] = [
    [reconcileAllJob, reconcileJob],
    [compareAllJob, compareJob],
    [fullCheckAllJob, fullCheckJob],
  ];
  for (const [everywhere, ofOne] of forEveryShop) {
    await jobs.work(everywhere, async (_payload, { signal }) =>
      forEachShop({ log, round: everywhere.name, signal }, await installedShops(db.pool), ({ domain }) =>
        jobs.enqueue(ofOne, { shop: domain }),
      ),
    );
  }
}
