import { afterAll, beforeAll, expect, test } from "vitest";
import { rows } from "../../../../app/db/client.ts";
import type { PrivacyRequestRow } from "../../../../app/db/queries/privacy/requests.ts";
import { personFile } from "../../../../app/exports/person-file.ts";
import { SEND_OUTCOME } from "../../../../app/platform/consent-gate.ts";
import { choosePerson } from "../../../../app/sync/privacy/choose-person.ts";
import { readDataRequests } from "../../../../app/sync/privacy/data-requests.ts";
import { keepRetention } from "../../../../app/sync/privacy/retention.ts";
import { storeRequest } from "../../../builders/privacy-requests.ts";
import { type SyncedApp, startSyncedApp } from "../../synced-app.ts";
import { readAllAgain, standsIn } from "./every-table.ts";
import { redactPerson } from "./signed-webhook.ts";

const DOMAIN = "named.myshopify.com";
let app: SyncedApp;

beforeAll(async () => {
  app = await startSyncedApp({ shops: [{ kind: "empty", domain: DOMAIN }] });
  expect(await app.open()).toBe("authenticated");
  await app.settled();
});
afterAll(() => app.close());

const actions = () => app.shop().local.actions;

const redact = (body: object) => redactPerson(app, DOMAIN, body);

async function profilesInFile(request: { phone?: string; orderIds?: number[] }): Promise<unknown[]> {
  const { db, clock } = app.runtime;
  const { ref } = app.shop();
  const requestId = await storeRequest(db, ref, { topic: "customers/data_request", ...request });
  const file = await personFile(db, ref, requestId, { staff: "7", now: clock() });
  const { profiles } = JSON.parse((await file?.toArray())?.join("") ?? "{}");
  await db.pool.query("delete from privacy_request where request_id = $1", [requestId]);
  return profiles.map((profile: { customer_id: unknown }) => profile.customer_id);
}

test.each([
  ["a phone, as Shopify keeps it", "+31687001001", "+31687001001"],
  ["a phone with spaces and a zero in brackets", "+31687001002", "+31 (0)6 870-010 02"],
  ["a phone with zeros before its country", "+31687001003", "0031 687001003"],
  ["a phone without its country", "+31687001004", "06 87001004"],
  ["a phone, and an order that nobody knows", "+31687001005", "+31687001005"],
  ["an order of the customer alone", "+31687001006", null],
  ["an order of the customer, and a phone that somebody else has", "+31687001007", "+31687009999"],
])(
  "a person who is named by %s is in the file with all that is known, and is erased",
  async (what, phone, named) => {
    const mark = `Phonename${phone.slice(-4)}`;
    const email = `${mark.toLowerCase()}@example.net`;
    const { id } = actions().createCustomer({ firstName: mark, email, phone });
    const order = actions().placeOrder({ customerId: id, lines: [{ title: "Tea", unitPriceMinor: 1_000 }] });
    await app.settled();
    const listed = what.startsWith("an order") ? [order.id] : what.includes("nobody knows") ? [123_456] : [];
    const request = { ...(named === null ? {} : { phone: named }), orderIds: listed };
    expect(await profilesInFile(request)).toEqual([id]);
    await redact({ customer: { phone: named }, orders_to_redact: listed });
    const texts = [mark, email, phone.slice(3)];
    expect(await standsIn(app.runtime.db, texts)).toEqual([]);
    await readAllAgain(app);
    expect(await standsIn(app.runtime.db, texts)).toEqual([]);
  },
);

/** Two people whose numbers end alike. */
async function endsAlike(firstName: string, end: string): Promise<number[]> {
  const ids = ["+31", "+32"].map((country) => {
    const phone = country + end;
    const email = `${phone.slice(1)}@example.net`;
    return actions().createCustomer({ firstName, phone, email, marketingState: "SUBSCRIBED" }).id;
  });
  await app.settled();
  return ids;
}

async function openErasures() {
  const { db, clock } = app.runtime;
  const { requests } = await readDataRequests(db, app.shop().ref, clock());
  return requests.filter(({ kind, state }) => kind === "erasure" && state === "open");
}

const nightly = async () => {
  await keepRetention(app.runtime);
  await app.settled();
};
const leftOf = (firstName: string) =>
  rows(app.runtime.db.pool, "select customer_id id from customer where first_name = $1 order by 1", [
    firstName,
  ]);
const choose = (requestId: string, customerId: number | null) =>
  choosePerson(app.runtime, app.shop().ref, requestId, customerId, "7");

