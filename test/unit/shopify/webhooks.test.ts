import { afterEach, beforeEach, expect, test } from "vitest";
import { type ConnectedShop, connectShop } from "./connected-shop.ts";

let connected: ConnectedShop;
beforeEach(async () => {
  connected = await connectShop();
  await connected.install();
});
afterEach(() => connected.close());

async function topics(): Promise<string[]> {
  await connected.shop.deliveriesSettled();
  return connected.received.splice(0).map((one) => one.topic);
}

test("every action sends what Shopify would", async () => {
  const { actions } = connected.shop;
  const customer = actions.createCustomer({ email: "a@example.com" });
  expect(await topics()).toEqual(["customers/create"]);
  const order = actions.placeOrder({
    customerId: customer.id,
    lines: [{ unitPriceMinor: 500, quantity: 4 }],
  });
  expect((await topics()).sort()).toEqual(["customers/update", "orders/create"]);
  const lineId = order.lines[0]!.id;
  actions.refundOrder({ orderId: order.id, lines: [{ lineId, quantity: 1 }] });
  expect((await topics()).sort()).toEqual(["customers/update", "orders/updated", "refunds/create"]);
  actions.editOrder({ orderId: order.id, quantities: [{ lineId, quantity: 1 }] });
  expect((await topics()).sort()).toEqual(["customers/update", "orders/edited", "orders/updated"]);
  actions.setEmailMarketingConsent({ customerId: customer.id, state: "UNSUBSCRIBED" });
  expect((await topics()).sort()).toEqual(["customers/update", "customers_email_marketing_consent/update"]);
  actions.setTags({ customerId: customer.id, tags: ["b", "a", "B"] });
  expect(await topics()).toEqual(["customers/update"]);
  expect(connected.shop.store.customers.get(customer.id)?.tags).toEqual(["a", "b"]);
  actions.cancelOrder({ orderId: order.id });
  expect((await topics()).sort()).toEqual([
    "customers/update",
    "customers/update",
    "orders/cancelled",
    "orders/updated",
    "orders/updated",
    "refunds/create",
  ]);
  const other = actions.createCustomer({ email: "b@example.com" });
  actions.mergeCustomers({ keptId: other.id, deletedId: customer.id });
  expect((await topics()).sort()).toEqual([
    "customers/create",
    "customers/merge",
    "customers/update",
    "orders/updated",
  ]);
  actions.deleteOrder({ orderId: order.id });
  expect((await topics()).sort()).toEqual(["customers/update", "orders/delete"]);
  actions.deleteCustomer({ customerId: other.id });
  actions.updateShop({ currency: "USD" });
  actions.changeScopes({ scopes: ["read_orders"] });
  actions.redactShop();
  connected.shop.uninstallApp();
  expect((await topics()).sort()).toEqual([
    "app/scopes_update",
    "app/uninstalled",
    "customers/delete",
    "shop/redact",
    "shop/update",
  ]);
});

test("the times of a webhook are the shop's own", async () => {
  connected.shop.actions.changeScopes({ scopes: ["read_orders"] });
  await connected.shop.deliveriesSettled();
  const [received] = connected.received;
  expect(received?.body).toMatchObject({ current: ["read_orders"], updated_at: "2026-06-01T14:00:00+02:00" });
  expect(received?.headers["x-shopify-triggered-at"]).toBe("2026-06-01T12:00:00.000000000Z");
});

test("whatever happens to an order's money is an order update, and a return is a refund too", async () => {
  const { actions } = connected.shop;
  const fresh = async () => {
    await connected.shop.deliveriesSettled();
    return connected.received
      .splice(0)
      .map((one) => one.topic)
      .sort();
  };
  const { id, lines } = actions.placeOrder({ lines: [{ unitPriceMinor: 900 }], paidMinor: 400 });
  const held = actions.placeOrder({ lines: [{ unitPriceMinor: 900 }], payment: "authorized" });
  await fresh();
  actions.markPaid({ orderId: id });
  expect(await fresh()).toEqual(["orders/updated"]);
  const dispute = actions.openDispute({ orderId: id });
  actions.updateDispute({ orderId: id, disputeId: dispute.id, status: "LOST" });
  actions.expireAuthorization({ orderId: held.id });
  expect(await fresh()).toEqual(["orders/updated", "orders/updated", "orders/updated"]);
  actions.exchangeItems({
    orderId: id,
    returned: [{ lineId: lines[0]!.id, quantity: 1 }],
    lines: [{ unitPriceMinor: 700 }],
  });
  expect(await fresh()).toEqual(["orders/updated", "refunds/create"]);
});

