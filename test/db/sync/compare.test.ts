import { afterEach, expect, test } from "vitest";
import { rows } from "../../../app/db/client.ts";
import { backfillJob } from "../../../app/jobs/definitions/backfill.ts";
import { compareAllJob } from "../../../app/jobs/definitions/compare.ts";
import { type CheckPlace, fullCheckAllJob, fullCheckJob } from "../../../app/jobs/definitions/full-check.ts";
import { parseShopDomain } from "../../../app/platform/ids.ts";
import type { AdminClient } from "../../../app/shopify/admin-client.ts";
import { compareMonths } from "../../../app/sync/checking/compare.ts";
import { workOnFullCheck } from "../../../app/sync/checking/full-check.ts";
import { readHistory } from "../../../app/sync/history/backfill.ts";
import { refetchDue } from "../../../app/sync/live/refetch.ts";
import { redactCustomer } from "../../../app/sync/privacy/redaction.ts";
import type { SyncRuntime } from "../../../app/sync/runtime.ts";
import { refreshShopFacts } from "../../../app/sync/shop/shop-facts.ts";
import { readSyncView } from "../../../app/sync/status/read-sync-view.ts";
import { checkEverything } from "../../builders/full-check.ts";
import { storeRequest } from "../../builders/privacy-requests.ts";
import { type SyncedApp, startSyncedApp } from "../synced-app.ts";
import { figuresOfDatabase, figuresOfStore } from "../valuation/shop-figures.ts";

const AS_OF = new Date("2026-06-01T12:00:00Z");
const NOTHING = { missing: 0, older: 0, extra: 0 };
const MANY = 1_000;
const DOMAIN = parseShopDomain("compare.myshopify.com");
let app: SyncedApp;
let now: Date;
afterEach(() => app.close());

/** A shop that was read whole, an hour ago. */
async function readShop({ timeZone = "Europe/Amsterdam", working = false } = {}) {
  now = AS_OF;
  app = await startSyncedApp({
    shops: [
      {
        kind: "generated",
        domain: DOMAIN,
        seed: 7,
        customers: 80,
        years: 2,
        asOf: AS_OF,
        timeZone,
      },
    ],
    working,
    now: () => now,
  });
  expect(await app.open()).toBe("authenticated");
  const shop = app.shop();
  if (working) {
    await app.settled();
  } else {
    await readHistory(app.runtime, shop.ref);
    await refetchDue(app.runtime, shop.ref);
  }
  // No change of these tests is told by a webhook.
  shop.local.faults.dropWebhooks = MANY;
  passHour();
  return shop;
}

function passHour(): void {
  now = new Date(now.getTime() + 3_600_000);
}

const lines = [{ title: "Tea", unitPriceMinor: 100 }];
const dirty = () => rows(app.runtime.db.pool, "select resource, source_id from sync_dirty");
const forget = (orderId: number) =>
  app.runtime.db.pool.query("delete from orders where order_id = $1", [orderId]);
const repaired = async () => (await readSyncView(app.runtime.db, app.shop().ref, now)).repairedRows;

/** An order of the store in a month that has several. */
function someOrder() {
  const [first] = [...app.shop().local.store.orders.values()];
  if (!first) throw new Error("the shop has no orders");
  return first;
}

async function expectEqualAfterRefetch(): Promise<void> {
  const { local, ref } = app.shop();
  await refetchDue(app.runtime, ref);
  expect(await figuresOfDatabase(app.runtime.db, ref)).toEqual(figuresOfStore(local));
  expect(await dirty()).toEqual([]);
}

/** The same runtime, noting which operations it sends. */
function noting(sent: string[]): SyncRuntime {
  const { shopify } = app.runtime;
  const adminFor = async (shop: Parameters<typeof shopify.adminFor>[0]): Promise<AdminClient> => {
    const admin = await shopify.adminFor(shop);
    return {
      ...admin,
      query(operation, variables, signal) {
        sent.push(operation.name);
        return admin.query(operation, variables, signal);
      },
    };
  };
  return { ...app.runtime, shopify: { ...shopify, adminFor } };
}

