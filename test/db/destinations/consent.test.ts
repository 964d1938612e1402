import sql from "sql-template-tag";
import { afterAll, beforeAll, expect, test } from "vitest";
import { touchSources } from "../../../app/db/queries/sync/dirty.ts";
import { addRefusedRows, forgetRefusalsOf } from "../../../app/db/queries/sync/refused-rows.ts";
import { endList } from "../../../app/destinations/lists.ts";
import { previewList } from "../../../app/destinations/preview.ts";
import { newId } from "../../../app/platform/ids.ts";
import { BY, type ConnectedShop, shopsOfTests, unsubscribe } from "./connected-shop.ts";

const SIX = ["a", "b", "c", "d", "e", "f"];
const names = [
  "waiting",
  "unread",
  "shared",
  "two",
  "moved",
  "merged",
  "lots",
  "leaves-late",
  "own",
  "own-ends",
  "own-dies",
  "by-hand",
  "adds-up",
];
/** By these some of the local shop's people are held out, and some are not. */
const LOT = { salt: Buffer.alloc(32, 1), listId: "018f3c6e-0000-7000-8000-000000000002" };
const { app, connect } = shopsOfTests(names, { before: beforeAll, after: afterAll });

const idOf = ({ ids }: ConnectedShop, name: string): number => ids.get(name) ?? 0;

test("while something of a customer is still to be read, the customer is neither added nor removed", async () => {
  const shop = await connect("waiting", { people: SIX });
  const { db } = app().app.runtime;
  const { shopId } = shop.ref;
  await touchSources(db.pool, shopId, "customers", [idOf(shop, "a")], app().clock.now());
  await shop.turn();
  app().clock.advance(1_000);
  await shop.turn();
  expect(shop.onList()).toEqual(SIX.slice(1).map(shop.address));
  expect((await shop.view()).counts).toMatchObject({
    waiting: 1,
    leftOut: [{ reason: "WAITING", people: 1 }],
  });
  await db.pool.query(sql`delete from sync_dirty where shop_id = ${shopId}`);
  app().clock.advance(60_000);
  await shop.rest();
  expect(shop.onList()).toEqual(SIX.map(shop.address));
  // The other way: whoever left the segment stays until it is read.
  await touchSources(db.pool, shopId, "customers", [idOf(shop, "a")], app().clock.now());
  await leaveSegment(shop, "a");
  await shop.turn();
  expect(shop.onList()).toContain(shop.address("a"));
  await db.pool.query(sql`delete from sync_dirty where shop_id = ${shopId}`);
  app().clock.advance(60_000);
  await shop.rest();
  expect(shop.onList()).not.toContain(shop.address("a"));
});

/** As if the segment's members had been looked at again, and this one were none any more. */
async function leaveSegment(shop: ConnectedShop, ...who: readonly string[]): Promise<void> {
  const { db } = app().app.runtime;
  const ids = who.map((name) => idOf(shop, name));
  await db.pool.query(
    sql`delete from segment_member where shop_id = ${shop.ref.shopId} and segment_key = ${shop.segmentKey} and customer_id = any(${ids})`,
  );
  await db.pool.query(
    sql`update segment_membership set evaluated_at = ${app().clock.now()} where shop_id = ${shop.ref.shopId}`,
  );
}

test("a change of a customer that could not be read keeps the customer out until it can", async () => {
  const shop = await connect("unread", { people: SIX });
  const { db } = app().app.runtime;
  const { shopId } = shop.ref;
  const row = {
    ...({ refusedId: newId(), resource: "customers", origin: "refetch", reference: "refetch" } as const),
    ...{ lineNo: null, sourceId: idOf(shop, "b"), reason: "bad", detail: "", raw: "" },
    refusedAt: app().clock.now(),
  };
  await addRefusedRows(db.pool, shopId, [row]);
  await shop.turn();
  app().clock.advance(1_000);
  await shop.turn();
  expect(shop.onList()).not.toContain(shop.address("b"));
  expect(shop.onList()).toHaveLength(5);
  await forgetRefusalsOf(db.pool, shopId, "customers", [idOf(shop, "b")]);
  app().clock.advance(60_000);
  await shop.rest();
  expect(shop.onList()).toContain(shop.address("b"));
});

/** Shopify keeps addresses apart; two customers have one all the same while changes of both are still on their way. */
async function giveAddressOf(shop: ConnectedShop, name: string, of: string): Promise<void> {
  await app().app.runtime.db.pool.query(
    sql`update customer set email = ${shop.address(name)} where shop_id = ${shop.ref.shopId} and customer_id = ${idOf(shop, of)}`,
  );
}

