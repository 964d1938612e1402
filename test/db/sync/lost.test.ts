import { afterEach, expect, test } from "vitest";
import { rows } from "../../../app/db/client.ts";
import { readTroubles } from "../../../app/db/queries/sync/trouble.ts";
import { compareMonths } from "../../../app/sync/checking/compare.ts";
import { readHistory } from "../../../app/sync/history/backfill.ts";
import { refetchDue } from "../../../app/sync/live/refetch.ts";
import { refreshValuation } from "../../../app/valuation/compute/refresh.ts";
import { type SyncedApp, startSyncedApp } from "../synced-app.ts";
import { figuresOfDatabase, figuresOfStore } from "../valuation/shop-figures.ts";

const AS_OF = new Date("2026-06-01T12:00:00Z");
let app: SyncedApp;
let now: Date;
afterEach(() => app.close());

async function installedShop(working: boolean) {
  now = AS_OF;
  app = await startSyncedApp({
    shops: [{ kind: "empty", domain: "lost.myshopify.com" }],
    working,
    now: () => now,
  });
  expect(await app.open()).toBe("authenticated");
  return app.shop();
}

function pass(minutes: number): void {
  now = new Date(now.getTime() + minutes * 60_000);
}

const tea = (unitPriceMinor: number) => [{ title: "Tea", unitPriceMinor }];
const dead = () => rows(app.runtime.db.pool, "select data from pgboss.job where name = 'dead-letters'");
const troubles = async () =>
  (await readTroubles(app.runtime.db.pool, app.shop().ref.shopId)).map(({ kind }) => kind);

test("a merge whose webhook is lost gives the survivor the orders, also where Shopify tells of no change in them", async () => {
  const { local, ref } = await installedShop(false);
  const kept = local.actions.createCustomer({ firstName: "Kept", email: "kept@example.com" });
  const merged = local.actions.createCustomer({ firstName: "Merged", email: "merged@example.com" });
  local.actions.placeOrder({ customerId: kept.id, lines: tea(4_009) });
  local.actions.placeOrder({ customerId: merged.id, lines: tea(40_291) });
  await readHistory(app.runtime, ref);
  await refetchDue(app.runtime, ref);
  pass(30);
  local.faults.dropWebhooks = 1_000;
  local.actions.mergeCustomers({ keptId: kept.id, deletedId: merged.id, touchOrders: false });
  pass(60);
  await compareMonths(app.runtime, ref);
  await refetchDue(app.runtime, ref);
  expect(
    await rows(
      app.runtime.db.pool,
      `select customer_id "customerId", sum(net_sales_minor)::bigint net from orders where shop_id = $1 group by 1`,
      [ref.shopId],
    ),
  ).toEqual([{ customerId: kept.id, net: 44_300 }]);
  expect(await figuresOfDatabase(app.runtime.db, ref)).toEqual(figuresOfStore(local));
});

test("an older file that brings an order back under its former customer is put right by the next nightly comparison", async () => {
  const { local, ref } = await installedShop(false);
  const kept = local.actions.createCustomer({ firstName: "Kept", email: "kept@example.com" });
  const merged = local.actions.createCustomer({ firstName: "Merged", email: "merged@example.com" });
  const order = local.actions.placeOrder({ customerId: merged.id, lines: tea(4_009) });
  await readHistory(app.runtime, ref);
  await refetchDue(app.runtime, ref);
  local.faults.dropWebhooks = 1_000;
  local.actions.mergeCustomers({ keptId: kept.id, deletedId: merged.id, touchOrders: false });
  pass(60);
  await compareMonths(app.runtime, ref);
  await refetchDue(app.runtime, ref);
  const owner = async () => {
    const found = await rows(app.runtime.db.pool, "select customer_id id from orders where order_id = $1", [
      order.id,
    ]);
    return found[0]?.id;
  };
  expect(await owner()).toBe(kept.id);
  // What a file says that Shopify wrote before the merge: the order's version is the same.
  await app.runtime.db.pool.query("update orders set customer_id = $1 where order_id = $2", [
    merged.id,
    order.id,
  ]);
  pass(60);
  await compareMonths(app.runtime, ref);
  await refetchDue(app.runtime, ref);
  expect(await owner()).toBe(kept.id);
});