test("a webhook is signed over its body and carries Shopify's headers and times in the shop's offset", async () => {
  const order = connected.shop.actions.placeOrder({ lines: [{}], processedAt: "2026-07-01T10:00:00Z" });
  await connected.shop.deliveriesSettled();
  const [webhook] = connected.received;
  expect(webhook?.signed).toBe(true);
  expect(webhook?.headers).toMatchObject({
    "x-shopify-shop-domain": connected.shop.domain,
    "x-shopify-api-version": "2026-10",
    "x-shopify-webhook-id": expect.stringMatching(/^[0-9a-f-]{36}$/),
    "x-shopify-event-id": expect.stringMatching(/^[0-9a-f-]{36}$/),
    "x-shopify-triggered-at": expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z$/),
  });
  expect(webhook?.body).toMatchObject({
    id: order.id,
    admin_graphql_api_id: `gid://shopify/Order/${order.id}`,
    processed_at: "2026-07-01T12:00:00+02:00",
  });
});

test("the webhooks of one action share an event id, and have webhook ids of their own", async () => {
  const customer = connected.shop.actions.createCustomer({});
  connected.shop.actions.placeOrder({ customerId: customer.id, lines: [{}] });
  await connected.shop.deliveriesSettled();
  const [created, ...ordered] = connected.received;
  expect(new Set(ordered.map((one) => one.eventId)).size).toBe(1);
  expect(ordered[0]?.eventId).not.toBe(created?.eventId);
  expect(new Set(connected.received.map((one) => one.webhookId)).size).toBe(3);
});

test("a refused webhook comes again with its first payload and ids until it is taken", async () => {
  connected.answers.push(500, 302, 404);
  const customer = connected.shop.actions.createCustomer({ firstName: "Before" });
  connected.shop.store.putCustomer({ ...customer, firstName: "After" });
  await connected.shop.deliveriesSettled();
  expect(connected.received).toHaveLength(4);
  expect(new Set(connected.received.map((one) => one.webhookId)).size).toBe(1);
  expect(connected.received.at(-1)?.body).toMatchObject({ first_name: "Before" });
  expect(connected.shop.deliveries[0]).toMatchObject({ state: "delivered", tries: [500, 302, 404, 200] });
});

test("after eight retries it is given up", async () => {
  connected.answers.push(...Array.from({ length: 9 }, () => 503));
  connected.shop.actions.createCustomer({});
  await connected.shop.deliveriesSettled();
  expect(connected.shop.deliveries[0]).toMatchObject({ state: "given up" });
  expect(connected.received).toHaveLength(9);
});

test("webhooks are dropped, doubled, turned round and forged on demand", async () => {
  const { actions, faults } = connected.shop;
  faults.dropWebhooks = 1;
  actions.createCustomer({});
  expect(await topics()).toEqual([]);

  faults.duplicateWebhooks = 1;
  actions.createCustomer({});
  await connected.shop.deliveriesSettled();
  const [one, two, ...more] = connected.received.splice(0);
  expect(one?.webhookId).toBe(two?.webhookId);
  expect(more).toEqual([]);

  faults.reorderWindow = 3;
  const made = [1, 2, 3].map(() => actions.createCustomer({}).id);
  await connected.shop.deliveriesSettled();
  const sent = connected.shop.deliveries.slice(-3).map((delivery) => JSON.parse(delivery.payload).id);
  expect(sent).toEqual(made);
  expect(connected.received).toHaveLength(3);
  connected.received.splice(0);

  faults.clear();
  faults.forgeSignatures = true;
  actions.createCustomer({});
  await connected.shop.deliveriesSettled();
  expect(connected.received[0]?.signed).toBe(false);
});

test("an app that is not installed hears nothing but what concerns its leaving", async () => {
  connected.shop.uninstallApp();
  expect(await topics()).toEqual(["app/uninstalled"]);
  const customer = connected.shop.actions.createCustomer({ email: "a@example.com" });
  connected.shop.actions.redactCustomer({ customerId: customer.id });
  expect(await topics()).toEqual(["customers/redact"]);
});
