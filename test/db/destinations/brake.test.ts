import sql from "sql-template-tag";
import { afterAll, beforeAll, expect, test } from "vitest";
import { confirmBrake, endList } from "../../../app/destinations/lists.ts";
import { archiveSegment } from "../../../app/segments/change-segment.ts";
import { BY, buyer, type ConnectedShop, shopsOfTests, unsubscribe } from "./connected-shop.ts";

const TEN = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"];
const HOUR_MS = 3_600_000;
const names = [
  "fifth",
  "steps",
  "confirmed",
  "withdrawn",
  "archived",
  "ended",
  "emptied",
  "window",
  "arriving",
];
const { app, connect } = shopsOfTests(names, { before: beforeAll, after: afterAll });

const clock = () => app().clock;

/** As if the segment's members had been looked at again, and these were none any more. */
async function leave(shop: ConnectedShop, ...who: readonly string[]): Promise<void> {
  await leaveSegment(shop, ...who);
  clock().advance(60_000);
  await shop.rest();
}

async function leaveSegment(shop: ConnectedShop, ...who: readonly string[]): Promise<void> {
  const { db } = app().app.runtime;
  const ids = who.map((name) => shop.ids.get(name) ?? 0);
  await db.pool.query(
    sql`delete from segment_member where shop_id = ${shop.ref.shopId} and segment_key = ${shop.segmentKey} and customer_id = any(${ids})`,
  );
  await db.pool.query(
    sql`update segment_membership set evaluated_at = ${clock().now()} where shop_id = ${shop.ref.shopId}`,
  );
}

test("a fifth may leave at once, more may not, and nothing of it depends on how often it is asked", async () => {
  const shop = await connect("fifth", { people: TEN });
  await shop.rest();
  await leave(shop, "a", "b");
  expect(shop.onList()).toEqual(TEN.slice(2).map(shop.address));
  clock().advance(25 * HOUR_MS);
  await leave(shop, "c", "d");
  expect(shop.onList()).toEqual(TEN.slice(2).map(shop.address));
  expect((await shop.view()).brake).toMatchObject({ leaving: 2, of: 8 });
  clock().advance(72 * HOUR_MS);
  for (let turn = 0; turn < 5; turn++) await shop.rest();
  expect(shop.onList()).toHaveLength(8);
});

test("small steps within a day add up, and restarts forget none of them", async () => {
  const shop = await connect("steps", { people: TEN });
  await shop.rest();
  for (const name of ["a", "b", "c", "d", "e"]) {
    await leave(shop, name);
    clock().advance(HOUR_MS);
  }
  expect(shop.onList()).toEqual(TEN.slice(2).map(shop.address));
  expect((await shop.view()).brake).toMatchObject({ leaving: 3, of: 10 });
});

test("a confirmation is about those who wanted to leave at that instant, and nobody else", async () => {
  const shop = await connect("confirmed", { people: TEN });
  await shop.rest();
  await leave(shop, "a", "b", "c");
  const { brake } = await shop.view();
  expect(brake?.samples.map(({ address }) => address)).toEqual(["a", "b", "c"].map(shop.address));
  await leave(shop, "d", "e");
  const asked = { listId: shop.listId, asOf: brake?.asOf ?? "" };
  expect(await confirmBrake(shop.host, shop.ref, asked, BY)).toEqual({ ok: true });
  await shop.rest();
  expect(shop.onList()).toEqual(["d", "e", "f", "g", "h", "i", "j"].map(shop.address));
  expect((await shop.view()).brake).toMatchObject({ leaving: 2, of: 10 });
  const again = { listId: shop.listId, asOf: (await shop.view()).brake?.asOf ?? "" };
  expect(await confirmBrake(shop.host, shop.ref, again, BY)).toEqual({ ok: true });
  await shop.rest();
  expect(shop.onList()).toEqual(["f", "g", "h", "i", "j"].map(shop.address));
  expect(await confirmBrake(shop.host, shop.ref, again, BY)).toMatchObject({ reason: "no_brake" });
});

