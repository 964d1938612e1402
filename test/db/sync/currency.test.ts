import { afterEach, expect, test } from "vitest";
import { rows } from "../../../app/db/client.ts";
import { forgetWatermarks } from "../../../app/db/queries/sync/progress.ts";
import { fullCheckJob } from "../../../app/jobs/definitions/full-check.ts";
import { compareMonths } from "../../../app/sync/checking/compare.ts";
import { readHistory, workOnHistory } from "../../../app/sync/history/backfill.ts";
import { refetchDue } from "../../../app/sync/live/refetch.ts";
import { RESOURCES } from "../../../app/sync/runtime.ts";
import { refreshShopFacts } from "../../../app/sync/shop/shop-facts.ts";
import { type SyncedApp, startSyncedApp } from "../synced-app.ts";
import { shopDifferences } from "../valuation/shop-differences.ts";

const DOMAIN = "moved.myshopify.com";
const AS_OF = new Date("2026-06-01T12:00:00Z");
let app: SyncedApp;
let now: Date;
afterEach(() => app.close());

async function installedShop(working: boolean) {
  now = AS_OF;
  app = await startSyncedApp({
    shops: [{ kind: "generated", domain: DOMAIN, seed: 5, customers: 60, years: 2, asOf: AS_OF }],
    working,
    now: () => now,
  });
  expect(await app.open()).toBe("authenticated");
  return app.shop();
}

const stored = () =>
  rows<{ id: number; currency: string; net: number }>(
    app.runtime.db.pool,
    "select order_id id, currency, net_sales_minor net from orders where deleted_at is null order by 1",
  );
/** Each as often as it is told. */
const refused = async () =>
  (
    await rows<{ id: number }>(
      app.runtime.db.pool,
      "select source_id id from refused_row where reason = 'other_currency' and resource = 'orders' order by 1",
    )
  ).map(({ id }) => id);

test("after a change of the currency only its orders count, each other one is told, and all return with their own", async () => {
  const { local } = await installedShop(true);
  await app.settled();
  const before = await stored();
  const euros = [...local.store.orders.keys()];
  expect(before).toHaveLength(euros.length);
  local.actions.updateShop({ currency: "JPY", bySupport: true });
  const order = local.actions.placeOrder({ lines: [{ title: "Tea", unitPriceMinor: 1_250 }] });
  await app.settled();
  expect(await stored()).toEqual([{ id: order.id, currency: "JPY", net: 1_250 }]);
  expect(await refused()).toEqual(euros);
  local.actions.updateShop({ currency: "EUR", bySupport: true });
  await app.settled();
  expect(await stored()).toEqual(before);
  expect(await refused()).toEqual([order.id]);
  expect(await shopDifferences(app.runtime.db, local)).toEqual([]);
});

test("a file whose orders were mapped by a currency that changed meanwhile brings none of them", async () => {
  const { local, ref } = await installedShop(false);
  const { runtime } = app;
  await readHistory(runtime, ref);
  await refetchDue(runtime, ref);
  // Everything is read again, beside what is stored.
  await runtime.db.transaction((tx) => forgetWatermarks(tx, ref.shopId, RESOURCES));
  const rest = Promise.withResolvers<void>();
  local.faults.bulk = [
    { kind: "ungroup" },
    { kind: "holdDownload", afterBytes: 20_000, until: rest.promise },
  ];
  const reading = (async () => {
    while (await workOnHistory(runtime, ref));
  })();
  await expect
    .poll(() =>
      rows(runtime.db.pool, "select from sync_slice where resource = 'orders' and status = 'reading'"),
    )
    .toHaveLength(1);
  local.actions.updateShop({ currency: "JPY", bySupport: true });
  await refreshShopFacts(runtime, ref);
  rest.resolve();
  await reading;
  expect(await stored()).toEqual([]);
  await refetchDue(runtime, ref);
  expect(await stored()).toEqual([]);
  expect(await refused()).toEqual([...local.store.orders.keys()]);
});

test("an order that is refused by two readings is told once, and no longer after it was deleted, though no webhook tells", async () => {
  const { local, ref } = await installedShop(true);
  await app.settled();
  local.actions.updateShop({ currency: "JPY", bySupport: true });
  await app.settled();
  local.actions.updateShop({ timeZone: "Pacific/Auckland" });
  await app.settled();
  const orders = [...local.store.orders.keys()];
  expect(await refused()).toEqual(orders);
  const [deleted = 0, ...left] = orders;
  local.faults.dropWebhooks = 5;
  local.actions.deleteOrder({ orderId: deleted });
  now = new Date(now.getTime() + 3_600_000);
  await app.runtime.jobs.enqueue(fullCheckJob, { shop: ref.domain });
  await app.settled();
  expect(await refused()).toEqual(left);
});

test("a former currency of more orders than inputs are kept of is known of each of them", async () => {
  const { local, ref } = await installedShop(true);
  await app.settled();
  const { id: customerId } = local.actions.createCustomer({ firstName: "Ada" });
  local.faults.dropWebhooks = 10_000;
  for (let at = 0; at < 1_100; at++) {
    local.actions.placeOrder({ customerId, lines: [{ title: "Tea", unitPriceMinor: 100 }] });
  }
  local.faults.clear();
  local.actions.updateShop({ currency: "JPY", bySupport: true });
  await app.settled();
  expect(await refused()).toEqual([...local.store.orders.keys()]);
  now = new Date(now.getTime() + 3_600_000);
  // What is known to be missing is no difference.
  for (const { missing, differing } of await compareMonths(app.runtime, ref)) {
    expect({ missing, differing }).toEqual({ missing: 0, differing: [] });
  }
});
