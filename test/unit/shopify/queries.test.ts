import { afterEach, beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { type ConnectedShop, connectShop, NOW } from "./connected-shop.ts";

let connected: ConnectedShop;
beforeEach(async () => {
  connected = await connectShop({ kind: "empty", domain: "test.myshopify.com" });
  await connected.install();
});
afterEach(() => connected.close());

const codeOf = (answer: Awaited<ReturnType<ConnectedShop["ask"]>>) => answer.errors?.[0]?.extensions?.code;

test("a field that Shopify's schema does not have is refused in Shopify's words", async () => {
  const answer = await connected.ask("{ shop { nope } }");
  expect(answer.errors?.[0]?.message).toBe("Field 'nope' doesn't exist on type 'Shop'");
  expect(answer.data).toBeUndefined();
});

test("a field that Shopify has and the local admin has not is refused by name, even where there is nothing to list", async () => {
  const answer = await connected.ask("{ orders(first: 1) { nodes { risk { recommendation } } } }");
  expect(answer.errors?.[0]?.message).toContain("Order.risk");
  expect(
    (await connected.ask("{ orders(first: 1, savedSearchId: 1) { nodes { id } } }")).errors?.[0]?.message,
  ).toContain("savedSearchId");
  expect(
    (await connected.ask('{ orders(first: 1, query: "risk_level:high") { nodes { id } } }')).errors?.[0]
      ?.message,
  ).toContain("risk_level");
  const { actions, grantedScopes } = connected.shop;
  actions.changeScopes({ scopes: [...grantedScopes, "write_customers"] });
  expect(
    (
      await connected.ask(
        'mutation { customerDelete(input: {id: "gid://shopify/Customer/1"}) { deletedCustomerId } }',
      )
    ).errors?.[0]?.message,
  ).toContain("Mutation.customerDelete");
});

test("what the granted scopes do not cover is denied, and is null where it may be", async () => {
  connected.shop.actions.placeOrder({ lines: [{ unitPriceMinor: 100 }] });
  const answer = await connected.ask("{ orders(first: 1) { nodes { id retailLocation { id } } } }");
  expect(codeOf(answer)).toBe("ACCESS_DENIED");
  expect(answer.errors?.[0]?.path).toEqual(["orders", "nodes", 0, "retailLocation"]);
  expect(answer.data).toMatchObject({ orders: { nodes: [{ retailLocation: null }] } });

  connected.shop.actions.changeScopes({ scopes: ["read_products"] });
  const orders = await connected.ask("{ shop { name } orders(first: 1) { nodes { id } } }");
  expect([codeOf(orders), orders.data]).toEqual(["ACCESS_DENIED", null]);
});

test("without read_all_orders only the orders of 60 days are seen", async () => {
  connected.shop.actions.placeOrder({
    lines: [{}],
    processedAt: new Date(NOW.getTime() - 61 * 86_400_000).toISOString(),
  });
  connected.shop.actions.placeOrder({ lines: [{}] });
  const count = z.object({ ordersCount: z.object({ count: z.number() }) });
  expect(await connected.read(count, "{ ordersCount { count } }")).toEqual({ ordersCount: { count: 2 } });
  connected.shop.actions.changeScopes({ scopes: ["read_orders"] });
  expect(await connected.read(count, "{ ordersCount { count } }")).toEqual({ ordersCount: { count: 1 } });
});

test("a query over a thousand points is refused, and an empty bucket throttles", async () => {
  const dear = await connected.ask(
    "{ orders(first: 250) { nodes { lineItems(first: 250) { nodes { product { id } variant { id inventoryItem { unitCost { amount } } } discountAllocations { allocatedAmountSet { shopMoney { amount } } } } } customer { id } } } }",
  );
  expect(codeOf(dear)).toBe("MAX_COST_EXCEEDED");
  connected.shop.faults.throttleRequests = 1;
  const throttled = await connected.ask("{ shop { name } }");
  expect(codeOf(throttled)).toBe("THROTTLED");
  expect(throttled.extensions?.cost).toMatchObject({ requestedQueryCost: 1, actualQueryCost: null });

  const ids = Array.from(
    { length: 250 },
    () => `gid://shopify/Customer/${connected.shop.actions.createCustomer({}).id}`,
  );
  const query =
    "query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Customer { defaultAddress { zip } statistics { rfmGroup } } } }";
  const codes = [];
  for (let sent = 0; sent < 6; sent++) codes.push(codeOf(await connected.ask(query, { ids })));
  expect(codes.slice(0, 2)).toEqual([undefined, undefined]);
  expect(codes.at(-1)).toBe("THROTTLED");
});

test("costs are those that have been measured on Shopify itself", async () => {
  const costOf = async (query: string) => (await connected.ask(query)).extensions?.cost.requestedQueryCost;
  expect(
    await costOf(
      "{ products(first: 200) { pageInfo { hasNextPage } edges { cursor node { id updatedAt } } } }",
    ),
  ).toBe(12);
  expect(
    await costOf(
      '{ product(id: "gid://shopify/Product/1") { variants(first: 250) { nodes { inventoryItem { id tracked } } } } }',
    ),
  ).toBe(25);
});

test("what a query did not use is given back to the bucket", async () => {
  const { extensions } = await connected.ask("{ orders(first: 250) { nodes { id customer { id } } } }");
  expect(extensions?.cost).toMatchObject({ requestedQueryCost: 24, actualQueryCost: 1 });
  expect(extensions?.cost.throttleStatus.currentlyAvailable).toBe(1999);
});

test("another API version is not found", async () => {
  const { access_token } = await connected.install();
  const answer = await connected.post(
    "/admin/api/2019-01/graphql.json",
    { query: "{ shop { name } }" },
    { "X-Shopify-Access-Token": access_token },
  );
  expect(answer.status).toBe(404);
});

const pageSchema = z.object({
  orders: z.object({
    nodes: z.array(z.object({ id: z.string() })),
    pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
  }),
});

test.each([
  ["UPDATED_AT", false],
  ["PROCESSED_AT", true],
  ["ID", true],
])("pages by cursor visit every order once, sorted by %s (reverse: %s)", async (sortKey, reverse) => {
  for (let at = 0; at < 23; at++)
    connected.shop.actions.placeOrder({
      lines: [{ unitPriceMinor: 100 + at }],
      processedAt: `2026-01-${10 + (at % 5)}T10:00:00Z`,
    });
  const seen: string[] = [];
  let after: string | null = null;
  do {
    const page: z.infer<typeof pageSchema> = await connected.read(
      pageSchema,
      `query ($after: String) { orders(first: 5, after: $after, sortKey: ${sortKey}, reverse: ${reverse}) { nodes { id } pageInfo { hasNextPage endCursor } } }`,
      { after },
    );
    seen.push(...page.orders.nodes.map((node) => node.id));
    after = page.orders.pageInfo.hasNextPage ? page.orders.pageInfo.endCursor : null;
  } while (after);
  expect(seen).toHaveLength(23);
  expect(new Set(seen).size).toBe(23);
});

test("a cursor stays good while orders are added in front of it and behind it", async () => {
  const { actions } = connected.shop;
  for (let day = 10; day < 20; day++)
    actions.placeOrder({ lines: [{}], processedAt: `2026-01-${day}T10:00:00Z` });
  const query =
    "query ($after: String) { orders(first: 4, after: $after, sortKey: PROCESSED_AT) { nodes { id } pageInfo { hasNextPage endCursor } } }";
  const first = await connected.read(pageSchema, query, {});
  actions.placeOrder({ lines: [{}], processedAt: "2026-01-01T10:00:00Z" });
  const behind = actions.placeOrder({ lines: [{}], processedAt: "2026-01-15T12:00:00Z" });
  const second = await connected.read(pageSchema, query, { after: first.orders.pageInfo.endCursor });
  expect(second.orders.nodes.map((node) => node.id)).not.toContain(first.orders.nodes[3]?.id);
  expect(second.orders.nodes.map((node) => node.id)).toContain(`gid://shopify/Order/${behind.id}`);
});

test("a list has to be given a size, and of no more than 250", async () => {
  expect((await connected.ask("{ orders { nodes { id } } }")).errors?.[0]?.message).toBe(
    "you must provide one of first or last",
  );
  expect((await connected.ask("{ orders(first: 251) { nodes { id } } }")).errors?.[0]?.message).toContain(
    "250",
  );
});

test("searches compare times, ids and text, and combine", async () => {
  const { actions } = connected.shop;
  const early = actions.placeOrder({
    lines: [{}],
    processedAt: "2026-01-10T10:00:00Z",
    email: "a@example.com",
  });
  const late = actions.placeOrder({
    lines: [{}],
    processedAt: "2026-02-10T10:00:00Z",
    email: "b@example.com",
  });
  const found = async (query: string) =>
    (
      await connected.read(
        pageSchema,
        "query ($query: String) { orders(first: 9, query: $query, sortKey: ID) { nodes { id } pageInfo { hasNextPage endCursor } } }",
        { query },
      )
    ).orders.nodes.map((node) => Number(node.id.split("/").at(-1)));
  expect(await found("processed_at:>='2026-02-01T00:00:00Z'")).toEqual([late.id]);
  expect(await found("processed_at:2026-01-10")).toEqual([early.id]);
  expect(await found(`id:>${early.id} AND email:b@example.com`)).toEqual([late.id]);
  expect(await found("email:a@example.com OR email:b@example.com")).toEqual([early.id, late.id]);
  expect(await found("NOT (email:a@example.com)")).toEqual([late.id]);
});

test("nodes answers null for what is gone and keeps the order of the ids", async () => {
  const { id } = connected.shop.actions.createCustomer({
    email: "a@example.com",
    marketingState: "SUBSCRIBED",
  });
  const read = await connected.read(
    z.object({ nodes: z.array(z.unknown()) }),
    "query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on Customer { defaultEmailAddress { emailAddress marketingState marketingOptInLevel } } } }",
    { ids: ["gid://shopify/Customer/1", `gid://shopify/Customer/${id}`, "gid://shopify/Order/1"] },
  );
  expect(read.nodes).toEqual([
    null,
    {
      id: `gid://shopify/Customer/${id}`,
      defaultEmailAddress: {
        emailAddress: "a@example.com",
        marketingState: "SUBSCRIBED",
        marketingOptInLevel: "SINGLE_OPT_IN",
      },
    },
    null,
  ]);
});

test("amounts come as short and as full decimals, and in the buyer's currency", async () => {
  const order = connected.shop.actions.placeOrder({
    lines: [{ unitPriceMinor: 2500, quantity: 2 }],
    presentment: { currency: "GBP", rate: 0.8 },
  });
  const read = await connected.read(
    z.object({ order: z.unknown() }),
    `query ($id: ID!) { order(id: $id) {
      totalPriceSet { shopMoney { amount currencyCode } presentmentMoney { amount currencyCode } }
      lineItems(first: 1) { nodes { originalUnitPriceSet { shopMoney { amount } } } } } }`,
    { id: `gid://shopify/Order/${order.id}` },
  );
  expect(read.order).toEqual({
    totalPriceSet: {
      shopMoney: { amount: "50.0", currencyCode: "EUR" },
      presentmentMoney: { amount: "40.0", currencyCode: "GBP" },
    },
    lineItems: { nodes: [{ originalUnitPriceSet: { shopMoney: { amount: "25.00" } } }] },
  });
});
