import { afterEach, beforeEach, expect, test } from "vitest";
import { rows } from "../../../app/db/client.ts";
import { readTroubles } from "../../../app/db/queries/sync/trouble.ts";
import { backfillJob } from "../../../app/jobs/definitions/backfill.ts";
import { reconcileJob } from "../../../app/jobs/definitions/reconcile.ts";
import { readBulkOperation } from "../../../app/shopify/operations/bulk.ts";
import { reconcile } from "../../../app/sync/checking/reconcile.ts";
import { readHistory, workOnHistory } from "../../../app/sync/history/backfill.ts";
import { refetchDue } from "../../../app/sync/live/refetch.ts";
import { readSyncView } from "../../../app/sync/status/read-sync-view.ts";
import { type SyncedApp, startSyncedApp } from "../synced-app.ts";
import { figuresOfDatabase, figuresOfStore } from "../valuation/shop-figures.ts";

const AS_OF = new Date("2026-06-01T12:00:00Z");
const STALL = { kind: "stall", afterRoots: 3 } as const;
let app: SyncedApp;
let now: Date;
beforeEach(async () => {
  now = AS_OF;
  app = await startSyncedApp({
    shops: [
      { kind: "generated", domain: "stuck.myshopify.com", seed: 11, customers: 40, years: 2, asOf: AS_OF },
    ],
    working: false,
    now: () => now,
  });
  expect(await app.open()).toBe("authenticated");
});
afterEach(() => app.close());

function pass(minutes: number): void {
  now = new Date(now.getTime() + minutes * 60_000);
}

async function readEverything(): Promise<void> {
  await readHistory(app.runtime, app.shop().ref);
  await refetchDue(app.runtime, app.shop().ref);
}

/** Turns of the job until it waits for Shopify's file itself: each could be another process's. */
async function turnsUntilLooked(): Promise<void> {
  for (;;) {
    await workOnHistory(app.runtime, app.shop().ref, { catchUp: true });
    const [slice] = await slices();
    if (slice?.moved !== null) return;
  }
}

const slices = () =>
  rows<{
    resource: string;
    status: string;
    code: string | null;
    message: string | null;
    moved: Date | null;
    operationId: string;
  }>(
    app.runtime.db.pool,
    `select resource, status, error_code code, error_message message, moved_at moved, operation_id "operationId"
     from sync_slice order by started_at desc, resource`,
  );
const view = () => readSyncView(app.runtime.db, app.shop().ref, now);
const troubles = async () =>
  (await readTroubles(app.runtime.db.pool, app.shop().ref.shopId)).map(({ kind }) => kind);

async function isStored(orderId: number): Promise<boolean> {
  const found = await rows(app.runtime.db.pool, "select from orders where shop_id = $1 and order_id = $2", [
    app.shop().ref.shopId,
    orderId,
  ]);
  return found.length === 1;
}

test("an operation that stands still is given up after ten minutes, however often the looking was interrupted", async () => {
  const { local, ref } = app.shop();
  local.faults.bulk = [STALL];
  await turnsUntilLooked();
  // It moves once more, to the roots at which it stops.
  await workOnHistory(app.runtime, ref);
  pass(4);
  expect(await workOnHistory(app.runtime, ref)).toEqual({ againAfterMs: 5_000 });
  pass(4);
  expect(await workOnHistory(app.runtime, ref)).toEqual({ againAfterMs: 5_000 });
  const [customers] = await slices();
  expect(customers).toMatchObject({ resource: "customers", status: "running" });
  pass(4);
  expect(await workOnHistory(app.runtime, ref)).toEqual({ againAfterMs: 60_000 });
  expect((await slices()).find(({ resource }) => resource === "customers")).toMatchObject({
    status: "failed",
    code: "STALLED",
    message: expect.stringContaining("10 minutes"),
  });
  const admin = await app.runtime.shopify.adminFor(ref);
  const { data } = await admin.query(readBulkOperation, { id: customers?.operationId });
  expect(data.bulkOperation?.status).toMatch(/^CANCEL(ING|ED)$/);
  expect(await troubles()).toEqual(["stuck"]);
  await readEverything();
  expect(await figuresOfDatabase(app.runtime.db, ref)).toEqual(figuresOfStore(local));
});

test("what keeps failing is tried at growing intervals, and the trouble is over when it is read", async () => {
  const { local, ref } = app.shop();
  const pauses: number[] = [];
  local.faults.bulk = Array.from({ length: 40 }, () => ({ kind: "truncate" }) as const);
  while (pauses.length < 3) {
    const again = await workOnHistory(app.runtime, ref);
    if ((again?.againAfterMs ?? 0) >= 60_000) pauses.push(again?.againAfterMs ?? 0);
    pass(1);
  }
  expect(pauses).toEqual([60_000, 120_000, 240_000]);
  expect(await troubles()).toEqual(["stuck"]);
  expect((await slices()).every(({ status }) => status !== "done")).toBe(true);
  local.faults.clear();
  while (await workOnHistory(app.runtime, ref));
  expect(await troubles()).toEqual([]);
  await refetchDue(app.runtime, ref);
  expect(await figuresOfDatabase(app.runtime.db, ref)).toEqual(figuresOfStore(local));
});

