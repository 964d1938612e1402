import { afterEach, expect, test } from "vitest";
import { rows } from "../../../app/db/client.ts";
import { touchSources } from "../../../app/db/queries/sync/dirty.ts";
import {
  addSlice,
  latestSlices,
  openSlice,
  readWatermark,
  type SliceRow,
} from "../../../app/db/queries/sync/progress.ts";
import { newId } from "../../../app/platform/ids.ts";
import { readHistory } from "../../../app/sync/history/backfill.ts";
import { stepSlice } from "../../../app/sync/history/slice.ts";
import { refetchDue } from "../../../app/sync/live/refetch.ts";
import { refreshShopFacts } from "../../../app/sync/shop/shop-facts.ts";
import { readSyncView } from "../../../app/sync/status/read-sync-view.ts";
import type { BulkFault } from "../../shopify/faults.ts";
import type { VisitRecord } from "../../shopify/store/records.ts";
import { type SyncedApp, startSyncedApp } from "../synced-app.ts";
import { contentsOf, figuresOfDatabase, figuresOfStore } from "../valuation/shop-figures.ts";

const AS_OF = new Date("2026-06-01T12:00:00Z");
let app: SyncedApp;
afterEach(() => app.close());

/** A generated shop whose app is installed, with no job running by itself. */
async function installedShop(customers = 150) {
  app = await startSyncedApp({
    shops: [
      { kind: "generated", domain: "history.myshopify.com", seed: 11, customers, years: 2, asOf: AS_OF },
    ],
    working: false,
    now: () => AS_OF,
  });
  expect(await app.open()).toBe("authenticated");
  return app.shop();
}

async function slices(): Promise<Record<string, SliceRow>> {
  const found = await latestSlices(app.runtime.db.pool, app.shop().ref.shopId);
  return Object.fromEntries(found.map((slice) => [slice.resource, slice]));
}

/** Fetches singly what the files left open, as the queue's worker would. */
async function readEverything(): Promise<void> {
  await readHistory(app.runtime, app.shop().ref);
  await refetchDue(app.runtime, app.shop().ref);
}

test("a whole history arrives: as many rows and as much money as the shop has", async () => {
  const { local, ref } = await installedShop(400);
  await readEverything();
  expect(await figuresOfDatabase(app.runtime.db, ref)).toEqual(figuresOfStore(local));
  const { orders, customers } = await slices();
  expect(orders).toMatchObject({ status: "done", refused: 0, rootsRead: local.store.orders.size });
  expect(customers).toMatchObject({ status: "done", objectsRead: local.store.customers.size });
  const [conserved] = await rows<{ broken: number; unread: number }>(
    app.runtime.db.pool,
    `select (select count(*) from orders o where shop_id = $1 and
         (gross_sales_minor - discounts_minor - returns_minor, net_sales_minor) is distinct from (net_sales_minor,
           (select coalesce(sum(net_sales_minor), 0)::bigint from order_line l
            where l.shop_id = $1 and l.order_id = o.order_id and kind = 'goods'))) broken,
       (select count(*) from order_refund where shop_id = $1 and returns_minor is null) unread`,
    [ref.shopId],
  );
  expect(conserved).toEqual({ broken: 0, unread: 0 });
  const consents = await rows<{
    id: number;
    sms: string | null;
    phone: string | null;
    zip: string | null;
  }>(
    app.runtime.db.pool,
    "select customer_id id, sms_marketing_state sms, phone, zip from customer where shop_id = $1 order by 1",
    [ref.shopId],
  );
  expect(consents).toEqual(
    [...local.store.customers.values()]
      .sort((a, b) => a.id - b.id)
      .map(({ id, phone, smsConsent, address }) => ({
        ...{ id, phone, zip: address?.zip ?? null },
        sms: phone === null ? null : smsConsent.state,
      })),
  );
  expect(new Set(consents.map(({ sms }) => sms)).size).toBe(5);
  expect(consents.filter(({ phone, zip }) => phone !== null && zip !== null).length).toBeGreaterThan(0);
  const visits = await rows<{ id: number; said: (string | null)[] }>(
    app.runtime.db.pool,
    `select order_id id, array[first_visit_utm_source, first_visit_utm_medium, first_visit_utm_campaign,
       last_visit_utm_source, last_visit_utm_medium, last_visit_utm_campaign] said
     from orders where shop_id = $1 order by 1`,
    [ref.shopId],
  );
  expect(visits).toEqual(
    [...local.store.orders.values()]
      .sort((a, b) => a.id - b.id)
      .map(({ id, journey }) => {
        const said = (visit: VisitRecord | null | undefined) => [
          visit?.utm?.source ?? null,
          visit?.utm?.medium ?? null,
          visit?.utm?.campaign ?? null,
        ];
        return { id, said: [...said(journey?.firstVisit), ...said(journey?.lastVisit)] };
      }),
  );
  expect(visits.some(({ said }) => said[0] !== said[3])).toBe(true);
});

