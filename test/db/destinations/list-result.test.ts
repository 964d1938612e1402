import sql from "sql-template-tag";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { rows } from "../../../app/db/client.ts";
import { PERSON_SECTIONS, personRows } from "../../../app/db/queries/privacy/person-rows.ts";
import { previewList } from "../../../app/destinations/preview.ts";
import { type ListResult, readListResult } from "../../../app/destinations/result.ts";
import { startList } from "../../../app/destinations/start-list.ts";
import { readTogether } from "../../../app/exports/together.ts";
import { newId } from "../../../app/platform/ids.ts";
import { redactCustomer } from "../../../app/sync/privacy/redaction.ts";
import { storeRequest } from "../../builders/privacy-requests.ts";
import { order, ownSegment } from "../publishing/published-shop.ts";
import { BY, buyer, type ConnectedShop, shopsOfTests, unsubscribe } from "./connected-shop.ts";

const { app, connect } = shopsOfTests(
  [
    "brought",
    "everything",
    "shared",
    "no-lot",
    "same-lot",
    "few",
    "before",
    "before-all",
    "in-turn",
    "refused",
    "waiting",
  ],
  {
    before: beforeAll,
    after: afterAll,
  },
);
const DAY_MS = 86_400_000;
const PEOPLE = Array.from({ length: 40 }, (_, i) => `p${i}`);
/** With these and the local shop's ids, both groups have more than the ten people that a comparison needs. */
const LOT = { salt: Buffer.alloc(32, 1), listId: "018f3c6e-0000-7000-8000-000000000001" };

interface Drawn {
  readonly id: number;
  readonly placement: number;
  readonly enteredOn: string;
}

const drawnOf = ({ ref, listId }: ConnectedShop): Promise<Drawn[]> =>
  rows<Drawn & Record<string, unknown>>(
    app().app.runtime.db.pool,
    sql`select customer_id id, placement, entered_on::text "enteredOn" from destination_draw
      where shop_id = ${ref.shopId} and list_id = ${listId} order by customer_id`,
  );

const idsIn = (drawn: readonly Drawn[], placement: number): number[] =>
  drawn.filter((one) => one.placement === placement).map(({ id }) => id);

async function resultOf({ ref, listId }: ConnectedShop): Promise<ListResult> {
  const found = await readListResult(app().app.runtime.db, ref, listId, app().clock.now());
  if (!found) throw new Error("the list is gone");
  return found;
}

async function measuredOf(shop: ConnectedShop): Promise<Extract<ListResult, { state: "measured" }>> {
  const found = await resultOf(shop);
  if (found.state !== "measured") throw new Error(`it is ${found.state}`);
  return found;
}

/** How often the person with this id orders anyway; who is sent to does so once more. */
const anyway = (id: number): number => 1 + (id % 2);
const ordersOf = ({ id, placement }: Drawn): number => anyway(id) + (placement === 0 ? 1 : 0);
async function laterOrders(shop: ConnectedShop, drawn: readonly Drawn[]): Promise<void> {
  for (const one of drawn) for (let n = ordersOf(one); n > 0; n--) order(shop.local, one.id);
  await app().app.settled();
}

const mean = (values: readonly number[]) => values.reduce((sum, one) => sum + one, 0) / values.length;

