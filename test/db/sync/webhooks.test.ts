import { afterAll, beforeAll, expect, test } from "vitest";
import { rows } from "../../../app/db/client.ts";
import { countSingly } from "../../../app/db/queries/sync/dirty.ts";
import {
  forgetWatermarks,
  readSyncStanding,
  readSyncTotals,
  shopsWithoutHistory,
} from "../../../app/db/queries/sync/progress.ts";
import { API_VERSION } from "../../../app/shopify/api-version.ts";
import { OPTIONAL_SCOPES, SCOPES } from "../../../app/shopify/app.ts";
import { reconcile } from "../../../app/sync/checking/reconcile.ts";
import { readHistory } from "../../../app/sync/history/backfill.ts";
import { refetchDue } from "../../../app/sync/live/refetch.ts";
import { WEBHOOK_TOPICS } from "../../../app/sync/live/webhook-topics.ts";
import { readAppConfig } from "../../shopify/app-config.ts";
import { type SyncedApp, startSyncedApp } from "../synced-app.ts";
import { figuresOfDatabase, figuresOfStore } from "../valuation/shop-figures.ts";

const DOMAIN = "live.myshopify.com";
const OTHER = "other.myshopify.com";
let app: SyncedApp;

beforeAll(async () => {
  app = await startSyncedApp({
    shops: [
      { kind: "empty", domain: DOMAIN },
      { kind: "empty", domain: OTHER },
    ],
  });
  app.shop().local.actions.createCustomer({ firstName: "First", email: "first@example.com" });
  for (const domain of [DOMAIN, OTHER]) expect(await app.open(domain)).toBe("authenticated");
  await settled();
});
afterAll(() => app.close());

const settled = () => app.settled();

test("the topics of shopify.app.toml are those that are handled, with its version and scopes", () => {
  const config = readAppConfig();
  expect(Object.keys(WEBHOOK_TOPICS).sort()).toEqual([...config.subscriptions.keys()].sort());
  expect(new Set(config.subscriptions.values())).toEqual(new Set(["/webhooks"]));
  expect(config.apiVersion).toBe(API_VERSION);
  expect(config.scopes).toEqual([...SCOPES]);
  expect(config.optionalScopes).toEqual([...OPTIONAL_SCOPES]);
});

test("what happens in the shop is in the database a moment later", async () => {
  const { local, ref } = app.shop();
  const [customer] = [...local.store.customers.values()];
  const order = local.actions.placeOrder({
    customerId: customer?.id,
    lines: [{ title: "Tea", unitPriceMinor: 1_250, quantity: 4 }],
  });
  await settled();
  expect(await figuresOfDatabase(app.runtime.db, ref)).toMatchObject({ orders: 1, netMinor: 5_000 });
  local.actions.refundOrder({ orderId: order.id, lines: [{ lineId: order.lines[0]?.id ?? 0, quantity: 1 }] });
  await settled();
  expect(await figuresOfDatabase(app.runtime.db, ref)).toMatchObject({ netMinor: 3_750, refunds: 1 });
  const [refund] = await rows(app.runtime.db.pool, "select returns_minor from order_refund");
  expect(refund).toEqual({ returns_minor: 1_250 });
  const dirty = await rows<{ customerId: number }>(
    app.runtime.db.pool,
    `select customer_id "customerId" from valuation_dirty where shop_id = $1`,
    [ref.shopId],
  );
  expect(dirty).toContainEqual({ customerId: customer?.id });
});

const VISIT = {
  id: 1,
  occurredAtMs: 0,
  landingPage: null,
  referrerUrl: null,
  source: "email",
  sourceType: "NEWSLETTER",
};
const utm = (source: string) => ({ source, medium: "email", campaign: "spring", content: null, term: null });