test("whose phone two people's numbers end like is erased when somebody has said who it is, and nobody before", async () => {
  const [first = 0, second = 0] = await endsAlike("Unclear", "688004001");
  const other = actions().createCustomer({ firstName: "Unmeant", email: "unmeant@example.net" });
  await app.settled();
  await redact({ customer: { phone: "06 88004001" } });
  await nightly();
  const [request] = await openErasures();
  const requestId = request?.requestId ?? "";
  expect(request?.candidates).toEqual([
    { customerId: first, name: "Unclear", phone: "+31688004001" },
    { customerId: second, name: "Unclear", phone: "+32688004001" },
  ]);
  expect(await leftOf("Unclear")).toEqual([{ id: first }, { id: second }]);
  // Neither is written to meanwhile: one of them asked to be forgotten.
  const sent = await rows(
    app.runtime.db.pool,
    `select ${SEND_OUTCOME} outcome from customer c where first_name = 'Unclear'`,
  );
  expect(sent).toEqual([{ outcome: "WAITING" }, { outcome: "WAITING" }]);
  expect(await choose(requestId, other.id)).toBe(false);
  expect(await choose(requestId, second)).toBe(true);
  expect(await choose(requestId, first)).toBe(false);
  await app.settled();
  expect(await leftOf("Unclear")).toEqual([{ id: first }]);
  expect(await openErasures()).toEqual([]);
  expect(await standsIn(app.runtime.db, ["32688004001", "06 88004001"])).toEqual([]);
});

test("who is left when another candidate was erased is not taken for the one who asked", async () => {
  const [first = 0, second = 0] = await endsAlike("Leftover", "688005001");
  await redact({ customer: { phone: "06 88005001" } });
  await redact({ customer: { id: first } });
  await nightly();
  expect(await leftOf("Leftover")).toEqual([{ id: second }]);
  const [request] = await openErasures();
  expect(request?.candidates.map(({ customerId }) => customerId)).toEqual([second]);
  expect(await choose(request?.requestId ?? "", null)).toBe(true);
  await nightly();
  expect(await leftOf("Leftover")).toEqual([{ id: second }]);
  expect(await openErasures()).toEqual([]);
  expect(await standsIn(app.runtime.db, ["06 88005001"])).toEqual([]);
});

test("a request for the data of one of two people has a file once somebody has said who it is", async () => {
  const [first = 0, second = 0] = await endsAlike("Asking", "688006001");
  const { db, clock } = app.runtime;
  const { ref } = app.shop();
  const asked = { topic: "customers/data_request" as const, phone: "06 88006001" };
  const requestId = await storeRequest(db, ref, asked);
  const { requests } = await readDataRequests(db, ref, clock());
  const shown = requests.find((request) => request.requestId === requestId);
  expect(shown?.candidates.map(({ customerId }) => customerId)).toEqual([first, second]);
  expect(await choose(requestId, null)).toBe(false);
  expect(await choose(requestId, first)).toBe(true);
  const file = await personFile(db, ref, requestId, { staff: "7", now: clock() });
  const { profiles } = JSON.parse((await file?.toArray())?.join("") ?? "{}");
  expect(profiles).toMatchObject([{ customer_id: first }]);
});

test("who is chosen takes along no request of somebody else that names the same phone", async () => {
  const [first = 0, second = 0] = await endsAlike("Alikeopen", "688007001");
  await redact({ customer: { phone: "06 88007001" } });
  const { db } = app.runtime;
  const asked = { topic: "customers/data_request" as const, phone: "06 88007001" };
  const requestId = await storeRequest(db, app.shop().ref, asked);
  const [erasure] = await openErasures();
  expect(await choose(erasure?.requestId ?? "", first)).toBe(true);
  await app.settled();
  expect(await leftOf("Alikeopen")).toEqual([{ id: second }]);
  const left = await rows(db.pool, "select phone, handled_at at from privacy_request where request_id = $1", [
    requestId,
  ]);
  expect(left).toEqual([{ phone: asked.phone, at: null }]);
});

test.each(["customers/redact", "customers/data_request"] as const)(
  "of two who choose at once, of a %s, one is told that it was said before",
  async (topic) => {
    const end = topic === "customers/redact" ? "688008001" : "688009001";
    const ids = await endsAlike(`Atonce${end}`, end);
    const phone = `06 ${end.slice(1)}`;
    const { db } = app.runtime;
    if (topic === "customers/redact") await redact({ customer: { phone } });
    else await storeRequest(db, app.shop().ref, { topic, phone });
    const [request] = await rows<{ id: string }>(
      db.pool,
      "select request_id id from privacy_request where phone = $1",
      [phone],
    );
    const choices = await db.transaction(async (tx) => {
      await tx.query("select from privacy_request where request_id = $1 for update", [request?.id]);
      const asked = ids.map((id) => choose(request?.id ?? "", id));
      const waiting = () =>
        rows(
          db.pool,
          "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
        );
      await expect.poll(async () => (await waiting()).length).toBe(2);
      return asked;
    });
    expect((await Promise.all(choices)).sort()).toEqual([false, true]);
    await app.settled();
  },
);

