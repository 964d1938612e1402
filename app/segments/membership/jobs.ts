import { hasPublications } from "../../db/queries/publishing/publications.ts";
import { segmentMembersJob } from "../../jobs/definitions/segment-members.ts";
import { segmentPublicationJob } from "../../jobs/definitions/segment-publication.ts";
import { forShop } from "../../jobs/for-shop.ts";
import type { JobQueue } from "../../jobs/queue.ts";
import { wakeDestinations } from "../../jobs/wake-destinations.ts";
import { type MembershipHost, refreshMembership } from "./refresh.ts";

/**
 * Binds the handler of the job to this process. The job follows each valuation, each fit and each change of a segment or of products and collections; every night
 * everybody is valued, so that everybody is looked at.
 */
export async function registerSegmentJobs(host: MembershipHost & { readonly jobs: JobQueue }): Promise<void> {
  await host.jobs.work(
    segmentMembersJob,
    forShop(host, async (its, shop, { whole, catalog = false }) => {
      await refreshMembership(its, shop, { whole, catalog });
      if (await hasPublications(its.db.pool, shop.shopId))
        await host.jobs.enqueue(segmentPublicationJob, { shop: shop.domain });
      await wakeDestinations(host.jobs, its.db.pool, shop);
    }),
  );
}