test("orders of nobody move the shop's totals as soon as they are fetched, changed or deleted", async () => {
  const { local, ref } = await installedShop(false);
  const someone = local.actions.createCustomer({ firstName: "Some", email: "some@example.com" });
  local.actions.placeOrder({ customerId: someone.id, lines: tea(500) });
  await readHistory(app.runtime, ref);
  await refetchDue(app.runtime, ref);
  await refreshValuation(app.runtime, ref, { full: true });
  const totals = async () => {
    await local.deliveriesSettled();
    await refetchDue(app.runtime, ref);
    await refreshValuation(app.runtime, ref, { full: false });
    const [found] = await rows(
      app.runtime.db.pool,
      `select unassigned_orders orders, unassigned_net_sales_minor net from shop_valuation where shop_id = $1`,
      [ref.shopId],
    );
    return found;
  };
  const order = local.actions.placeOrder({ lines: [{ ...tea(700)[0]!, quantity: 2 }] });
  expect(await totals()).toEqual({ orders: 1, net: 1_400 });
  pass(1);
  local.actions.refundOrder({ orderId: order.id, lines: [{ lineId: order.lines[0]?.id ?? 0, quantity: 1 }] });
  expect(await totals()).toEqual({ orders: 1, net: 700 });
  pass(1);
  local.actions.cancelOrder({ orderId: order.id });
  local.actions.deleteOrder({ orderId: order.id });
  expect(await totals()).toEqual({ orders: 0, net: 0 });
});

test("a merge that is told while Shopify refuses the tokens is followed once the merchant opens the app", async () => {
  const { local, ref } = await installedShop(true);
  const kept = local.actions.createCustomer({ firstName: "Kept", email: "kept@example.com" });
  const merged = local.actions.createCustomer({ firstName: "Merged", email: "merged@example.com" });
  local.actions.placeOrder({ customerId: merged.id, lines: tea(1_000) });
  await app.settled();
  local.faults.revokeTokens = 1_000;
  local.faults.failTokenRequests = 1_000;
  local.faults.failTokenStatus = 400;
  local.actions.mergeCustomers({ keptId: kept.id, deletedId: merged.id });
  await app.settled();
  expect(await troubles()).toEqual(["tokens_refused"]);
  expect(await rows(app.runtime.db.pool, "select id from session where not is_online")).toEqual([]);
  expect(await dead()).toEqual([]);
  local.faults.clear();
  expect(await app.open()).toBe("authenticated");
  await app.settled();
  expect(await troubles()).toEqual([]);
  expect(await figuresOfDatabase(app.runtime.db, ref)).toEqual(figuresOfStore(local));
  expect(
    await rows(
      app.runtime.db.pool,
      `select from_customer_id "from", to_customer_id "to" from customer_alias`,
    ),
  ).toEqual([{ from: merged.id, to: kept.id }]);
  expect(await dead()).toEqual([]);
});

test("a shop that Shopify answers nothing for is said to be so, is tried at growing intervals, and loses nothing", async () => {
  const { local, ref } = await installedShop(true);
  await app.settled();
  local.faults.failRequests = 1_000_000;
  for (let at = 0; at < 20; at++) local.actions.placeOrder({ lines: tea(100 + at) });
  await app.settled();
  expect(await troubles()).toEqual(["not_answering"]);
  const [before] = await readTroubles(app.runtime.db.pool, ref.shopId);
  expect(before).toMatchObject({ tries: 1, since: AS_OF });
  pass(1);
  await app.runtime.jobs.hurryShop(ref.domain);
  await app.settled();
  const [after] = await readTroubles(app.runtime.db.pool, ref.shopId);
  expect(after).toMatchObject({ tries: 2, since: AS_OF, nextTryAt: new Date(now.getTime() + 30_000) });
  expect(await dead()).toEqual([]);
  local.faults.clear();
  await app.runtime.jobs.hurryShop(ref.domain);
  await app.settled();
  expect(await troubles()).toEqual([]);
  expect(await figuresOfDatabase(app.runtime.db, ref)).toEqual(figuresOfStore(local));
});
