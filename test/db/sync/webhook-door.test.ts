import { createHash } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { rows } from "../../../app/db/client.ts";
import { answerWebhook, MAX_WEBHOOK_BYTES } from "../../../app/sync/live/webhook-intake.ts";
import { WEBHOOK_TOPICS } from "../../../app/sync/live/webhook-topics.ts";
import { followDeparture } from "../../../app/sync/shop/departure.ts";
import { webhookRequest } from "../../builders/webhook-request.ts";
import type { Happenings, Topic } from "../../shopify/store/action-context.ts";
import { payloadOf } from "../../shopify/webhooks/payloads.ts";
import { type SyncedApp, startSyncedApp } from "../synced-app.ts";
import { figuresOfDatabase, figuresOfStore } from "../valuation/shop-figures.ts";

const A = "attacked.myshopify.com";
const B = "bystander.myshopify.com";
let app: SyncedApp;

beforeAll(async () => {
  app = await startSyncedApp({
    shops: [
      { kind: "empty", domain: A },
      { kind: "empty", domain: B },
    ],
  });
  for (const domain of [A, B]) {
    const { local } = app.shop(domain);
    const customer = local.actions.createCustomer({ firstName: "Some", email: `some@${domain}` });
    const { id, lines } = local.actions.placeOrder({
      customerId: customer.id,
      lines: [{ title: "Tea", unitPriceMinor: 900, quantity: 2 }],
    });
    local.actions.refundOrder({ orderId: id, lines: [{ lineId: lines[0]?.id ?? 0, quantity: 1 }] });
    expect(await app.open(domain)).toBe("authenticated");
  }
  await app.settled();
});
afterAll(() => app.close());
beforeEach(() => {
  (app.log as unknown[]).length = 0;
});

/** Every body that Shopify would sign for the shop, by topic. */
function bodiesOf(domain: string): Record<string, string> {
  const { store } = app.shop(domain).local;
  const [order] = [...store.orders.values()];
  const [customer] = [...store.customers.values()];
  const [refund] = order?.refunds ?? [];
  if (!order || !customer || !refund) throw new Error("the shop has a customer with a refunded order");
  const named = { id: 8_200_000_000_001, title: "Sencha", handle: "sencha", createdAtMs: 0, updatedAtMs: 0 };
  const product = {
    ...{ ...named, vendor: "", productType: "Tea", status: "ACTIVE" as const },
    ...{ isGiftCard: false, tags: [], variantIds: [] },
  };
  const collection = { ...named, holds: { productType: "Tea" } };
  const segment = {
    id: 8_300_000_000_001,
    name: "Tea",
    query: "number_of_orders > 1",
    createdAtMs: 0,
    updatedAtMs: 0,
  };
  const about: Omit<Happenings, "segments/create"> = {
    "segments/update": segment,
    "segments/delete": segment,
    "orders/create": order,
    "orders/updated": order,
    "orders/cancelled": order,
    "orders/delete": order,
    "orders/edited": { before: order, after: order },
    "refunds/create": { order, refund },
    "customers/create": customer,
    "customers/update": customer,
    "customers/delete": customer,
    "customers/merge": { keptId: customer.id, deletedId: customer.id + 1, failed: false },
    "customers_email_marketing_consent/update": customer,
    "customers_marketing_consent/update": customer,
    "products/create": product,
    "products/update": product,
    "products/delete": product,
    "collections/create": collection,
    "collections/update": collection,
    "collections/delete": collection,
    "shop/update": store.shop,
    "app/uninstalled": store.shop,
    "app/scopes_update": { previous: [], current: [], atMs: 0 },
    "bulk_operations/finish": {
      id: 1,
      type: "query",
      status: "completed",
      errorCode: null,
      createdAtMs: 0,
      completedAtMs: 1,
    },
    "customers/data_request": { customer, orderIds: [order.id] },
    "customers/redact": { customer, orderIds: [order.id] },
    "shop/redact": store.shop,
  };
  return Object.fromEntries(
    Object.entries(about).map(([topic, what]) => [
      topic,
      JSON.stringify(payloadOf(topic as Topic, what as never, store)),
    ]),
  );
}

function send(topic: string, shop: string, body: string, change: Record<string, string | null> = {}) {
  const { clientSecret: secret } = app.local.app;
  return answerWebhook(
    app.runtime,
    webhookRequest({ secret, shop, topic, body, at: app.runtime.clock(), change }),
  );
}

