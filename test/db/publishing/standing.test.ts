import { afterAll, beforeAll, expect, test } from "vitest";
import { publishSegment, unpublishSegment } from "../../../app/publishing/publication.ts";
import { archiveSegment, updateSegment } from "../../../app/segments/change-segment.ts";
import type { SyncedApp } from "../synced-app.ts";
import {
  allow,
  BY,
  buyers,
  inShopify,
  order,
  ownSegment,
  publicationOf,
  publish,
  reachableMembers,
  somePeople,
  startPublishingApp,
  tagged,
} from "./published-shop.ts";

const DOMAIN = "publishing.myshopify.com";
let app: SyncedApp;

beforeAll(async () => {
  app = await startPublishingApp([DOMAIN], (local) => somePeople(local, 40, 30));
  const key = await ownSegment(app, DOMAIN, "Buyers", buyers);
  await app.settled();
  await publish(app, DOMAIN, key);
});
afterAll(() => app.close());

const shop = () => app.shop(DOMAIN);
const leadOf = (at: number): number => [...shop().local.store.customers.keys()][30 + at]!;
const segmentsInShopify = () => [...shop().local.store.segments.values()].map(({ name }) => name);

test("without the permission nothing is written; with it again, what was missed is", async () => {
  const { local, ref } = shop();
  const key = "leads";
  allow(local, false);
  await app.settled();
  await publish(app, DOMAIN, key, "Leads");
  expect(await publicationOf(app, DOMAIN, key)).toMatchObject({ problem: "permission", tagged: 0 });
  expect(segmentsInShopify()).not.toContain("Leads");
  allow(local, true);
  await app.settled();
  expect(await publicationOf(app, DOMAIN, key)).toMatchObject({ problem: null, tag: "klantwaarde-leads" });
  expect(inShopify(local, "Leads")).toEqual(await reachableMembers(app, DOMAIN, key));

  allow(local, false);
  await app.settled();
  const entering = leadOf(1);
  order(local, entering);
  await app.settled();
  expect(local.store.customers.get(entering)?.tags).not.toContain("klantwaarde-buyers");
  expect(await publicationOf(app, DOMAIN, key)).toMatchObject({ problem: "permission" });
  expect(await unpublishSegment(app.runtime, ref, key, BY)).toEqual({ ok: true });
  await app.settled();
  expect(await publicationOf(app, DOMAIN, key)).toMatchObject({ problem: "permission", wanted: false });
  allow(local, true);
  await app.settled();
  expect(local.store.customers.get(entering)?.tags).toContain("klantwaarde-buyers");
  expect(await publicationOf(app, DOMAIN, key)).toBeNull();
  expect(tagged(local, "klantwaarde-leads")).toEqual([]);
});

test("a new name, a taken name, a deleted segment and a changed query", async () => {
  const { local, ref } = shop();
  local.actions.createSegment({ name: "Taken", query: "number_of_orders > 5" });
  const key = await ownSegment(app, DOMAIN, "Taken", { fact: "orders", is: "=", value: 1 });
  await app.settled();
  await publish(app, DOMAIN, key);
  expect(segmentsInShopify()).toContain("Taken (Klantwaarde)");
  const renamed = await updateSegment(app.runtime, ref, key, { name: "Once", revision: 1 }, BY);
  expect(renamed.ok).toBe(true);
  await app.settled();
  expect(segmentsInShopify()).not.toContain("Taken (Klantwaarde)");
  const query =
    inShopify(local, "Once") && [...local.store.segments.values()].find((s) => s.name === "Once")!;

  // Nothing else happens: Shopify tells of it.
  local.actions.deleteSegment({ segmentId: query.id });
  await app.settled();
  expect(await publicationOf(app, DOMAIN, key)).toMatchObject({
    problem: "segment_gone",
    shopifySegmentId: null,
  });
  expect(segmentsInShopify()).not.toContain("Once");
  await publish(app, DOMAIN, key);
  expect(await publicationOf(app, DOMAIN, key)).toMatchObject({ problem: null });
  const segmentId = (await publicationOf(app, DOMAIN, key))!.shopifySegmentId!;

  local.actions.updateSegment({ segmentId, query: "number_of_orders > 1" });
  await app.settled();
  expect(await publicationOf(app, DOMAIN, key)).toMatchObject({ problem: "segment_changed" });
  expect(local.store.segments.get(segmentId)?.query).toBe("number_of_orders > 1");
  await publish(app, DOMAIN, key);
  expect(inShopify(local, "Once")).toEqual(await reachableMembers(app, DOMAIN, key));
});

test("an archived segment and one that is taken back leave nothing in Shopify", async () => {
  const { local, ref } = shop();
  const [first, second] = [
    await ownSegment(app, DOMAIN, "Archived", buyers),
    await ownSegment(app, DOMAIN, "Taken back", buyers),
  ];
  await app.settled();
  await publish(app, DOMAIN, first);
  await publish(app, DOMAIN, second);
  expect(inShopify(local, "Archived").length).toBeGreaterThan(0);
  await archiveSegment(app.runtime, ref, first, BY);
  await unpublishSegment(app.runtime, ref, second, BY);
  await app.settled();
  for (const key of [first, second]) expect(await publicationOf(app, DOMAIN, key)).toBeNull();
  for (const tag of ["klantwaarde-archived", "klantwaarde-taken-back"])
    expect(tagged(local, tag)).toEqual([]);
  expect(segmentsInShopify()).not.toContain("Archived");
  expect(segmentsInShopify()).not.toContain("Taken back");
  expect(await publishSegment(app.runtime, ref, first, "", BY)).toEqual({ ok: false, reason: "archived" });
});

test("a segment that is not counted keeps its tags, is not taken for in step, and can be taken back", async () => {
  const { local, ref } = shop();
  const { db } = app.runtime;
  const amounts = { fact: "netSales", is: ">=", value: 1 } as const;
  const key = await ownSegment(app, DOMAIN, "Amounts", amounts);
  await app.settled();
  await publish(app, DOMAIN, key);
  const before = await publicationOf(app, DOMAIN, key);
  const had = tagged(local, "klantwaarde-amounts");
  expect(had.length).toBeGreaterThan(0);
  await db.pool.query("update segment set currency = 'XTS' where shop_id = $1 and segment_id = $2", [
    ref.shopId,
    key,
  ]);
  order(local, leadOf(6));
  await app.settled();
  const after = await publicationOf(app, DOMAIN, key);
  expect(after).toMatchObject({ wanted: true, inStepAt: before?.inStepAt });
  expect(tagged(local, "klantwaarde-amounts")).toEqual(had);
  expect(await unpublishSegment(app.runtime, ref, key, BY)).toEqual({ ok: true });
  await app.settled();
  expect(await publicationOf(app, DOMAIN, key)).toBeNull();
  expect(tagged(local, "klantwaarde-amounts")).toEqual([]);
});
