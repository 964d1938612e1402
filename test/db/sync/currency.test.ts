import { afterEach, expect, test } from "vitest";
import { rows } from "../../../app/db/client.ts";
import { forgetWatermarks } from "../../../app/db/queries/sync/progress.ts";
import { readHistory, workOnHistory } from "../../../app/sync/history/backfill.ts";
import { refetchDue } from "../../../app/sync/live/refetch.ts";
import { RESOURCES } from "../../../app/sync/runtime.ts";
import { refreshShopFacts } from "../../../app/sync/shop/shop-facts.ts";
import { type SyncedApp, startSyncedApp } from "../synced-app.ts";
import { shopDifferences } from "../valuation/shop-differences.ts";

const DOMAIN = "moved.myshopify.com";
const AS_OF = new Date("2026-06-01T12:00:00Z");
let app: SyncedApp;
afterEach(() => app.close());

async function installedShop(working: boolean) {
  app = await startSyncedApp({
    shops: [{ kind: "generated", domain: DOMAIN, seed: 5, customers: 60, years: 2, asOf: AS_OF }],
    working,
    now: () => AS_OF,
  });
  expect(await app.open()).toBe("authenticated");
  return app.shop();
}

const stored = () =>
  rows<{ id: number; currency: string; net: number }>(
    app.runtime.db.pool,
    "select order_id id, currency, net_sales_minor net from orders where deleted_at is null order by 1",
  );
const refused = async () =>
  new Set(
    (
      await rows<{ id: number }>(
        app.runtime.db.pool,
        "select source_id id from refused_row where reason = 'other_currency' and resource = 'orders'",
      )
    ).map(({ id }) => id),
  );

test("after a change of the currency only its orders count, each other one is told, and all return with their own", async () => {
  const { local } = await installedShop(true);
  await app.settled();
  const before = await stored();
  const euros = new Set(local.store.orders.keys());
  expect(before).toHaveLength(euros.size);
  local.actions.updateShop({ currency: "JPY", bySupport: true });
  const order = local.actions.placeOrder({ lines: [{ title: "Tea", unitPriceMinor: 1_250 }] });
  await app.settled();
  expect(await stored()).toEqual([{ id: order.id, currency: "JPY", net: 1_250 }]);
  expect(await refused()).toEqual(euros);
  local.actions.updateShop({ currency: "EUR", bySupport: true });
  await app.settled();
  expect(await stored()).toEqual(before);
  expect(await refused()).toEqual(new Set([order.id]));
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
  expect(await refused()).toEqual(new Set(local.store.orders.keys()));
});
