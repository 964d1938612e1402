import { afterEach, describe, expect, test } from "vitest";
import { rows } from "../../../../app/db/client.ts";
import { openHistoryFiles } from "../../../../app/db/queries/history-file/files.ts";
import { touchSources } from "../../../../app/db/queries/sync/dirty.ts";
import { UTM_COLUMNS } from "../../../../app/db/queries/valuation/utm-columns.ts";
import { compareMonths } from "../../../../app/sync/checking/compare.ts";
import { readHistory } from "../../../../app/sync/history/backfill.ts";
import { confirmFile, undoFile } from "../../../../app/sync/history-file/give-file.ts";
import { type HistoryFileView, readHistoryFiles } from "../../../../app/sync/history-file/view.ts";
import { workOnHistoryFile } from "../../../../app/sync/history-file/work.ts";
import { refetchDue } from "../../../../app/sync/live/refetch.ts";
import { refreshShopFacts } from "../../../../app/sync/shop/shop-facts.ts";
import { refreshValuation } from "../../../../app/valuation/compute/refresh.ts";
import { checkEverything } from "../../../builders/full-check.ts";
import type { LocalShop } from "../../../shopify/local-shop.ts";
import { orderExport } from "../../../shopify/order-export.ts";
import type { OrderRecord } from "../../../shopify/store/records.ts";
import { type SyncedApp, startSyncedApp } from "../../synced-app.ts";
import { giveFile, valuesOf } from "./file-shop.ts";

const AS_OF = new Date("2026-06-01T12:00:00Z");
const DAY_MS = 86_400_000;
const apps: SyncedApp[] = [];
afterEach(async () => {
  for (const app of apps.splice(0)) await app.close();
});

/**
 * What an export cannot tell: units that an edit or an exchange changed, money on its way, a fee kept of a refund; and whose order it was, where
 * the customer has another address by now, or none.
 */
const isUntold = (order: OrderRecord, { customers }: LocalShop["store"]) =>
  (order.customerId !== null &&
    (order.email === null || customers.get(order.customerId)?.email !== order.email)) ||
  (order.customerId === null &&
    [...customers.values()].some((one) => !one.verifiedEmail && one.email === order.email)) ||
  order.edits.length > 0 ||
  order.returns.length > 0 ||
  order.refunds.some(
    (refund) => refund.pending || (order.cancelledAtMs === null && refund.adjustments.length > 0),
  );

/** A shop of two years, as an app sees it that may read all of it, or only the last 60 days. */
async function open({ readsAll = false, taxesIncluded = true, customers = 150 } = {}) {
  const app = await startSyncedApp({
    shops: [
      {
        kind: "generated",
        domain: "old-orders.myshopify.com",
        seed: 11,
        customers,
        years: 2,
        asOf: AS_OF,
        taxesIncluded,
      },
    ],
    working: false,
  });
  apps.push(app);
  const { local, ref } = app.shop();
  for (const order of [...local.store.orders.values()]) {
    if (isUntold(order, local.store)) local.actions.deleteOrder({ orderId: order.id });
  }
  local.actions.placeOrder({
    email: "tester@example.com",
    test: true,
    processedAt: "2025-01-05T10:00:00Z",
    lines: [{ title: "Tea", unitPriceMinor: 1_000 }],
  });
  const all = [...local.grantedScopes];
  const grantAll = (granted: boolean) =>
    local.actions.changeScopes({ scopes: all.filter((scope) => granted || scope !== "read_all_orders") });
  expect(await app.open()).toBe("authenticated");
  const { runtime } = app;
  grantAll(readsAll);
  await refreshShopFacts(runtime, ref);
  await readHistory(runtime, ref);
  await refetchAll();

  async function refetchAll() {
    while ((await refetchDue(runtime, ref)) !== undefined);
  }
  async function work(fileId: string): Promise<HistoryFileView> {
    while ((await workOnHistoryFile(runtime, ref, fileId)) !== undefined);
    const { files } = await readHistoryFiles(runtime.db, ref);
    const file = files.find((one) => one.fileId === fileId);
    if (!file) throw new Error("the file is gone");
    return file;
  }
  return {
    app,
    runtime,
    local,
    ref,
    grantAll,
    refetchAll,
    work,
    async values() {
      await refreshValuation(runtime, ref, { full: true });
      return valuesOf(runtime, ref);
    },
    async addAll(fileId: string) {
      expect((await work(fileId)).state).toBe("preview");
      expect(await confirmFile(runtime, ref, fileId, "1")).toBe(true);
      return work(fileId);
    },
    orders: () =>
      rows<{ id: number; file: string | null }>(
        runtime.db.pool,
        "select order_id id, history_file_id file from orders where deleted_at is null order by 1",
      ),
  };
}