test.each([
  ["night", compareAllJob],
  ["week", fullCheckAllJob],
])("what the schedule asks for every %s finds what got lost, and has it read", async (_how, job) => {
  const { local, ref } = await readShop({ working: true });
  await forget(someOrder().id);
  await app.runtime.jobs.enqueue(job, {});
  await app.settled();
  expect(await figuresOfDatabase(app.runtime.db, ref)).toEqual(figuresOfStore(local));
  expect(await repaired()).toBe(1);
});

test("where nothing differs nothing but counts is asked for", async () => {
  const { ref } = await readShop();
  const sent: string[] = [];
  const compared = await compareMonths(noting(sent), ref);
  expect(compared).toEqual([
    { resource: "customers", months: expect.any(Number), isRead: true, differing: [], ...NOTHING },
    { resource: "orders", months: expect.any(Number), isRead: true, differing: [], ...NOTHING },
    { resource: "products", months: expect.any(Number), isRead: true, differing: [], ...NOTHING },
  ]);
  expect(Math.max(...compared.map(({ months }) => months))).toBeGreaterThanOrEqual(24);
  expect(sent.filter((name) => !name.startsWith("count_"))).toEqual([]);
  expect(await dirty()).toEqual([]);
});

test("an order that was deleted without a webhook is found in its month, and goes", async () => {
  const { local, ref } = await readShop();
  const order = local.actions.placeOrder({ lines, processedAt: "2025-03-10T09:00:00Z" });
  local.actions.cancelOrder({ orderId: order.id });
  passHour();
  expect((await compareMonths(app.runtime, ref))[1]).toMatchObject({ missing: 1 });
  await expectEqualAfterRefetch();
  local.actions.deleteOrder({ orderId: order.id });
  passHour();
  const [, orders] = await compareMonths(app.runtime, ref);
  expect(orders).toMatchObject({ ...NOTHING, extra: 1 });
  expect(orders?.differing).toEqual([
    expect.objectContaining({ from: new Date("2025-03-01T00:00:00Z"), to: new Date("2025-04-01T00:00:00Z") }),
  ]);
  await expectEqualAfterRefetch();
  expect(await repaired()).toBe(2);
  expect((await compareMonths(app.runtime, ref)).flatMap(({ differing }) => differing)).toEqual([]);
});

test("an order that got lost here is found and read again", async () => {
  const { ref } = await readShop();
  await forget(someOrder().id);
  expect((await compareMonths(app.runtime, ref))[1]).toMatchObject({ ...NOTHING, missing: 1 });
  await expectEqualAfterRefetch();
  expect(await repaired()).toBe(1);
});

test("a customer who got lost here, and one who was deleted without a webhook, are found in their months", async () => {
  const { local, ref } = await readShop();
  const [lost, deleted] = ["2025-02-03", "2025-07-08"].map((day) =>
    local.actions.createCustomer({ email: `${day}@example.com`, createdAt: `${day}T10:00:00Z` }),
  );
  if (!lost || !deleted) throw new Error("two customers were created");
  passHour();
  expect((await compareMonths(app.runtime, ref))[0]).toMatchObject({ ...NOTHING, missing: 2 });
  await expectEqualAfterRefetch();
  await app.runtime.db.pool.query("delete from customer where customer_id = $1", [lost.id]);
  local.actions.deleteCustomer({ customerId: deleted.id });
  passHour();
  const [customers] = await compareMonths(app.runtime, ref);
  expect(customers).toMatchObject({ missing: 1, older: 0, extra: 1 });
  expect(customers?.differing.map(({ from }) => from?.toISOString().slice(0, 7))).toEqual([
    "2025-02",
    "2025-07",
  ]);
  await expectEqualAfterRefetch();
});

