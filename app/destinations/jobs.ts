import { installedGeneration } from "../db/fence.ts";
import { destinationsDue } from "../db/queries/destinations/destinations.ts";
import { destinationJob, destinationSweepJob } from "../jobs/definitions/destination.ts";
import { forEachShop } from "../jobs/for-each-shop.ts";
import { forShop } from "../jobs/for-shop.ts";
import type { JobQueue } from "../jobs/queue.ts";
import { shopRef } from "../platform/ids.ts";
import type { EngineHost } from "./engine/host.ts";
import { keepDestination } from "./engine/keep-in-step.ts";
import { READ_BACK_MS } from "./engine/read-back.ts";

const DAY_MS = 86_400_000;

/**
 * Binds the handlers to this process. The job follows each look at the members of segments and each customer that was read again; what waits for its
 * time is found by the sweep.
 */
export async function registerDestinationJobs(
  host: Omit<EngineHost, "random" | "fetch"> &
    Partial<Pick<EngineHost, "random" | "fetch">> & { readonly jobs: JobQueue },
): Promise<void> {
  const engine = { ...host, random: host.random ?? Math.random, fetch: host.fetch ?? fetch };
  const { db, jobs, clock, log } = engine;
  const keep = forShop(
    engine,
    (its, shop, { destinationId }: { shop: string; destinationId: string }, { signal }) =>
      keepDestination(its, shop, destinationId, signal),
  );
  await jobs.work(destinationJob, async (payload, context) => {
    const shop = shopRef(payload.shop);
    // An erasure that was asked for is passed on, whether the shop has the app or not.
    if ((await installedGeneration(db.pool, shop.shopId)) === null)
      return keepDestination(engine, shop, payload.destinationId, context.signal, { only: "erasures" });
    return keep(payload, context);
  });
  await jobs.work(destinationSweepJob, async (_payload, { signal }) => {
    const now = clock();
    const due = await destinationsDue(db.pool, now, {
      readBackBefore: new Date(now.getTime() - READ_BACK_MS),
      comparedBefore: new Date(now.getTime() - DAY_MS),
    });
    await forEachShop(
      { log, round: destinationSweepJob.name, signal },
      due,
      ({ domain }, { destinationId }) => jobs.enqueue(destinationJob, { shop: domain, destinationId }),
    );
  });
}
