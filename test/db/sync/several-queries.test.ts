import { afterEach, expect, test } from "vitest";
import { rows } from "../../../app/db/client.ts";
import { touchSources } from "../../../app/db/queries/sync/dirty.ts";
import type { AdminClient } from "../../../app/shopify/admin-client.ts";
import { AdminThrottled, AdminUnavailable } from "../../../app/shopify/errors.ts";
import { readHistory } from "../../../app/sync/history/backfill.ts";
import { refetchDue } from "../../../app/sync/live/refetch.ts";
import type { SyncRuntime } from "../../../app/sync/runtime.ts";
import { type SyncedApp, startSyncedApp } from "../synced-app.ts";
import { figuresOfDatabase, figuresOfStore } from "../valuation/shop-figures.ts";

const AS_OF = new Date("2026-06-01T12:00:00Z");
const ORDERS = 60;
let app: SyncedApp;
afterEach(() => app.close());

/** A shop that was read when it was empty, and has had its orders since. */
async function changedShop(plan: "Basic" | "Plus", orders = ORDERS): Promise<void> {
  app = await startSyncedApp({
    shops: [{ kind: "empty", domain: "several.myshopify.com", plan }],
    working: false,
    now: () => AS_OF,
  });
  expect(await app.open()).toBe("authenticated");
  const { local, ref } = app.shop();
  await readHistory(app.runtime, ref);
  for (let n = 0; n < orders; n++) {
    local.actions.placeOrder({ lines: [{ title: "Tea", unitPriceMinor: 100 + n }] });
  }
  await local.deliveriesSettled();
}

const stored = async () => {
  const { shopId } = app.shop().ref;
  const [found] = await rows<{ count: number }>(
    app.runtime.db.pool,
    "select count(*)::int count from orders where shop_id = $1",
    [shopId],
  );
  return found?.count;
};

/** The same runtime, noting for each query of orders how many were under way, itself included. */
function counting(): { runtime: SyncRuntime; atOnce: number[] } {
  const { shopify } = app.runtime;
  const atOnce: number[] = [];
  let underWay = 0;
  const adminFor: typeof shopify.adminFor = async (...which) => {
    const admin = await shopify.adminFor(...which);
    const query: AdminClient["query"] = async (operation, ...rest) => {
      if (operation.name !== "ordersById") return admin.query(operation, ...rest);
      atOnce.push(++underWay);
      return admin.query(operation, ...rest).finally(() => underWay--);
    };
    return { ...admin, query };
  };
  return { runtime: { ...app.runtime, shopify: { ...shopify, adminFor } }, atOnce };
}

const equal = async () => {
  const { local, ref } = app.shop();
  expect(await figuresOfDatabase(app.runtime.db, ref)).toEqual(figuresOfStore(local));
};

test("a large plan's orders are asked for with several queries at once, after the first has told what one costs", async () => {
  await changedShop("Plus");
  const { runtime, atOnce } = counting();
  await refetchDue(runtime, app.shop().ref, { turnBatches: 100 });
  expect(atOnce.slice(0, 5)).toEqual([1, 1, 2, 3, 4]);
  expect(Math.max(...atOnce)).toBe(10);
  await equal();
});

test("a small plan's points are not asked for more than there are", async () => {
  await changedShop("Basic", 25);
  const { runtime, atOnce } = counting();
  await refetchDue(runtime, app.shop().ref, { turnBatches: 100 });
  // The bucket of the plan holds 2,000 points, a query may count 1,000.
  expect(Math.max(...atOnce)).toBeLessThanOrEqual(2);
  await equal();
});

/** The same runtime, of which one query of orders fails, counted from 1. */
function failing(nth: number, error: Error): SyncRuntime {
  const { shopify } = app.runtime;
  let asked = 0;
  const adminFor: typeof shopify.adminFor = async (...which) => {
    const admin = await shopify.adminFor(...which);
    const query: AdminClient["query"] = async (operation, ...rest) => {
      if (operation.name === "ordersById" && ++asked === nth) throw error;
      return admin.query(operation, ...rest);
    };
    return { ...admin, query };
  };
  return { ...app.runtime, shopify: { ...shopify, adminFor } };
}

test("a query that the shop's points do not pay for keeps the others of its batch from nothing, and its orders come later", async () => {
  await changedShop("Plus");
  const { ref } = app.shop();
  const throttled = failing(3, new AdminThrottled(ref.domain, 0, 1_000));
  expect(await refetchDue(throttled, ref, { turnBatches: 2 })).toEqual({ againAfterMs: 0 });
  // One query, and nine of the next ten.
  expect((await stored()) ?? 0).toBe(10 * 5);
  while (await refetchDue(app.runtime, ref, { turnBatches: 1 }));
  await equal();
});

test("a query that Shopify does not answer ends the turn with the reason, once the others of its batch are merged", async () => {
  await changedShop("Plus");
  const { ref } = app.shop();
  const unavailable = failing(3, new AdminUnavailable("no answer", null));
  await expect(refetchDue(unavailable, ref, { turnBatches: 2 })).rejects.toThrow("no answer");
  expect((await stored()) ?? 0).toBe(10 * 5);
  while (await refetchDue(app.runtime, ref, { turnBatches: 1 }));
  await equal();
});

test("where no query is answered, the turn ends with the reason", async () => {
  await changedShop("Plus");
  const { local, ref } = app.shop();
  await refetchDue(app.runtime, ref, { turnBatches: 1 });
  const before = await stored();
  local.faults.throttleRequests = 4;
  await expect(refetchDue(app.runtime, ref, { turnBatches: 1 })).rejects.toMatchObject({
    name: "AdminThrottled",
  });
  expect(await stored()).toBe(before);
});

test("orders that are gone are tombstoned, whichever of the queries did not have them", async () => {
  await changedShop("Plus");
  const { local, ref } = app.shop();
  while (await refetchDue(app.runtime, ref, { turnBatches: 1 }));
  const ids = [...local.store.orders.keys()];
  for (const id of ids.filter((_id, n) => n % 2 === 0)) local.actions.deleteOrder({ orderId: id });
  await touchSources(app.runtime.db.pool, ref.shopId, "orders", ids, AS_OF);
  while (await refetchDue(app.runtime, ref, { turnBatches: 1 }));
  await equal();
});
