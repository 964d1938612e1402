import sql from "sql-template-tag";
import { afterAll, beforeAll, expect, test } from "vitest";
import { rows } from "../../../app/db/client.ts";
import { destinationsDue } from "../../../app/db/queries/destinations/destinations.ts";
import { changePeople } from "../../../app/db/queries/destinations/people-lock.ts";
import { settleJob } from "../../../app/db/queries/destinations/sending.ts";
import { keepDestination } from "../../../app/destinations/engine/keep-in-step.ts";
import { pauseList, runNow } from "../../../app/destinations/lists.ts";
import { order } from "../publishing/published-shop.ts";
import { BY, buyer, type ConnectedShop, shopsOfTests, unsubscribe } from "./connected-shop.ts";

const { app, connect } = shopsOfTests(
  ["arrive", "values", "tool-says", "read-back", "missed", "unreadable", "list-gone", "settled", "put-off"],
  {
    before: beforeAll,
    after: afterAll,
  },
);
const WEEK_MS = 7 * 86_400_000;

test("who agreed arrives on the list, who did not does not, and who unsubscribes in Shopify leaves it", async () => {
  const shop = await connect("arrive", { people: ["a", "b", "c", "d", "e", "f"] });
  const { address, local, ids } = shop;
  unsubscribe(local, ids.get("f") ?? 0);
  await shop.follow();
  expect(shop.onList()).toEqual(["a", "b", "c", "d", "e"].map(address));
  const view = await shop.view();
  expect(view).toMatchObject({ people: 5, running: false, problem: null, brake: null });
  expect(view.inStepAt).not.toBeNull();
  expect(view.counts.leftOut).toMatchObject([{ reason: "UNSUBSCRIBED", people: 1 }]);
  const asked = shop.tool.requests.length;
  await shop.rest();
  expect(shop.tool.requests.length).toBe(asked);
  unsubscribe(local, ids.get("a") ?? 0);
  await shop.follow();
  expect(shop.onList()).toEqual(["b", "c", "d", "e"].map(address));
  expect(await shop.people()).toHaveLength(4);
  expect(shop.tool.person(address("a"))).toMatchObject({ subscription: "NEVER_SUBSCRIBED" });
});

test("of new values only the person's own are sent, and what is not known is not sent", async () => {
  const fields = ["orders", "first_name", "last_name", "as_of"] as const;
  const shop = await connect("values", { people: ["a", "b", "c", "d", "e", "f"], fields });
  await shop.rest();
  const attributes = (name: string) => shop.tool.person(shop.address(name))?.attributes;
  expect(attributes("a")?.get("first_name")).toMatchObject({ value: "P" });
  expect(attributes("a")?.has("last_name")).toBe(false);
  const before = shop.tool.requests.length;
  order(shop.local, shop.ids.get("b") ?? 0);
  await shop.follow();
  const bodies = shop.tool.requests
    .slice(before)
    .flatMap(({ method, body }) => (method === "POST" ? [body] : []));
  expect(bodies).toHaveLength(1);
  const sent = JSON.stringify(bodies);
  expect(sent).toContain(shop.address("b"));
  expect(sent).not.toContain(shop.address("a"));
  expect(sent).toContain('"klantwaarde_orders":2');
});

test("whom the tool is against is left out, counted, and looked up again after a week", async () => {
  const shop = await connect("tool-says", { people: [] });
  const { tool, address, local } = shop;
  tool.unsubscribe(address("gone"));
  tool.suppress(address("bounced"));
  for (const name of ["gone", "bounced", "fine"]) buyer(local, address(name));
  await shop.follow();
  expect(shop.onList()).toEqual([address("fine")]);
  const leftOut = { reason: "SUPPRESSED_IN_TOOL", people: 2 };
  expect((await shop.view()).counts.leftOut).toMatchObject([leftOut]);
  tool.subscribe(address("gone"));
  await shop.rest();
  expect(shop.onList()).toEqual([address("fine")]);
  app().clock.advance(WEEK_MS + 3_600_000);
  await shop.rest();
  expect(shop.onList()).toEqual([address("fine"), address("gone")]);
  // While the list is paused nobody is asked for again, and no turn is made for nothing.
  app().clock.advance(WEEK_MS + 3_600_000);
  expect(await isDue(shop)).toBe(true);
  expect(await pauseList(shop.host, shop.ref, shop.listId, BY)).toEqual({ ok: true });
  await shop.rest();
  expect(await isDue(shop)).toBe(false);
});