test("a list says what it brought: of those who first might have been on it, the ones who were to be on it against the ones held out", async () => {
  const shop = await connect("brought", { ...LOT, people: PEOPLE, heldOutBp: 5_000 });
  await shop.rest();
  const drawn = await drawnOf(shop);
  expect(drawn).toHaveLength(40);
  expect(shop.onList()).toHaveLength(idsIn(drawn, 0).length);
  expect(new Set(drawn.map(({ enteredOn }) => enteredOn)).size).toBe(1);
  expect(await resultOf(shop)).toEqual({ state: "not_begun" });

  app().clock.advance(2 * DAY_MS);
  await laterOrders(shop, drawn);
  const result = await measuredOf(shop);
  // What people did on the day on which they came, such as the order by which they came, is not in it.
  const expected = (placement: number) =>
    mean(drawn.filter((one) => one.placement === placement).map(ordersOf));
  expect(result.sent).toMatchObject({ people: idsIn(drawn, 0).length, orders: expected(0) });
  expect(result.heldOut).toMatchObject({ people: idsIn(drawn, 1).length, orders: expected(1) });
  expect(result.sent.netSalesMinor).toBeCloseTo(1_000 * expected(0), 6);
  expect(result).toMatchObject({ verdict: { verdict: "between" }, notYetCompared: 0, isOver: false });
  if (result.verdict.verdict !== "between") return;
  expect(result.verdict.low).toBeGreaterThan(0);
  expect(result.looks.at(-1)?.interval).toEqual(result.netSales?.interval);

  // Whoever leaves, unsubscribes or is refused stays where they were drawn; who comes later is compared once they are enough.
  const [leaving = 0, erased = 0] = idsIn(drawn, 0);
  unsubscribe(shop.local, leaving);
  for (const name of ["new1", "new2", "new3"]) buyer(shop.local, shop.address(name));
  await shop.follow();
  const after = await drawnOf(shop);
  expect(after.filter(({ id }) => drawn.some((one) => one.id === id))).toEqual(drawn);
  expect(after).toHaveLength(43);
  expect(await measuredOf(shop)).toMatchObject({ notYetCompared: 3, sent: result.sent });

  const { runtime } = app().app;
  const requestId = await storeRequest(runtime.db, shop.ref, {
    ...{ customerId: erased, requestedAt: app().clock.now() },
  });
  expect(await placesOf(shop, erased)).toEqual([
    expect.objectContaining({ list_id: shop.listId, drawn: "to be on the list" }),
  ]);
  await redactCustomer({ ...runtime, env: shop.host.env }, shop.ref, requestId);
  expect(await placesOf(shop, erased)).toEqual([]);
  await app().app.settled();
  expect((await measuredOf(shop)).sent.people).toBe(result.sent.people - 1);
  await shop.rest();
  expect(idsIn(await drawnOf(shop), 0)).not.toContain(erased);

  const { pool } = runtime.db;
  const ofShop = sql`where shop_id = ${shop.ref.shopId}`;
  await pool.query(sql`update destination_list set held_out_bp = 500 ${ofShop}`);
  expect(await resultOf(shop)).toMatchObject({
    verdict: { verdict: "split_broken" },
    netSales: { interval: null },
  });
  await pool.query(
    sql`update destination_list set held_out_bp = 5000, started_at = started_at - interval '730 days', compared_at = null ${ofShop}`,
  );
  expect(await resultOf(shop)).toEqual({ state: "over" });
  // By then those who were drawn are forgotten, and whoever is on the list would count as new.
  await pool.query(sql`delete from destination_draw ${ofShop}`);
  await shop.rest();
  expect(await drawnOf(shop)).toEqual([]);
});