test("reading twice changes nothing", async () => {
  const { ref } = await installedShop();
  await readEverything();
  const once = await contentsOf(app.runtime.db, ref);
  await app.runtime.db.pool.query("delete from sync_watermark");
  await readEverything();
  expect(await contentsOf(app.runtime.db, ref)).toEqual(once);
});

test.each(["customers", "orders"])("everybody is valued when %s are read last", async (last) => {
  const { ref } = await installedShop(10);
  const { pool } = app.runtime.db;
  const asked = () =>
    rows(pool, "select from pgboss.job where name = 'valuation.refresh' and data->>'full' = 'true'");
  await readEverything();
  expect(await asked()).toHaveLength(1);
  await pool.query("delete from pgboss.job");
  // As a change of the shop's time zone leaves it that came while only these were being read.
  await pool.query("delete from sync_watermark where shop_id = $1 and resource = $2", [ref.shopId, last]);
  await readEverything();
  expect(await asked()).toHaveLength(1);
});

test("a process that dies while it waits goes on with the same bulk operation", async () => {
  const { local, ref } = await installedShop();
  const end = Promise.withResolvers<void>();
  local.faults.bulk = [1, 2].map(() => ({ kind: "hold", until: end.promise }));
  const dying = new AbortController();
  const reading = readHistory(app.runtime, ref, { signal: dying.signal });
  // The orders' operation is the last thing that is started before the waiting.
  await expect.poll(async () => (await slices()).orders?.operationId).toEqual(expect.any(String));
  dying.abort(new Error("killed"));
  await expect(reading).rejects.toThrow();
  const before = await slices();
  expect(before.orders?.status).not.toBe("done");
  end.resolve();
  await readEverything();
  const after = await slices();
  expect(after.orders).toMatchObject({ status: "done", operationId: before.orders?.operationId });
  expect(after.customers?.operationId).toBe(before.customers?.operationId);
  expect(await figuresOfDatabase(app.runtime.db, ref)).toEqual(figuresOfStore(local));
});

const faults: [string, BulkFault, string | null][] = [
  ["ends inside a line", { kind: "truncate" }, "TRUNCATED"],
  ["is gone", { kind: "expire" }, "EXPIRED"],
  [
    "was only partly written",
    { kind: "fail", afterRoots: 40, errorCode: "TIMEOUT", partialData: true },
    "TIMEOUT",
  ],
  [
    "was not written",
    { kind: "fail", afterRoots: 0, errorCode: "INTERNAL_SERVER_ERROR", partialData: false },
    "INTERNAL_SERVER_ERROR",
  ],
  ["has a line that is no JSON", { kind: "malform", line: 30 }, "MALFORMED"],
  ["has its lines after all of its orders", { kind: "ungroup" }, null],
  ["holds an order twice", { kind: "repeat", root: 7 }, null],
  ["breaks off twice on its way", { kind: "cutDownload", afterBytes: 5_000, times: 2 }, null],
];

test.each(faults)("a file that %s does not make the history incomplete", async (_what, fault, code) => {
  const { local, ref } = await installedShop();
  // The first operation reads the customers, the second the orders.
  local.faults.bulk = [{ kind: "cutDownload", afterBytes: 1_000, times: 1 }, fault];
  await readEverything();
  expect(await figuresOfDatabase(app.runtime.db, ref)).toEqual(figuresOfStore(local));
  const failed = await rows<{ code: string }>(
    app.runtime.db.pool,
    "select error_code code from sync_slice where status = 'failed'",
  );
  expect(failed).toEqual(code === null ? [] : [{ code }]);
});

