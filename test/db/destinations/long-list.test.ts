import sql from "sql-template-tag";
import { afterAll, beforeAll, expect, test } from "vitest";
import { rows } from "../../../app/db/client.ts";
import { type ListPreview, previewList } from "../../../app/destinations/preview.ts";
import { BY, type ConnectedShop, shopsOfTests } from "./connected-shop.ts";
import { crowd } from "./crowd.ts";

const { app, connect } = shopsOfTests(["some", "many"], { before: beforeAll, after: afterAll });

/** A dry run reads 20 pages, of 100 people each in this tool. */
const TOO_MANY = 2_001;
/** With these and the local shop's ids, both groups have people who were on the list before. */
const LOT = { salt: Buffer.alloc(32, 1), listId: "018f3c6e-0000-7000-8000-000000000001" };

function putOnList(
  { tools, toolListId }: ConnectedShop,
  people: number,
  address: (n: number) => string,
): void {
  for (let n = 1; n <= people; n++) tools.klaviyo.addProfile(address(n), { lists: [toolListId] });
}

async function previewOf(shop: ConnectedShop): Promise<ListPreview> {
  const { host, ref, destinationId, segmentKey, toolListId, listId } = shop;
  const choice = { destinationId, segmentKey, toolListId, fields: [], heldOutBp: 5_000, listId };
  const dry = await previewList(host, ref, choice, BY, new AbortController().signal);
  if (!dry.ok) throw new Error(dry.reason);
  return dry.preview;
}

/** How many of each group there are, and were on the tool's list before, as the list drew and asked. */
async function drawnOf({ ref, listId, host }: ConnectedShop) {
  const found = await rows<{ placement: number; people: number; before: number }>(
    host.db.pool,
    sql`select placement, count(*)::int people, count(*) filter (where was_there)::int before from destination_draw
      where shop_id = ${ref.shopId} and list_id = ${listId} group by placement order by placement`,
  );
  const [sent, heldOut] = found;
  if (!sent || !heldOut) throw new Error("the lot draws nobody");
  return { sent, heldOut };
}

test("of a list that is too long to be read, the dry run looks up who is on it, held out or not, and says that the others are not known", async () => {
  const people = Array.from({ length: 40 }, (_, i) => `p${i}`);
  const shop = await connect("some", { ...LOT, people, heldOutBp: 5_000 });
  putOnList(shop, TOO_MANY, (n) => `merchants.own.${n}@example.com`);
  // The last of the list, whom no page of the dry run has.
  for (const name of people.slice(0, 12))
    shop.tools.klaviyo.addProfile(shop.address(name), { lists: [shop.toolListId] });
  shop.tool.suppress(shop.address("p20"));
  const preview = await previewOf(shop);
  const asked = shop.tool.requests.length;
  await shop.rest();
  const { sent, heldOut } = await drawnOf(shop);
  expect(Math.min(sent.before, heldOut.before)).toBeGreaterThan(0);
  expect(sent.before + heldOut.before).toBe(12);
  expect(preview).toMatchObject({
    ...{ others: null, lookedUp: 40, toLookUp: 40, unchanged: sent.before },
    compared: {
      ...{ sent: sent.people - sent.before, heldOut: heldOut.people - heldOut.before },
      before: { sent: sent.before, heldOut: heldOut.before },
    },
  });
  const leftOut = new Map(preview.leftOut.map(({ reason, people: count }) => [reason, count]));
  expect(leftOut.get("HELD_OUT")).toBe(heldOut.people);
  const suppressed = leftOut.get("SUPPRESSED_IN_TOOL") ?? 0;
  expect(preview.added.people).toBe(sent.people - sent.before - suppressed);
  // What connecting and both choices asked for, 20 pages of the list, and what looks 40 people up.
  expect(asked).toBeLessThan(30);
  const there = shop.onList().filter((address) => !address.startsWith("merchants."));
  expect(there).toHaveLength(12 + preview.added.people);
});

test("where it has more people than can be looked up, the others are taken to be like them, and the dry run says of how many", async () => {
  const shop = await connect("many", { ...LOT, people: ["a"], heldOutBp: 5_000 });
  await crowd(app(), shop, 2_600, 3);
  putOnList(shop, 2_600, (n) => `crowd${n}@example.com`);
  const { compared, lookedUp, toLookUp, others, added, unchanged } = await previewOf(shop);
  await shop.rest();
  const { sent, heldOut } = await drawnOf(shop);
  // Of those held out 500 are looked up, of those sent all.
  expect({ lookedUp, toLookUp, others }).toEqual({
    lookedUp: sent.people + 500,
    toLookUp: 2_601,
    others: null,
  });
  expect(added.people + unchanged).toBe(sent.people);
  expect(Math.abs(unchanged - sent.before)).toBeLessThan(3);
  expect(compared?.before.sent).toBe(sent.before);
  // All of them but the one who is not of the crowd, whoever of them was looked up.
  expect(Math.abs((compared?.before.heldOut ?? 0) - heldOut.before)).toBeLessThan(4);
});
