import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { Client } from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ALL_JOBS } from "../../../app/jobs/all-jobs.ts";
import { compareJob } from "../../../app/jobs/definitions/compare.ts";
import { reconcileJob } from "../../../app/jobs/definitions/reconcile.ts";
import { type JobQueue, startQueue } from "../../../app/jobs/queue.ts";
import { parseShopDomain } from "../../../app/platform/ids.ts";
import type { Log, LogFields } from "../../../app/platform/log.ts";
import { createMetrics } from "../../../app/platform/metrics.ts";
import { createTestDatabase, type TestDatabase } from "../database.ts";

const shop = parseShopDomain("jobs.myshopify.com");
const takenBack: LogFields[] = [];
const log: Log = {
  debug() {},
  info(event, fields = {}) {
    if (event === "jobs.taken_back") takenBack.push(fields);
  },
  warn() {},
  error() {},
};
let database: TestDatabase;
const queues: JobQueue[] = [];

beforeEach(async () => {
  takenBack.length = 0;
  database = await createTestDatabase();
});
afterEach(async () => {
  for (const queue of queues.splice(0)) await queue.stop();
  await database.drop();
});

async function queue(supervise = true): Promise<JobQueue> {
  const { connectionString } = database;
  const started = await startQueue({
    connectionString,
    log,
    metrics: createMetrics(),
    pollSeconds: 0.5,
    supervise,
  });
  queues.push(started);
  return started;
}

/** A handler that says when it has begun, and goes on when told. */
function gate() {
  const begun = Promise.withResolvers<void>();
  const open = Promise.withResolvers<void>();
  let times = 0;
  return {
    begun: begun.promise,
    open: open.resolve,
    times: () => times,
    async handler() {
      times++;
      begun.resolve();
      await open.promise;
    },
  };
}

test("a queue that is missing is made at the next start, and one that another version of the app made gets today's settings", async () => {
  const settings = async () => {
    const client = new Client({ connectionString: database.connectionString });
    await client.connect();
    const { rows } = await client.query(
      `select name, policy, retry_limit, retry_delay, retry_backoff, retry_delay_max, expire_seconds, heartbeat_seconds,
         dead_letter, notify
       from pgboss.queue order by name`,
    );
    await client.query("delete from pgboss.queue where name = $1", [compareJob.name]);
    await client.query(
      "update pgboss.queue set policy = 'standard', retry_limit = 99, notify = false where name = $1",
      [reconcileJob.name],
    );
    await client.end();
    return rows;
  };
  await queue(false);
  const made = await settings();
  expect(made.length).toBe(ALL_JOBS.length + 1);
  await queue(false);
  expect(await settings()).toEqual(made);
});

test("what a killed worker left is taken back when the next one starts, long before its heartbeat expires", async () => {
  const web = await queue(false);
  const script = fileURLToPath(new URL("./hung-worker.ts", import.meta.url));
  const child = spawn(process.execPath, [script, database.connectionString], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await web.enqueue(compareJob, { shop });
  await once(child.stdout, "data");
  const exited = once(child, "exit");
  child.kill("SIGKILL");
  await exited;
  const again = gate();
  const next = await queue();
  // Taken back by the start itself, and not by a look for silent heartbeats after it.
  expect(takenBack).toEqual([{ job: compareJob.name, jobs: 1 }]);
  await next.work(compareJob, again.handler);
  await again.begun;
  again.open();
});

test("a worker that starts leaves alone what another one that lives works on", async () => {
  const first = await queue();
  const work = gate();
  await first.enqueue(compareJob, { shop });
  await first.work(compareJob, work.handler);
  await work.begun;
  const second = await queue();
  const other = gate();
  await second.work(compareJob, other.handler);
  // One of another kind comes by, so the second worker has looked.
  const seen = gate();
  await second.work(reconcileJob, seen.handler);
  await second.enqueue(reconcileJob, { shop });
  await seen.begun;
  seen.open();
  expect(await second.isPending(compareJob, { shop })).toBe(true);
  work.open();
  await first.settled();
  expect([work.times(), other.times()]).toEqual([1, 0]);
});

test("a worker whose connection broke makes itself known again", async () => {
  const first = await queue();
  const work = gate();
  await first.enqueue(compareJob, { shop });
  await first.work(compareJob, work.handler);
  await work.begun;
  const client = new Client({ connectionString: database.connectionString });
  await client.connect();
  const holders = async () => {
    const held = await client.query<{ pid: number }>(
      `select pid from pg_locks where locktype = 'advisory' and mode = 'ShareLock' and granted
         and database = (select oid from pg_database where datname = current_database())`,
    );
    return held.rows.map((row) => row.pid);
  };
  const before = await holders();
  expect(before).toHaveLength(1);
  await client.query("select pg_terminate_backend($1)", before);
  let after = await holders();
  while (after.length === 0 || after[0] === before[0]) after = await holders();
  await client.end();
  await queue();
  work.open();
  await first.settled();
  expect(work.times()).toBe(1);
});

test("a job is pending from its request to its end, and only for its own key", async () => {
  const jobs = await queue();
  expect(await jobs.isPending(compareJob, { shop })).toBe(false);
  await jobs.enqueue(compareJob, { shop });
  expect(await jobs.isPending(compareJob, { shop })).toBe(true);
  expect(await jobs.isPending(compareJob, { shop: parseShopDomain("other.myshopify.com") })).toBe(false);
  const work = gate();
  await jobs.work(compareJob, work.handler);
  await work.begun;
  expect(await jobs.isPending(compareJob, { shop })).toBe(true);
  work.open();
  await jobs.settled();
  expect(await jobs.isPending(compareJob, { shop })).toBe(false);
});

test("a job that failed and is going to be tried again is not settled", async () => {
  const jobs = await queue();
  let times = 0;
  await jobs.enqueue(compareJob, { shop });
  await jobs.work(compareJob, async () => {
    if (++times === 1) throw new Error("not yet");
  });
  await jobs.settled();
  expect(times).toBe(2);
});
