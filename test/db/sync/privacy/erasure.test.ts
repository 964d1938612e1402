import { afterAll, beforeAll, expect, test } from "vitest";
import { rows } from "../../../../app/db/client.ts";
import { answerWebhook } from "../../../../app/sync/live/webhook-intake.ts";
import { loadErasedPeople } from "../../../../app/sync/privacy/erased-people.ts";
import { type SyncedApp, startSyncedApp } from "../../synced-app.ts";
import { figuresOfDatabase } from "../../valuation/shop-figures.ts";
import { readAllAgain, standsIn } from "./every-table.ts";
import { signedWebhook } from "./signed-webhook.ts";

const DOMAIN = "private.myshopify.com";
let app: SyncedApp;

beforeAll(async () => {
  app = await startSyncedApp({ shops: [{ kind: "empty", domain: DOMAIN }] });
  expect(await app.open()).toBe("authenticated");
  await app.settled();
});
afterAll(() => app.close());

const whereItStands = (texts: readonly string[]) => standsIn(app.runtime.db, texts);
const readEverythingAgain = () => readAllAgain(app);

async function send(topic: string, body: object | string): Promise<number> {
  const text = typeof body === "string" ? body : JSON.stringify({ shop_id: 1, shop_domain: DOMAIN, ...body });
  const { status } = await answerWebhook(app.runtime, signedWebhook(app, DOMAIN, topic, text));
  await app.settled();
  return status;
}

/** Input that could not be used, as it came. */
async function keepRaw(raw: object): Promise<void> {
  await app.runtime.db.pool.query(
    `insert into refused_row (shop_id, refused_id, resource, origin, reference, reason, detail, raw, refused_at)
     values ($1, gen_random_uuid(), 'orders', 'bulk', 'a file', 'bad_shape', '', $2, now())`,
    [app.shop().ref.shopId, JSON.stringify(raw)],
  );
}

const actions = () => app.shop().local.actions;
const buy = (of: { customerId?: number; email?: string }, unitPriceMinor = 1_000) =>
  actions().placeOrder({ ...of, lines: [{ title: "Tea", unitPriceMinor }] });

interface Person {
  readonly texts: readonly string[];
  readonly request: () => object;
}

/** A person, and what Shopify says of the person in `customers/redact`. */
const PEOPLE: Readonly<Record<string, () => Promise<Person>>> = {
  async "a customer who is there"() {
    const texts = ["known@example.com", "Knownfirst", "Knownlast", "687000001"];
    const { id } = actions().createCustomer({
      firstName: "Knownfirst",
      lastName: "Knownlast",
      email: "Known@example.com",
      phone: "+31687000001",
    });
    const order = buy({ customerId: id });
    return {
      texts,
      request: () => ({
        customer: { id, email: "known@example.com", phone: null },
        orders_to_redact: [order.id],
      }),
    };
  },
  async "a customer who was deleted before"() {
    const email = "gone.before@example.com";
    const { id } = actions().createCustomer({ firstName: "Gonefirst", lastName: "Gonelast", email });
    const order = buy({ email });
    await app.settled();
    actions().deleteCustomer({ customerId: id });
    return {
      texts: [email, "Gonefirst", "Gonelast"],
      request: () => ({ customer: { id, email, phone: "+31 6 12345678" }, orders_to_redact: [order.id] }),
    };
  },
  async "a guest without an id"() {
    const email = "only.guest@example.com";
    const order = buy({ email });
    buy({ email: "Only.Guest@example.com" });
    return { texts: [email], request: () => ({ customer: { email }, orders_to_redact: [order.id] }) };
  },
  async "a guest known by a listed order alone"() {
    const order = buy({ email: "listed@example.com" });
    return { texts: ["listed@example.com"], request: () => ({ customer: {}, orders_to_redact: [order.id] }) };
  },
  async "a customer at the end of a chain of merges"() {
    const [first, second, third] = [
      "chain.one@example.com",
      "chain.two@example.com",
      "chain.three@example.com",
    ].map((email, at) => actions().createCustomer({ firstName: `Chainname${at}`, email }));
    buy({ customerId: first?.id });
    buy({ email: "chain.one@example.com" });
    await app.settled();
    actions().mergeCustomers({ keptId: second?.id ?? 0, deletedId: first?.id ?? 0 });
    await app.settled();
    actions().mergeCustomers({ keptId: third?.id ?? 0, deletedId: second?.id ?? 0 });
    return {
      texts: ["chain.one@example.com", "chain.two@example.com", "chain.three@example.com", "Chainname"],
      // By the id of the one who vanished first.
      request: () => ({ customer: { id: first?.id, email: null }, orders_to_redact: [] }),
    };
  },
};