test("where another customer with the address has not agreed, nobody at the address is sent", async () => {
  const shop = await connect("shared", { people: [...SIX, "other"] });
  unsubscribe(shop.local, idOf(shop, "other"));
  await app().app.settled();
  await giveAddressOf(shop, "a", "other");
  await shop.rest();
  expect(shop.onList()).toEqual(SIX.slice(1).map(shop.address));
  expect((await shop.view()).counts.leftOut).toContainEqual(
    expect.objectContaining({ reason: "SHARED_ADDRESS", people: 1 }),
  );
});

test("of two customers with one address one leaves, and the address stays for the other", async () => {
  const shop = await connect("two", { people: [...SIX, "other"] });
  await giveAddressOf(shop, "a", "other");
  await shop.rest();
  expect(shop.onList()).toEqual(SIX.map(shop.address));
  await leaveSegment(shop, "a");
  app().clock.advance(60_000);
  await shop.rest();
  expect(shop.onList()).toEqual(SIX.map(shop.address));
  unsubscribe(shop.local, idOf(shop, "a"));
  await app().app.settled();
  await giveAddressOf(shop, "a", "other");
  await shop.rest();
  expect(shop.onList()).toEqual(SIX.slice(1).map(shop.address));
});

test("a new address enters, and the old one leaves", async () => {
  const shop = await connect("moved", { people: SIX });
  await shop.rest();
  const change = { email: "a.new@moved.example.com" };
  shop.local.actions.updateCustomer({ customerId: idOf(shop, "a"), change });
  await shop.follow();
  app().clock.advance(60_000);
  await shop.rest();
  expect(shop.onList()).toEqual(["a.new", "b", "c", "d", "e", "f"].map(shop.address));
});

test("merged customers are one person, and the address of the one who is gone leaves", async () => {
  const shop = await connect("merged", { people: SIX });
  await shop.rest();
  shop.local.actions.mergeCustomers({ keptId: idOf(shop, "a"), deletedId: idOf(shop, "b") });
  await shop.follow();
  app().clock.advance(60_000);
  await shop.rest();
  expect(shop.onList()).toEqual(["a", "c", "d", "e", "f"].map(shop.address));
});

test("whom the lot holds out is not sent, and stays held out", async () => {
  const many = Array.from({ length: 40 }, (_, at) => `p${String(at).padStart(2, "0")}`);
  const shop = await connect("lots", { people: many, heldOutBp: 5_000 });
  await shop.rest();
  const first = shop.onList();
  expect(first.length).toBeGreaterThan(5);
  expect(first.length).toBeLessThan(35);
  const { counts, others } = await shop.view();
  expect(counts.people).toBe(first.length);
  expect(others).toBeNull();
  app().clock.advance(2 * 86_400_000);
  await shop.rest();
  expect(shop.onList()).toEqual(first);
  // An address of two members is left out where the lot holds out either of them.
  const isSent = (name: string) => first.includes(shop.address(name));
  const sent = many.find(isSent) ?? "";
  await giveAddressOf(shop, sent, many.findLast((name) => !isSent(name)) ?? "");
  await leaveSegment(shop);
  app().clock.advance(60_000);
  await shop.rest();
  expect(shop.onList()).toEqual(first.slice(1));
});

test("everybody in the segment is on the list or left out for a reason, on the page and in the dry run", async () => {
  const people = Array.from({ length: 30 }, (_, i) => `p${String(i).padStart(2, "0")}`);
  const shop = await connect("adds-up", { ...LOT, people, heldOutBp: 3_000, alwaysHeldOutBp: 2_000 });
  const { host, ref, destinationId, segmentKey, listId, tool, tools } = shop;
  const { db } = app().app.runtime;
  const [one = 0, same = 0, gone = 0] = shop.ids.values();
  await db.pool.query(
    sql`update customer set email = (select email from customer where shop_id = ${ref.shopId} and customer_id = ${one})
      where shop_id = ${ref.shopId} and customer_id = ${same}`,
  );
  await db.pool.query(
    sql`update customer set email_marketing_state = 'UNSUBSCRIBED' where shop_id = ${ref.shopId} and customer_id = ${gone}`,
  );
  await shop.rest();
  const [sent = ""] = shop.onList();
  tool.suppress(sent);
  app().clock.advance(8 * 86_400_000);
  await shop.rest();
  const { counts } = await shop.view();
  const reasons = Object.fromEntries(counts.leftOut.map(({ reason, people }) => [reason, people]));
  expect(reasons).toMatchObject({ UNSUBSCRIBED: 1, SAME_ADDRESS: 1, SUPPRESSED_IN_TOOL: 1 });
  const held = counts.leftOut.find(({ reason }) => reason === "HELD_OUT");
  expect(held?.samples.length).toBeGreaterThan(0);
  expect(held?.samples.filter(({ address }) => shop.onList().includes(address))).toEqual([]);
  const leftOut = Object.values(reasons).reduce((sum, people) => sum + people, 0);
  expect(shop.onList()).toHaveLength(counts.people);
  expect(counts.people + leftOut).toBe(30);

  const toolListId = tools.klaviyo.addList("Others").id;
  const choice = { destinationId, segmentKey, toolListId, fields: [], heldOutBp: 3_000, listId };
  const dry = await previewList(host, ref, choice, BY, new AbortController().signal);
  if (!dry.ok) throw new Error(dry.reason);
  expect(dry.preview).toMatchObject({ members: 30, added: { people: counts.people } });
  expect(Object.fromEntries(dry.preview.leftOut.map(({ reason, people }) => [reason, people]))).toEqual(
    reasons,
  );
});

