import type { Db } from "../db/client.ts";
import { fenced, installedGeneration, ShopLeft } from "../db/fence.ts";
import { type ShopRef, shopRef } from "../platform/ids.ts";
import { type Log, originFields, withFields } from "../platform/log.ts";
import type { JobContext, JobOutcome } from "./queue.ts";

/**
 * The handler of a job that works for a shop: it gets the host with a database that belongs to the installation of this moment
 * (app/db/fence.ts). A shop that does not have the app, or loses it meanwhile, ends the job without an error.
 */
export function forShop<
  Host extends { readonly db: Db; readonly log: Log },
  Payload extends { shop: string; origin?: string | undefined },
>(
  host: Host,
  handler: (host: Host, shop: ShopRef, payload: Payload, context: JobContext) => Promise<JobOutcome>,
): (payload: Payload, context: JobContext) => Promise<JobOutcome> {
  return async (payload, context) => {
    const shop = shopRef(payload.shop);
    const origin = payload.origin === undefined ? [] : [payload.origin];
    const log = withFields(host.log, { jobId: context.id, ...originFields(origin) });
    const generation = await installedGeneration(host.db.pool, shop.shopId);
    try {
      if (generation === null) throw new ShopLeft();
      const db = fenced(host.db, shop.shopId, generation);
      return await handler({ ...host, db, log }, shop, payload, context);
    } catch (error) {
      if (!(error instanceof ShopLeft)) throw error;
      log.info("jobs.shop_left", { shop: shop.domain, began: generation !== null });
    }
  };
}
