import { afterAll, beforeAll, expect, test } from "vitest";
import { type Db, rows } from "../../../app/db/client.ts";
import { knownPerson } from "../../../app/db/queries/privacy/known-person.ts";
import { ORDER_TABLES } from "../../../app/db/queries/source/columns.ts";
import {
  inferJoin,
  joinCustomers,
  type Move,
  movesOfStaged,
} from "../../../app/db/queries/source/customers.ts";
import { createStaging } from "../../../app/db/queries/source/staging.ts";
import type { ShopRef } from "../../../app/platform/ids.ts";
import { followCustomerMerge } from "../../../app/sync/live/customer-merge.ts";
import { anOrder, aShop } from "../../builders/shop-rows.ts";
import { type SyncedApp, startSyncedApp } from "../synced-app.ts";
import { redactPerson } from "./privacy/signed-webhook.ts";

const DOMAIN = "inferred.myshopify.com";
const AT = new Date("2026-06-01T12:00:00Z");
const NOBODY = { customerId: null, email: null, phone: null, orderIds: [] };
let app: SyncedApp;
beforeAll(async () => {
  app = await startSyncedApp({ shops: [{ kind: "empty", domain: DOMAIN }] });
  expect(await app.open()).toBe("authenticated");
  await app.settled();
});
afterAll(() => app.close());

const create = (firstName: string) =>
  app.shop().local.actions.createCustomer({ firstName, email: `${firstName.toLowerCase()}@example.net` }).id;
const aliases = (db: Db, shop: ShopRef) =>
  rows(
    db.pool,
    `select from_customer_id "from", to_customer_id "to", told_customer_id told from customer_alias
     where shop_id = $1 order by 1`,
    [shop.shopId],
  );

test("whom staff gave an order, and who was merged into somebody else then, is not taken for who had it before", async () => {
  const { local, ref } = app.shop();
  const [before, between, kept] = [create("Before"), create("Between"), create("Kept")];
  await app.settled();
  local.actions.mergeCustomers({ keptId: kept, deletedId: between });
  await app.settled();
  const told = [{ from: between, to: kept, told: null }];
  expect(await aliases(app.runtime.db, ref)).toEqual(told);
  await followCustomerMerge(app.runtime, ref, before, between, { isTold: false });
  expect(await aliases(app.runtime.db, ref)).toEqual(told);
});

test("an erasure does not go on to whom a merge is only inferred with, from either side", async () => {
  const { local, ref } = app.shop();
  const { actions, faults } = local;
  const [gone, other] = [create("Gone"), create("Other")];
  const order = actions.placeOrder({ customerId: gone, lines: [{ title: "Tea", unitPriceMinor: 700 }] });
  await app.settled();
  // Of which no webhook tells: staff moves the order, and deletes who has none any more.
  faults.dropWebhooks = 1_000;
  actions.setOrderCustomer({ orderId: order.id, customerId: other });
  actions.deleteCustomer({ customerId: gone });
  faults.dropWebhooks = 0;
  await followCustomerMerge(app.runtime, ref, gone, other, { isTold: false });
  await app.settled();
  expect(await aliases(app.runtime.db, ref)).toContainEqual({ from: gone, to: other, told: gone });
  const known = (customerId: number) =>
    app.runtime.db.transaction((tx) => knownPerson(tx, ref.shopId, { ...NOBODY, customerId }));
  expect((await known(other)).customerIds).toEqual([other]);
  await redactPerson(app, DOMAIN, { customer: { id: gone } });
  expect(await rows(app.runtime.db.pool, "select 1 from customer where first_name = 'Other'")).toHaveLength(
    1,
  );
});

test("what Shopify tells of a merge replaces what was inferred, and what was told before it stays told", async () => {
  const { db } = app.runtime;
  const shop = await aShop(db.pool);
  const known = (customerId: number) =>
    db.transaction(async (tx) => (await knownPerson(tx, shop.shopId, { ...NOBODY, customerId })).customerIds);
  const infer = (from: number, to: number) =>
    db.transaction((tx) => inferJoin(tx, shop.shopId, from, to, AT));
  const tell = (from: number, to: number) =>
    db.transaction((tx) => joinCustomers(tx, shop.shopId, from, to, AT));
  await tell(1, 2);
  await infer(2, 3);
  await infer(2, 9);
  await infer(5, 2);
  expect(await aliases(db, shop)).toEqual([
    { from: 1, to: 3, told: 2 },
    { from: 2, to: 3, told: 2 },
  ]);
  expect([await known(1), await known(2), await known(3)]).toEqual([[1, 2], [1, 2], [3]]);
  await tell(3, 4);
  expect([await known(1), await known(4)]).toEqual([
    [1, 2],
    [3, 4],
  ]);
  await tell(2, 6);
  expect(await aliases(db, shop)).toEqual([
    { from: 1, to: 6, told: null },
    { from: 2, to: 6, told: null },
    { from: 3, to: 4, told: null },
  ]);
  expect(await known(6)).toEqual([1, 2, 6]);
});

test("every move of a file is asked about, however many there are", async () => {
  const { db } = app.runtime;
  const shop = await aShop(db.pool);
  await anOrder(db.pool, shop, { id: 1, customer: 1, day: "2024-05-01", gross: 100 });
  await db.pool.query(
    `insert into orders select (jsonb_populate_record(o, jsonb_build_object('order_id', n, 'customer_id', n))).*
     from orders o, generate_series(2, 1001) n where o.shop_id = $1`,
    [shop.shopId],
  );
  const moves: Move[] = [];
  await db.transaction(async (tx) => {
    await createStaging(tx, ORDER_TABLES);
    await tx.query(
      "insert into staged_orders (order_id, customer_id, source_updated_at) select n, 5000, 'infinity' from generate_series(1, 1001) n",
    );
    for await (const move of movesOfStaged(tx, shop.shopId)) moves.push(move);
  });
  expect(moves).toEqual(Array.from({ length: 1_001 }, (_, at) => ({ fromId: at + 1, toId: 5_000 })));
});