/** Everything that is stored, jobs included, but for what the workers themselves write down. */
async function fingerprint(): Promise<Record<string, string>> {
  const tables = await rows<{ name: string }>(
    app.runtime.db.pool,
    `select table_name name from information_schema.tables
     where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`,
  );
  const found: Record<string, string> = {};
  for (const { name } of tables) {
    const [row] = await rows<{ text: string | null }>(
      app.runtime.db.pool,
      `select string_agg(t::text, ';' order by t::text) text from ${name} t`,
    );
    found[name] = createHash("sha256")
      .update(row?.text ?? "")
      .digest("hex");
  }
  const [jobs] = await rows<{ n: number }>(app.runtime.db.pool, "select count(*)::int n from pgboss.job");
  return { ...found, jobs: String(jobs?.n) };
}

test("a signed body of one shop does nothing under another shop's name, whatever the topic", async () => {
  const bodies = bodiesOf(A);
  const figures = await figuresOfDatabase(app.runtime.db, app.shop(B).ref);
  for (const [from, body] of Object.entries(bodies)) {
    for (const to of [
      "shop/redact",
      "app/uninstalled",
      "customers/redact",
      "customers/data_request",
      "shop/update",
    ]) {
      expect([from, to, (await send(to, B, body)).status]).toEqual([from, to, 401]);
    }
  }
  await app.settled();
  expect(await figuresOfDatabase(app.runtime.db, app.shop(B).ref)).toEqual(figures);
  const left = await rows(app.runtime.db.pool, "select domain from shop where uninstalled_at is not null");
  expect(left).toEqual([]);
  const refusals = app.log.filter((line) => line.event === "webhook.refused");
  expect(refusals).toHaveLength(Object.keys(bodies).length * 5);
  expect(refusals[0]?.fields).toMatchObject({ shop: B, status: 401 });
});

/** Topics whose bodies are alike, and which lead to the same harmless thing: the row, or the shop's facts, are read again. */
const ALIKE: readonly (readonly string[])[] = [
  ["orders/create", "orders/updated", "orders/cancelled"],
  ["customers/create", "customers/update", "customers/delete"],
  ["products/create", "products/update"],
  ["collections/create", "collections/update"],
  ["segments/update", "segments/delete"],
  ["shop/update", "app/uninstalled"],
];

/** Their bodies name no type. */
const UNNAMED: readonly string[] = [
  "orders/delete",
  "products/delete",
  "collections/delete",
  "segments/delete",
];

test("a body is taken for its own topic and for no other that leads to something else", async () => {
  const bodies = bodiesOf(A);
  for (const [from, body] of Object.entries(bodies)) {
    for (const to of Object.keys(WEBHOOK_TOPICS)) {
      if (from === to || ALIKE.some((group) => group.includes(from) && group.includes(to))) continue;
      // Any body with an id of the same type, or of what names no type, marks a row to be read again: nothing else.
      const [type] = from.split("/");
      if (
        UNNAMED.includes(to) &&
        (UNNAMED.includes(from) || [to.split("/")[0], "shop", "app"].includes(type))
      )
        continue;
      expect([from, to, (await send(to, A, body)).status]).toEqual([from, to, 401]);
    }
  }
  await app.settled();
});

test("an order's id under the name of a shop that does not have it marks a row that is not there, and leaves everything", async () => {
  await app.settled();
  const before = await fingerprint();
  const figures = await figuresOfDatabase(app.runtime.db, app.shop(B).ref);
  for (const body of ['{"id":990001}', '{"id":990002,"admin_graphql_api_id":"gid://shopify/Order/990002"}']) {
    const topic = body.includes("gid") ? "orders/updated" : "orders/delete";
    expect((await send(topic, B, body)).status).toBe(200);
  }
  await app.settled();
  const after = await fingerprint();
  const changed = Object.keys(after).filter((table) => after[table] !== before[table]);
  // Tombstones of orders that never were, which count nowhere.
  expect(changed.sort()).toEqual(["jobs", "orders", "webhook_receipt"]);
  const stones = await rows(
    app.runtime.db.pool,
    "select order_id from orders where deleted_at is not null order by 1",
  );
  expect(stones).toEqual([{ order_id: 990_001 }, { order_id: 990_002 }]);
  expect(await figuresOfDatabase(app.runtime.db, app.shop(B).ref)).toEqual(figures);
});