/** Whether the sweep would have another turn made. */
async function isDue({ destinationId }: ConnectedShop): Promise<boolean> {
  const now = app().clock.now();
  const before = (ms: number) => new Date(now.getTime() - ms);
  const asked = { readBackBefore: before(WEEK_MS), comparedBefore: before(WEEK_MS / 7) };
  const due = await destinationsDue(app().app.runtime.db.pool, now, asked);
  return due.some((one) => one.destinationId === destinationId);
}

test("a request that has ended keeps its counts, whatever another worker makes of it later", async () => {
  const shop = await connect("settled", { people: ["a", "b"] });
  const { db } = app().app.runtime;
  const { shopId } = shop.ref;
  await shop.rest();
  const jobs = () =>
    rows<{ jobId: string; outcome: string; done: number }>(
      db.pool,
      sql`select job_id "jobId", outcome, done from destination_job where shop_id = ${shopId}`,
    );
  const before = await jobs();
  expect(before).toMatchObject([{ outcome: "ended", done: 2 }]);
  const again = { outcomes: [], rest: "again", outcome: "given_up", at: app().clock.now() } as const;
  await changePeople(db, shopId, shop.destinationId, (tx) =>
    settleJob(tx, shopId, before[0]?.jobId ?? "", again),
  );
  expect(await jobs()).toEqual(before);
});

test("the weekly reading repairs what somebody changed in the tool, and leaves others alone", async () => {
  const shop = await connect("read-back", { people: ["a", "b", "c", "d", "e", "f"] });
  const { tools, tool, address, toolListId } = shop;
  tools.klaviyo.addProfile("merchants@own.example.com", { lists: [toolListId] });
  await shop.rest();
  const { store } = tools.klaviyo;
  const profileOf = (name: string) => store.byEmail.get(address(name))?.id ?? "";
  store.lists.get(toolListId)?.members.delete(profileOf("a"));
  tool.unsubscribe(address("b"));
  app().clock.advance(WEEK_MS + 3_600_000);
  await shop.rest();
  expect(shop.onList()).toEqual(
    [...["a", "c", "d", "e", "f"].map(address), "merchants@own.example.com"].sort(),
  );
  const view = await shop.view();
  expect(view).toMatchObject({ others: 1, people: 5 });
  expect(tool.person(address("b"))).toMatchObject({ subscription: "UNSUBSCRIBED" });
});

const isReadBack = ({ method, path }: { method: string; path: string }) =>
  method === "GET" && /\/lists\/[^/]+\/profiles/.test(path);

test("who is on no page of the reading, and is on the list when looked up, is left as they are", async () => {
  const shop = await connect("missed", { people: ["a", "b", "c", "d", "e", "f"] });
  const { tool, address } = shop;
  tool.subscribe(address("a"));
  await shop.rest();
  const before = await shop.people();
  app().clock.advance(WEEK_MS + 3_600_000);
  const missing: typeof fetch = async (input, init) => {
    const answer = await fetch(input, init);
    const url = new URL(String(input));
    if (!/\/lists\/[^/]+\/profiles$/.test(url.pathname) || url.searchParams.has("filter")) return answer;
    const body: { data: { attributes: { email: string } }[] } = await answer.json();
    const data = body.data.filter(({ attributes }) => attributes.email !== address("a"));
    expect(data).toHaveLength(body.data.length - 1);
    return Response.json({ ...body, data });
  };
  const asked = tool.requestCount;
  await shop.turn({ fetch: missing });
  await shop.rest();
  expect((await shop.view()).readBackAt).not.toBeNull();
  expect(tool.requests.slice(asked).filter(({ method }) => method !== "GET")).toEqual([]);
  expect(await shop.people()).toEqual(before);
});