test("whoever was on the tool's list before is compared in neither group, and was asked about before the lot had any effect", async () => {
  const shop = await connect("before", { ...LOT, people: PEOPLE, heldOutBp: 5_000 });
  const { host, ref, tools, tool, toolListId, address, destinationId, segmentKey, listId } = shop;
  const before = PEOPLE.slice(0, 8);
  for (const name of before) tools.klaviyo.addProfile(address(name), { lists: [toolListId] });
  const ids = new Set(before.map((name) => shop.ids.get(name) ?? 0));
  const choice = { destinationId, segmentKey, toolListId, fields: [], heldOutBp: 5_000, listId };
  const dry = await previewList(host, ref, choice, BY, new AbortController().signal);
  if (!dry.ok) throw new Error(dry.reason);

  // Until the tool has answered nobody is sent.
  tool.faults.add({ kind: "drop", at: "before", times: 1, when: ({ method }) => method === "GET" });
  await shop.turn();
  expect(tool.requests.filter(({ method }) => method === "POST")).toEqual([]);
  await shop.rest();
  const drawn = await drawnOf(shop);
  const [sent, heldOut] = [idsIn(drawn, 0), idsIn(drawn, 1)];
  const isBefore = (id: number) => ids.has(id);
  const groups = { sent: sent.filter(isBefore).length, heldOut: heldOut.filter(isBefore).length };
  expect(Math.min(groups.sent, groups.heldOut)).toBeGreaterThan(0);
  expect(dry.preview.compared).toEqual({
    ...{ sent: sent.length - groups.sent, heldOut: heldOut.length - groups.heldOut },
    before: groups,
  });
  app().clock.advance(2 * DAY_MS);
  await laterOrders(shop, drawn);
  const result = await measuredOf(shop);
  expect(result).toMatchObject({ before: groups, notYetCompared: 0 });
  expect(result.sent.people).toBe(sent.length - groups.sent);
  expect(result.heldOut.people).toBe(heldOut.length - groups.heldOut);
  const of = (placement: number) =>
    drawn.filter((one) => one.placement === placement && !isBefore(one.id)).map(ordersOf);
  expect([result.sent.orders, result.heldOut.orders]).toEqual([mean(of(0)), mean(of(1))]);
  expect(await placesOf(shop, [...ids][0] ?? 0)).toEqual([expect.objectContaining({ was_there: true })]);

  // Whoever the app itself has put there since is none of them.
  await app().app.runtime.db.pool.query(
    sql`update destination_list set compared_at = null where shop_id = ${ref.shopId}`,
  );
  await shop.rest();
  expect(await measuredOf(shop)).toMatchObject({ before: groups });
});

test("of a day of which somebody is still to be asked about nothing is compared, nor of a later one", async () => {
  const shop = await connect("before-all", { ...LOT, people: PEOPLE, heldOutBp: 5_000 });
  await shop.rest();
  const drawn = await drawnOf(shop);
  app().clock.advance(2 * DAY_MS);
  await laterOrders(shop, drawn);
  const { sent } = await measuredOf(shop);
  const { pool } = app().app.runtime.db;
  const [one] = idsIn(drawn, 0);
  await pool.query(
    sql`update destination_draw set was_there = null where shop_id = ${shop.ref.shopId} and customer_id = ${one}`,
  );
  expect(await resultOf(shop)).toEqual({ state: "not_begun" });
  // Of a list that ended before, that day is compared without them, as nobody is asked about any more.
  const stateIs = (state: string) =>
    pool.query(sql`update destination_list set state = ${state} where shop_id = ${shop.ref.shopId}`);
  await stateIs("ended");
  const ended = await measuredOf(shop);
  expect(ended).toMatchObject({ notYetCompared: 0, sent: { people: sent.people - 1 } });
  await stateIs("active");
  await shop.rest();
  expect((await measuredOf(shop)).sent.people).toBe(sent.people - 1);
});

test("a list of which the tool answers nothing keeps no other list from being sent", async () => {
  const shop = await connect("in-turn", { ...LOT, people: PEOPLE, heldOutBp: 5_000 });
  const { tools, ref, destinationId, address, ids } = shop;
  for (const name of ["p0", "p1"]) order(shop.local, ids.get(name) ?? 0);
  const often = { fact: "orders", is: ">=", value: 2 } as const;
  const segmentKey = await ownSegment(app().app, ref.domain, "Often", often);
  await app().app.settled();
  const toolListId = tools.klaviyo.addList("Others").id;
  await startListOf(shop, {
    destinationId,
    segmentKey,
    toolListId,
    fields: [],
    heldOutBp: 0,
    listId: newId(),
  });
  const silent: typeof fetch = (input, init) =>
    decodeURIComponent(String(input)).includes(address("p39"))
      ? Promise.reject(new TypeError("fetch failed"))
      : fetch(input, init);
  for (let turns = 0; turns < 3; turns++) {
    app().clock.advance((await shop.turn({ fetch: silent })) ?? 0);
  }
  expect(shop.tool.membersOf(toolListId)).toEqual(["p0", "p1"].map(address));
  expect(shop.onList()).toEqual([]);
  await shop.rest();
  expect(shop.onList()).toHaveLength(idsIn(await drawnOf(shop), 0).length);
});

