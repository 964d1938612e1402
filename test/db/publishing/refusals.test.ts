import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { keepPublications } from "../../../app/publishing/keep-in-step.ts";
import { publishSegment, unpublishSegment } from "../../../app/publishing/publication.ts";
import type { SyncedApp } from "../synced-app.ts";
import {
  BY,
  buyers,
  order,
  ownSegment,
  publicationOf,
  publish,
  somePeople,
  startPublishingApp,
  tagged,
} from "./published-shop.ts";

const DOMAIN = "refusing.myshopify.com";
let app: SyncedApp;

beforeAll(async () => {
  app = await startPublishingApp([DOMAIN], (local) => somePeople(local, 12, 8));
});
afterEach(() => shop().local.faults.clear());
afterAll(() => app.close());

const shop = () => app.shop(DOMAIN);
const keep = () => keepPublications(app.runtime, shop().ref, new AbortController().signal);
const leave = (id: number) =>
  shop().local.actions.deleteOrder({ orderId: shop().local.store.ordersOf(id)[0]!.id });
const segmentIn = (id: number) => shop().local.store.segments.get(id);

async function published(name: string) {
  const key = await ownSegment(app, DOMAIN, name, buyers);
  await app.settled();
  await publish(app, DOMAIN, key);
  const its = (await publicationOf(app, DOMAIN, key))!;
  return { key, tag: its.tag, segmentId: its.shopifySegmentId! };
}

test("a tag that Shopify refuses to take stays known, is told, and is taken by a later run", async () => {
  const { local } = shop();
  const { key, tag } = await published("Kept tags");
  const [refused, other] = tagged(local, tag);
  local.faults.refuseTagsOf.set(refused!, "Customer is locked");
  leave(refused!);
  leave(other!);
  await app.settled();
  expect(tagged(local, tag)).toContain(refused);
  expect(tagged(local, tag)).not.toContain(other);
  expect(await publicationOf(app, DOMAIN, key)).toMatchObject({ left: 1, leftRefused: 1, refused: 0 });
  local.faults.clear();
  await keep();
  expect(tagged(local, tag)).not.toContain(refused);
  expect(await publicationOf(app, DOMAIN, key)).toMatchObject({ left: 0, leftRefused: 0 });
  order(local, refused!);
  order(local, other!);
  await app.settled();
});

test("one who was merged keeps the tag known until the survivor has lost it", async () => {
  const { local } = shop();
  const { tag } = await published("Merged");
  const [member] = tagged(local, tag);
  const lead = [...local.store.customers.keys()].find((id) => local.store.ordersOf(id).length === 0)!;
  leave(member!);
  await app.settled();
  order(local, member!);
  await app.settled();
  local.actions.deleteOrder({ orderId: local.store.ordersOf(member!)[0]!.id });
  local.actions.mergeCustomers({ keptId: lead, deletedId: member! });
  local.faults.refuseTagsOf.set(lead, "Customer is locked");
  await app.settled();
  expect(tagged(local, tag)).toContain(lead);
  local.faults.clear();
  await keep();
  expect(tagged(local, tag)).not.toContain(lead);
});

test("a segment that Shopify does not delete keeps no tag, and is deleted once it is asked for again", async () => {
  const { local, ref } = shop();
  const { key, tag, segmentId } = await published("Not deleted");
  local.faults.keepSegments.add(segmentId);
  await unpublishSegment(app.runtime, ref, key, BY);
  await app.settled();
  expect(tagged(local, tag)).toEqual([]);
  expect(await publicationOf(app, DOMAIN, key)).toMatchObject({
    ...{ wanted: false, problem: "segment_refused", problemDetail: "Segment is in use" },
    shopifySegmentId: segmentId,
  });
  local.faults.clear();
  await unpublishSegment(app.runtime, ref, key, BY);
  await app.settled();
  expect(await publicationOf(app, DOMAIN, key)).toBeNull();
  expect(segmentIn(segmentId)).toBeUndefined();
});

