import { afterAll, beforeAll, expect, test } from "vitest";
import { rows } from "../../../../app/db/client.ts";
import { compareMonths } from "../../../../app/sync/checking/compare.ts";
import { loadErasedPeople } from "../../../../app/sync/privacy/erased-people.ts";
import { keepRetention } from "../../../../app/sync/privacy/retention.ts";
import { type SyncedApp, startSyncedApp } from "../../synced-app.ts";
import { readAllAgain, standsIn } from "./every-table.ts";
import { redactPerson } from "./signed-webhook.ts";

const DOMAIN = "changed.myshopify.com";
let app: SyncedApp;
let now = new Date("2026-06-01T12:00:00Z");

beforeAll(async () => {
  app = await startSyncedApp({ shops: [{ kind: "empty", domain: DOMAIN }], now: () => now });
  expect(await app.open()).toBe("authenticated");
  await app.settled();
});
afterAll(() => app.close());

const actions = () => app.shop().local.actions;
const buy = (email: string) =>
  actions().placeOrder({ email, lines: [{ title: "Tea", unitPriceMinor: 1_000 }] });

const redact = (customer: object) => redactPerson(app, DOMAIN, { customer });

test("guest orders under an address that a living customer had are erased with the customer, by whatever way the change came", async () => {
  for (const how of ["webhook", "history"] as const) {
    const [old, later] = [`old.${how}@example.net`, `new.${how}@example.net`];
    const { id } = actions().createCustomer({ firstName: `Mover${how}`, email: old });
    const order = buy(old);
    await app.settled();
    const { faults } = app.shop().local;
    faults.dropWebhooks = how === "webhook" ? 0 : 1_000;
    actions().updateCustomer({ customerId: id, change: { email: later } });
    faults.dropWebhooks = 0;
    if (how === "history") await readAllAgain(app);
    await app.settled();
    // The guest order alone has it: what the customer had is kept by hash.
    expect(await standsIn(app.runtime.db, [old])).toHaveLength(1);
    await redact({ id, email: later });
    await readAllAgain(app);
    expect(await standsIn(app.runtime.db, [old, later, `Mover${how}`])).toEqual([]);
    const [kept] = await rows(
      app.runtime.db.pool,
      "select net_sales_minor > 0 counts from orders where order_id = $1",
      [order.id],
    );
    expect(kept).toEqual({ counts: true });
  }
  expect(await rows(app.runtime.db.pool, "select from changed_address")).toEqual([]);
});

test("an address that somebody else has now is that person's", async () => {
  const first = actions().createCustomer({ firstName: "Wrongly", email: "typed@example.net" });
  buy("typed@example.net");
  await app.settled();
  actions().updateCustomer({ customerId: first.id, change: { email: "wrongly@example.net" } });
  await app.settled();
  const second = actions().createCustomer({ firstName: "Rightly", email: "typed@example.net" });
  await app.settled();
  await redact({ id: first.id, email: "wrongly@example.net" });
  expect(await standsIn(app.runtime.db, ["wrongly"])).toEqual([]);
  expect(
    await rows(
      app.runtime.db.pool,
      `select first_name, (select count(*)::int from orders where guest_email = 'typed@example.net') orders
       from customer where customer_id = $1`,
      [second.id],
    ),
  ).toEqual([{ first_name: "Rightly", orders: 1 }]);
});

/** A customer who changed the address and was erased, and to whom nothing under the former one was known then. */
async function erasedMover(mark: string): Promise<{ old: string; last: string }> {
  const [old, last] = [`old.${mark}@example.net`, `last.${mark}@example.net`];
  const { id } = actions().createCustomer({ firstName: mark, email: old });
  await app.settled();
  actions().updateCustomer({ customerId: id, change: { email: last } });
  await app.settled();
  await redact({ id, email: last });
  // Shopify lets go of the address when it deletes the profile.
  actions().deleteCustomer({ customerId: id });
  await app.settled();
  return { old, last };
}

