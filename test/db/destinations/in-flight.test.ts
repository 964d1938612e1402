import sql from "sql-template-tag";
import { afterAll, beforeAll, expect, test } from "vitest";
import { rows } from "../../../app/db/client.ts";
import { disconnect } from "../../../app/destinations/connections.ts";
import { readDataRequests } from "../../../app/sync/privacy/data-requests.ts";
import { redactCustomer } from "../../../app/sync/privacy/redaction.ts";
import { keepRetention } from "../../../app/sync/privacy/retention.ts";
import { storeRequest } from "../../builders/privacy-requests.ts";
import { BY, buyer, type ConnectedShop, shopsOfTests, unsubscribe } from "./connected-shop.ts";

const SIX = ["a", "b", "c", "d", "e", "f"];
const names = [
  "late",
  "half",
  "erased",
  "erased-late",
  "by-hand",
  "former",
  "elsewhere",
  "handed",
  "dumb",
  "unerased",
  "ends",
  "revoked",
];
const { app, connect } = shopsOfTests(names, { before: beforeAll, after: afterAll });

const MINUTE_MS = 60_000;

async function erase(shop: ConnectedShop, name: string): Promise<string> {
  const { runtime } = app().app;
  const customerId = shop.ids.get(name) ?? 0;
  const requestId = await storeRequest(runtime.db, shop.ref, { customerId, requestedAt: app().clock.now() });
  await redactCustomer({ ...runtime, env: shop.host.env }, shop.ref, requestId);
  return requestId;
}

const openErasures = (shop: ConnectedShop) =>
  rows<{ sealed: Buffer | null; done: boolean; failed: string | null }>(
    app().app.runtime.db.pool,
    sql`select sealed_person sealed, done_at is not null done, failed from destination_erasure where shop_id = ${shop.ref.shopId}`,
  );

for (const kind of ["late", "half"] as const) {
  test(`whoever leaves while an import is ${kind} is removed now, and again when it has ended`, async () => {
    const shop = await connect(kind, { people: SIX });
    shop.tool.faults.addJob({ kind });
    await shop.turn();
    unsubscribe(shop.local, shop.ids.get("a") ?? 0);
    unsubscribe(shop.local, shop.ids.get("f") ?? 0);
    await app().app.settled();
    app().clock.advance(MINUTE_MS);
    await shop.turn();
    const isThere = () => shop.onList().filter((address) => /^[af]@/.test(address));
    expect(isThere()).toEqual([]);
    expect((await shop.view()).counts.leaving).toBe(2);
    shop.tool.finishJobs();
    // The import has put back who was not there when they were removed.
    expect(isThere().length).toBeGreaterThan(0);
    app().clock.advance(MINUTE_MS);
    await shop.rest();
    expect(shop.onList()).toEqual(["b", "c", "d", "e"].map(shop.address));
    expect(await shop.people()).toHaveLength(4);
  });
}

test("whoever withdrew the consent leaves a list that ends with its people on it, also when an import puts them back", async () => {
  const shop = await connect("ends", { people: SIX });
  shop.tool.faults.addJob({ kind: "late" });
  await shop.turn();
  unsubscribe(shop.local, shop.ids.get("a") ?? 0);
  await app().app.settled();
  app().clock.advance(MINUTE_MS);
  await shop.turn();
  const asked = { destinationId: shop.destinationId, removePeople: false };
  expect(await disconnect(shop.host, shop.ref, asked, BY)).toEqual({ ok: true });
  shop.tool.finishJobs();
  expect(shop.onList()).toContain(shop.address("a"));
  app().clock.advance(MINUTE_MS);
  await shop.rest();
  expect(shop.onList()).toEqual(SIX.slice(1).map(shop.address));
  const keys = await rows<{ has: boolean }>(
    shop.host.db.pool,
    sql`select sealed_key is not null has from destination where shop_id = ${shop.ref.shopId}`,
  );
  expect(keys).toEqual([{ has: false }]);
});

test("an erased person is deleted in the tool, and nothing is kept of the address", async () => {
  const shop = await connect("erased", { people: SIX });
  await shop.rest();
  const requestId = await erase(shop, "a");
  const { db, clock } = app().app.runtime;
  expect(await shop.people()).toHaveLength(5);
  const waiting = await readDataRequests(db, shop.ref, clock());
  expect(waiting.requests.find((one) => one.requestId === requestId)?.tools).toMatchObject([
    { tool: "klaviyo", state: "waiting" },
  ]);
  await shop.rest();
  expect(shop.tool.person(shop.address("a"))).toBeNull();
  expect(await openErasures(shop)).toEqual([{ sealed: null, done: true, failed: null }]);
  const done = await readDataRequests(db, shop.ref, clock());
  const request = done.requests.find((one) => one.requestId === requestId);
  expect(request).toMatchObject({ state: "done", tools: [{ tool: "klaviyo", state: "done" }] });
});

test("an erasure is asked once more when the import that was open then has ended", async () => {
  const shop = await connect("erased-late", { people: SIX });
  shop.tool.faults.addJob({ kind: "late" });
  await shop.turn();
  await erase(shop, "a");
  await shop.turn();
  // The clock of the process that made the import was ahead.
  await app().app.runtime.db.pool.query(
    sql`update destination_job set asked_at = asked_at + interval '2 minutes' where shop_id = ${shop.ref.shopId}`,
  );
  await shop.turn();
  expect(await openErasures(shop)).toMatchObject([{ done: false, sealed: expect.anything() }]);
  shop.tool.finishJobs();
  expect(shop.tool.person(shop.address("a"))).not.toBeNull();
  app().clock.advance(MINUTE_MS);
  await shop.rest();
  expect(shop.tool.person(shop.address("a"))).toBeNull();
  expect(await openErasures(shop)).toEqual([{ sealed: null, done: true, failed: null }]);
});