test("a segment whose query the merchant changed is the merchant's, and not deleted", async () => {
  const { local, ref } = shop();
  const { key, tag, segmentId } = await published("Taken over");
  local.actions.updateSegment({ segmentId, query: "number_of_orders > 1" });
  await unpublishSegment(app.runtime, ref, key, BY);
  await app.settled();
  expect(await publicationOf(app, DOMAIN, key)).toBeNull();
  expect(tagged(local, tag)).toEqual([]);
  expect(segmentIn(segmentId)).toMatchObject({ query: "number_of_orders > 1" });
});

test("one publication that fails stops no other, and is no trouble of the shop's sync", async () => {
  const { local, ref } = shop();
  const broken = await published("Broken");
  const whole = await published("Whole");
  local.faults.brokenSegments.add(broken.segmentId);
  const [member] = tagged(local, whole.tag);
  leave(member!);
  await app.settled();
  expect(tagged(local, whole.tag)).not.toContain(member);
  expect(tagged(local, broken.tag)).toContain(member);
  expect(await publicationOf(app, DOMAIN, broken.key)).toMatchObject({ problem: "failed" });
  const troubles = "select 1 from shop_trouble where shop_id = $1";
  expect((await app.runtime.db.pool.query(troubles, [ref.shopId])).rows).toEqual([]);
  local.faults.clear();
  await keep();
  expect(await publicationOf(app, DOMAIN, broken.key)).toMatchObject({ problem: null });
  expect(tagged(local, broken.tag)).not.toContain(member);
});

test("what is asked for once more while a run is under way is done by the next one", async () => {
  const { ref } = shop();
  const { key } = await published("Asked twice");
  const { pool } = app.runtime.db;
  const inStep = async () => (await publicationOf(app, DOMAIN, key))?.inStepAt;
  const idle = { ...app.runtime, jobs: { enqueue: async () => true } };
  let asked = false;
  const asking = withRequests(async (name) => {
    if (name !== "segmentById" || asked) return;
    asked = true;
    await publishSegment(idle, ref, key, "", BY);
  });
  // It comes first, and was asked for at another instant.
  await pool.query("update published_segment set asked_at = '2020-01-01' where segment_key = $1", [key]);
  await keepPublications(asking, ref, new AbortController().signal);
  expect(asked).toBe(true);
  expect(await inStep()).toBeNull();
  await keep();
  expect(await inStep()).not.toBeNull();
});

test("a tag is asked for again where Shopify answers 502 once", async () => {
  const { local, ref } = shop();
  const { key, tag } = await published("Repeated");
  const [member] = tagged(local, tag);
  const { pool } = app.runtime.db;
  await pool.query("delete from published_member where segment_key = $1 and customer_id = $2", [key, member]);
  local.faults.failStatus = 502;
  let failed = 0;
  const failing = withRequests(async (name) => {
    if (name.startsWith("tagsAdd") && failed++ === 0) local.faults.failRequests = 1;
  });
  expect(await keepPublications(failing, ref, new AbortController().signal)).toBeUndefined();
  expect(failed).toBe(1);
  expect(local.faults.failRequests).toBe(0);
  expect(await publicationOf(app, DOMAIN, key)).toMatchObject({ problem: null });
  const counts = await publicationOf(app, DOMAIN, key);
  expect(counts?.tagged).toBe(counts?.members);
});

/** The app's runtime, in which something else happens before each request to Shopify. */
function withRequests(before: (operation: string) => Promise<void>): typeof app.runtime {
  const { shopify } = app.runtime;
  const adminFor: typeof shopify.adminFor = async (...args) => {
    const admin = await shopify.adminFor(...args);
    return {
      ...admin,
      query: async (operation, variables, signal) => {
        await before(operation.name);
        return admin.query(operation, variables, signal);
      },
    };
  };
  return { ...app.runtime, shopify: { ...shopify, adminFor } };
}
