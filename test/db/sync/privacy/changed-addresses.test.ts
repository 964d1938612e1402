import { afterAll, beforeAll, expect, test } from "vitest";
import { rows } from "../../../../app/db/client.ts";
import { keepRetention } from "../../../../app/sync/privacy/retention.ts";
import { type SyncedApp, startSyncedApp } from "../../synced-app.ts";
import { readAllAgain, standsIn } from "./every-table.ts";
import { redactPerson } from "./signed-webhook.ts";

const DOMAIN = "changed.myshopify.com";
let app: SyncedApp;

beforeAll(async () => {
  app = await startSyncedApp({ shops: [{ kind: "empty", domain: DOMAIN }] });
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
