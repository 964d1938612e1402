import { Client } from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { compareJob } from "../../../app/jobs/definitions/compare.ts";
import { refetchJob } from "../../../app/jobs/definitions/refetch.ts";
import { type JobQueue, startQueue } from "../../../app/jobs/queue.ts";
import { parseShopDomain, type ShopDomain } from "../../../app/platform/ids.ts";
import { createMetrics } from "../../../app/platform/metrics.ts";
import { onServer } from "../cluster.ts";
import { createTestDatabase, type TestDatabase } from "../database.ts";

const shop = parseShopDomain("turns.myshopify.com");
const log = { debug() {}, info() {}, warn() {}, error() {} };
let database: TestDatabase;
const queues: JobQueue[] = [];

beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(async () => {
  for (const queue of queues.splice(0)) await queue.stop();
  await database.drop();
});

async function queue(): Promise<JobQueue> {
  const started = await startQueue({
    connectionString: database.connectionString,
    log,
    metrics: createMetrics(),
    pollSeconds: 0.5,
  });
  queues.push(started);
  return started;
}

/** Runs that wait to be let go, in the order in which they began. */
function stage() {
  const runs: { end(): void }[] = [];
  let begun = Promise.withResolvers<void>();
  let running = 0;
  let most = 0;
  return {
    most: () => most,
    begunRuns: () => runs.length,
    async next(count: number) {
      while (runs.length < count) await begun.promise;
      return runs[count - 1];
    },
    async handler() {
      const end = Promise.withResolvers<void>();
      most = Math.max(most, ++running);
      runs.push({ end: end.resolve });
      begun.resolve();
      begun = Promise.withResolvers();
      await end.promise;
      running--;
    },
  };
}

test("jobs of one key never run at once, in whatever process, and what came up meanwhile is looked at once more", async () => {
  const [first, second] = [await queue(), await queue()];
  const work = stage();
  await first.work(refetchJob, work.handler);
  await second.work(refetchJob, work.handler);
  await first.enqueue(refetchJob, { shop });
  const run = await work.next(1);
  // Both processes have workers to spare: whoever takes it steps back.
  for (let wake = 0; wake < 5; wake++) {
    await second.enqueue(refetchJob, { shop });
    while (!(await isDeferred())) await new Promise(setImmediate);
  }
  expect(work.begunRuns()).toBe(1);
  run?.end();
  (await work.next(2))?.end();
  await first.settled();
  expect([work.most(), work.begunRuns()]).toEqual([1, 2]);
});

/** Whether the one job that waits has stepped back. */
async function isDeferred(): Promise<boolean> {
  const waiting = await ask(
    "select start_after > now() deferred from pgboss.job where name = $1 and state = 'created'",
    [refetchJob.name],
  );
  return waiting.length === 1 && waiting[0]?.deferred === true;
}

async function ask(statement: string, parameters: unknown[]): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: database.connectionString });
  await client.connect();
  try {
    return (await client.query(statement, parameters)).rows;
  } finally {
    await client.end();
  }
}

test("one shop's turn does not keep another shop's job from a free worker", async () => {
  const jobs = await queue();
  const work = stage();
  await jobs.work(refetchJob, work.handler);
  await jobs.enqueue(refetchJob, { shop });
  const run = await work.next(1);
  await jobs.enqueue(refetchJob, { shop: parseShopDomain("other.myshopify.com") });
  (await work.next(2))?.end();
  run?.end();
  await jobs.settled();
});

test("a job that goes on later lets the shops that wait go first", async () => {
  const jobs = await queue();
  const shops = ["a", "b", "c"].map((name) => parseShopDomain(`${name}.myshopify.com`));
  const turns: ShopDomain[] = [];
  const left = new Map(shops.map((one) => [one, 3]));
  for (const one of shops) await jobs.enqueue(refetchJob, { shop: one });
  await jobs.work(
    refetchJob,
    async ({ shop: domain }) => {
      turns.push(domain);
      const more = (left.get(domain) ?? 0) - 1;
      left.set(domain, more);
      return more > 0 ? { againAfterMs: 0 } : undefined;
    },
    { concurrency: 1 },
  );
  await jobs.settled();
  expect(turns).toEqual([...shops, ...shops, ...shops]);
});

test("a wake-up does not bring forward what waits for its time, and a call does", async () => {
  const jobs = await queue();
  let times = 0;
  const done = Promise.withResolvers<void>();
  await jobs.work(compareJob, async () => {
    times++;
    if (times === 1) return { againAfterMs: 3_600_000 };
    done.resolve();
  });
  await jobs.enqueue(compareJob, { shop });
  await jobs.settled();
  expect(await jobs.enqueue(compareJob, { shop })).toBe(false);
  await jobs.settled();
  expect(times).toBe(1);
  await jobs.hurry(compareJob, { shop });
  await done.promise;
  await jobs.settled();
  expect(times).toBe(2);
});

test("a call of the whole shop brings its own jobs forward and no other shop's", async () => {
  const jobs = await queue();
  const other = parseShopDomain("turns-other.myshopify.com");
  const ran: ShopDomain[] = [];
  for (const one of [shop, other]) await jobs.enqueue(compareJob, { shop: one }, { afterMs: 3_600_000 });
  await jobs.work(compareJob, async ({ shop: domain }) => {
    ran.push(domain);
  });
  await jobs.settled();
  expect(ran).toEqual([]);
  await jobs.hurryShop(shop);
  await jobs.settled();
  expect(ran).toEqual([shop]);
});

test("a job that fails beside one of its key that waits is no dead letter; alone it is tried again", async () => {
  const jobs = await queue();
  let times = 0;
  const work = async () => {
    times++;
    if (times > 2) return;
    // What was touched meanwhile asks for a job of its own.
    if (times === 1) await jobs.enqueue(compareJob, { shop });
    throw Object.assign(new Error("not now"), { retry: "later" });
  };
  // One worker: a second one might take the job that waits, and step back, before the first has failed.
  await jobs.work(compareJob, work, { concurrency: 1 });
  await jobs.enqueue(compareJob, { shop });
  await jobs.settled();
  expect(times).toBe(3);
  const states = await ask(
    "select name, state, retry_count from pgboss.job where name in ($1, 'dead-letters') order by created_on",
    [compareJob.name],
  );
  expect(states).toEqual([
    { name: compareJob.name, state: "completed", retry_count: 0 },
    { name: compareJob.name, state: "completed", retry_count: 1 },
  ]);
});

test("a queue that was made under another policy takes the new one", async () => {
  await queue();
  await onServer(database.connectionString, "update pgboss.queue set policy = 'stately'");
  const jobs = await queue();
  const work = stage();
  await jobs.work(refetchJob, work.handler);
  await jobs.enqueue(refetchJob, { shop });
  const run = await work.next(1);
  expect(await jobs.enqueue(refetchJob, { shop })).toBe(true);
  run?.end();
  (await work.next(2))?.end();
  await jobs.settled();
});