test("an id that both shops have is read from Shopify before anything happens to it, and Shopify still has it", async () => {
  const [orderOfB] = [...app.shop(B).local.store.orders.values()];
  expect([...app.shop(A).local.store.orders.keys()]).toContain(orderOfB?.id);
  const figures = figuresOfStore(app.shop(B).local);
  // What Shopify would sign for A if A had deleted an order of the same number.
  expect((await send("orders/delete", B, JSON.stringify({ id: orderOfB?.id }))).status).toBe(200);
  await app.settled();
  expect(await figuresOfDatabase(app.runtime.db, app.shop(B).ref)).toEqual(figures);
  const stones = await rows(
    app.runtime.db.pool,
    "select 1 from orders where order_id = $1 and deleted_at is not null",
    [orderOfB?.id],
  );
  expect(stones).toEqual([]);
});

test("app/uninstalled for a shop whose tokens work does nothing, nor does shop/redact", async () => {
  const bodies = bodiesOf(B);
  for (const topic of ["app/uninstalled", "shop/redact"]) {
    expect((await send(topic, B, bodies[topic] ?? "")).status).toBe(200);
  }
  await app.settled();
  const refused = app.log.filter((line) => line.event === "shop.departure_refused");
  expect(new Set(refused.map((line) => line.fields?.redact))).toEqual(new Set([false, true]));
  expect(app.log.map((line) => line.event)).not.toContain("privacy.shop.redacted");
  expect(await figuresOfDatabase(app.runtime.db, app.shop(B).ref)).toEqual(figuresOfStore(app.shop(B).local));
  expect(await app.runtime.shopify.offline.fresh(app.shop(B).ref)).toBeTruthy();
});

test("a late app/uninstalled does not uninstall a shop that was opened again", async () => {
  const { local } = app.shop(B);
  const late = bodiesOf(B)["app/uninstalled"] ?? "";
  local.uninstallApp();
  await app.settled();
  expect(await app.open(B)).toBe("authenticated");
  await app.settled();
  const now = app.runtime.clock();
  const anHourAgo = new Date(now.getTime() - 3_600_000).toISOString();
  for (const triggered of [anHourAgo, now.toISOString()]) {
    expect((await send("app/uninstalled", B, late, { "X-Shopify-Triggered-At": triggered })).status).toBe(
      200,
    );
  }
  await app.settled();
  const [shop] = await rows(app.runtime.db.pool, "select uninstalled_at from shop where domain = $1", [B]);
  expect(shop).toEqual({ uninstalled_at: null });
});

test("a departure that Shopify cannot be asked about is not believed, and asked again", async () => {
  const { local, ref } = app.shop(B);
  local.expireAccessTokens();
  await app.runtime.db.pool.query("update session set expires = now() where shop_id = $1", [ref.shopId]);
  local.faults.failTokenRequests = 1;
  expect(await followDeparture(app.runtime, ref, { redact: true })).toMatchObject({ againAfterMs: 15_000 });
  expect(await followDeparture(app.runtime, ref, { redact: true })).toBeUndefined();
  await app.settled();
  expect(await figuresOfDatabase(app.runtime.db, ref)).toEqual(figuresOfStore(local));
});

const HOUR_MS = 3_600_000;
test.each([
  ["orders/updated", -5 * HOUR_MS, 200],
  ["orders/updated", -7 * HOUR_MS, 401],
  ["app/uninstalled", -7 * HOUR_MS, 401],
  ["customers/data_request", -7 * HOUR_MS, 200],
  ["customers/data_request", -31 * 24 * HOUR_MS, 401],
  ["orders/updated", HOUR_MS / 2, 200],
  ["orders/updated", 2 * HOUR_MS, 401],
])("%s that was triggered %d ms from now is answered with %d", async (topic, awayMs, status) => {
  const at = new Date(app.runtime.clock().getTime() + awayMs).toISOString();
  const answer = await send(topic, A, bodiesOf(A)[topic] ?? "", { "X-Shopify-Triggered-At": at });
  expect(answer.status).toBe(status);
});

