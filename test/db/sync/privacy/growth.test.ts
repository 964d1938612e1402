import { afterAll, beforeAll, expect, test } from "vitest";
import { rows } from "../../../../app/db/client.ts";
import { registerSegmentJobs } from "../../../../app/segments/membership/jobs.ts";
import { keepRetention } from "../../../../app/sync/privacy/retention.ts";
import { registerValuationJobs } from "../../../../app/valuation/jobs.ts";
import { type SyncedApp, startSyncedApp } from "../../synced-app.ts";

const DOMAIN = "grown.myshopify.com";
const DAY_MS = 86_400_000;
/** Longer than a receipt of any webhook is kept. */
const LONG_AFTER_DAYS = 40;
const CHANGES = 8;

let app: SyncedApp;
let now = new Date("2026-06-01T12:00:00Z");
const orders: number[] = [];

beforeAll(async () => {
  app = await startSyncedApp({ shops: [{ kind: "empty", domain: DOMAIN }], now: () => now });
  await registerValuationJobs(app.runtime);
  await registerSegmentJobs(app.runtime);
  const { actions } = app.shop().local;
  for (let at = 0; at < 5; at++) {
    const { id } = actions.createCustomer({ email: `c${at}@example.com` });
    orders.push(actions.placeOrder({ customerId: id, lines: [{ unitPriceMinor: 1_000, quantity: 1 }] }).id);
  }
  await app.open();
  await app.settled();
});
afterAll(() => app.close());

/** These grow by the day, whatever comes from Shopify: the sizes of segments, and who left them as time passed. */
const BY_THE_DAY = ["segment_day", "segment_event"];

/** Rows of every other table of the app. Jobs that are done are removed by the queue itself, by the machine's clock. */
async function rowsByTable(): Promise<Record<string, number>> {
  const { pool } = app.runtime.db;
  const tables = await rows<{ name: string }>(
    pool,
    `select table_name name from information_schema.tables
     where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`,
  );
  const counts: Record<string, number> = {};
  for (const { name } of tables) {
    if (BY_THE_DAY.includes(name)) continue;
    const [found] = await rows<{ count: number }>(pool, `select count(*)::int count from "${name}"`);
    counts[name] = found?.count ?? 0;
  }
  const [open] = await rows<{ count: number }>(
    pool,
    "select count(*)::int count from pgboss.job where state <> 'completed'",
  );
  return { ...counts, "jobs that are not done": open?.count ?? 0 };
}

/** Each change of an order's tags is a webhook of the order; returns how many webhooks were sent. */
async function changeOften(): Promise<number> {
  const { local } = app.shop();
  const before = local.deliveries.length;
  for (let at = 0; at < CHANGES; at++) {
    for (const orderId of orders) local.actions.setTags({ orderId, tags: [`${now.getTime()}-${at}`] });
    now = new Date(now.getTime() + 1_000);
  }
  await app.settled();
  return local.deliveries.length - before;
}

async function afterRetention(): Promise<Record<string, number>> {
  now = new Date(now.getTime() + LONG_AFTER_DAYS * DAY_MS);
  await keepRetention(app.runtime);
  await app.settled();
  return rowsByTable();
}

test("webhooks that changed nothing of what is counted leave no row behind once retention has run", async () => {
  await changeOften();
  const before = await afterRetention();
  const { webhook_receipt: atOnce = 0 } = await rowsByTable();
  const webhooks = await changeOften();
  expect(webhooks).toBeGreaterThanOrEqual(CHANGES * orders.length);
  const during = await rowsByTable();
  expect(during.webhook_receipt).toBe(atOnce + webhooks);
  const after = await afterRetention();
  expect(after).toEqual(before);
});
