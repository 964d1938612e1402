import { afterAll, beforeAll, expect, test } from "vitest";
import { pauseDestination, replaceKey, resumeDestination } from "../../../app/destinations/connections.ts";
import { openTool } from "../../../app/destinations/engine/open-tool.ts";
import { runNow } from "../../../app/destinations/lists.ts";
import { readPeople, retryPeople } from "../../../app/destinations/people.ts";
import { toolDefinition } from "../../../app/destinations/tools/all.ts";
import { BY, buyer, type ConnectedShop, shopsOfTests, unsubscribe } from "./connected-shop.ts";

const SIX = ["a", "b", "c", "d", "e", "f"];
const HOUR_MS = 3_600_000;
const names = [
  "killed",
  "lost",
  "cut",
  "told",
  "untold",
  "beside",
  "single",
  "revoked",
  "broken",
  "paused",
  "paused-key",
  "job-gone",
  "asked-for",
  "unread",
];
const { app, connect } = shopsOfTests(names, { before: beforeAll, after: afterAll });

const imports = ({ tool }: ConnectedShop) =>
  tool.requests.filter(({ method, path }) => method === "POST" && path.includes("profile-bulk-import-jobs"));
const isImport = ({ method, path }: { method: string; path: string }) =>
  method === "POST" && path.includes("profile-bulk-import-jobs");

test("a process that is killed between the intention and the answer leaves people who may be there, and the next goes on", async () => {
  const shop = await connect("killed", { people: SIX });
  const killed = new AbortController();
  const killing: typeof fetch = async (input, init) => {
    if (isImport({ method: init?.method ?? "GET", path: String(input) })) {
      // The tool gets it; the process does not live to hear of it.
      await fetch(input, { ...init, signal: null });
      killed.abort(new Error("killed"));
      throw new Error("killed");
    }
    return fetch(input, init);
  };
  await expect(shop.turn({ signal: killed.signal, fetch: killing })).rejects.toThrow("killed");
  const people = await shop.people();
  expect(people).toHaveLength(6);
  expect(people.every(({ mayBeThere, ackedThere }) => mayBeThere && !ackedThere)).toBe(true);
  // Who leaves before the next turn is removed, although no answer ever said that they were there.
  unsubscribe(shop.local, shop.ids.get("a") ?? 0);
  await shop.follow();
  expect(shop.onList()).toEqual(SIX.slice(1).map(shop.address));
  expect(imports(shop)).toHaveLength(2);
  expect((await shop.view()).people).toBe(5);
});

test("a time-out after the tool took it has no second effect", async () => {
  const shop = await connect("lost", { people: SIX });
  shop.tool.faults.add({ kind: "drop", at: "after", when: isImport });
  await shop.rest();
  expect(shop.onList()).toEqual(SIX.map(shop.address));
  expect(shop.tool.people().filter(({ address }) => address.endsWith("@lost.example.com"))).toHaveLength(6);
  expect((await shop.people()).every(({ isAcked }) => isAcked)).toBe(true);
});

test("an answer that is cut off counts as lost", async () => {
  const shop = await connect("cut", { people: SIX });
  shop.tool.faults.add({ kind: "cut", when: isImport });
  await shop.turn();
  expect((await shop.people()).every(({ ackedThere }) => !ackedThere)).toBe(true);
  expect((await shop.view()).destination.problem).toMatchObject({ code: "tool_unavailable" });
  await shop.rest();
  expect((await shop.view()).people).toBe(6);
});

test("a tool that says how long to wait is left alone for as long", async () => {
  const shop = await connect("told", { people: SIX });
  shop.tool.faults.add({ kind: "too many", retryAfterSeconds: 90 });
  const againMs = await shop.turn();
  expect(againMs).toBeGreaterThanOrEqual(90_000);
  const asked = shop.tool.requests.length;
  expect(await shop.turn()).toBeGreaterThan(80_000);
  expect(shop.tool.requests.length).toBe(asked);
  app().clock.advance(againMs ?? 0);
  await shop.rest();
  expect(shop.onList()).toHaveLength(6);
});

