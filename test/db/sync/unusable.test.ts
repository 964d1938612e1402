import { afterEach, expect, test } from "vitest";
import { rows } from "../../../app/db/client.ts";
import { shopFactsJob } from "../../../app/jobs/definitions/shop-facts.ts";
import { sweepJob } from "../../../app/jobs/definitions/sweep.ts";
import { readSyncView } from "../../../app/sync/status/read-sync-view.ts";
import { type SyncedApp, startSyncedApp } from "../synced-app.ts";
import { figuresOfDatabase, figuresOfStore } from "../valuation/shop-figures.ts";

const AS_OF = new Date("2026-06-01T12:00:00Z");
let app: SyncedApp;
let now: Date;
afterEach(() => app.close());

async function startApp() {
  now = AS_OF;
  app = await startSyncedApp({
    shops: [
      { kind: "generated", domain: "unusable.myshopify.com", seed: 3, customers: 20, years: 1, asOf: AS_OF },
    ],
    now: () => now,
  });
  return app.shop();
}

const settled = () => app.settled();

/** What the schedule does every minute. */
async function sweepAfter(minutes: number): Promise<void> {
  now = new Date(now.getTime() + minutes * 60_000);
  await app.runtime.jobs.enqueue(sweepJob, {});
  await settled();
}

const looks = () =>
  app.log.filter((line) => line.event === "sync.skipped" && line.fields.reason === "UNKNOWN_CURRENCY").length;
const view = () => readSyncView(app.runtime.db, app.shop().ref, now);

test("a shop in a currency that the app does not know is shown as such, looked at less and less often, and read once that changes", async () => {
  const { local, ref } = await startApp();
  // Shopify's own code for a currency that it does not recognise.
  local.store.shop = { ...local.store.shop, currency: "XXX" };
  expect(await app.open()).toBe("authenticated");
  await settled();
  expect(looks()).toBe(1);
  expect(await view()).toMatchObject({
    state: "failed",
    problem: { kind: "unknown_currency", value: "XXX" },
    slices: [],
  });
  const seen: number[] = [];
  for (let minute = 1; minute <= 8; minute++) {
    await sweepAfter(1);
    seen.push(looks());
  }
  expect(seen).toEqual([1, 2, 2, 2, 2, 3, 3, 3]);
  expect(await rows(app.runtime.db.pool, "select data from pgboss.job where name = 'dead-letters'")).toEqual(
    [],
  );

  local.actions.updateShop({ currency: "EUR", bySupport: true });
  await settled();
  expect(await view()).toMatchObject({ problem: null, state: "valuing" });
  expect(await figuresOfDatabase(app.runtime.db, ref)).toEqual(figuresOfStore(local));
});

test("a shop that was read keeps its figures while its time zone cannot be used, and says so", async () => {
  const { local, ref } = await startApp();
  expect(await app.open()).toBe("authenticated");
  await settled();
  const before = await figuresOfDatabase(app.runtime.db, ref);
  const { timeZone } = local.store.shop;
  // By hand: the local admin could not write the times of its own webhook.
  local.store.shop = { ...local.store.shop, timeZone: "Mars/Olympus_Mons" };
  await app.runtime.jobs.enqueue(shopFactsJob, { shop: ref.domain });
  await settled();
  expect(await view()).toMatchObject({ problem: { kind: "unknown_time_zone" }, customers: before.customers });
  expect(await figuresOfDatabase(app.runtime.db, ref)).toEqual(before);
  local.actions.updateShop({ timeZone });
  await settled();
  expect(await view()).toMatchObject({ problem: null });
  expect(await figuresOfDatabase(app.runtime.db, ref)).toEqual(before);
});

test("rows are counted only while none are being read", async () => {
  const { local, ref } = await startApp();
  expect(await app.open()).toBe("authenticated");
  await settled();
  expect(await view()).toMatchObject({
    customers: local.store.customers.size,
    orders: local.store.orders.size,
  });
  await app.runtime.db.pool.query(
    "update sync_slice set status = 'reading', finished_at = null where shop_id = $1 and resource = 'orders'",
    [ref.shopId],
  );
  expect(await view()).toMatchObject({ customers: null, orders: null });
});
