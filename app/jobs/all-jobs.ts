import type { ZodType } from "zod";
import { backfillJob } from "./definitions/backfill.ts";
import { compareAllJob, compareJob } from "./definitions/compare.ts";
import { customerMergeJob } from "./definitions/customer-merge.ts";
import { customerRedactionJob } from "./definitions/customer-redaction.ts";
import { departureJob } from "./definitions/departure.ts";
import { destinationJob, destinationSweepJob } from "./definitions/destination.ts";
import { fullCheckAllJob, fullCheckJob } from "./definitions/full-check.ts";
import { goneRowsJob } from "./definitions/gone-rows.ts";
import { historyFileJob } from "./definitions/history-file.ts";
import { modelRefitAllJob, modelRefitJob } from "./definitions/model-refit.ts";
import { reconcileAllJob, reconcileJob } from "./definitions/reconcile.ts";
import { refetchJob } from "./definitions/refetch.ts";
import { retentionJob } from "./definitions/retention.ts";
import { segmentMembersJob } from "./definitions/segment-members.ts";
import { segmentPublicationJob } from "./definitions/segment-publication.ts";
import { shopFactsJob } from "./definitions/shop-facts.ts";
import { shopRedactionJob } from "./definitions/shop-redaction.ts";
import { sweepJob } from "./definitions/sweep.ts";
import { valuationRefreshJob } from "./definitions/valuation-refresh.ts";
import type { JobDefinition } from "./job-definition.ts";

/** Every queue that the database has. */
export const ALL_JOBS: readonly (Pick<
  JobDefinition<never>,
  "name" | "policy" | "retryLimit" | "retryDelaySeconds" | "expireInSeconds"
> & { readonly payload: ZodType })[] = [
  backfillJob,
  refetchJob,
  reconcileJob,
  compareJob,
  goneRowsJob,
  fullCheckJob,
  customerMergeJob,
  shopFactsJob,
  customerRedactionJob,
  departureJob,
  shopRedactionJob,
  historyFileJob,
  retentionJob,
  sweepJob,
  reconcileAllJob,
  compareAllJob,
  fullCheckAllJob,
  valuationRefreshJob,
  modelRefitJob,
  modelRefitAllJob,
  segmentMembersJob,
  segmentPublicationJob,
  destinationJob,
  destinationSweepJob,
];