test("where the visits before an order are not known yet, the order counts at once and is read again in some minutes", async () => {
  const { local, ref } = app.shop();
  const { pool } = app.runtime.db;
  const told = () =>
    rows(
      pool,
      `select first_visit_utm_source "first", last_visit_utm_source "last", last_visit_utm_campaign campaign
       from orders where shop_id = $1 and order_id = $2`,
      [ref.shopId, order.id],
    );
  const visits = {
    daysToConversion: 1,
    firstVisit: { ...VISIT, utm: utm("partner") },
    lastVisit: { ...VISIT, id: 2, utm: utm("x".repeat(300)) },
  };
  const [customer] = [...local.store.customers.values()];
  const order = local.actions.placeOrder({
    customerId: customer!.id,
    lines: [{ title: "Tea", unitPriceMinor: 100 }],
    journey: { ready: false, daysToConversion: null, firstVisit: null, lastVisit: null },
  });
  await settled();
  expect(await told()).toEqual([{ first: null, last: null, campaign: null }]);
  const waiting = await rows<{ seconds: number; attempts: number }>(
    pool,
    "select extract(epoch from not_before - marked_at)::float8 seconds, attempts from sync_dirty where shop_id = $1",
    [ref.shopId],
  );
  expect(waiting).toMatchObject([{ attempts: 1 }]);
  expect(waiting[0]!.seconds).toBeGreaterThanOrEqual(120);
  // Nothing else waits, so the figures are complete up to where the shop was read.
  const standing = await readSyncStanding(pool, ref.shopId);
  expect(standing.completeUpTo).toEqual(standing.readUpTo);
  expect(await countSingly(pool, ref.shopId, "orders")).toBe(0);
  expect(await readSyncTotals(pool, ref.shopId)).toMatchObject({ waiting: 0 });
  local.store.putOrder({ ...local.store.orders.get(order.id)!, journey: { ready: true, ...visits } });
  await pool.query("update sync_dirty set not_before = marked_at where shop_id = $1", [ref.shopId]);
  await refetchDue(app.runtime, ref);
  expect(await told()).toEqual([{ first: "partner", last: "x".repeat(200), campaign: "spring" }]);
  expect(await rows(pool, "select 1 from sync_dirty where shop_id = $1", [ref.shopId])).toEqual([]);
});

test("visits that Shopify does not know long after an order are not waited for", async () => {
  const { local, ref } = app.shop();
  const [customer] = [...local.store.customers.values()];
  const order = local.actions.placeOrder({
    customerId: customer!.id,
    processedAt: new Date(app.runtime.clock().getTime() - 2 * 3_600_000).toISOString(),
    lines: [{ title: "Tea", unitPriceMinor: 100 }],
    journey: { ready: false, daysToConversion: null, firstVisit: null, lastVisit: null },
  });
  await settled();
  const { pool } = app.runtime.db;
  const stored = "select 1 from orders where shop_id = $1 and order_id = $2";
  expect(await rows(pool, stored, [ref.shopId, order.id])).toHaveLength(1);
  expect(await rows(pool, "select 1 from sync_dirty where shop_id = $1", [ref.shopId])).toEqual([]);
});

test("while the history is read from its beginning once more, an unsubscribe is followed", async () => {
  const { local, ref } = app.shop();
  const { db, clock } = app.runtime;
  const { id } = local.actions.createCustomer({
    ...{ firstName: "Leaving", email: "leaving@example.com", marketingState: "SUBSCRIBED" },
  });
  await settled();
  const state = async () =>
    (
      await rows<{ state: string }>(
        db.pool,
        "select email_marketing_state state from customer where shop_id = $1 and customer_id = $2",
        [ref.shopId, id],
      )
    )[0]?.state;
  expect(await state()).toBe("SUBSCRIBED");
  await db.transaction((tx) => forgetWatermarks(tx, ref.shopId, ["customers", "orders"]));
  local.actions.setEmailMarketingConsent({ customerId: id, state: "UNSUBSCRIBED" });
  await settled();
  expect(await state()).toBe("UNSUBSCRIBED");
  // Nor is one missed of which no webhook came, and the history is still to be read from its beginning.
  local.faults.dropWebhooks = 1;
  local.actions.setEmailMarketingConsent({ customerId: id, state: "SUBSCRIBED" });
  await reconcile(app.runtime, ref);
  await refetchDue(app.runtime, ref);
  expect(await state()).toBe("SUBSCRIBED");
  expect((await shopsWithoutHistory(db.pool, clock())).map(({ domain }) => domain)).toContain(DOMAIN);
  await readHistory(app.runtime, ref);
  expect(await shopsWithoutHistory(db.pool, clock())).toEqual([]);
});

