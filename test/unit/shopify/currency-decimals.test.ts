import { afterEach, expect, test } from "vitest";
import { z } from "zod";
import { type ConnectedShop, connectShop } from "./connected-shop.ts";

const open: ConnectedShop[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

const money = z.object({ amount: z.string(), currencyCode: z.string() });
const orderMoney = z.object({
  order: z.object({
    originalTotalPriceSet: z.object({ shopMoney: money, presentmentMoney: money }),
    currentTotalPriceSet: z.object({ shopMoney: money }),
  }),
});
const DOCUMENT = `query ($id: ID!) { order(id: $id) {
  originalTotalPriceSet { shopMoney { amount currencyCode } presentmentMoney { amount currencyCode } }
  currentTotalPriceSet { shopMoney { amount currencyCode } } } }`;

/** Decimals as Shopify counts them, whatever ICU says: it gives HUF, COP, IDR, PKR, ALL and IQD none in some versions. */
test.each([
  ["HUF", 499_000, "4990.00", "4990.0"],
  ["COP", 499_000, "4990.00", "4990.0"],
  ["IDR", 1_250, "12.50", "12.5"],
  ["JPY", 2_500, "2500", "2500.0"],
  ["KWD", 1_250, "1.250", "1.25"],
  ["IQD", 1_000, "1.000", "1.0"],
])(
  "%s is printed with its decimals, stored amounts in full and sums short",
  async (currency, minor, full, short) => {
    const connected = await connectShop({ kind: "empty", domain: "test.myshopify.com", currency });
    open.push(connected);
    await connected.install();
    const order = connected.shop.actions.placeOrder({
      lines: [{ unitPriceMinor: minor }],
      presentment: { currency: "JPY", rate: 2 },
    });
    const told = await connected.read(orderMoney, DOCUMENT, { id: `gid://shopify/Order/${order.id}` });
    expect(told.order.originalTotalPriceSet.shopMoney).toEqual({ amount: full, currencyCode: currency });
    expect(told.order.currentTotalPriceSet.shopMoney.amount).toBe(short);
    expect(told.order.originalTotalPriceSet.presentmentMoney).toEqual({
      amount: String(Math.round(Number(full) * 2)),
      currencyCode: "JPY",
    });
    await connected.shop.deliveriesSettled();
    expect(connected.received.at(-1)?.body).toMatchObject({ total_price: full });
  },
);

test("a currency that Shopify does not have is refused", async () => {
  const connected = await connectShop();
  open.push(connected);
  expect(() => connected.shop.actions.updateShop({ currency: "EURO" })).toThrow('"EURO" is no currency');
});

test("an order keeps the currency that it was placed in, and only Shopify's support changes it after the first sale", async () => {
  const connected = await connectShop({ kind: "empty", domain: "moved.myshopify.com", currency: "EUR" });
  open.push(connected);
  await connected.install();
  const { actions, store } = connected.shop;
  actions.updateShop({ currency: "USD" });
  const { id: customerId } = actions.createCustomer({ firstName: "Ada" });
  const before = actions.placeOrder({ customerId, lines: [{ unitPriceMinor: 1_250 }] });
  expect(() => actions.updateShop({ currency: "JPY" })).toThrow("only Shopify's support");
  expect(actions.updateShop({ currency: "JPY", bySupport: true })).toMatchObject({ currency: "JPY" });
  expect(store.shop).not.toHaveProperty("bySupport");
  const after = actions.placeOrder({ customerId, lines: [{ unitPriceMinor: 1_250 }] });
  const money = async (order: { id: number }) =>
    (await connected.read(orderMoney, DOCUMENT, { id: `gid://shopify/Order/${order.id}` })).order
      .originalTotalPriceSet.shopMoney;
  expect(await money(before)).toEqual({ amount: "12.50", currencyCode: "USD" });
  expect(await money(after)).toEqual({ amount: "1250", currencyCode: "JPY" });
  actions.refundOrder({ orderId: before.id });
  await connected.shop.deliveriesSettled();
  const told = connected.received.findLast(({ topic }) => topic === "orders/updated");
  expect(told?.body).toMatchObject({ currency: "USD", total_price: "12.50" });
});
