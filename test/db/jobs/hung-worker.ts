// A worker process that takes a job and never ends it. Says "working" once it has it.

import { compareJob } from "../../../app/jobs/definitions/compare.ts";
import { startQueue } from "../../../app/jobs/queue.ts";
import { createMetrics } from "../../../app/platform/metrics.ts";

const [connectionString = ""] = process.argv.slice(2);
const silent = { debug() {}, info() {}, warn() {}, error() {} };
const jobs = await startQueue({ connectionString, log: silent, metrics: createMetrics() });
await jobs.work(compareJob, async () => {
  process.stdout.write("working\n");
  await new Promise(() => {});
});