const isOld = (order: OrderRecord) => order.createdAtMs < AS_OF.getTime() - 60 * DAY_MS;

/** Columns of which an export does not have what they are made from: costs, channels, products, visits, and whether an order was placed as a guest. */
const UNTOLD_COLUMNS = new Set([
  "first_channel",
  "channels",
  "guest_orders",
  "product_due_day",
  ...UTM_COLUMNS.map(({ column }) => column),
  "model_id",
]);
const MADE_OF_COSTS = /cost|margin|contribution/;
/** A discount takes its part of the tax inside prices with it, rounded a line: a minor unit may be on the other side. Net sales are exact. */
const TAX_OF_DISCOUNTS = new Set(["gross_sales_minor", "discounts_minor"]);

function told(values: Record<string, unknown[]>, without: ReadonlySet<string>) {
  const strip = (row: unknown) =>
    Object.fromEntries(
      Object.entries(row as object).filter(
        ([name]) => !UNTOLD_COLUMNS.has(name) && !MADE_OF_COSTS.test(name) && !without.has(name),
      ),
    );
  const { shop_valuation: _, ...tables } = values;
  return Object.fromEntries(Object.entries(tables).map(([name, table]) => [name, table.map(strip)]));
}

describe.each([true, false])("with taxes inside prices: %s", (taxesIncluded) => {
  test("60 days of Shopify and a file of the rest give the values of the whole history, to the cent", async () => {
    const whole = await open({ readsAll: true, taxesIncluded });
    const expected = await whole.values();
    const limited = await open({ taxesIncluded });
    const before = await limited.orders();
    expect(before.length).toBeLessThan((await whole.orders()).length / 3);

    // All orders, those that Shopify shows as well.
    const fileId = await giveFile(limited.runtime, limited.ref, orderExport(limited.local), {
      partBytes: 10_007,
    });
    const read = await limited.work(fileId);
    expect(read).toMatchObject({
      state: "preview",
      preview: { delimiter: ",", refused: 0, otherCurrency: 0, there: before.length, addedBefore: 0 },
    });
    expect(await limited.orders()).toEqual(before);
    const added = await limited.addAll(fileId);

    const ids = (some: { id: number }[]) => some.map(({ id }) => id);
    expect(ids(await limited.orders())).toEqual(ids(await whole.orders()));
    expect(added).toMatchObject({ state: "done", added: (await whole.orders()).length - before.length });
    const without = taxesIncluded ? TAX_OF_DISCOUNTS : new Set<string>();
    expect(told(await limited.values(), without)).toEqual(told(expected, without));
  });
});

