import { afterAll, beforeAll, expect, test } from "vitest";
import { shopRef } from "../../app/platform/ids.ts";
import { readCustomer } from "../../app/valuation/pages/customers/customer.ts";
import { NOON, openStack, type Stack } from "./stack.ts";

const DOMAIN = "card.myshopify.com";
let stack: Stack;

beforeAll(async () => {
  stack = await openStack({
    kind: "generated",
    domain: DOMAIN,
    seed: 4,
    customers: 150,
    years: 2,
    asOf: NOON,
  });
});
afterAll(() => stack.close());

function card(customerId: number | string, token?: string): Promise<Response> {
  return fetch(`${stack.appUrl}/api/customer-card?customerId=${customerId}`, {
    headers: {
      "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Extension",
      Origin: "https://extensions.shopifycdn.com",
      ...(token ? { Authorization: `Bearer ${token}` } : {}),
    },
  });
}

test("the block's endpoint installs the shop, then answers with the figures of the customer's page", async () => {
  const first = await card(1, stack.shop.sessionToken());
  expect(await first.json()).toEqual({ state: "unknown" });
  expect(first.headers.get("Access-Control-Allow-Origin")).toBeTruthy();
  const buyer = [...stack.shop.store.customers.values()].find(
    (customer) => stack.shop.store.ordersOf(customer.id).length > 2,
  );
  if (!buyer) throw new Error("the generated shop has no customer with three orders");
  await expect
    .poll(async () => (await card(buyer.id, stack.shop.sessionToken())).json())
    .toMatchObject({ state: "full" });
  await stack.runtime.jobs.settled();
  const answered = await (await card(buyer.id, stack.shop.sessionToken())).json();
  const page = await readCustomer(stack.runtime.db, shopRef(DOMAIN), buyer.id);
  expect(answered).toMatchObject({
    currency: "EUR",
    netSalesMinor: page?.historic.netSalesMinor,
    orders: page?.historic.orders,
    group: page?.customer.group,
    lastOrderDay: page?.customer.lastOrderDay,
  });
});

test("a forged, expired or missing session token gets nothing", async () => {
  const [head, body] = stack.shop.sessionToken().split(".");
  for (const token of [`${head}.${body}.AAAA`, stack.shop.sessionToken({ expiresInSeconds: -60 })]) {
    const refused = await card(1, token);
    expect(refused.status).toBe(401);
    expect(refused.headers.get("X-Shopify-Retry-Invalid-Session-Request")).toBe("1");
  }
  const missing = await card(1);
  expect(missing.ok).toBe(false);
});

test("a customer id that is not a number is refused with what would be right", async () => {
  const refused = await card("abc", stack.shop.sessionToken());
  expect(refused.status).toBe(400);
  expect(await refused.json()).toEqual({ error: "customerId should be the number of a customer" });
});