test("an order at the end of a month of another time zone is in the same month on both sides", async () => {
  const { local, ref } = await readShop({ timeZone: "Pacific/Auckland" });
  // The first of February in the shop.
  const order = local.actions.placeOrder({ lines, processedAt: "2026-01-31T12:30:00Z" });
  passHour();
  await compareMonths(app.runtime, ref);
  await expectEqualAfterRefetch();
  expect((await compareMonths(app.runtime, ref))[1]).toMatchObject({ differing: [], ...NOTHING });
  await forget(order.id);
  expect((await compareMonths(app.runtime, ref))[1]?.differing).toEqual([
    expect.objectContaining({ from: new Date("2026-01-01T00:00:00Z"), to: new Date("2026-02-01T00:00:00Z") }),
  ]);
});

const waitingChecks = () =>
  rows<{ at: CheckPlace | null }>(
    app.runtime.db.pool,
    `select data -> 'at' "at" from pgboss.job where name = 'sync.full-check' and state = 'created' order by created_on`,
  );

test("a check of everything keeps no worker while Shopify prepares its list, and gives up a list that stands still", async () => {
  const { local, ref } = await readShop();
  const { promise, resolve: release } = Promise.withResolvers<void>();
  local.faults.bulk = [{ kind: "hold", until: promise }];
  // Each of these would wait for the list, which never comes while it is held.
  await workOnFullCheck(app.runtime, ref, null);
  const [started] = await waitingChecks();
  expect(started?.at).toMatchObject({ resource: "customers", operationId: expect.any(String), failures: 0 });
  await app.runtime.db.pool.query("delete from pgboss.job");
  await workOnFullCheck(app.runtime, ref, started?.at ?? null);
  const [looked] = await waitingChecks();
  expect(looked?.at).toMatchObject({ operationId: started?.at?.operationId, movedAt: now.toISOString() });
  await app.runtime.db.pool.query("delete from pgboss.job");
  now = new Date(now.getTime() + 10 * 60_000);
  // Another process than the one that began to wait knows that it stands still.
  await workOnFullCheck(app.runtime, ref, looked?.at ?? null);
  const [again] = await waitingChecks();
  expect(again?.at).toMatchObject({ resource: "customers", operationId: null, failures: 1 });
  release();
  const fourth = { ...(looked?.at as CheckPlace), failures: 3 };
  const ends = async () => {
    // Shopify takes a moment to cancel it.
    for (;;) await workOnFullCheck(app.runtime, ref, fourth);
  };
  await expect(ends()).rejects.toMatchObject({ name: "SliceFailed" });
});

test("what changed a moment ago is left to its webhook", async () => {
  const { local, ref } = await readShop();
  local.actions.placeOrder({ lines });
  local.actions.placeOrder({ lines, processedAt: "2025-03-10T09:00:00Z", createdAt: now.toISOString() });
  expect((await compareMonths(app.runtime, ref))[1]).toMatchObject(NOTHING);
  expect((await checkEverything(app.runtime, ref))[1]).toMatchObject(NOTHING);
  expect(await dirty()).toEqual([]);
});

test("a row that was refused is not read again every night", async () => {
  const { ref } = await readShop();
  const { id } = someOrder();
  await app.runtime.db.pool.query(
    `insert into refused_row (shop_id, refused_id, resource, origin, reference, source_id, reason, detail, raw, refused_at)
     values ($1, gen_random_uuid(), 'orders', 'bulk', 'a file', $2, 'bad_value', '', '', $3)`,
    [ref.shopId, id, now],
  );
  await forget(id);
  expect((await compareMonths(app.runtime, ref))[1]).toMatchObject({ differing: [], ...NOTHING });
  expect((await checkEverything(app.runtime, ref))[1]).toMatchObject(NOTHING);
});

test("an erased customer is missed by nobody", async () => {
  const { local, ref } = await readShop();
  const [person] = [...local.store.customers.values()];
  const { db } = app.runtime;
  await redactCustomer(app.runtime, ref, await storeRequest(db, ref, { customerId: person?.id ?? 0 }));
  expect((await compareMonths(app.runtime, ref))[0]).toMatchObject(NOTHING);
  expect((await checkEverything(app.runtime, ref))[0]).toMatchObject(NOTHING);
  expect(await repaired()).toBe(0);
});

