import { forgetAmounts, storedDecimals } from "../../db/queries/source/amounts.ts";
import { forgetWatermarks } from "../../db/queries/sync/progress.ts";
import { backfillJob } from "../../jobs/definitions/backfill.ts";
import { CURRENCY_DECIMALS } from "../../platform/currencies.ts";
import { shopRef } from "../../platform/ids.ts";
import { type SyncRuntime, VALUED_RESOURCES } from "../runtime.ts";

/**
 * Starts a new reading of every shop whose amounts were stored under decimals that the app no longer uses, or that are not
 * known, so that no page shows them 100 times off. Call it before pages are served.
 */
export async function readOtherDecimalsAgain(
  runtime: Pick<SyncRuntime, "db" | "jobs" | "log">,
): Promise<void> {
  const { db, jobs, log } = runtime;
  for (const { domain, currency, minorDigits } of await storedDecimals(db.pool)) {
    const decimals = CURRENCY_DECIMALS[currency];
    if (decimals === undefined || minorDigits === decimals) continue;
    const { shopId, domain: shop } = shopRef(domain);
    await db.transaction(async (tx) => {
      await forgetAmounts(tx, shopId, decimals);
      await forgetWatermarks(tx, shopId, VALUED_RESOURCES);
      await jobs.enqueue(backfillJob, { shop }, { tx });
    });
    log.info("shop.decimals.changed", { shop: domain, currency, from: minorDigits });
  }
}