test.each(Object.entries(PEOPLE))("%s is nowhere in the database after an erasure", async (_who, create) => {
  const { texts, request } = await create();
  await app.settled();
  const names = texts.filter((text) => text.includes("@"));
  expect((await whereItStands(names)).length).toBeGreaterThan(0);
  // Raw input with all that is known of the person, and with each address alone.
  for (const contact of [texts, ...names]) await keepRaw({ contact, note: String(contact).toUpperCase() });
  const { orders, netMinor, grossMinor } = await figuresOfDatabase(app.runtime.db, app.shop().ref);

  expect(await send("customers/redact", request())).toBe(200);
  expect(await whereItStands(texts)).toEqual([]);
  await readEverythingAgain();
  expect(await whereItStands(texts)).toEqual([]);
  expect(await figuresOfDatabase(app.runtime.db, app.shop().ref)).toMatchObject({
    orders,
    netMinor,
    grossMinor,
  });
  const open = await rows(app.runtime.db.pool, "select 1 from privacy_request where handled_at is null");
  expect(open).toEqual([]);
});

/** By a link that was made for one person. */
const VISIT = {
  id: 1,
  occurredAtMs: 0,
  landingPage: null,
  referrerUrl: null,
  source: "email",
  sourceType: "NEWSLETTER",
  utm: {
    source: "to-codefirst",
    medium: "mail-codefirst",
    campaign: "code@example.com",
    content: null,
    term: null,
  },
};

test("orders of an erased person have no free text, no UTM and no discount code, now and when they come again", async () => {
  const { id } = actions().createCustomer({ firstName: "Codefirst", email: "code@example.com" });
  const order = actions().placeOrder({
    customerId: id,
    discountCode: { code: "FOR-CODEFIRST" },
    lines: [{ title: "Engraving: Codefirst", unitPriceMinor: 2_000 }],
    journey: { ready: true, daysToConversion: 0, firstVisit: VISIT, lastVisit: VISIT },
  });
  const other = buy({ email: "somebody.else@example.com" });
  await app.settled();
  expect(await whereItStands(["codefirst"])).not.toEqual([]);
  await send("customers/redact", { customer: { id }, orders_to_redact: [order.id] });
  await readEverythingAgain();
  expect(await whereItStands(["codefirst", "code@example.com"])).toEqual([]);
  const [kept] = await rows(
    app.runtime.db.pool,
    "select guest_email, (select title from order_line l where l.shop_id = o.shop_id and l.order_id = o.order_id) title from orders o where order_id = $1",
    [other.id],
  );
  expect(kept).toEqual({ guest_email: "somebody.else@example.com", title: "Tea" });
});

test.each([
  ["that is no JSON", '{"customer":{"email":"unread@example.com"'],
  ["with a customer of another shape", { customer: ["unread@example.com"] }],
  ["that names nobody", { customer: {}, orders_to_redact: [], note: "unread@example.com" }],
])("a request %s leaves nothing of what it says", async (_what, body) => {
  expect(await send("customers/redact", body)).toBeLessThan(500);
  expect(await whereItStands(["unread@example.com"])).toEqual([]);
});

test("raw input that names an erased person is not kept, however it names the person", async () => {
  const { id } = actions().createCustomer({ firstName: "Raw", email: "raw.\u00e9@example.com" });
  const order = buy({ customerId: id });
  await app.settled();
  const phone = "+31 6 87654321";
  await send("customers/redact", {
    customer: { id, email: "raw.\u00e9@example.com", phone },
    orders_to_redact: [order.id],
  });
  const { db, env } = app.runtime;
  const erased = await loadErasedPeople(db.pool, app.shop().ref.shopId, env.ERASURE_KEYS);
  const naming = [
    '{"email":"RAW.\u00c9@example.com"}',
    '{"email":"raw.\\u00e9@example.com"}',
    `{"customer":{"id":"gid://shopify/Customer/${id}"`,
    `{"id":"gid://shopify/Order/${order.id}"}`,
    '{"phone":"+31687654321"}',
  ];
  expect(naming.map((raw) => erased.keepable(raw))).toEqual(["", "", "", "", ""]);
  const other = '{"id":"gid://shopify/Order/1","email":"raw@example.com","phone":"+31 6 00000000"}';
  expect(erased.keepable(other)).toBe(other);
});

test("the address of a request is in no job, done or waiting", async () => {
  const guest = buy({ email: "in.no.job@example.com" });
  await app.settled();
  await send("customers/redact", {
    customer: { email: "in.no.job@example.com" },
    orders_to_redact: [guest.id],
  });
  const jobs = await rows<{ data: object }>(
    app.runtime.db.pool,
    "select data from pgboss.job where name = 'privacy.redact-customer'",
  );
  expect(jobs.length).toBeGreaterThan(0);
  for (const { data } of jobs) expect(Object.keys(data).sort()).toEqual(["origin", "requestId", "shop"]);
});

test("a shared surname or somebody else's order is left alone", async () => {
  const twin = actions().createCustomer({
    firstName: "Stays",
    lastName: "Smith",
    email: "stays@example.com",
  });
  const gone = actions().createCustomer({
    firstName: "Leaves",
    lastName: "Smith",
    email: "leaves@example.com",
  });
  buy({ customerId: twin.id });
  buy({ customerId: gone.id });
  await app.settled();
  await send("customers/redact", { customer: { id: gone.id }, orders_to_redact: [] });
  await readEverythingAgain();
  const left = await rows(
    app.runtime.db.pool,
    "select first_name, (select count(*) from orders o where o.customer_id = c.customer_id) orders from customer c where last_name = 'Smith'",
  );
  expect(left).toEqual([{ first_name: "Stays", orders: 1 }]);
});
