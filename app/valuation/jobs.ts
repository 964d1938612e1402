import { parseFittedModel } from "../clv/prediction/value-model.ts";
import { installedShops } from "../db/queries/pages/settings.ts";
import { cohortTotals } from "../db/queries/pages/summary.ts";
import { modelInForce } from "../db/queries/valuation/predictions.ts";
import { modelRefitAllJob, modelRefitJob, valuationRefreshJob } from "../jobs/definitions.ts";
import type { JobQueue } from "../jobs/queue.ts";
import { type ShopRef, shopRef } from "../platform/ids.ts";
import { refitModel } from "./compute/refit.ts";
import { refreshValuation, type ValuationHost } from "./compute/refresh.ts";

/** A model is fitted anew by day when the shop has this many times the customers that it was fitted to. */
const GROWN_ENOUGH = 1.1;

export interface ValuationJobsHost extends ValuationHost {
  readonly jobs: JobQueue;
}

/**
 * Binds the handlers of the valuation's jobs to this process. A full refresh (after a backfill, after a change of settings, every
 * night) is always followed by a fit.
 */
export async function registerValuationJobs(host: ValuationJobsHost): Promise<void> {
  const { db, jobs } = host;
  await jobs.work(valuationRefreshJob, async ({ shop: domain, full }) => {
    const shop = shopRef(domain);
    let outcome = await refreshValuation(host, shop, { full });
    while (outcome?.more) outcome = await refreshValuation(host, shop, { full: false });
    if (outcome && (full || (await needsRefit(host, shop, outcome.asOfDay)))) {
      await jobs.enqueue(modelRefitJob, { shop: domain });
    }
  });
  await jobs.work(modelRefitJob, async ({ shop }, { signal }) => {
    await refitModel(host, shopRef(shop), signal);
  });
  await jobs.work(modelRefitAllJob, async () => {
    // Days pass without orders too: recency, windows and predictions move for everybody.
    for (const domain of await installedShops(db.pool)) {
      await jobs.enqueue(valuationRefreshJob, { shop: shopRef(domain).domain, full: true });
    }
  });
}

/**
 * Without a model every refresh tries; with one, a tenth more customers than it knew are worth another fit before the night. Where a
 * fit waits or runs, or a full refresh that asks for one, another would only repeat it. The order of the questions matters: a full
 * refresh that has ended has asked for its fit, and a fit that has ended has left its model.
 */
async function needsRefit({ db, jobs }: ValuationJobsHost, shop: ShopRef, asOfDay: string): Promise<boolean> {
  if (await jobs.isPending(valuationRefreshJob, { shop: shop.domain, full: true })) return false;
  if (await jobs.isPending(modelRefitJob, { shop: shop.domain })) return false;
  const totals = await cohortTotals(db.pool, shop.shopId, asOfDay);
  const model = await modelInForce(db.pool, shop.shopId);
  // A model that an older version of the app stored predicts nobody.
  const usable = model && parseFittedModel(model.model) ? model : null;
  return totals.customers > 0 && (!usable || totals.customers > usable.customers * GROWN_ENOUGH);
}
