import { afterEach, beforeEach, expect, test } from "vitest";
import { connectDatabase, type Db } from "../../../app/db/client.ts";
import { touchCustomers } from "../../../app/db/queries/valuation/dirty.ts";
import { modelRefitJob } from "../../../app/jobs/definitions/model-refit.ts";
import { valuationRefreshJob } from "../../../app/jobs/definitions/valuation-refresh.ts";
import { type JobQueue, startQueue } from "../../../app/jobs/queue.ts";
import type { ShopRef } from "../../../app/platform/ids.ts";
import { createMetrics } from "../../../app/platform/metrics.ts";
import type { ThreadProgram } from "../../../app/valuation/compute/ask-thread.ts";
import { registerValuationJobs } from "../../../app/valuation/jobs.ts";
import { aCustomer, anOrder, aShop } from "../../builders/shop-rows.ts";
import { createTestDatabase, type TestDatabase } from "../database.ts";

let database: TestDatabase;
let db: Db;
let jobs: JobQueue;
let shop: ShopRef;
let events: string[];
const note = (event: string) => void events.push(event);
const metrics = createMetrics();
const log = { debug() {}, info: note, warn: note, error() {} };

beforeEach(async () => {
  database = await createTestDatabase();
  db = connectDatabase({ connectionString: database.connectionString });
  events = [];
  jobs = await startQueue({ connectionString: database.connectionString, log, metrics, pollSeconds: 0.5 });
  shop = await aShop(db.pool);
  for (let id = 1; id <= 20; id++) {
    await aCustomer(db.pool, shop, { id });
    for (let order = 0; order <= id % 4; order++) {
      await anOrder(db.pool, shop, {
        id: id * 10 + order,
        customer: id,
        day: `2024-0${order + 1}-1${id % 9}`,
        gross: 1_000 + id,
      });
    }
  }
});
afterEach(async () => {
  await jobs.stop();
  await db.close();
  await database.drop();
});

const fits = () => events.filter((event) => event === "valuation.refitted").length;

function register(modelThread?: ThreadProgram): Promise<void> {
  const clock = () => new Date("2024-12-31T12:00:00Z");
  return registerValuationJobs({ db, jobs, log, metrics, clock, ...(modelThread ? { modelThread } : {}) });
}

async function work(modelThread?: ThreadProgram): Promise<void> {
  await register(modelThread);
  await jobs.settled();
}

/** Fits with a thread that really computes for ever; its time is over when a fit begins, or never. */
const stuck = (limit: () => AbortSignal) => ({
  url: new URL("../../builders/threads/spins.ts", import.meta.url),
  limit,
});
const never = () => new AbortController().signal;
const atOnce = () => AbortSignal.timeout(0);

const ask = (full: boolean) => jobs.enqueue(valuationRefreshJob, { shop: shop.domain, full });

test("a history that was read, and what a refetch added to it at once, are fitted once", async () => {
  await ask(true);
  await touchCustomers(db.pool, shop.shopId, [1, 2, 3]);
  await ask(false);
  await work();
  expect(events.filter((event) => event === "valuation.refreshed")).toHaveLength(2);
  expect(fits()).toBe(1);
});

test("a change alone is fitted while there is no model", async () => {
  await ask(false);
  await work();
  expect(fits()).toBe(1);
});

test("each full refresh is followed by a fit", async () => {
  await ask(true);
  await work();
  await ask(true);
  await jobs.settled();
  expect(fits()).toBe(2);
});

const stopped = () => events.filter((event) => event === "valuation.refit.stopped").length;

test("a fit that takes too long ends its job, is not asked for by every change, and is tried again at night", async () => {
  await ask(true);
  await work(stuck(atOnce));
  expect(stopped()).toBe(1);
  expect(events).not.toContain("jobs.failed");
  await touchCustomers(db.pool, shop.shopId, [1, 2, 3]);
  await ask(false);
  await jobs.settled();
  expect(stopped()).toBe(1);
  await ask(true);
  await jobs.settled();
  expect(stopped()).toBe(2);
});

test("a process that stops ends a thread that computes for ever", async () => {
  await ask(true);
  await register(stuck(never));
  const running = "select 1 from pgboss.job where name = $1 and state = 'active'";
  await expect.poll(async () => (await db.pool.query(running, [modelRefitJob.name])).rowCount).not.toBe(0);
  await jobs.stop();
  // The fit itself ended: the queue, had it given up waiting for it, would say so.
  const { rows: ended } = await db.pool.query(
    "select state::text, output ->> 'message' message from pgboss.job where name = $1 and state <> 'completed'",
    [modelRefitJob.name],
  );
  expect(ended).toEqual([{ state: "retry", message: "the process is stopping" }]);
});