/** Leaves nothing stored, as before the first history. */
async function emptyShop(): Promise<void> {
  await app.runtime.db.pool.query(
    "truncate customer, orders, order_line, order_refund, sync_watermark, sync_dirty, refused_row",
  );
}

test("a first history is copied, and equals in every column what is merged from staging", async () => {
  const { ref } = await installedShop();
  const { pool } = app.runtime.db;
  await readEverything();
  const copied = await contentsOf(app.runtime.db, ref);
  await emptyShop();
  // Where a row is stored, and be it that of a deletion, a file is staged.
  await pool.query(
    "insert into customer (shop_id, customer_id, source_updated_at, deleted_at, tags) values ($1, 1, $2, $2, '{}')",
    [ref.shopId, AS_OF],
  );
  await pool.query(
    `insert into orders (shop_id, order_id, name, processed_at, order_day, source_updated_at, deleted_at, currency,
       discount_codes, gross_sales_minor, discounts_minor, returns_minor, net_sales_minor, shipping_minor, cost_minor,
       cost_known_net_sales_minor)
     values ($1, 1, '', $2, date '2026-06-01', $2, $2, 'EUR', '{}', 0, 0, 0, 0, 0, 0, 0)`,
    [ref.shopId, AS_OF],
  );
  await readEverything();
  expect(await contentsOf(app.runtime.db, ref)).toEqual(copied);
});

test("a cost stays as it was first seen, in the order's sum too, until the shop's currency changes", async () => {
  const { ref } = await installedShop(40);
  const { pool } = app.runtime.db;
  await readEverything();
  const today = await contentsOf(app.runtime.db, ref);
  const costs = () =>
    rows<{ broken: number; costMinor: number }>(
      pool,
      `select count(*) filter (where o.cost_minor <> l.cost) broken, sum(l.cost)::bigint "costMinor"
       from orders o, lateral (select coalesce(sum(unit_cost_minor * current_quantity), 0) cost from order_line l
         where l.shop_id = o.shop_id and l.order_id = o.order_id and kind = 'goods') l
       where o.shop_id = $1`,
      [ref.shopId],
    );
  const [before] = await costs();
  expect(before?.costMinor).toBeGreaterThan(0);
  await pool.query("update order_line set unit_cost_minor = 10 * unit_cost_minor");
  await pool.query("delete from sync_watermark");
  await readEverything();
  expect(await costs()).toEqual([{ broken: 0, costMinor: 10 * (before?.costMinor ?? 0) }]);
  // As if the shop had been read in dollars; it says euros now.
  await pool.query("update shop set currency = 'USD'");
  await refreshShopFacts(app.runtime, ref);
  await readEverything();
  expect(await contentsOf(app.runtime.db, ref)).toEqual(today);
});

test("an order whose lines stand far from it, or that is in the file twice, is named and then read singly", async () => {
  const { local, ref } = await installedShop(30);
  await readEverything();
  const copied = await contentsOf(app.runtime.db, ref);
  for (const fault of [{ kind: "ungroup" }, { kind: "repeat", root: 3 }] as const) {
    await emptyShop();
    local.faults.bulk = [{ kind: "cutDownload", afterBytes: 1_000, times: 1 }, fault];
    await readHistory(app.runtime, ref, { heldNodes: 40 });
    const named = await rows<{ resource: string; reason: string; waits: boolean }>(
      app.runtime.db.pool,
      `select distinct resource, reason, exists (select from sync_dirty d where d.source_id = r.source_id) waits
       from refused_row r`,
    );
    expect(named, fault.kind).toEqual([{ resource: "orders", reason: "scattered", waits: true }]);
    await refetchDue(app.runtime, ref);
    expect(await contentsOf(app.runtime.db, ref)).toEqual(copied);
    expect(await rows(app.runtime.db.pool, "select * from refused_row")).toEqual([]);
  }
});

test("a line that is no JSON is shown with its number, and what it stood between was read", async () => {
  const { local, ref } = await installedShop();
  local.faults.bulk = [{ kind: "malform", line: 3 }];
  await readHistory(app.runtime, ref);
  const view = await readSyncView(app.runtime.db, ref, AS_OF);
  expect(view.refused).toEqual([
    expect.objectContaining({ resource: "customers", lineNo: 3, reason: "malformed_json", origin: "bulk" }),
  ]);
  expect(view.customers).toBe(local.store.customers.size);
});

