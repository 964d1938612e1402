import { parseFittedModel } from "../clv/prediction/value-model.ts";
import { cohortTotals } from "../db/queries/pages/summary.ts";
import { installedShops } from "../db/queries/source/shops.ts";
import { shopValuation } from "../db/queries/valuation/customer-value-rows.ts";
import { modelInForce } from "../db/queries/valuation/predictions.ts";
import { modelRefitAllJob, modelRefitJob } from "../jobs/definitions/model-refit.ts";
import { segmentMembersJob } from "../jobs/definitions/segment-members.ts";
import { valuationRefreshJob } from "../jobs/definitions/valuation-refresh.ts";
import { forEachShop } from "../jobs/for-each-shop.ts";
import { forShop } from "../jobs/for-shop.ts";
import type { JobQueue } from "../jobs/queue.ts";
import type { ShopRef } from "../platform/ids.ts";
import { refitModel } from "./compute/refit.ts";
import { refreshValuation, type ValuationHost } from "./compute/refresh.ts";

/** Refreshes of changed customers in one turn: a shop whose customers keep changing leaves its worker to other shops. */
const TURN_REFRESHES = 3;
/** During the day a model is fitted again once the shop has this many times the customers of the last fit. */
const GROWN_ENOUGH = 1.1;

export interface ValuationJobsHost extends ValuationHost {
  readonly jobs: JobQueue;
}

/**
 * Binds the handlers of the valuation's jobs to this process. A full refresh (after a backfill, after a change of settings, every
 * night) is always followed by a fit.
 */
export async function registerValuationJobs(host: ValuationJobsHost): Promise<void> {
  const { db, jobs, log } = host;
  await jobs.work(
    valuationRefreshJob,
    forShop(host, async (its, shop, { full }) => {
      let outcome = await refreshValuation(its, shop, { full });
      // It makes itself a full one where the settings or the app's own columns have changed.
      const whole = outcome?.full ?? full;
      for (let done = 1; outcome?.more && done < TURN_REFRESHES; done++) {
        outcome = await refreshValuation(its, shop, { full: false });
      }
      if (outcome?.more) await jobs.enqueue(valuationRefreshJob, { shop: shop.domain, full: false });
      if (outcome) await jobs.enqueue(segmentMembersJob, { shop: shop.domain, whole });
      if (outcome && (full || (await needsRefit(its, shop, outcome.asOfDay)))) {
        await jobs.enqueue(modelRefitJob, { shop: shop.domain });
      }
    }),
  );
  await jobs.work(
    modelRefitJob,
    forShop(host, async (its, shop, _payload, { signal }) => {
      await refitModel(its, shop, signal);
      await jobs.enqueue(segmentMembersJob, { shop: shop.domain, whole: true });
    }),
  );
  await jobs.work(modelRefitAllJob, async (_payload, { signal }) => {
    // Recency, windows and predictions change every day for every customer, also without orders.
    const round = { log, round: modelRefitAllJob.name, signal };
    await forEachShop(round, await installedShops(db.pool), ({ domain }) =>
      jobs.enqueue(valuationRefreshJob, { shop: domain, full: true }),
    );
  });
}

/**
 * Without a model every refresh asks for a fit; with one, only a tenth more customers do so before the night. After a fit that took
 * too long the next one is tried at night. No fit is needed while
 * a fit, or a full refresh that will ask for one, waits or runs. The order of the checks matters: a finished full refresh has already
 * asked for its fit, and a finished fit has already stored its model.
 */
async function needsRefit({ db, jobs }: ValuationJobsHost, shop: ShopRef, asOfDay: string): Promise<boolean> {
  if (await jobs.isPending(valuationRefreshJob, { shop: shop.domain, full: true })) return false;
  if (await jobs.isPending(modelRefitJob, { shop: shop.domain })) return false;
  // Every change of the shop would keep a thread busy for as long again.
  if ((await shopValuation(db.pool, shop.shopId))?.learning === "took_too_long") return false;
  const totals = await cohortTotals(db.pool, shop.shopId, asOfDay);
  const model = await modelInForce(db.pool, shop.shopId);
  // A model stored by an older version of the app cannot be used.
  const usable = model && parseFittedModel(model.model) ? model : null;
  return totals.customers > 0 && (!usable || totals.customers > usable.customers * GROWN_ENOUGH);
}