test("a tool that refuses to have its list read is asked again later, and everything else goes on", async () => {
  const shop = await connect("unreadable", { people: ["a", "b", "c", "d", "e", "f"] });
  const { tool, address, local, ids } = shop;
  await shop.rest();
  app().clock.advance(WEEK_MS + 3_600_000);
  const isPage = ({ query, ...its }: { method: string; path: string; query: URLSearchParams }) =>
    isReadBack(its) && !query.has("filter");
  for (const status of [400, 403]) {
    tool.faults.add({ kind: "status", status, times: 1_000, when: isPage });
    const name = `new-${status}`;
    buyer(local, address(name));
    await shop.follow();
    expect(shop.onList()).toContain(address(name));
    const view = await shop.view();
    expect(view).toMatchObject({ problem: null, readBackAt: null, destination: { problem: null } });
    expect(Date.parse(view.readBackAgainAt ?? "")).toBeGreaterThan(app().clock.now().getTime());
    expect(await isDue(shop)).toBe(false);
    tool.faults.clear();
    app().clock.advance(2 * 3_600_000);
  }
  unsubscribe(local, ids.get("a") ?? 0);
  expect(await isDue(shop)).toBe(true);
  await shop.follow();
  expect(shop.onList()).not.toContain(address("a"));
  expect(await shop.view()).toMatchObject({ readBackAgainAt: null, readBackAt: expect.any(String) });
});

test("a list that the merchant deleted in the tool is said to be gone, and no other is looked for", async () => {
  const shop = await connect("list-gone", { people: ["a", "b"] });
  const { tools, toolListId } = shop;
  tools.klaviyo.store.lists.delete(toolListId);
  tools.klaviyo.addList("Best");
  await shop.rest();
  expect(await shop.view()).toMatchObject({ problem: { code: "list_gone" }, run: null });
  expect((await shop.view()).runs.map(({ problem }) => problem)).toEqual(["list_gone"]);
  expect(shop.tool.lists().flatMap(({ id }) => shop.tool.membersOf(id))).toEqual([]);
  app().clock.advance(WEEK_MS + 3_600_000);
  await shop.rest();
  expect(await isDue(shop)).toBe(false);
});

test("what changes just after a comparison waits; the list is not said to be in step, and the page waits for who asks for a turn", async () => {
  const shop = await connect("put-off", { people: ["a"] });
  expect((await shop.view()).running).toBe(true);
  await shop.rest();
  const before = await shop.view();
  expect(before.running).toBe(false);
  buyer(shop.local, shop.address("b"));
  await app().app.settled();
  const [row] = await rows<{ comparedAt: Date }>(
    app().app.runtime.db.pool,
    sql`select compared_at "comparedAt" from destination_list where shop_id = ${shop.ref.shopId}`,
  );
  let nowMs = (row?.comparedAt.getTime() ?? 0) + 1_000;
  const clock = () => new Date(nowMs);
  const turn = () =>
    keepDestination({ ...shop.engine, clock }, shop.ref, shop.destinationId, new AbortController().signal);
  expect(await turn()).toMatchObject({ againAfterMs: 19_000 });
  expect(await shop.view()).toMatchObject({ running: false, inStepAt: before.inStepAt });
  await runNow({ ...shop.host, clock }, shop.ref, shop.listId, BY);
  expect(await shop.view()).toMatchObject({ running: true });
  for (let again = await turn(); again; again = await turn()) nowMs += again.againAfterMs;
  expect(shop.onList()).toEqual(["a", "b"].map(shop.address));
  expect(await shop.view()).toMatchObject({ running: false, inStepAt: clock().toISOString() });
});