test("who was confirmed counts for who leaves after them on the same day", async () => {
  const shop = await connect("window", { people: TEN });
  await shop.rest();
  await leave(shop, "a", "b", "c");
  const asked = { listId: shop.listId, asOf: (await shop.view()).brake?.asOf ?? "" };
  expect(await confirmBrake(shop.host, shop.ref, asked, BY)).toEqual({ ok: true });
  await shop.rest();
  await leave(shop, "d");
  expect(shop.onList()).toEqual(TEN.slice(3).map(shop.address));
  expect((await shop.view()).brake).toMatchObject({ leaving: 1, of: 10 });
  clock().advance(25 * HOUR_MS);
  await shop.rest();
  expect(shop.onList()).toEqual(TEN.slice(4).map(shop.address));
});

test("people who are not known to be on the list yet make no room for others to leave", async () => {
  const shop = await connect("arriving", { people: TEN });
  await shop.rest();
  shop.tool.faults.addJob({ kind: "never" });
  for (const name of TEN) buyer(shop.local, shop.address(`new-${name}`));
  await app().app.settled();
  clock().advance(60_000);
  await shop.turn();
  expect((await shop.people()).filter(({ mayBeThere }) => mayBeThere)).toHaveLength(20);
  await leaveSegment(shop, "a", "b", "c");
  clock().advance(60_000);
  await shop.turn();
  expect(shop.onList()).toEqual(expect.arrayContaining(TEN.map(shop.address)));
  expect((await shop.view()).brake).toMatchObject({ leaving: 3, of: 10 });
});

test("a withdrawn consent waits for no brake, however many there are", async () => {
  const shop = await connect("withdrawn", { people: TEN });
  await shop.rest();
  await leave(shop, "a", "b", "c");
  for (const name of ["a", "d", "e", "f", "g"]) unsubscribe(shop.local, shop.ids.get(name) ?? 0);
  await shop.follow();
  expect(shop.onList()).toEqual(["b", "c", "h", "i", "j"].map(shop.address));
});

test("of an archived segment everybody stays until a person confirms", async () => {
  const shop = await connect("archived", { people: TEN });
  await shop.rest();
  const archived = await archiveSegment(app().app.runtime, shop.ref, shop.segmentKey, BY);
  expect(archived).toMatchObject({ ok: true });
  await shop.follow();
  clock().advance(60_000);
  await shop.rest();
  expect(shop.onList()).toHaveLength(10);
  const { brake } = await shop.view();
  expect(brake).toMatchObject({ leaving: 10, of: 10 });
  expect(
    await confirmBrake(shop.host, shop.ref, { listId: shop.listId, asOf: brake?.asOf ?? "" }, BY),
  ).toEqual({ ok: true });
  await shop.rest();
  expect(shop.onList()).toEqual([]);
});

test("a list that ends leaves everybody there unless their removal was asked for", async () => {
  const shop = await connect("ended", { people: TEN });
  await shop.rest();
  expect(await endList(shop.host, shop.ref, { listId: shop.listId, removePeople: false }, BY)).toEqual({
    ok: true,
  });
  await shop.rest();
  expect(shop.onList()).toHaveLength(10);
  expect(await shop.people()).toEqual([]);
});

test("a list that ends with its people is emptied", async () => {
  const shop = await connect("emptied", { people: TEN });
  await shop.rest();
  shop.tools.klaviyo.addProfile("merchants@own.example.com", { lists: [shop.toolListId] });
  expect(await endList(shop.host, shop.ref, { listId: shop.listId, removePeople: true }, BY)).toEqual({
    ok: true,
  });
  expect(await shop.view()).toMatchObject({ state: "ended", removing: true });
  await shop.rest();
  expect(shop.onList()).toEqual(["merchants@own.example.com"]);
  expect(await shop.view()).toMatchObject({ state: "ended", removing: false, people: 0 });
});