test("a catch-up that is stuck holds up no fresh change, and its rows are read singly", async () => {
  const { local, ref } = app.shop();
  await readEverything();
  await app.runtime.db.pool.query("delete from pgboss.job");
  pass(20);
  local.faults.bulk = [STALL, STALL];
  const place = () => local.actions.placeOrder({ lines: [{ title: "Tea", unitPriceMinor: 100 }] });
  for (let at = 0; at < 30; at++) place();
  pass(1);
  const fresh = place();
  await local.deliveriesSettled();
  const options = { bulkThreshold: 10, turnBatches: 1 };
  expect(await refetchDue(app.runtime, ref, options)).toEqual({ againAfterMs: 0 });
  expect(await app.runtime.jobs.isPending(backfillJob, { shop: ref.domain })).toBe(true);
  expect(await isStored(fresh.id)).toBe(true);
  await turnsUntilLooked();
  while ((await workOnHistory(app.runtime, ref, { catchUp: true })) !== undefined) pass(11);
  const given = (await slices()).filter(({ code }) => code === "STALLED").map(({ resource }) => resource);
  expect(given.sort()).toEqual(["customers", "orders"]);
  expect(await app.runtime.jobs.isPending(reconcileJob, { shop: ref.domain })).toBe(true);
  // Within the hour no other operation is asked for: turn by turn the rows are read singly.
  await app.runtime.db.pool.query("delete from pgboss.job");
  while (await refetchDue(app.runtime, ref, options));
  expect(await app.runtime.jobs.isPending(backfillJob, { shop: ref.domain })).toBe(false);
  expect(await figuresOfDatabase(app.runtime.db, ref)).toEqual(figuresOfStore(local));
});

test("complete is said up to the last look until all that a look found is fetched, and only that counts as repaired", async () => {
  const { local, ref } = app.shop();
  await readEverything();
  expect(await view()).toMatchObject({ completeUpTo: AS_OF.toISOString(), waiting: 0 });
  pass(5);
  local.faults.dropWebhooks = 100;
  const lost = local.actions.placeOrder({ lines: [{ title: "Tea", unitPriceMinor: 100 }] });
  pass(10);
  expect(await reconcile(app.runtime, ref)).toBe(1);
  expect(await view()).toMatchObject({ completeUpTo: AS_OF.toISOString(), waiting: 1, repairedRows: 0 });
  await refetchDue(app.runtime, ref);
  expect(await isStored(lost.id)).toBe(true);
  expect(await view()).toMatchObject({ completeUpTo: now.toISOString(), waiting: 0, repairedRows: 1 });
  // A change that was told by its webhook is no repair.
  local.faults.clear();
  const told = now;
  local.actions.placeOrder({ lines: [{ title: "Cup", unitPriceMinor: 100 }] });
  await local.deliveriesSettled();
  pass(3);
  expect((await view()).completeUpTo).toBe(told.toISOString());
  await refetchDue(app.runtime, ref);
  expect((await view()).repairedRows).toBe(1);
});

test("a row of which nobody knows since when it differs makes nothing complete", async () => {
  const { ref } = app.shop();
  await readEverything();
  await app.runtime.db.pool.query(
    `insert into sync_dirty (shop_id, resource, source_id, marked_at, not_before)
     select shop_id, 'orders', 1, $1, $1 from shop`,
    [AS_OF],
  );
  expect(await view()).toMatchObject({ completeUpTo: null, waiting: 1, state: "valuing" });
  await refetchDue(app.runtime, ref);
  expect(await view()).toMatchObject({ completeUpTo: AS_OF.toISOString(), waiting: 0 });
});

test("a clock that is 20 minutes ahead makes no change invisible", async () => {
  const { local, ref } = app.shop();
  const ahead = { ...app.runtime, clock: () => new Date(now.getTime() + 20 * 60_000) };
  await readHistory(ahead, ref);
  await refetchDue(ahead, ref);
  local.faults.dropWebhooks = 1_000;
  for (let round = 0; round < 3; round++) {
    pass(7);
    const lost = local.actions.placeOrder({ lines: [{ title: "Tea", unitPriceMinor: 100 }] });
    pass(8);
    expect(await reconcile(ahead, ref)).toBeGreaterThanOrEqual(1);
    await refetchDue(ahead, ref);
    expect(await isStored(lost.id)).toBe(true);
  }
  expect(new Date((await view()).completeUpTo ?? "").getTime()).toBeLessThanOrEqual(now.getTime());
});