test("the cursor stays where it was when no file could be read whole", async () => {
  const { local, ref } = await installedShop();
  local.faults.bulk = Array.from({ length: 9 }, () => ({ kind: "truncate" }) as const);
  await expect(readHistory(app.runtime, ref)).rejects.toMatchObject({
    name: "SliceFailed",
    code: "TRUNCATED",
  });
  expect(await rows(app.runtime.db.pool, "select * from sync_watermark")).toEqual([]);
  expect((await readSyncView(app.runtime.db, ref, AS_OF)).state).not.toBe("current");
});

test("a sixth bulk operation waits for a place", async () => {
  const { local, ref } = await installedShop(30);
  const admin = await app.runtime.shopify.adminFor(ref);
  const { runBulkQuery, cancelBulkOperation } = await import("../../../app/shopify/operations/bulk.ts");
  local.faults.bulk = Array.from({ length: 5 }, () => ({ kind: "stall", afterRoots: 1 }) as const);
  const occupying: string[] = [];
  for (let at = 0; at < 5; at++) {
    const { data } = await admin.query(runBulkQuery, { query: "{ customers { edges { node { id } } } }" });
    occupying.push(data.bulkOperationRunQuery.bulkOperation?.id ?? "");
  }
  const reading = readEverything();
  await expect.poll(async () => (await slices()).customers).toBeDefined();
  for (const id of occupying) await admin.query(cancelBulkOperation, { id });
  await reading;
  expect(await figuresOfDatabase(app.runtime.db, ref)).toEqual(figuresOfStore(local));
});

test("throttling, cut connections and errors of Shopify's own only take time", async () => {
  const { local, ref } = await installedShop(20);
  local.faults.throttleRequests = 2;
  local.faults.revokeTokens = 1;
  await readEverything();
  local.faults.failRequests = 2;
  local.faults.dropConnections = 1;
  await app.runtime.db.pool.query(
    "insert into sync_dirty (shop_id, resource, source_id, marked_at, not_before) select shop_id, 'orders', order_id, $1, $1 from orders",
    [AS_OF],
  );
  await refetchDue(app.runtime, ref);
  expect(await figuresOfDatabase(app.runtime.db, ref)).toEqual(figuresOfStore(local));
  expect(await rows(app.runtime.db.pool, "select * from sync_dirty")).toEqual([]);
});

test("a history that was read for another time zone than the shop has by then does not count as read", async () => {
  const { ref } = await installedShop(40);
  const { db } = app.runtime;
  const facts = await refreshShopFacts(app.runtime, ref);
  await addSlice(db.pool, ref.shopId, {
    sliceId: newId(),
    resource: "orders",
    purpose: "backfill",
    lowWaterMark: AS_OF,
    startedAt: AS_OF,
  });
  await db.pool.query("update shop set time_zone = 'Pacific/Auckland' where shop_id = $1", [ref.shopId]);
  const readToItsEnd = async () => {
    for (let step: unknown; step !== "done"; ) {
      const slice = await openSlice(db.pool, ref.shopId, "orders");
      if (!slice) throw new Error("the slice ended before it was done");
      step = await stepSlice({ runtime: app.runtime, shop: ref, facts, slice, failedBefore: 0 });
    }
  };
  await expect(readToItsEnd()).rejects.toMatchObject({ code: "SHOP_CHANGED" });
  expect((await figuresOfDatabase(db, ref)).orders).toBe(0);
  expect(await readWatermark(db.pool, ref.shopId, "orders")).toBeNull();
  await readEverything();
  expect(await readWatermark(db.pool, ref.shopId, "orders")).not.toBeNull();
  expect(await figuresOfDatabase(db, ref)).toEqual(figuresOfStore(app.shop().local));
});

test("what was touched before the history was read waits for it", async () => {
  const { local, ref } = await installedShop(20);
  const { db } = app.runtime;
  await refreshShopFacts(app.runtime, ref);
  const [order] = local.store.orders.values();
  await touchSources(db.pool, ref.shopId, "orders", [order?.id ?? 0], AS_OF);
  await refetchDue(app.runtime, ref);
  expect((await figuresOfDatabase(db, ref)).orders).toBe(0);
  await readEverything();
  expect(await figuresOfDatabase(db, ref)).toEqual(figuresOfStore(local));
});