test.each([
  ["a forged signature", { "X-Shopify-Hmac-Sha256": "Zm9yZ2Vk" }, 401],
  ["no signature", { "X-Shopify-Hmac-Sha256": null }, 401],
  ["no shop", { "X-Shopify-Shop-Domain": null }, 400],
  ["a shop that is none", { "X-Shopify-Shop-Domain": "evil.example.com" }, 400],
  ["no topic", { "X-Shopify-Topic": null }, 400],
  ["no webhook id", { "X-Shopify-Webhook-Id": null }, 400],
  ["an endless webhook id", { "X-Shopify-Webhook-Id": "x".repeat(5_000) }, 400],
  ["no time", { "X-Shopify-Triggered-At": null }, 400],
  ["a time that is none", { "X-Shopify-Triggered-At": "yesterday" }, 400],
  ["the topic __proto__", { "X-Shopify-Topic": "__proto__" }, 404],
  ["the topic constructor", { "X-Shopify-Topic": "constructor" }, 404],
  ["the topic toString", { "X-Shopify-Topic": "toString" }, 404],
  ["a topic that nobody subscribed to", { "X-Shopify-Topic": "carts/update" }, 404],
])("a webhook with %s is refused and leaves nothing", async (_what, change, status) => {
  await app.settled();
  const before = await fingerprint();
  expect((await send("orders/updated", A, bodiesOf(A)["orders/updated"] ?? "", change)).status).toBe(status);
  expect(await fingerprint()).toEqual(before);
  expect(app.log.map((line) => line.event)).toContain("webhook.refused");
});

test.each([
  "{",
  "",
  "null",
  "[]",
  "7",
  '"text"',
  "{}",
  '{"id":"seven"}',
  '{"id":1e400}',
  '{"id":[1]}',
  '{"__proto__":{"id":1}}',
])("the signed body %j is refused for every topic, and leaves nothing", async (body) => {
  await app.settled();
  const before = await fingerprint();
  for (const topic of Object.keys(WEBHOOK_TOPICS)) {
    const { status } = await send(topic, A, body);
    expect([topic, [400, 401].includes(status)]).toEqual([topic, true]);
  }
  expect(await fingerprint()).toEqual(before);
});

test("a shop that the app does not know is answered, and leaves nothing", async () => {
  await app.settled();
  const before = await fingerprint();
  const body = bodiesOf(A)["orders/updated"] ?? "";
  expect((await send("orders/updated", "never-installed.myshopify.com", body)).status).toBe(200);
  expect(await fingerprint()).toEqual(before);
});

test("a webhook twice has one receipt and one effect; webhooks of one event have one each", async () => {
  const { local, ref } = app.shop(A);
  const orders = [1, 2, 3].map(() =>
    local.actions.placeOrder({ lines: [{ title: "Cup", unitPriceMinor: 100 }] }),
  );
  await app.settled();
  local.faults.dropWebhooks = 100;
  for (const { id } of orders) local.actions.deleteOrder({ orderId: id });
  local.faults.clear();
  const event = { "X-Shopify-Event-Id": "one-event" };
  const twice = { ...event, "X-Shopify-Webhook-Id": "first" };
  const deletion = (at: number) => JSON.stringify({ id: orders[at]?.id });
  expect((await send("orders/delete", A, deletion(0), twice)).status).toBe(200);
  expect((await send("orders/delete", A, deletion(0), twice)).status).toBe(200);
  expect((await send("orders/delete", A, deletion(1), event)).status).toBe(200);
  expect((await send("orders/delete", A, deletion(2), event)).status).toBe(200);
  const receipts = await rows(
    app.runtime.db.pool,
    "select 1 from webhook_receipt where event_id = 'one-event'",
  );
  expect(receipts).toHaveLength(3);
  await app.settled();
  expect(await figuresOfDatabase(app.runtime.db, ref)).toEqual(figuresOfStore(local));
});

test("a body beyond the limit is refused, whether its length is stated or not", async () => {
  const body = JSON.stringify({ id: 1, note: "x".repeat(MAX_WEBHOOK_BYTES) });
  expect((await send("orders/updated", A, body)).status).toBe(413);
  const stated = { "Content-Length": String(MAX_WEBHOOK_BYTES + 1) };
  expect((await send("orders/updated", A, "{}", stated)).status).toBe(413);
});

test("another method is refused", async () => {
  expect((await answerWebhook(app.runtime, new Request("http://app/webhooks"))).status).toBe(405);
});
