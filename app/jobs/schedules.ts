import { compareAllJob } from "./definitions/compare.ts";
import { destinationSweepJob } from "./definitions/destination.ts";
import { fullCheckAllJob } from "./definitions/full-check.ts";
import { modelRefitAllJob } from "./definitions/model-refit.ts";
import { reconcileAllJob } from "./definitions/reconcile.ts";
import { retentionJob } from "./definitions/retention.ts";
import { sweepJob } from "./definitions/sweep.ts";
import type { JobQueue } from "./queue.ts";

/** When what begins by itself begins: cron expressions in UTC. */
const SCHEDULES = [
  [sweepJob, "* * * * *"],
  [destinationSweepJob, "* * * * *"],
  [reconcileAllJob, "*/15 * * * *"],
  [retentionJob, "20 1 * * *"],
  [modelRefitAllJob, "20 2 * * *"],
  [compareAllJob, "20 3 * * *"],
  [fullCheckAllJob, "20 4 * * 0"],
] as const;

/** Apart from the handlers, so that a process can work on jobs of which none begins by the clock. */
export async function startSchedules(jobs: JobQueue): Promise<void> {
  for (const [job, cron] of SCHEDULES) await jobs.schedule(job, cron, {});
}