test("consent to messages by SMS follows with the number, and goes with it", async () => {
  const { local, ref } = app.shop();
  const { id } = local.actions.createCustomer({
    firstName: "Phone",
    email: "phone@example.com",
    phone: "+999000000001",
  });
  const stored = async () =>
    (
      await rows<{ state: string | null; phone: string | null }>(
        app.runtime.db.pool,
        "select sms_marketing_state state, phone from customer where shop_id = $1 and customer_id = $2",
        [ref.shopId, id],
      )
    )[0];
  await settled();
  expect(await stored()).toEqual({ state: "NOT_SUBSCRIBED", phone: "+999000000001" });
  local.actions.setSmsMarketingConsent({ customerId: id, state: "SUBSCRIBED" });
  await settled();
  expect(await stored()).toEqual({ state: "SUBSCRIBED", phone: "+999000000001" });
  local.actions.updateCustomer({ customerId: id, change: { phone: null } });
  await settled();
  expect(await stored()).toEqual({ state: null, phone: null });
});

test("a deleted order is gone, and an older version of it does not come back", async () => {
  const { local, ref } = app.shop();
  const order = local.actions.placeOrder({ lines: [{ title: "Cup", unitPriceMinor: 700 }] });
  await settled();
  local.actions.cancelOrder({ orderId: order.id });
  local.actions.deleteOrder({ orderId: order.id });
  await settled();
  expect(await figuresOfDatabase(app.runtime.db, ref)).toEqual(figuresOfStore(local));
  const [stone] = await rows(app.runtime.db.pool, "select deleted_at from orders where order_id = $1", [
    order.id,
  ]);
  expect(stone).toEqual({ deleted_at: expect.any(Date) });
});

test("a storm of lost, doubled and reordered webhooks ends, after a reconciliation, with what the shop has", async () => {
  const { local, ref } = app.shop();
  const { faults, actions } = local;
  const people = Array.from({ length: 6 }, (_, at) =>
    actions.createCustomer({ firstName: `Person ${at}`, email: `person${at}@example.com` }),
  );
  faults.reorderWindow = 5;
  faults.duplicateWebhooks = 20;
  faults.dropWebhooks = 25;
  for (let at = 0; at < 30; at++) {
    const person = people[at % people.length];
    const order = actions.placeOrder({
      customerId: at % 7 === 0 ? null : person?.id,
      lines: [{ title: "Tea", unitPriceMinor: 900 + at, quantity: 1 + (at % 3) }],
    });
    if (at % 3 === 0)
      actions.editOrder({ orderId: order.id, addLines: [{ title: "Lid", unitPriceMinor: 120 }] });
    if (at % 5 === 0) actions.refundOrder({ orderId: order.id });
    if (at % 11 === 0) actions.cancelOrder({ orderId: order.id, refund: false });
    if (person && at % 4 === 0)
      actions.setEmailMarketingConsent({ customerId: person.id, state: "SUBSCRIBED" });
  }
  faults.clear();
  await settled();
  await reconcile(app.runtime, ref);
  await settled();
  expect(await figuresOfDatabase(app.runtime.db, ref)).toEqual(figuresOfStore(local));
  const consent = await rows<{ id: number; state: string }>(
    app.runtime.db.pool,
    `select customer_id id, email_marketing_state state from customer
     where shop_id = $1 and deleted_at is null and email is not null order by 1`,
    [ref.shopId],
  );
  const inStore = [...local.store.customers.values()].sort((a, b) => a.id - b.id);
  expect(consent).toEqual(inStore.map(({ id, emailConsent }) => ({ id, state: emailConsent.state })));
  expect(await rows(app.runtime.db.pool, "select * from sync_dirty")).toEqual([]);
});