test("whom the tool refuses to look up counts as not there, and the others of the list are sent", async () => {
  const shop = await connect("refused", { ...LOT, people: PEOPLE.slice(0, 12), heldOutBp: 5_000 });
  const { tool, address } = shop;
  await shop.rest();
  const before = shop.onList();
  for (const name of ["new1", "new2"]) buyer(shop.local, address(name));
  const when = ({ path, query }: { path: string; query: URLSearchParams }) =>
    path.endsWith("/api/profiles") && (query.get("filter") ?? "").includes("new");
  tool.faults.add({ kind: "status", status: 400, times: 3, when });
  await app().app.settled();
  app().clock.advance(60_000);
  await shop.turn();
  const { pool } = app().app.runtime.db;
  const open = sql`select customer_id from destination_draw where shop_id = ${shop.ref.shopId} and was_there is null`;
  expect(await rows(pool, open)).toEqual([]);
  await shop.rest();
  const drawn = await drawnOf(shop);
  expect(drawn).toHaveLength(14);
  expect(shop.onList()).toHaveLength(idsIn(drawn, 0).length);
  expect(shop.onList()).toEqual(expect.arrayContaining(before));
  expect(await shop.view()).toMatchObject({ problem: null });
});

test("of whom nobody may be sent at the moment, the tool is asked nothing", async () => {
  const shop = await connect("waiting", { ...LOT, people: PEOPLE.slice(0, 12), heldOutBp: 5_000 });
  const { tool, address, ids, ref } = shop;
  await shop.rest();
  const { db } = app().app.runtime;
  const ofShop = sql`where shop_id = ${ref.shopId}`;
  await db.pool.query(sql`update destination_draw set was_there = null ${ofShop}`);
  await storeRequest(db, ref, { customerId: ids.get("p0") ?? 0, requestedAt: app().clock.now() });
  await db.pool.query(
    sql`update customer set email = ${address("p1")}, email_marketing_state = 'UNSUBSCRIBED' ${ofShop} and customer_id = ${ids.get("p2") ?? 0}`,
  );
  const asked = tool.requestCount;
  await shop.turn();
  const filters = decodeURIComponent(JSON.stringify(tool.requests.slice(asked)));
  expect(filters).toContain(address("p3"));
  for (const name of ["p0", "p1"]) expect(filters).not.toContain(address(name));
});

/** What a person is told of the lots of lists. */
async function placesOf({ ref }: ConnectedShop, customerId: number): Promise<unknown[]> {
  const section = PERSON_SECTIONS.find(({ name }) => name === "placesInListLots");
  if (!section) throw new Error("the lots of lists are a section");
  const person = { customerIds: [customerId], emails: [], phones: [], names: [], orderIds: [] };
  const found: unknown[] = [];
  for await (const page of personRows(app().app.runtime.db.pool, ref.shopId, section, person, 7)) {
    found.push(...page.map((row) => JSON.parse(row)));
  }
  return found;
}

test("a list with too few people says so, and one that holds nobody out that there is nothing to compare with", async () => {
  const few = await connect("few", { people: PEOPLE.slice(0, 8), heldOutBp: 5_000 });
  await few.rest();
  const drawn = await drawnOf(few);
  const groups = { sent: idsIn(drawn, 0).length, heldOut: idsIn(drawn, 1).length };
  expect(await resultOf(few)).toEqual({
    state: "gathering",
    ...groups,
    needed: 10,
    before: { sent: 0, heldOut: 0 },
  });
  const none = await connect("no-lot", { people: PEOPLE.slice(0, 3) });
  await none.rest();
  expect(await drawnOf(none)).toEqual([]);
  expect(await resultOf(none)).toEqual({ state: "no_lot" });
});