test("without a word of how long, the pauses grow, and end with the first answer", async () => {
  const shop = await connect("untold", { people: SIX });
  // A turn looks up people and the list at the same time.
  shop.tool.faults.add({ kind: "too many", retryAfterSeconds: null, times: 6 });
  const pauses: number[] = [];
  for (let turn = 0; turn < 3; turn++) {
    const pauseMs = (await shop.turn()) ?? 0;
    pauses.push(pauseMs);
    app().clock.advance(pauseMs);
  }
  expect(pauses[1]).toBeGreaterThan(pauses[0] ?? 0);
  expect(pauses[2]).toBeGreaterThan(pauses[1] ?? 0);
  await shop.rest();
  expect((await shop.view()).destination.problem).toBeNull();
  expect(shop.onList()).toHaveLength(6);
});

test("what asks beside a request that the tool refused for being too many is refused for the same reason", async () => {
  const shop = await connect("beside", { people: SIX });
  const { engine, ref, destinationId, tool: local } = shop;
  await engine.db.pool.query("delete from destination_bucket where shop_id = $1", [ref.shopId]);
  const tool = openTool(engine, ref.shopId, destinationId, toolDefinition("klaviyo"), local.keys[0] ?? "");
  local.faults.add({ kind: "too many", retryAfterSeconds: null });
  const ask = () => tool.account(new AbortController().signal).then(null, (error: unknown) => error);
  const refused = await ask();
  const asked = local.requests.length;
  expect(await ask()).toBe(refused);
  expect(refused).toMatchObject({ name: "ToolUnavailable", retryAfterMs: null });
  expect(local.requests.length).toBe(asked);
});

test("a row that the tool refuses fails by itself, comes again after growing pauses, and then waits for the merchant", async () => {
  const shop = await connect("single", { people: SIX });
  const bad = shop.address("c");
  shop.tool.faults.refusePeople.set(bad, "This address cannot receive mail.");
  await shop.rest();
  expect(shop.onList()).toEqual(["a", "b", "d", "e", "f"].map(shop.address));
  const refused = async () => {
    const page = await readPeople(app().app.runtime.db, shop.ref, {
      listId: shop.listId,
      kind: "refused",
      page: 0,
    });
    return page?.people ?? [];
  };
  expect(await refused()).toMatchObject([
    { address: bad, words: "This address cannot receive mail.", refusals: 1 },
  ]);
  const asked = imports(shop).length;
  await shop.rest();
  expect(imports(shop)).toHaveLength(asked);
  for (let hours = 1; hours <= 32; hours *= 2) {
    app().clock.advance(hours * HOUR_MS + 60_000);
    await shop.rest();
  }
  expect(await refused()).toMatchObject([{ refusals: 7, tryAgainAt: null }]);
  const until = imports(shop).length;
  app().clock.advance(6 * 24 * HOUR_MS);
  await shop.rest();
  expect(imports(shop)).toHaveLength(until);
  shop.tool.faults.refusePeople.clear();
  expect(await retryPeople(shop.host, shop.ref, shop.listId, BY)).toEqual({ ok: true });
  await shop.rest();
  expect(shop.onList()).toEqual(SIX.map(shop.address));
  expect(await refused()).toEqual([]);
});

test("a revoked key stops everything, is shown, and a new key of the account resumes", async () => {
  const shop = await connect("revoked", { people: SIX });
  const { host, ref, destinationId, tool } = shop;
  tool.revokeKey();
  await shop.rest();
  const view = await shop.view();
  expect(view.destination).toMatchObject({ state: "key_refused", problem: { code: "key_refused" } });
  const asked = tool.requests.length;
  await shop.rest();
  expect(tool.requests.length).toBe(asked);
  const key = tool.keys[0] ?? "";
  expect(await replaceKey(host, ref, { destinationId, key }, BY)).toMatchObject({
    ok: false,
    reason: "key_refused",
  });
  tool.restoreKey();
  expect(await replaceKey(host, ref, { destinationId, key }, BY)).toEqual({ ok: true });
  await shop.rest();
  expect(shop.onList()).toHaveLength(6);
});