test("months that hold too much to page are left to the comparison of all ids", async () => {
  const { ref } = await readShop();
  await forget(someOrder().id);
  await compareMonths(app.runtime, ref, { maxPagedRows: 0 });
  expect(await dirty()).toEqual([]);
  expect(await app.runtime.jobs.isPending(fullCheckJob, { shop: ref.domain })).toBe(true);
});

test("comparing all ids finds what counting cannot: a change that was missed, and one order lost for one deleted", async () => {
  const { local, ref } = await readShop();
  const [lost, deleted, changed] = [1, 2, 3].map((at) =>
    local.actions.placeOrder({ lines, processedAt: `2025-03-1${at}T09:00:00Z` }),
  );
  if (!lost || !deleted || !changed) throw new Error("three orders were placed");
  passHour();
  await compareMonths(app.runtime, ref);
  await expectEqualAfterRefetch();
  await forget(lost.id);
  local.actions.cancelOrder({ orderId: deleted.id });
  local.actions.deleteOrder({ orderId: deleted.id });
  local.actions.cancelOrder({ orderId: changed.id });
  passHour();
  expect((await compareMonths(app.runtime, ref))[1]).toMatchObject({ differing: [], ...NOTHING });
  const before = await repaired();
  const [customers, orders] = await checkEverything(app.runtime, ref);
  expect(customers).toEqual({ resource: "customers", compared: local.store.customers.size, ...NOTHING });
  expect(orders).toEqual({
    resource: "orders",
    compared: local.store.orders.size,
    missing: 1,
    older: 1,
    extra: 1,
  });
  // Found is not corrected yet.
  expect(await repaired()).toBe(before);
  await expectEqualAfterRefetch();
  expect(await repaired()).toBe(before + 3);
  expect((await checkEverything(app.runtime, ref))[1]).toMatchObject(NOTHING);
});

test("when too much is missing, everything is read again instead", async () => {
  const { ref } = await readShop();
  await app.runtime.db.pool.query("delete from orders");
  await app.runtime.db.pool.query("delete from pgboss.job");
  await checkEverything(app.runtime, ref, { maxRefetchedRows: 3 });
  expect(await dirty()).toEqual([]);
  expect(await app.runtime.jobs.isPending(backfillJob, { shop: ref.domain })).toBe(true);
  await readHistory(app.runtime, ref);
  await expectEqualAfterRefetch();
});

test.each([
  ["ends inside a line", { kind: "truncate" } as const],
  ["has a line that is no JSON", { kind: "malform", line: 2 } as const],
  ["was not written", { kind: "fail", afterRoots: 0, errorCode: "TIMEOUT", partialData: false } as const],
])("a list of ids that %s marks nothing", async (_what, fault) => {
  const { local, ref } = await readShop();
  local.faults.bulk = [fault];
  await expect(checkEverything(app.runtime, ref)).rejects.toMatchObject({ name: "SliceFailed" });
  expect(await dirty()).toEqual([]);
});

test("orders from before the part of the history that Shopify shows are not taken for deleted", async () => {
  const { local, ref } = await readShop();
  const stored = (await figuresOfDatabase(app.runtime.db, ref)).orders;
  const scopes = local.grantedScopes.filter((scope) => scope !== "read_all_orders");
  local.actions.changeScopes({ scopes });
  await refreshShopFacts(app.runtime, ref);
  const [, months] = await compareMonths(app.runtime, ref);
  expect(months).toMatchObject({ differing: [], ...NOTHING });
  const [, all] = await checkEverything(app.runtime, ref, { maxRefetchedRows: 0 });
  expect(all).toMatchObject(NOTHING);
  expect(all?.compared).toBeLessThan(stored);
  const recent = [...local.store.orders.values()].at(-1);
  await forget(recent?.id ?? 0);
  expect((await compareMonths(app.runtime, ref))[1]).toMatchObject({ ...NOTHING, missing: 1 });
  await refetchDue(app.runtime, ref);
  expect((await figuresOfDatabase(app.runtime.db, ref)).orders).toBe(stored);
});