test("the same file twice adds nothing; taking it out leaves every value as it was", async () => {
  const shop = await open();
  const [before, ordersBefore] = [await shop.values(), await shop.orders()];
  const text = orderExport(shop.local, isOld);
  const first = await giveFile(shop.runtime, shop.ref, text);
  await shop.addAll(first);
  const [after, ordersAfter] = [await shop.values(), await shop.orders()];
  expect(after).not.toEqual(before);

  const second = await giveFile(shop.runtime, shop.ref, text);
  expect(await shop.work(second)).toMatchObject({
    preview: { adding: 0, addedBefore: ordersAfter.length - ordersBefore.length },
  });
  expect(await shop.addAll(second)).toMatchObject({ state: "done", added: 0 });
  expect(await shop.orders()).toEqual(ordersAfter);
  expect(await shop.values()).toEqual(after);

  expect(await undoFile(shop.runtime, shop.ref, second, "1")).toBe(true);
  expect((await shop.work(second)).state).toBe("undone");
  expect(await shop.orders()).toEqual(ordersAfter);
  expect(await undoFile(shop.runtime, shop.ref, first, "1")).toBe(true);
  expect((await shop.work(first)).state).toBe("undone");
  expect(await shop.orders()).toEqual(ordersBefore);
  expect(await shop.values()).toEqual(before);
});

test("no comparison with Shopify takes the orders of a file for gone, nor does a touch of one", async () => {
  const shop = await open();
  await shop.addAll(await giveFile(shop.runtime, shop.ref, orderExport(shop.local, isOld)));
  const orders = await shop.orders();
  await shop.runtime.db.pool.query(
    `insert into sync_dirty (shop_id, resource, source_id, marked_at, not_before)
     select shop_id, 'orders', order_id, $1, $1 from orders`,
    [AS_OF],
  );
  await shop.refetchAll();
  expect(await compareMonths(shop.runtime, shop.ref)).toContainEqual(
    expect.objectContaining({ resource: "orders", extra: 0 }),
  );
  await checkEverything(shop.runtime, shop.ref);
  await shop.refetchAll();
  expect(await shop.orders()).toEqual(orders);
});

test("old orders that were touched before the file was given, and not shown, are not gone", async () => {
  const shop = await open();
  const old = [...shop.local.store.orders.values()].filter(isOld).map(({ id }) => id);
  await touchSources(shop.runtime.db.pool, shop.ref.shopId, "orders", old, AS_OF);
  await shop.refetchAll();
  await shop.addAll(await giveFile(shop.runtime, shop.ref, orderExport(shop.local, isOld)));
  const stored = (await shop.orders()).map(({ id }) => id);
  expect(stored).toEqual([...shop.local.store.orders.keys()].sort((a, b) => a - b));
});

test("the sweep goes on with a file whose job ended", async () => {
  const shop = await open();
  const fileId = await giveFile(shop.runtime, shop.ref, orderExport(shop.local, isOld));
  await shop.work(fileId);
  expect(await confirmFile(shop.runtime, shop.ref, fileId, "1")).toBe(true);
  await shop.runtime.db.pool.query("delete from pgboss.job");
  expect(await openHistoryFiles(shop.runtime.db.pool)).toEqual([{ domain: shop.ref.domain, fileId }]);
  expect((await shop.work(fileId)).state).toBe("done");
  expect(await openHistoryFiles(shop.runtime.db.pool)).toEqual([]);
});

test("when Shopify gives the orders itself, they take the place of the file's", async () => {
  const shop = await open();
  const fileId = await giveFile(shop.runtime, shop.ref, orderExport(shop.local, isOld));
  await shop.addAll(fileId);
  shop.grantAll(true);
  await shop.app.local.shop("old-orders.myshopify.com").deliveriesSettled();
  await refreshShopFacts(shop.runtime, shop.ref);
  await readHistory(shop.runtime, shop.ref);
  await shop.refetchAll();
  const orders = await shop.orders();
  expect(orders.map(({ id }) => id)).toEqual([...shop.local.store.orders.keys()].sort((a, b) => a - b));
  expect(orders.filter(({ file }) => file !== null)).toEqual([]);
  const whole = await shop.values();

  expect(await undoFile(shop.runtime, shop.ref, fileId, "1")).toBe(true);
  await shop.work(fileId);
  expect(await shop.orders()).toEqual(orders);
  expect(await shop.values()).toEqual(whole);
});
