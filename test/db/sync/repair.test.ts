import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { afterEach, expect, test } from "vitest";
import { rows } from "../../../app/db/client.ts";
import { backfillJob } from "../../../app/jobs/definitions/backfill.ts";
import { readHistory } from "../../../app/sync/history/backfill.ts";
import { refetchDue } from "../../../app/sync/live/refetch.ts";
import { readSyncView } from "../../../app/sync/status/read-sync-view.ts";
import { KEYS, type SyncedApp, startSyncedApp } from "../synced-app.ts";
import { figuresOfDatabase, figuresOfStore } from "../valuation/shop-figures.ts";

const DOMAIN = "repair.myshopify.com";
const AS_OF = new Date("2026-06-01T12:00:00Z");
let app: SyncedApp;
afterEach(() => app.close());

async function installedShop(customers: number) {
  app = await startSyncedApp({
    shops: [{ kind: "generated", domain: DOMAIN, seed: 5, customers, years: 2, asOf: AS_OF }],
    working: false,
    now: () => AS_OF,
  });
  expect(await app.open()).toBe("authenticated");
  return app.shop();
}

async function readEverything(): Promise<void> {
  await readHistory(app.runtime, app.shop().ref);
  await refetchDue(app.runtime, app.shop().ref);
}

const operations = () =>
  rows<{ resource: string; purpose: string; status: string; operationId: string }>(
    app.runtime.db.pool,
    `select resource, purpose, status, operation_id "operationId" from sync_slice order by purpose, resource`,
  );

test("a process that is killed while it reads leaves nothing half done, and the next one goes on", async () => {
  const { local, ref } = await installedShop(150);
  const rest = Promise.withResolvers<void>();
  // The first operation reads the customers, the second the orders.
  local.faults.bulk = [
    { kind: "cutDownload", afterBytes: 1_000, times: 1 },
    { kind: "holdDownload", afterBytes: 50_000, until: rest.promise },
  ];
  const { clientId, clientSecret } = app.local.app;
  const script = fileURLToPath(new URL("./backfill-child.ts", import.meta.url));
  const arguments_ = [script, app.connectionString, app.local.url, DOMAIN, KEYS, clientId, clientSecret];
  const child = spawn(process.execPath, arguments_, { stdio: "ignore" });
  const exited = once(child, "exit");
  const childIs = async () => {
    if (child.exitCode !== null) return "ended";
    const found = await operations();
    return found.some(({ resource, status }) => resource === "orders" && status === "reading")
      ? "reading the orders"
      : "at work";
  };
  await expect.poll(childIs).not.toBe("at work");
  expect(await childIs()).toBe("reading the orders");
  child.kill("SIGKILL");
  expect((await exited)[1]).toBe("SIGKILL");
  expect((await figuresOfDatabase(app.runtime.db, ref)).orders).toBe(0);
  const before = await operations();
  rest.resolve();
  await readEverything();
  expect(await figuresOfDatabase(app.runtime.db, ref)).toEqual(figuresOfStore(local));
  const after = await operations();
  const ofOrders = (list: typeof after) =>
    list.filter((one) => one.resource === "orders").map((one) => one.operationId);
  expect(ofOrders(after)).toEqual(ofOrders(before));
  expect(after.every((one) => one.status === "done")).toBe(true);
});

test("many changes at once are fetched by one bulk operation", async () => {
  const { local, ref } = await installedShop(60);
  await readEverything();
  const [customer] = [...local.store.customers.values()];
  for (let at = 0; at < 12; at++) {
    local.actions.placeOrder({
      customerId: customer?.id,
      lines: [{ title: "Tea", unitPriceMinor: 100 + at }],
    });
  }
  await local.deliveriesSettled();
  // Nothing is read singly in a turn of no batches: what comes in comes from the file.
  expect(await refetchDue(app.runtime, ref, { bulkThreshold: 10, turnBatches: 0 })).toEqual({
    againAfterMs: 0,
  });
  expect(await app.runtime.jobs.isPending(backfillJob, { shop: ref.domain })).toBe(true);
  await readHistory(app.runtime, ref);
  expect(await figuresOfDatabase(app.runtime.db, ref)).toEqual(figuresOfStore(local));
  expect((await operations()).map((one) => `${one.resource} ${one.purpose}`)).toEqual([
    "collections backfill",
    "customers backfill",
    "orders backfill",
    "products backfill",
    "collections catch_up",
    "customers catch_up",
    "orders catch_up",
    "products catch_up",
  ]);
});

test("a row that cannot be used is put aside and shown, and comes in when it can", async () => {
  const { local, ref } = await installedShop(20);
  await readEverything();
  const whole = await figuresOfDatabase(app.runtime.db, ref);
  await app.runtime.db.pool.query("update shop set currency = 'USD'");
  const order = local.actions.placeOrder({ lines: [{ title: "Tea", unitPriceMinor: 100 }] });
  await local.deliveriesSettled();
  await refetchDue(app.runtime, ref);
  expect(await figuresOfDatabase(app.runtime.db, ref)).toEqual(whole);
  const { refused, waiting } = await readSyncView(app.runtime.db, ref, AS_OF);
  expect(refused).toEqual([
    expect.objectContaining({
      resource: "orders",
      origin: "refetch",
      sourceId: order.id,
      reason: "other_currency",
    }),
  ]);
  expect(waiting).toBe(0);
  await app.runtime.db.pool.query("update shop set currency = 'EUR'");
  local.actions.setTags({ orderId: order.id, tags: ["seen"] });
  await local.deliveriesSettled();
  await refetchDue(app.runtime, ref);
  expect(await figuresOfDatabase(app.runtime.db, ref)).toEqual(figuresOfStore(local));
  expect((await readSyncView(app.runtime.db, ref, AS_OF)).refused).toEqual([]);
});

test("a shop that came to show recent orders only keeps the older ones when it is read again", async () => {
  const { local, ref } = await installedShop(60);
  await readEverything();
  const stored = () =>
    rows<{ orders: number }>(
      app.runtime.db.pool,
      "select count(*) orders from orders where shop_id = $1 and deleted_at is null",
      [ref.shopId],
    );
  const before = await stored();
  local.actions.changeScopes({
    scopes: local.grantedScopes.filter((scope) => scope !== "read_all_orders"),
  });
  await app.runtime.db.pool.query("delete from sync_watermark");
  await readEverything();
  expect(await stored()).toEqual(before);
});
