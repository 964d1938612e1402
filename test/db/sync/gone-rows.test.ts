import { afterAll, beforeAll, expect, test } from "vitest";
import { rows } from "../../../app/db/client.ts";
import { touchSources } from "../../../app/db/queries/sync/dirty.ts";
import type { AdminClient } from "../../../app/shopify/admin-client.ts";
import { compareMonths } from "../../../app/sync/checking/compare.ts";
import { findGoneRows } from "../../../app/sync/checking/gone-rows.ts";
import { readHistory } from "../../../app/sync/history/backfill.ts";
import { refetchDue } from "../../../app/sync/live/refetch.ts";
import type { SyncRuntime } from "../../../app/sync/runtime.ts";
import { readSyncView } from "../../../app/sync/status/read-sync-view.ts";
import { checkEverything } from "../../builders/full-check.ts";
import { type SyncedApp, startSyncedApp } from "../synced-app.ts";

const AS_OF = new Date("2026-06-01T12:00:00Z");
let app: SyncedApp;
let now = AS_OF;

beforeAll(async () => {
  app = await startSyncedApp({
    shops: [
      { kind: "generated", domain: "gone.myshopify.com", seed: 4, customers: 40, years: 1, asOf: AS_OF },
    ],
    working: false,
    now: () => now,
  });
  await app.open();
  await readHistory(app.runtime, app.shop().ref);
  await refetchDue(app.runtime, app.shop().ref);
  // No change of these tests is told by a webhook.
  app.shop().local.faults.dropWebhooks = 1_000;
  passHour();
});
afterAll(() => app.close());

function passHour(): void {
  now = new Date(now.getTime() + 3_600_000);
}

const look = (looks = 0) => findGoneRows(app.runtime, app.shop().ref, { looks });
const refetch = () => refetchDue(app.runtime, app.shop().ref);
const dirty = async () =>
  (await rows<{ id: number }>(app.runtime.db.pool, "select source_id id from sync_dirty order by 1")).map(
    ({ id }) => id,
  );
const someOrder = () => [...app.shop().local.store.orders.keys()].at(-1) ?? 0;
const remove = (table: string, key: string, id: number) =>
  app.runtime.db.pool.query(`delete from ${table} where ${key} = $1`, [id]);

async function deletionsUpTo(): Promise<number | null> {
  const { kinds } = await readSyncView(app.runtime.db, app.shop().ref, now);
  const upTo = kinds.find(({ kind }) => kind === "deletions")?.upTo ?? null;
  return upTo === null ? null : (now.getTime() - new Date(upTo).getTime()) / 60_000;
}

test("deletions are known up to where rows were counted, not where too much differs to be read", async () => {
  const { local, ref } = app.shop();
  await look();
  expect(await deletionsUpTo()).toBe(10);
  local.actions.deleteOrder({ orderId: someOrder() });
  passHour();
  await findGoneRows(app.runtime, ref, { maxPagedRows: 0 });
  await compareMonths(app.runtime, ref, { maxPagedRows: 0 });
  expect([await dirty(), await deletionsUpTo()]).toEqual([[], 70]);
  await checkEverything(app.runtime, ref);
  await refetch();
  expect(await deletionsUpTo()).toBeLessThanOrEqual(10);
});

/** Two orders of different months, or of the same. */
function twoOrders(how: "apart" | "together"): [number, number] {
  const month = (ms: number) => new Date(ms).toISOString().slice(0, 7);
  // Not the oldest: before it there are no months.
  const orders = [...app.shop().local.store.orders.values()].reverse().filter(({ id }) => !keptOut.has(id));
  for (const one of orders)
    for (const other of orders)
      if (one !== other && (month(one.processedAtMs) === month(other.processedAtMs)) === (how === "together"))
        return [one.id, other.id];
  throw new Error("no two such orders");
}
const keptOut = new Set<number>();
async function keepOut(orderId: number): Promise<void> {
  keptOut.add(orderId);
  await remove("orders", "order_id", orderId);
}

