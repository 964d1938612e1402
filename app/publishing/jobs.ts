import { segmentPublicationJob } from "../jobs/definitions/segment-publication.ts";
import { forShop } from "../jobs/for-shop.ts";
import type { SyncRuntime } from "../sync/runtime.ts";
import { troubleLane } from "../sync/shop/trouble.ts";
import { keepPublications, type PublishingOptions } from "./keep-in-step.ts";

/**
 * Binds the handler of the job to this process. The job follows each look at the members, each change of what is published, and each change of
 * the scopes.
 */
export async function registerPublishingJobs(
  runtime: SyncRuntime,
  options: PublishingOptions = {},
): Promise<void> {
  const inLane = troubleLane();
  await runtime.jobs.work(
    segmentPublicationJob,
    forShop(runtime, (its, shop, _payload, { signal }) =>
      inLane(its, shop, () => keepPublications(its, shop, signal, options)),
    ),
  );
}