const ownersOf = (...orderIds: number[]) =>
  rows(
    app.runtime.db.pool,
    `select customer_id customer, guest_email guest, (select string_agg(title, '') from order_line l
        where l.shop_id = o.shop_id and l.order_id = o.order_id) title
     from orders o where order_id = any($1) order by order_id`,
    [orderIds],
  );
const NOBODYS = { customer: null, guest: null, title: "" };

test("a guest order under a former address that comes after the erasure keeps no address, by whatever way it comes", async () => {
  const { old, last } = await erasedMover("latecomer");
  const orders = [buy(old), buy(`Old.${old.slice(4)}`), buy(last)];
  const other = buy("else@example.net");
  await app.settled();
  expect(await ownersOf(...orders.map(({ id }) => id))).toEqual([NOBODYS, NOBODYS, NOBODYS]);
  await readAllAgain(app);
  expect(await standsIn(app.runtime.db, [old, last])).toEqual([]);
  expect(await ownersOf(other.id)).toEqual([{ customer: null, guest: "else@example.net", title: "Tea" }]);
  const { db, env } = app.runtime;
  const erased = await loadErasedPeople(db.pool, app.shop().ref.shopId, env.ERASURE_KEYS);
  expect(erased.keepable(`{"email":"${old.toUpperCase()}"}`)).toBe("");
});

test("who has an erased person's former address later is somebody else; guest orders under it stay nobody's", async () => {
  const { old } = await erasedMover("passedon");
  const { id } = actions().createCustomer({ firstName: "Newholder", email: old });
  const own = actions().placeOrder({ customerId: id, lines: [{ title: "Tea", unitPriceMinor: 1_000 }] });
  const guest = buy(old);
  await readAllAgain(app);
  expect(await ownersOf(own.id, guest.id)).toEqual([{ customer: id, guest: null, title: "Tea" }, NOBODYS]);
  expect(await standsIn(app.runtime.db, ["Newholder"])).not.toEqual([]);
});

test("a profile that has an erased person's own address, new or changed, is not kept, nor looked for again", async () => {
  const { last } = await erasedMover("comeback");
  const another = await erasedMover("another");
  const made = actions().createCustomer({ firstName: "Returner", email: last });
  const order = actions().placeOrder({
    customerId: made.id,
    lines: [{ title: "Tea", unitPriceMinor: 1_000 }],
  });
  const there = actions().createCustomer({ firstName: "Taker", email: "taker@example.net" });
  await app.settled();
  expect(await standsIn(app.runtime.db, ["Taker"])).not.toEqual([]);
  actions().updateCustomer({ customerId: there.id, change: { email: another.last } });
  await app.settled();
  await readAllAgain(app);
  expect(await ownersOf(order.id)).toEqual([NOBODYS]);
  expect(await standsIn(app.runtime.db, ["Returner", "Taker", last, another.last])).toEqual([]);
  now = new Date(now.getTime() + 3_600_000);
  const [customers] = await compareMonths(app.runtime, app.shop().ref);
  expect(customers).toMatchObject({ resource: "customers", missing: 0, older: 0 });
});

test("what a customer's address was stays known while the customer is there, and moves nobody's orders", async () => {
  const { id } = actions().createCustomer({ firstName: "Stayer", email: "stayed@example.net" });
  await app.settled();
  actions().updateCustomer({ customerId: id, change: { email: "stays@example.net" } });
  await app.settled();
  const { pool } = app.runtime.db;
  await pool.query(
    "update changed_address set changed_at = now() - interval '3 years' where customer_id = $1",
    [id],
  );
  await keepRetention(app.runtime);
  expect(await rows(pool, "select customer_id id from changed_address where customer_id = $1", [id])).toEqual(
    [{ id }],
  );
  expect(await rows(pool, "select from former_address where customer_id = $1", [id])).toEqual([]);
});
