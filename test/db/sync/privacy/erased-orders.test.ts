import { afterAll, beforeAll, expect, test } from "vitest";
import { rows } from "../../../../app/db/client.ts";
import { type SyncedApp, startSyncedApp } from "../../synced-app.ts";
import { readAllAgain, standsIn } from "./every-table.ts";
import { redactPerson } from "./signed-webhook.ts";

const DOMAIN = "orders-of-erased.myshopify.com";
let app: SyncedApp;

beforeAll(async () => {
  app = await startSyncedApp({ shops: [{ kind: "empty", domain: DOMAIN }] });
  expect(await app.open()).toBe("authenticated");
  await app.settled();
});
afterAll(() => app.close());

const actions = () => app.shop().local.actions;

const redact = (customer: object) => redactPerson(app, DOMAIN, { customer });

/** As Shopify does some time after it asked the apps: the order stays and is nobody's. */
function takePersonOff(orderId: number): void {
  const { store } = app.shop().local;
  const order = store.orders.get(orderId);
  if (!order) throw new Error(`there is no order ${orderId}`);
  const nobodys = { customerId: null, email: null, shippingAddress: null, billingAddress: null };
  store.putOrder({ ...order, ...nobodys, updatedAtMs: order.updatedAtMs + 1_000 });
}

const engraved = (mark: string) => ({
  discountCode: { code: `ONLY-FOR-${mark}` },
  lines: [{ title: `Engraving: ${mark}`, unitPriceMinor: 2_000 }],
});

test.each([
  ["a customer, by id", "Quillfirst", "id"],
  ["a customer, by address", "Plumefirst", "email"],
  ["a guest, by address", "Inkfirst", "guest"],
] as const)(
  "orders of %s that Shopify did not list stay without free text when they name nobody any more",
  async (_who, mark, by) => {
    const email = `${mark.toLowerCase()}@example.net`;
    const id = by === "guest" ? undefined : actions().createCustomer({ email }).id;
    const of = id === undefined ? { email } : { customerId: id };
    const order = actions().placeOrder({ ...of, ...engraved(mark) });
    await app.settled();
    expect(await standsIn(app.runtime.db, [`Engraving: ${mark}`, `ONLY-FOR-${mark}`])).toHaveLength(2);
    await redact(by === "id" ? { id } : { email });
    expect(await standsIn(app.runtime.db, [mark])).toEqual([]);

    takePersonOff(order.id);
    await readAllAgain(app);
    const [kept] = await rows(
      app.runtime.db.pool,
      "select customer_id, guest_email, net_sales_minor from orders where order_id = $1",
      [order.id],
    );
    expect(kept).toMatchObject({ customer_id: null, guest_email: null, net_sales_minor: expect.any(Number) });
    expect(await standsIn(app.runtime.db, [mark])).toEqual([]);
  },
);

test("an order that could not be used before its customer was erased comes without free text when it can be", async () => {
  const { id } = actions().createCustomer({ email: "nibfirst@example.net" });
  const order = actions().placeOrder({ customerId: id, ...engraved("Nibfirst") });
  await app.settled();
  const { pool } = app.runtime.db;
  await pool.query("delete from orders where order_id = $1", [order.id]);
  await pool.query(
    `insert into refused_row (shop_id, refused_id, resource, origin, reference, source_id, reason, detail, raw, refused_at)
     values ($1, gen_random_uuid(), 'orders', 'refetch', '', $2, 'bad_shape', '', $3, now())`,
    [app.shop().ref.shopId, order.id, JSON.stringify({ customer: { id: `gid://shopify/Customer/${id}` } })],
  );
  await redact({ id });
  takePersonOff(order.id);
  await readAllAgain(app);
  expect(await rows(pool, "select title from order_line where order_id = $1", [order.id])).toEqual([
    { title: "" },
  ]);
  expect(await standsIn(app.runtime.db, ["Nibfirst"])).toEqual([]);
});