test("who is kept out here and is in Shopify hides nobody who is deleted there", async () => {
  const { actions } = app.shop().local;
  const [refused, other] = twoOrders("apart");
  const created = ["2026-02-01", "2026-03-01"].map((day) =>
    actions.createCustomer({ createdAt: `${day}T10:00:00Z` }),
  );
  const [erased = 0, deleted = 0] = created.map(({ id }) => id);
  passHour();
  await compareMonths(app.runtime, app.shop().ref);
  await refetch();
  await keepOut(refused);
  await remove("customer", "customer_id", erased);
  await look();
  expect(await dirty()).toEqual([]);
  actions.deleteOrder({ orderId: other });
  actions.deleteCustomer({ customerId: deleted });
  passHour();
  await look();
  expect(await dirty()).toEqual(expect.arrayContaining([other, deleted]));
  await refetch();
});

test("where a row that is kept out hides another one of its month, all ids are compared after a second look", async () => {
  const { db } = app.runtime;
  const jobs = () =>
    rows(db.pool, "select name, data from pgboss.job where name in ('sync.gone-rows', 'sync.full-check')");
  const [refused, other] = twoOrders("together");
  await look();
  await refetch();
  await keepOut(refused);
  await look();
  await refetch();
  app.shop().local.actions.deleteOrder({ orderId: other });
  passHour();
  await db.pool.query("delete from pgboss.job");
  await look();
  const { domain: shop } = app.shop().ref;
  expect(await jobs()).toEqual([{ name: "sync.gone-rows", data: { shop, looks: 2 } }]);
  // Nothing is found, and nothing is said to be known.
  expect([await dirty(), await deletionsUpTo()]).toEqual([[], 70]);
  await db.pool.query("delete from pgboss.job");
  await look(2);
  expect(await jobs()).toEqual([{ name: "sync.full-check", data: { shop } }]);
  await checkEverything(app.runtime, app.shop().ref);
  await refetch();
  expect(
    await rows(db.pool, "select deleted_at is null lives from orders where order_id = $1", [other]),
  ).toEqual([{ lives: false }]);
});

/** The same runtime for which Shopify neither counts nor lists an order that it has; notes what it is asked. */
function notCounting(orderId: number, asked: string[]): SyncRuntime {
  const { shopify } = app.runtime;
  const { store } = app.shop().local;
  const adminFor = async (shop: Parameters<typeof shopify.adminFor>[0]): Promise<AdminClient> => {
    const admin = await shopify.adminFor(shop);
    return {
      ...admin,
      async query(operation, variables, signal) {
        asked.push(operation.name);
        const order = store.orders.get(orderId);
        if (!order || !/^(count|changed)_orders/.test(operation.name))
          return admin.query(operation, variables, signal);
        store.removeOrder(orderId);
        return admin.query(operation, variables, signal).finally(() => void store.putOrder(order));
      },
    };
  };
  return { ...app.runtime, shopify: { ...shopify, adminFor } };
}

test("a difference that stays is read a few times and then left to the night, until more are gone", async () => {
  const { local, ref } = app.shop();
  await look();
  await refetch();
  await look();
  expect(await dirty()).toEqual([]);
  const asked: string[] = [];
  const [uncounted, gone] = twoOrders("apart");
  const runtime = notCounting(uncounted, asked);
  const lists = () => asked.splice(0).filter((name) => name.startsWith("changed_")).length;
  for (const looks of [0, 1, 2]) {
    await findGoneRows(runtime, ref, { looks });
    expect([lists() > 0, await dirty()]).toEqual([true, [uncounted]]);
    await refetchDue(runtime, ref);
  }
  passHour();
  await findGoneRows(runtime, ref);
  expect([lists(), await dirty(), await deletionsUpTo()]).toEqual([0, [], 10]);
  local.actions.deleteOrder({ orderId: gone });
  passHour();
  await findGoneRows(runtime, ref);
  expect(await dirty()).toEqual([gone, uncounted].sort((a, b) => a - b));
  await refetchDue(runtime, ref);
});

test("it waits for what was found to be fetched, and not for ever", async () => {
  const { db } = app.runtime;
  const { ref } = app.shop();
  const jobs = () =>
    rows(db.pool, "select data from pgboss.job where name = 'sync.gone-rows' and state = 'created'");
  await db.pool.query("delete from pgboss.job");
  await touchSources(db.pool, ref.shopId, "orders", [someOrder()], now, { differed: true });
  await findGoneRows(app.runtime, ref, { looks: 1, waits: 9 });
  expect(await jobs()).toEqual([{ data: { shop: ref.domain, looks: 1, waits: 10 } }]);
  await db.pool.query("delete from pgboss.job");
  await findGoneRows(app.runtime, ref, { looks: 1, waits: 10 });
  expect(await jobs()).toEqual([]);
});
