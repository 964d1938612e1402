import { afterAll, beforeAll, expect, test } from "vitest";
import { previewList } from "../../../app/destinations/preview.ts";
import { BY, type ConnectedShop, shopsOfTests } from "./connected-shop.ts";
import { crowd } from "./crowd.ts";

const { app, connect } = shopsOfTests(["rows", "bytes", "others"], { before: beforeAll, after: afterAll });

const imports = ({ tool }: ConnectedShop) =>
  tool.requests.filter(({ method, path }) => method === "POST" && path.includes("profile-bulk-import-jobs"));

test("10,000 people go in one request, and whoever is more in another; looked up 100 at a time, and nobody twice", async () => {
  const shop = await connect("rows", { people: ["a"] });
  await crowd(app(), shop, 10_020, 3);
  await shop.rest();
  expect(shop.onList()).toHaveLength(10_021);
  const sizes = imports(shop).map(({ body }) => (JSON.stringify(body).match(/"email"/g) ?? []).length);
  expect(sizes.sort((a, b) => b - a)).toEqual([10_000, 21]);
  // 101 look-ups of people and as many of the list, 2 imports and their polls, what connecting took.
  expect(shop.tool.requests.length).toBeLessThan(226);
});

test("of a long list too the dry run takes nobody for somebody else's whom it would send", async () => {
  const shop = await connect("others", { tool: "brevo", people: ["a"] });
  const { host, ref, destinationId, segmentKey, toolListId, tools } = shop;
  await crowd(app(), shop, 2_100, 3);
  await shop.rest();
  expect(shop.onList()).toHaveLength(2_101);
  tools.brevo.addContact("merchants@own.example.com", { lists: [...tools.brevo.store.lists.values()] });
  const choice = { destinationId, segmentKey, toolListId, fields: [], heldOutBp: 0 };
  const dry = await previewList(host, ref, choice, BY, new AbortController().signal);
  expect(dry).toMatchObject({
    ok: true,
    preview: { others: 1, unchanged: 2_101, added: { people: 0 }, lookedUp: 2_000, toLookUp: 2_101 },
  });
});

test("a request stays below the tool's size, and one that is too large is none", async () => {
  const shop = await connect("bytes", { people: ["a"], fields: ["first_name"] });
  await crowd(app(), shop, 1_200, 5_000);
  await shop.rest();
  expect(shop.onList()).toHaveLength(1_201);
  expect(imports(shop)).toHaveLength(2);
  expect(Math.max(...imports(shop).map(({ bytes }) => bytes))).toBeGreaterThan(4_900_000);
  expect(shop.tool.requests.every(({ refusal }) => refusal === null)).toBe(true);
});