test("where no key is left the request says in which tool it has to be done by hand", async () => {
  const shop = await connect("by-hand", { people: SIX });
  await shop.rest();
  const { host, ref, destinationId } = shop;
  expect(await disconnect(host, ref, { destinationId, removePeople: false }, BY)).toEqual({ ok: true });
  expect(shop.onList()).toHaveLength(6);
  const requestId = await erase(shop, "a");
  const { db, clock } = app().app.runtime;
  const { requests } = await readDataRequests(db, ref, clock());
  expect(requests.find((one) => one.requestId === requestId)).toMatchObject({
    state: "to_remove",
    tools: [{ tool: "klaviyo", account: "Local Klaviyo account", state: "disconnected" }],
  });
});

test("while the key is refused the request says in which tool it has to be done by hand, and the address is not kept for ever", async () => {
  const shop = await connect("revoked", { people: SIX });
  await shop.rest();
  shop.tool.revokeKey();
  const requestId = await erase(shop, "a");
  await shop.rest();
  const { db, clock } = app().app.runtime;
  const { requests } = await readDataRequests(db, shop.ref, clock());
  expect(requests.find((one) => one.requestId === requestId)).toMatchObject({
    state: "to_remove",
    tools: [{ tool: "klaviyo", state: "refused" }],
  });
  expect(await openErasures(shop)).toMatchObject([{ done: false, failed: null }]);
  app().clock.advance(31 * 24 * 60 * MINUTE_MS);
  await keepRetention(app().app.runtime);
  expect(await openErasures(shop)).toEqual([{ sealed: null, done: false, failed: "given_up" }]);
});

test("an address that somebody had before is deleted too", async () => {
  const shop = await connect("former", { people: SIX });
  await shop.rest();
  const change = { email: "a.new@former.example.com" };
  shop.local.actions.updateCustomer({ customerId: shop.ids.get("a") ?? 0, change });
  await shop.follow();
  app().clock.advance(MINUTE_MS);
  await shop.rest();
  expect(shop.tool.person(shop.address("a"))).not.toBeNull();
  await erase(shop, "a");
  await shop.rest();
  expect(shop.tool.person(shop.address("a"))).toBeNull();
  expect(shop.tool.person("a.new@former.example.com")).toBeNull();
});

test("an address that is somebody else's by now is not deleted, and is named for a person to do it", async () => {
  const shop = await connect("handed", { people: SIX });
  await shop.rest();
  const change = { email: "a.new@handed.example.com" };
  shop.local.actions.updateCustomer({ customerId: shop.ids.get("a") ?? 0, change });
  await shop.follow();
  buyer(shop.local, shop.address("a"), "UNSUBSCRIBED");
  await shop.follow();
  const requestId = await erase(shop, "a");
  await shop.rest();
  expect(shop.tool.person("a.new@handed.example.com")).toBeNull();
  expect(shop.tool.person(shop.address("a"))).not.toBeNull();
  const { requests } = await readDataRequests(app().app.runtime.db, shop.ref, app().clock.now());
  expect(requests.find((one) => one.requestId === requestId)).toMatchObject({
    tools: [{ tool: "klaviyo", state: "former_address" }],
  });
});

test("a person who was never sent is none of the tool's", async () => {
  const shop = await connect("elsewhere", { people: SIX });
  shop.tools.klaviyo.addProfile(shop.address("a"), { consent: "UNSUBSCRIBED" });
  await shop.rest();
  await erase(shop, "a");
  await shop.rest();
  expect(await openErasures(shop)).toEqual([]);
  expect(shop.tool.person(shop.address("a"))).not.toBeNull();
});

test("an import of which the tool says nothing keeps nobody else waiting, and is given up after a day", async () => {
  const shop = await connect("dumb", { people: SIX });
  shop.tool.faults.addJob({ kind: "never" });
  await shop.turn();
  const when = ({ method, path }: { method: string; path: string }) =>
    method === "GET" && path.includes("profile-bulk-import-jobs");
  shop.tool.faults.add({ kind: "status", status: 503, times: 1_000, when });
  buyer(shop.local, shop.address("new"));
  await app().app.settled();
  app().clock.advance(MINUTE_MS);
  await shop.turn();
  expect(shop.onList()).toEqual([shop.address("new")]);
  expect((await shop.view()).destination.problem).toMatchObject({ code: "tool_unavailable" });
  app().clock.advance(25 * 60 * MINUTE_MS);
  await shop.turn();
  shop.tool.faults.clear();
  await shop.rest();
  expect(shop.onList()).toEqual([...SIX, "new"].map(shop.address));
});

test("an erasure that the tool does not answer keeps nobody on the list, and is asked again", async () => {
  const shop = await connect("unerased", { people: SIX });
  await shop.rest();
  await erase(shop, "a");
  unsubscribe(shop.local, shop.ids.get("b") ?? 0);
  await app().app.settled();
  const when = ({ path }: { path: string }) => path.includes("data-privacy-deletion-jobs");
  shop.tool.faults.add({ kind: "status", status: 503, times: 1, when });
  await shop.turn();
  expect(shop.onList()).not.toContain(shop.address("b"));
  expect(await openErasures(shop)).toMatchObject([{ done: false, failed: null }]);
  await shop.rest();
  expect(shop.tool.person(shop.address("a"))).toBeNull();
  expect(await openErasures(shop)).toEqual([{ sealed: null, done: true, failed: null }]);
});