test("a phone is nobody's where it is too short, where it only ends like one, or where it is two people's without its country", async () => {
  await endsAlike("Endsalike", "688002001");
  for (const phone of ["112", "002001", "88002001", "0688002001", "+688002001", "+49688002001"]) {
    expect([phone, await profilesInFile({ phone })]).toEqual([phone, []]);
    await redact({ customer: { phone } });
  }
  const left = await rows(
    app.runtime.db.pool,
    "select phone from customer where first_name = 'Endsalike' order by 1",
  );
  expect(left).toEqual([{ phone: "+31688002001" }, { phone: "+32688002001" }]);
});

test("beside an id or an address a phone or a listed order takes nobody else along", async () => {
  const person = actions().createCustomer({ firstName: "Asker", email: "asker@example.net" });
  const other = actions().createCustomer({
    firstName: "Bystander",
    phone: "+31687003003",
    email: "by@example.net",
  });
  const order = actions().placeOrder({
    customerId: other.id,
    lines: [{ title: "Tea", unitPriceMinor: 1_000 }],
  });
  await app.settled();
  await redact({ customer: { id: person.id, phone: "+31687003003" }, orders_to_redact: [order.id] });
  expect(await standsIn(app.runtime.db, ["asker@example.net"])).toEqual([]);
  const left = await rows(app.runtime.db.pool, "select first_name from customer where customer_id = $1", [
    other.id,
  ]);
  expect(left).toEqual([{ first_name: "Bystander" }]);
});

test("input that could not be used goes where it has the phone of an erased profile, which the request does not name", async () => {
  const { id } = actions().createCustomer({ firstName: "Rawphone", phone: "+31687004004" });
  await app.settled();
  await app.runtime.db.pool.query(
    `insert into refused_row (shop_id, refused_id, resource, origin, reference, reason, detail, raw, refused_at)
     values ($1, gen_random_uuid(), 'orders', 'bulk', '', 'bad_shape', '', '{"phone":"31687004004"}', now())`,
    [app.shop().ref.shopId],
  );
  await redact({ customer: { id } });
  expect(await standsIn(app.runtime.db, ["687004004"])).toEqual([]);
});

test("requests of an erased person that name an order or a phone alone keep neither, and those of others keep what they name", async () => {
  const { db, clock } = app.runtime;
  const { ref } = app.shop();
  const { id } = actions().createCustomer({ firstName: "Requester", phone: "+31687005005" });
  const order = actions().placeOrder({ customerId: id, lines: [{ title: "Tea", unitPriceMinor: 1_000 }] });
  await app.settled();
  const asked = { topic: "customers/data_request" as const };
  const ended = { ...asked, handledAt: clock() };
  const add = async ({ handledAt = null, ...request }: Partial<PrivacyRequestRow>) => {
    const requestId = await storeRequest(db, ref, request);
    await db.pool.query("update privacy_request set handled_at = $2 where request_id = $1", [
      requestId,
      handledAt,
    ]);
    return requestId;
  };
  const theirs = [
    await add({ ...asked, phone: "+31 6 87005005" }),
    await add({ ...ended, phone: "+31 (0)6 87005005", orderIds: [order.id] }),
    await add({ ...ended, phone: "+32470000000", orderIds: [order.id] }),
    await add({ ...ended, phone: "06 87005005" }),
  ];
  const others = [
    await add({ ...asked, phone: "06 87005005" }),
    await add({ ...asked, phone: "+31687005006", orderIds: [order.id + 1_000_000] }),
    await add({ ...ended, phone: "005" }),
    await add({ ...ended, customerId: 987_654, phone: "+31687005005" }),
  ];
  await redact({ customer: { id } });
  const kept = await rows<{ id: string; named: boolean; ended: boolean }>(
    db.pool,
    `select request_id id, phone is not null or order_ids <> '{}' named, handled_at is not null ended
     from privacy_request where request_id = any($1)`,
    [[...theirs, ...others]],
  );
  const by = new Map(kept.map((row) => [row.id, [row.named, row.ended]]));
  expect(theirs.map((requestId) => by.get(requestId))).toEqual(theirs.map(() => [false, true]));
  expect(others.map((requestId) => by.get(requestId))).toEqual([
    [true, false],
    [true, false],
    [true, true],
    [true, true],
  ]);
});