test("people behind one address are not compared: the lot of the address is that of all of them", async () => {
  const shop = await connect("shared", { people: PEOPLE.slice(0, 12), heldOutBp: 5_000 });
  const { db } = app().app.runtime;
  const [one = 0, other = 0] = shop.ids.values();
  await db.pool.query(
    sql`update customer set email = (select email from customer where shop_id = ${shop.ref.shopId} and customer_id = ${one})
      where shop_id = ${shop.ref.shopId} and customer_id = ${other}`,
  );
  await shop.rest();
  const ids = (await drawnOf(shop)).map(({ id }) => id);
  expect(ids).toHaveLength(10);
  expect(ids).not.toContain(one);
});

describe("what everything brought together", () => {
  test("counts the people of a list from the day after they came, those whom the shop's lot holds out against the others", async () => {
    const shop = await connect("everything", { ...LOT, people: PEOPLE, alwaysHeldOutBp: 5_000 });
    const before = PEOPLE.slice(0, 6);
    for (const name of before)
      shop.tools.klaviyo.addProfile(shop.address(name), { lists: [shop.toolListId] });
    const wasThere = new Set(before.map((name) => shop.ids.get(name) ?? 0));
    await shop.rest();
    const drawn = await drawnOf(shop);
    expect(idsIn(drawn, 1)).toEqual([]);
    app().clock.advance(2 * DAY_MS);
    await laterOrders(shop, drawn);
    const { db } = app().app.runtime;
    const result = await readTogether(db, shop.ref);
    if (result.state !== "measured") throw new Error("not measured");
    const of = (placement: number) => idsIn(drawn, placement).filter((id) => !wasThere.has(id));
    const sent = of(0);
    expect(result).toMatchObject({ verdict: { verdict: "between" }, loweredOn: null });
    expect(result.sent).toMatchObject({
      people: sent.length,
      orders: mean(sent.map((id) => 1 + anyway(id))),
    });
    expect(result.heldOut.people).toBe(of(2).length);
    expect(of(2).length).toBeLessThan(idsIn(drawn, 2).length);
    expect(await resultOf(shop)).toEqual({ state: "no_lot" });
  });
});

test("a dry run holds out whom the list will hold out", async () => {
  const shop = await connect("same-lot", { people: PEOPLE, heldOutBp: 0 });
  const { host, ref, destinationId, segmentKey } = shop;
  const toolListId = shop.tools.klaviyo.addList("Others").id;
  const listId = newId();
  const choice = { destinationId, segmentKey, toolListId, fields: [], heldOutBp: 5_000, listId };
  const held = async () => {
    const outcome = await previewList(host, ref, choice, BY, new AbortController().signal);
    if (!outcome.ok) throw new Error(outcome.reason);
    const { leftOut, toLookUp, lookedUp, included } = outcome.preview;
    const found = leftOut.find(({ reason }) => reason === "HELD_OUT");
    expect({ lookedUp, included }).toEqual({ lookedUp: toLookUp, included: 40 });
    return { people: found?.people, ids: found?.samples.map(({ customerId }) => customerId) };
  };
  const first = await held();
  expect(await held()).toEqual(first);
  expect(await startListOf(shop, choice)).toBe(listId);
  await shop.rest();
  const drawn = idsIn(await drawnOf({ ...shop, listId }), 1);
  expect(first).toEqual({ people: drawn.length, ids: drawn.slice(0, first.ids?.length) });
});

async function startListOf(
  { host, ref }: ConnectedShop,
  choice: Parameters<typeof startList>[2],
): Promise<string> {
  const started = await startList(host, ref, choice, BY);
  if (!started.ok) throw new Error(started.reason);
  return started.listId;
}
