import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { rows, type Tx } from "../../../app/db/client.ts";
import { recordInstallation } from "../../../app/db/queries/source/shops.ts";
import { NO_DETAILS } from "../../../app/sync/mapping/order.ts";
import {
  ErasedMeanwhile,
  type ErasedPeople,
  loadErasedPeople,
} from "../../../app/sync/privacy/erased-people.ts";
import { redactCustomer } from "../../../app/sync/privacy/redaction.ts";
import { RESOURCE_SPECS } from "../../../app/sync/resources.ts";
import { mergeRefetched } from "../../../app/sync/storing/merge.ts";
import { Staging } from "../../../app/sync/storing/staging.ts";
import { aLineNode, aMappingShop, anOrderNode, money } from "../../builders/order-nodes.ts";
import { storeRequest } from "../../builders/privacy-requests.ts";
import { KEYS, type SyncedApp, startSyncedApp } from "../synced-app.ts";
import { contentsOf } from "../valuation/shop-figures.ts";

const { orders } = RESOURCE_SPECS;
const shop = aMappingShop({ timeZone: "UTC" });
let app: SyncedApp;
beforeAll(async () => {
  app = await startSyncedApp({ shops: [{ kind: "empty", domain: "arrival.myshopify.com" }], working: false });
});
afterAll(() => app.close());

/** A version of an order as an answer of Shopify, or its deletion. Versions of one order differ in their second. */
interface Version {
  readonly order: number;
  readonly second: number;
  readonly quantity: number;
  readonly deleted: boolean;
}

const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second));

function nodes({ order, second, quantity }: Version) {
  const head = anOrderNode({
    id: `gid://shopify/Order/${order}`,
    name: `#${order}`,
    processedAt: at(0).toISOString(),
    updatedAt: at(second).toISOString(),
  });
  const lines = Array.from({ length: (second % 3) + 1 }, (_, line) =>
    aLineNode({
      id: `gid://shopify/LineItem/${order * 100 + line}`,
      title: `Line ${line}`,
      quantity,
      currentQuantity: quantity,
      originalUnitPriceSet: money("3.50"),
    }),
  );
  return { head, lines };
}

function stage(staging: Staging, version: Version, erased: ErasedPeople): void {
  const { head, lines } = nodes(version);
  const mapped = orders.map(head, { children: lines, details: NO_DETAILS }, shop, erased);
  if (mapped) staging.add(mapped);
}

async function merge(versions: readonly Version[]): Promise<void> {
  const { runtime } = app;
  const { ref } = app.shop();
  const connection: Tx = await runtime.db.pool.connect();
  try {
    const erased = await loadErasedPeople(connection, ref.shopId, KEYS);
    const staging = await Staging.open(connection, ref, orders);
    for (const version of versions.filter((one) => !one.deleted)) stage(staging, version, erased);
    await staging.flush();
    await connection.query("begin");
    const gone = versions
      .filter((one) => one.deleted)
      .map(({ order, second }) => ({ id: order, at: at(second) }));
    await mergeRefetched(runtime, connection, ref, orders, gone, erased);
    await connection.query("commit");
    await staging.close();
  } finally {
    connection.release();
  }
}

async function contentsAfter(arrivals: readonly Version[]): Promise<unknown> {
  for (const table of ["order_line", "order_refund", "orders", "valuation_dirty"]) {
    await app.runtime.db.pool.query(`delete from ${table}`);
  }
  for (const version of arrivals) await merge([version]);
  return contentsOf(app.runtime.db, app.shop().ref);
}

const version = fc.record({
  order: fc.integer({ min: 1, max: 3 }),
  second: fc.integer({ min: 1, max: 20 }),
  quantity: fc.integer({ min: 1, max: 9 }),
  deleted: fc.boolean(),
});

test("versions of orders give the same content in whatever order, and however often, they arrive", async () => {
  const distinct = fc.uniqueArray(version, {
    minLength: 1,
    maxLength: 6,
    selector: (one) => `${one.order} ${one.second}`,
  });
  // A deletion is the last thing that happens to an order.
  const history = distinct.map((versions) =>
    versions.map((one) => ({
      ...one,
      deleted:
        one.deleted && versions.every((other) => other.order !== one.order || other.second <= one.second),
    })),
  );
  const arrivals = history.chain((versions) =>
    fc.record({
      versions: fc.constant(versions),
      arrived: fc
        .tuple(
          fc.shuffledSubarray(versions, { minLength: versions.length }),
          fc.shuffledSubarray(versions, { minLength: 0 }),
        )
        .map(([once, again]) => [...once, ...again]),
    }),
  );
  await fc.assert(
    fc.asyncProperty(arrivals, async ({ versions, arrived }) => {
      const inOrder = await contentsAfter([...versions].sort((a, b) => a.second - b.second));
      expect(await contentsAfter(arrived)).toEqual(inOrder);
    }),
    { numRuns: 20 },
  );
});

test("an order of nobody, as one at a till is, is counted by the next valuation, and so is its deletion", async () => {
  const { pool } = app.runtime.db;
  const sale = { order: 1, second: 1, quantity: 2, deleted: false };
  await contentsAfter([sale]);
  expect(await rows(pool, "select customer_id from valuation_dirty")).toEqual([{ customer_id: 0 }]);
  await pool.query("delete from valuation_dirty");
  await merge([{ ...sale, second: 2, deleted: true }]);
  expect(await rows(pool, "select customer_id from valuation_dirty")).toEqual([{ customer_id: 0 }]);
});

test("an older refetch never overwrites a newer order", async () => {
  const newer = await contentsAfter([{ order: 1, second: 9, quantity: 2, deleted: false }]);
  await merge([{ order: 1, second: 8, quantity: 7, deleted: false }]);
  expect(await contentsOf(app.runtime.db, app.shop().ref)).toEqual(newer);
});

test("of two changes within one second the one that arrives later stays", async () => {
  await contentsAfter([{ order: 1, second: 9, quantity: 2, deleted: false }]);
  await merge([{ order: 1, second: 9, quantity: 3, deleted: false }]);
  const { orders } = (await contentsOf(app.runtime.db, app.shop().ref)) as {
    orders: { net_sales_minor: number }[];
  };
  expect(orders.map((order) => order.net_sales_minor)).toEqual([3 * 350]);
});

test("what was read before somebody was erased is not merged after it", async () => {
  const { runtime } = app;
  const { ref } = app.shop();
  await runtime.db.transaction((tx) => recordInstallation(tx, ref, "", runtime.clock()));
  const before = await contentsOf(runtime.db, ref);
  const connection = await runtime.db.pool.connect();
  try {
    const erased = await loadErasedPeople(connection, ref.shopId, KEYS);
    const staging = await Staging.open(connection, ref, orders);
    stage(staging, { order: 77, second: 1, quantity: 1, deleted: false }, erased);
    await staging.flush();
    await redactCustomer(runtime, ref, await storeRequest(runtime.db, ref, { customerId: 5 }));
    await connection.query("begin");
    await expect(mergeRefetched(runtime, connection, ref, orders, [], erased)).rejects.toThrow(
      ErasedMeanwhile,
    );
    await connection.query("rollback");
    await staging.close();
  } finally {
    connection.release();
  }
  expect(await contentsOf(runtime.db, ref)).toEqual(before);
});
