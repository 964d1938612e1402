import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, expect, test } from "vitest";
import type { ShopActions } from "../../shopify/store/actions.ts";
import { orderTotals } from "../../shopify/store/order-totals.ts";
import type { CustomerRecord } from "../../shopify/store/records.ts";
import { type ConnectedShop, connectShop } from "./connected-shop.ts";

const open: ConnectedShop[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

async function emptyShop(options: Parameters<typeof connectShop>[1] = {}): Promise<ConnectedShop> {
  const connected = await connectShop({ kind: "empty", domain: "test.myshopify.com" }, options);
  open.push(connected);
  return connected;
}

const orderArbitrary = fc.record({
  lines: fc.array(
    fc.record({
      unitPriceMinor: fc.integer({ min: 0, max: 50_000 }),
      quantity: fc.integer({ min: 1, max: 7 }),
    }),
    { minLength: 1, maxLength: 5 },
  ),
  discountCode: fc.option(
    fc.record({ code: fc.constant("CODE"), percentage: fc.integer({ min: 0, max: 100 }) }),
    {
      nil: undefined,
    },
  ),
  shippingMinor: fc.integer({ min: 0, max: 1_000 }),
  taxRate: fc.constantFrom(0, 0.06, 0.21),
});

test("money is conserved: unit by unit refunds of any order add up to what was paid, and leave nothing", async () => {
  const { shop } = await emptyShop();
  const { actions, store } = shop;
  fc.assert(
    fc.property(orderArbitrary, (input) => {
      const { id } = actions.placeOrder(input);
      const paidMinor = orderTotals(store.orders.get(id)!).totalMinor;
      for (const line of store.orders.get(id)!.lines)
        for (let unit = 0; unit < line.quantity; unit++)
          if (unit < line.quantity - 1 || paidMinor > 0)
            actions.refundOrder({ orderId: id, lines: [{ lineId: line.id, quantity: 1 }] });
      const mid = orderTotals(store.orders.get(id)!);
      if (mid.currentShippingMinor > 0)
        actions.refundOrder({ orderId: id, lines: [], shippingMinor: mid.currentShippingMinor });
      const after = orderTotals(store.orders.get(id)!);
      if (paidMinor === 0) return;
      expect(after.currentSubtotalMinor).toBe(0);
      expect(after.currentTotalMinor).toBe(0);
      expect(after.refundedMinor).toBe(paidMinor);
      expect(after.financialStatus).toBe("REFUNDED");
    }),
    { numRuns: 150 },
  );
});

test("a discount spread over lines adds up to the minor unit and leaves gift cards alone", async () => {
  const { shop } = await emptyShop();
  const order = shop.actions.placeOrder({
    lines: [
      { unitPriceMinor: 333 },
      { unitPriceMinor: 333 },
      { unitPriceMinor: 333 },
      { unitPriceMinor: 1_000, isGiftCard: true },
    ],
    discountCode: { code: "TEN", amountMinor: 1_00 },
  });
  const given = order.lines.map((line) => line.allocations.reduce((sum, one) => sum + one.amountMinor, 0));
  expect(given.reduce((sum, one) => sum + one, 0)).toBe(100);
  expect(given[3]).toBe(0);
  expect(orderTotals(order)).toMatchObject({ subtotalMinor: 1_899, discountsMinor: 100 });
});

test("a pending refund has left the order's worth but not yet its refunded sum", async () => {
  const { shop } = await emptyShop();
  const order = shop.actions.placeOrder({ lines: [{ unitPriceMinor: 1_000, quantity: 2 }] });
  const refund = shop.actions.refundOrder({
    orderId: order.id,
    lines: [{ lineId: order.lines[0]!.id, quantity: 1 }],
    pending: true,
  });
  expect(orderTotals(shop.store.orders.get(order.id)!)).toMatchObject({
    currentSubtotalMinor: 1_000,
    refundedMinor: 0,
  });
  shop.actions.settleRefund({ orderId: order.id, refundId: refund.id });
  expect(orderTotals(shop.store.orders.get(order.id)!)).toMatchObject({
    currentSubtotalMinor: 1_000,
    refundedMinor: 1_000,
  });
});

test("what a merchant could not do is refused and changes nothing", async () => {
  const { shop } = await emptyShop();
  const { actions, store } = shop;
  const customer = actions.createCustomer({ email: "a@example.com" });
  const order = actions.placeOrder({
    customerId: customer.id,
    lines: [{ unitPriceMinor: 100, quantity: 2 }],
  });
  const version = store.version;
  const lineId = order.lines[0]!.id;
  expect(() => actions.refundOrder({ orderId: order.id, lines: [{ lineId, quantity: 3 }] })).toThrow(
    "2 left",
  );
  expect(() => actions.refundOrder({ orderId: order.id, amountMinor: 201 })).toThrow("more money");
  expect(() => actions.deleteCustomer({ customerId: customer.id })).toThrow("with orders");
  expect(() => actions.createCustomer({ email: "A@example.com" })).toThrow("taken");
  expect(() => actions.placeOrder({ lines: [] })).toThrow("line");
  expect(() => actions.cancelOrder({ orderId: 1 })).toThrow("no order");
  expect(store.version).toBe(version);
});

test("orders go with a customer who is merged away, along a chain and back, with or without a word of their own", async () => {
  const { shop, received, install } = await emptyShop();
  await install();
  const { actions, store } = shop;
  const [a, b, c] = ["a", "b", "c"].map((name) =>
    actions.createCustomer({ email: `${name}@example.com` }),
  ) as [CustomerRecord, CustomerRecord, CustomerRecord];
  const guest = actions.placeOrder({ lines: [{}], email: "a@example.com" });
  const own = actions.placeOrder({ lines: [{}], customerId: a.id });
  expect(store.orders.get(guest.id)!.customerId).toBeNull();
  actions.setOrderCustomer({ orderId: guest.id, customerId: a.id });
  await shop.deliveriesSettled();
  const before = received.length;
  actions.mergeCustomers({ keptId: b.id, deletedId: a.id, touchOrders: false });
  await shop.deliveriesSettled();
  expect(
    received
      .slice(before)
      .map((one) => one.topic)
      .sort(),
  ).toEqual(["customers/merge", "customers/update"]);
  expect(store.orders.get(own.id)!.updatedAtMs).toBe(own.updatedAtMs);
  actions.mergeCustomers({ keptId: c.id, deletedId: b.id });
  expect(store.ordersOf(c.id).map((order) => order.id)).toEqual([guest.id, own.id]);
  expect(store.orders.get(own.id)!.updatedAtMs).toBeGreaterThan(own.updatedAtMs);
  expect([...store.customers.keys()]).toEqual([c.id]);
  const late = actions.placeOrder({ lines: [{}], email: "a@example.com" });
  actions.setOrderCustomer({ orderId: late.id, customerId: c.id });
  expect(store.ordersOf(c.id)).toHaveLength(3);
  expect(() => actions.setOrderCustomer({ orderId: late.id, customerId: a.id })).toThrow("no customer");
});

test("updatedAt always moves forward, even within one second", async () => {
  const { shop } = await emptyShop({ now: () => new Date("2026-03-01T10:00:00.400Z") });
  const { id } = shop.actions.createCustomer({});
  const seen = [1, 2, 3].map((tag) => {
    shop.actions.setTags({ customerId: id, tags: [String(tag)] });
    return shop.store.customers.get(id)!.updatedAtMs;
  });
  expect(seen).toEqual([...seen].sort((a, b) => a - b));
  expect(new Set(seen).size).toBe(3);
  expect(seen.every((ms) => ms % 1000 === 0)).toBe(true);
});

function aBusyDay(actions: ShopActions): void {
  const first = actions.createCustomer({ email: "a@example.com", tags: ["x"] });
  const second = actions.createCustomer({ email: "b@example.com", marketingState: "SUBSCRIBED" });
  const order = actions.placeOrder({
    customerId: first.id,
    lines: [{ unitPriceMinor: 1_999, quantity: 3 }],
    taxRate: 0.21,
  });
  actions.placeOrder({ customerId: second.id, lines: [{ unitPriceMinor: 500 }] });
  actions.refundOrder({ orderId: order.id, lines: [{ lineId: order.lines[0]!.id, quantity: 1 }] });
  actions.mergeCustomers({ keptId: second.id, deletedId: first.id });
  const swapped = actions.placeOrder({
    lines: [{ unitPriceMinor: 900 }, { unitPriceMinor: 100, isTip: true }],
    fees: [{ name: "Handling", amountMinor: 50 }],
  });
  actions.exchangeItems({
    orderId: swapped.id,
    returned: [{ lineId: swapped.lines[0]!.id, quantity: 1 }],
    lines: [{ unitPriceMinor: 800 }],
    pending: true,
  });
  actions.openDispute({ orderId: swapped.id });
  actions.setOrderCustomer({ orderId: swapped.id, customerId: second.id });
  const held = actions.placeOrder({ lines: [{ unitPriceMinor: 700 }], payment: "authorized" });
  actions.expireAuthorization({ orderId: held.id });
  actions.createSegment({ name: "All", query: "" });
  actions.updateShop({ name: "Renamed" });
}

test("a data folder brings back every change, the grant and the tokens", async () => {
  const dataDir = await mkdtemp(join(tmpdir(), "local-shop-test-"));
  try {
    const before = await emptyShop({ dataDir });
    const { access_token } = await before.install();
    aBusyDay(before.shop.actions);
    const { customers, orders, segments, shop } = before.shop.store;
    await before.close();
    open.splice(0);
    const after = await emptyShop({ dataDir });
    expect([...after.shop.store.customers]).toEqual([...customers]);
    expect([...after.shop.store.orders]).toEqual([...orders]);
    expect([...after.shop.store.segments]).toEqual([...segments]);
    expect(after.shop.store.shop).toEqual(shop);
    expect(after.shop.installed).toBe(true);
    const answer = await after.post(
      "/admin/api/2026-10/graphql.json",
      { query: "{ shop { name } }" },
      { "X-Shopify-Access-Token": access_token },
    );
    expect(await answer.json()).toMatchObject({ data: { shop: { name: "Renamed" } } });
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
});

test("nobody with a pending or completed redaction is merged, in either direction", async () => {
  const { shop } = await emptyShop();
  const { actions, store } = shop;
  const redacted = actions.createCustomer({ firstName: "Ada", email: "ada@example.com" });
  const other = actions.createCustomer({ firstName: "Bo", email: "bo@example.com" });
  actions.redactCustomer({ customerId: redacted.id });
  for (const [keptId, deletedId] of [
    [redacted.id, other.id],
    [other.id, redacted.id],
  ] as const) {
    expect(() => actions.mergeCustomers({ keptId, deletedId })).toThrow("redaction");
  }
  expect([...store.customers.keys()]).toEqual([redacted.id, other.id]);
});