test("two customers who became one are one, whichever survived", async () => {
  const { local, ref } = app.shop();
  const kept = local.actions.createCustomer({ firstName: "Kept", email: "kept@example.com" });
  const merged = local.actions.createCustomer({ firstName: "Merged", email: "merged@example.com" });
  local.actions.placeOrder({ customerId: merged.id, lines: [{ title: "Tea", unitPriceMinor: 1_000 }] });
  await settled();
  local.actions.mergeCustomers({ keptId: kept.id, deletedId: merged.id });
  await settled();
  const alias = await rows(
    app.runtime.db.pool,
    "select from_customer_id, to_customer_id from customer_alias where shop_id = $1",
    [ref.shopId],
  );
  expect(alias).toEqual([{ from_customer_id: merged.id, to_customer_id: kept.id }]);
  expect(await figuresOfDatabase(app.runtime.db, ref)).toEqual(figuresOfStore(local));
});

test("an erased customer is gone, the totals stay, and no later sync brings the person back", async () => {
  const { local, ref } = app.shop();
  const person = local.actions.createCustomer({
    firstName: "Erase",
    lastName: "Me",
    email: "erase.me@example.com",
  });
  const order = local.actions.placeOrder({
    customerId: person.id,
    lines: [{ title: "Tea", unitPriceMinor: 800 }],
  });
  await settled();
  const before = await figuresOfDatabase(app.runtime.db, ref);
  local.actions.redactCustomer({ customerId: person.id });
  await settled();
  // Everything about the person comes by once more.
  local.actions.setTags({ customerId: person.id, tags: ["again"] });
  local.actions.setTags({ orderId: order.id, tags: ["again"] });
  await settled();
  const { customers, ...totals } = await figuresOfDatabase(app.runtime.db, ref);
  expect({ customers: customers + 1, ...totals }).toEqual(before);
  for (const table of [
    "customer",
    "orders",
    "refused_row",
    "privacy_request",
    "sync_dirty",
    "webhook_receipt",
  ]) {
    const found = await rows(
      app.runtime.db.pool,
      `select 1 from ${table} t where t::text ilike '%erase%me%'`,
    );
    expect([table, found]).toEqual([table, []]);
  }
  const [request] = await rows(
    app.runtime.db.pool,
    "select handled_at from privacy_request where topic = 'customers/redact'",
  );
  expect(request).toEqual({ handled_at: expect.any(Date) });
});

test("a request for a person's data is written down and waits for the merchant", async () => {
  const { local } = app.shop();
  const [person] = [...local.store.customers.values()];
  local.actions.requestCustomerData({ customerId: person?.id ?? 0 });
  await settled();
  const found = await rows(
    app.runtime.db.pool,
    "select customer_id, handled_at from privacy_request where topic = 'customers/data_request'",
  );
  expect(found).toEqual([{ customer_id: person?.id, handled_at: null }]);
});

test("a shop that is redacted after it left loses every row, and only its own", async () => {
  const other = app.shop(OTHER);
  other.local.actions.placeOrder({ lines: [{ title: "Tea", unitPriceMinor: 100 }] });
  await other.local.deliveriesSettled();
  await settled();
  const mine = await figuresOfDatabase(app.runtime.db, app.shop().ref);
  other.local.uninstallApp();
  await other.local.deliveriesSettled();
  other.local.actions.redactShop();
  await other.local.deliveriesSettled();
  await settled();
  const tables = await rows<{ name: string }>(
    app.runtime.db.pool,
    "select table_name name from information_schema.columns where table_schema = 'public' and column_name = 'shop_id'",
  );
  expect(tables.length).toBeGreaterThan(20);
  for (const { name } of tables) {
    const left = await rows(app.runtime.db.pool, `select 1 from ${name} where shop_id = $1`, [
      other.ref.shopId,
    ]);
    expect([name, left.length]).toEqual([name, 0]);
  }
  expect(await figuresOfDatabase(app.runtime.db, app.shop().ref)).toEqual(mine);
});