test("a key that is refused is known when a person has the list looked at, and a day later at the latest", async () => {
  const shop = await connect("asked-for", { people: SIX });
  await shop.rest();
  const { host, ref, listId, destinationId, tool } = shop;
  const key = tool.keys[0] ?? "";
  const refused = { destination: { state: "key_refused", problem: { code: "key_refused" } } };
  tool.revokeKey();
  // Nothing is to be asked, and so far nobody can know.
  await shop.rest();
  expect(await shop.view()).toMatchObject({ destination: { state: "active" } });
  const asked = await shop.view();
  expect(await runNow(host, ref, listId, BY)).toEqual({ ok: true });
  app().clock.advance(60_000);
  await shop.rest();
  expect(await shop.view()).toMatchObject({ ...refused, inStepAt: asked.inStepAt, running: false });
  tool.restoreKey();
  expect(await replaceKey(host, ref, { destinationId, key }, BY)).toEqual({ ok: true });
  await shop.rest();
  const again = await shop.view();
  expect(again.destination).toMatchObject({ state: "active", problem: null });
  expect(again.inStepAt).not.toBe(asked.inStepAt);
  tool.revokeKey();
  app().clock.advance(86_400_000);
  await shop.rest();
  expect(await shop.view()).toMatchObject({ ...refused, inStepAt: again.inStepAt });
  const requests = tool.requestCount;
  await shop.rest();
  expect(tool.requestCount).toBe(requests);
});

test("an error of the tool's own is waited out", async () => {
  const shop = await connect("broken", { people: SIX });
  shop.tool.faults.add({ kind: "status", status: 503, times: 2 });
  await shop.rest();
  expect(shop.onList()).toHaveLength(6);
});

test("while it is paused nobody is added, and who withdraws the consent leaves all the same", async () => {
  const shop = await connect("paused", { people: SIX });
  await shop.rest();
  expect(await pauseDestination(shop.host, shop.ref, shop.destinationId, BY)).toEqual({ ok: true });
  buyer(shop.local, shop.address("new"));
  unsubscribe(shop.local, shop.ids.get("a") ?? 0);
  await shop.follow();
  expect(shop.onList()).toEqual(SIX.slice(1).map(shop.address));
  expect(await resumeDestination(shop.host, shop.ref, shop.destinationId, BY)).toEqual({ ok: true });
  await shop.rest();
  expect(shop.onList()).toContain(shop.address("new"));
});

test("a paused connection whose key is refused is still paused under another key", async () => {
  const shop = await connect("paused-key", { people: SIX });
  await shop.rest();
  const { host, ref, destinationId, tool } = shop;
  expect(await pauseDestination(host, ref, destinationId, BY)).toEqual({ ok: true });
  unsubscribe(shop.local, shop.ids.get("a") ?? 0);
  buyer(shop.local, shop.address("new"));
  tool.revokeKey();
  await shop.follow();
  expect((await shop.view()).destination.state).toBe("key_refused");
  tool.restoreKey();
  expect(await replaceKey(host, ref, { destinationId, key: tool.keys[0] ?? "" }, BY)).toEqual({ ok: true });
  await shop.rest();
  expect((await shop.view()).destination).toMatchObject({ state: "paused", problem: null });
  expect(shop.onList()).toEqual(SIX.slice(1).map(shop.address));
});

test("an import that never ends is given up after a day, and its people are sent again", async () => {
  const shop = await connect("job-gone", { people: SIX });
  shop.tool.faults.addJob({ kind: "never" });
  await shop.turn();
  app().clock.advance(2_000);
  expect(await shop.turn()).not.toBeNull();
  expect((await shop.people()).every(({ mayBeThere, ackedThere }) => mayBeThere && !ackedThere)).toBe(true);
  app().clock.advance(25 * HOUR_MS);
  await shop.rest();
  expect(shop.onList()).toHaveLength(6);
  expect(imports(shop)).toHaveLength(2);
});

test("one address that the tool does not look up keeps nobody else waiting", async () => {
  const shop = await connect("unread", { people: SIX });
  const when = ({ query }: { query: URLSearchParams }) =>
    query.get("filter")?.includes(shop.address("c")) === true;
  shop.tool.faults.add({ kind: "status", status: 400, times: 1_000, when });
  await shop.rest();
  expect(shop.onList()).toEqual(["a", "b", "d", "e", "f"].map(shop.address));
  expect((await shop.people()).filter(({ code }) => code !== null)).toMatchObject([
    { address: shop.address("c"), code: "status_400", refusals: 1, mayBeThere: false },
  ]);
  shop.tool.faults.clear();
  app().clock.advance(2 * HOUR_MS);
  await shop.rest();
  expect(shop.onList()).toEqual(SIX.map(shop.address));
});