test("a consent that is withdrawn between the look and the request is read once more", async () => {
  const shop = await connect("leaves-late", { people: SIX });
  const { db } = app().app.runtime;
  let asked = 0;
  const slow: typeof fetch = async (input, init) => {
    const answer = await fetch(input, init);
    // The first look at how people stand in the tool.
    if (String(input).includes("/profiles?") && asked++ === 0)
      await db.pool.query(
        sql`update customer set email_marketing_state = 'UNSUBSCRIBED' where shop_id = ${shop.ref.shopId} and customer_id = ${idOf(shop, "a")}`,
      );
    return answer;
  };
  await shop.turn({ fetch: slow });
  expect(asked).toBeGreaterThan(0);
  expect(shop.tool.person(shop.address("a"))).toBeNull();
  expect(shop.onList()).toEqual(SIX.slice(1).map(shop.address));
});

/** As the merchant does it, in the tool itself. */
function putOnList({ tools, toolListId, address }: ConnectedShop, ...who: readonly string[]): void {
  for (const name of who) tools.klaviyo.addProfile(address(name), { lists: [toolListId] });
}

test("whoever the merchant had on the list before stays there on leaving the segment, and leaves with the consent", async () => {
  const shop = await connect("own", { people: SIX });
  putOnList(shop, "a", "b");
  await shop.rest();
  expect(shop.onList()).toEqual(SIX.map(shop.address));
  await leaveSegment(shop, "a");
  app().clock.advance(60_000);
  await shop.rest();
  expect(shop.onList()).toEqual(SIX.map(shop.address));
  unsubscribe(shop.local, idOf(shop, "b"));
  app().clock.advance(60_000);
  await shop.follow();
  app().clock.advance(60_000);
  await shop.rest();
  expect(shop.onList()).not.toContain(shop.address("b"));
});

test("whom the merchant had on the list before leaves with the consent, although a process died before it asked for anything", async () => {
  const shop = await connect("own-dies", { people: SIX });
  putOnList(shop, "a", "b");
  const killed = new AbortController();
  const killing: typeof fetch = async (input, init) => {
    if (!String(input).includes("profile-bulk-import-jobs")) return fetch(input, init);
    killed.abort(new Error("killed"));
    throw new Error("killed");
  };
  await expect(shop.turn({ signal: killed.signal, fetch: killing })).rejects.toThrow("killed");
  await leaveSegment(shop, "a");
  unsubscribe(shop.local, idOf(shop, "b"));
  await shop.follow();
  expect(shop.onList()).toEqual(["a", "c", "d", "e", "f"].map(shop.address));
});

test("a list that is emptied keeps whom the merchant had on it before, but for those who withdrew the consent", async () => {
  const shop = await connect("own-ends", { people: SIX });
  putOnList(shop, "a", "b");
  await shop.rest();
  unsubscribe(shop.local, idOf(shop, "b"));
  await shop.follow();
  // What the question before the end names is who leaves.
  expect(await shop.view()).toMatchObject({ people: 5, ours: 4 });
  unsubscribe(shop.local, idOf(shop, "c"));
  await app().app.settled();
  await endList(shop.host, shop.ref, { listId: shop.listId, removePeople: true }, BY);
  await shop.rest();
  expect(shop.onList()).toEqual([shop.address("a")]);
  expect(await shop.view()).toMatchObject({ removing: false, removeAsked: true, people: 0, ours: 0 });
  expect((await shop.view()).runs[0]).toMatchObject({ kind: "end", removed: 4 });
});

test("whom the tool refused and the merchant then put on the list by hand is not taken off", async () => {
  const shop = await connect("by-hand", { people: SIX });
  shop.tool.faults.refusePeople.set(shop.address("c"), "This address cannot receive mail.");
  await shop.rest();
  expect(shop.onList()).not.toContain(shop.address("c"));
  putOnList(shop, "c");
  await leaveSegment(shop, "c");
  app().clock.advance(60_000);
  await shop.rest();
  expect(shop.onList()).toEqual(SIX.map(shop.address));
});
