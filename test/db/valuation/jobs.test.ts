import { afterEach, beforeEach, expect, test } from "vitest";
import { connectDatabase, type Db } from "../../../app/db/client.ts";
import { touchCustomers } from "../../../app/db/queries/valuation/dirty.ts";
import { valuationRefreshJob } from "../../../app/jobs/definitions/valuation-refresh.ts";
import { type JobQueue, startQueue } from "../../../app/jobs/queue.ts";
import type { ShopRef } from "../../../app/platform/ids.ts";
import { registerValuationJobs } from "../../../app/valuation/jobs.ts";
import { aCustomer, anOrder, aShop } from "../../builders/shop-rows.ts";
import { createTestDatabase, type TestDatabase } from "../database.ts";

let database: TestDatabase;
let db: Db;
let jobs: JobQueue;
let shop: ShopRef;
let events: string[];
const log = { debug() {}, info: (event: string) => void events.push(event), warn() {}, error() {} };

beforeEach(async () => {
  database = await createTestDatabase();
  db = connectDatabase({ connectionString: database.connectionString });
  events = [];
  jobs = await startQueue({ connectionString: database.connectionString, log, pollSeconds: 0.5 });
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

async function work(): Promise<void> {
  await registerValuationJobs({ db, jobs, log, clock: () => new Date("2024-12-31T12:00:00Z") });
  await jobs.settled();
}

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
