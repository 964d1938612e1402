import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { rows } from "../../../app/db/client.ts";
import { bulkState } from "../../../app/db/queries/publishing/bulk-changes.ts";
import { segmentPublicationJob } from "../../../app/jobs/definitions/segment-publication.ts";
import { sweepJob } from "../../../app/jobs/definitions/sweep.ts";
import { bulkThresholdAt } from "../../../app/publishing/in-bulk.ts";
import { keepPublications } from "../../../app/publishing/keep-in-step.ts";
import { publishSegment, unpublishSegment } from "../../../app/publishing/publication.ts";
import type { StoredKey } from "../../../app/segments/segment-key.ts";
import { cancelBulkOperation, runBulkMutation } from "../../../app/shopify/operations/bulk.ts";
import { uploadVariables } from "../../../app/shopify/staged-upload.ts";
import type { SyncedApp } from "../synced-app.ts";
import {
  allow,
  BY,
  buyers,
  inShopify,
  outOfStep,
  ownSegment,
  publicationOf,
  publish,
  somePeople,
  startPublishingApp,
  tagged,
  withRequests,
} from "./published-shop.ts";

const DOMAIN = "bulk.myshopify.com";
const LEAVING = "leaving.myshopify.com";
const PEOPLE = 60;
const BULK = { bulkThreshold: 20 };
const IN_STEP = { tooMany: [], missing: [] };
let app: SyncedApp;
/** What publishing asked Shopify for since the test began. */
let asked: string[] = [];

beforeAll(async () => {
  app = await startPublishingApp([DOMAIN, LEAVING], (local) => somePeople(local, PEOPLE), {
    ...BULK,
    before: async (name) => {
      asked.push(name.replace(/_\d+$/, ""));
    },
  });
});
beforeEach(() => {
  asked = [];
});
afterAll(() => app.close());

const shop = () => app.shop(DOMAIN);
const { signal } = new AbortController();
const keep = (runtime = app.runtime) => keepPublications(runtime, shop().ref, signal, BULK);
const idle = () => ({ ...app.runtime, jobs: { enqueue: async () => true } });
const bulkOf = async (key: string) => bulkState(app.runtime.db.pool, shop().ref.shopId, key);
const count = (name: string) => asked.filter((one) => one === name).length;
const leave = (customerId: number) => {
  for (const { id } of shop().local.store.ordersOf(customerId))
    shop().local.actions.deleteOrder({ orderId: id });
};

/** A segment that is made, and whose publication is asked for without a job that follows. */
async function asking(name: string, rule = buyers): Promise<{ key: StoredKey; tag: string }> {
  const key = await ownSegment(app, DOMAIN, name, rule);
  await app.settled();
  expect(await publishSegment(idle(), shop().ref, key, "", BY)).toEqual({ ok: true });
  return { key, tag: `klantwaarde-${name.toLowerCase().replaceAll(" ", "-")}` };
}

/** A bulk mutation that stands until it is let go. */
function held(): () => void {
  const end = Promise.withResolvers<void>();
  shop().local.faults.bulk = [{ kind: "hold", until: end.promise }];
  return end.resolve;
}

async function takeBack(key: StoredKey): Promise<void> {
  shop().local.faults.clear();
  await unpublishSegment(app.runtime, shop().ref, key, BY);
  await app.settled();
  expect(await publicationOf(app, DOMAIN, key)).toBeNull();
}

test("many members are given their tag, and lose it, by one bulk mutation each", async () => {
  const key = await ownSegment(app, DOMAIN, "Everybody", buyers);
  await app.settled();
  await publish(app, DOMAIN, key);
  expect(await publicationOf(app, DOMAIN, key)).toMatchObject({
    ...{ members: PEOPLE, tagged: PEOPLE, refused: 0, left: 0, problem: null, bulk: null },
    inStepAt: expect.any(String),
  });
  expect(await outOfStep(app, DOMAIN, key, "klantwaarde-everybody")).toEqual(IN_STEP);
  expect(inShopify(shop().local, "Everybody")).toHaveLength(PEOPLE / 2);
  expect([count("runBulkMutation"), count("tagsAdd")]).toEqual([1, 0]);
  await takeBack(key);
  expect(tagged(shop().local, "klantwaarde-everybody")).toEqual([]);
  expect([count("runBulkMutation"), count("tagsRemove")]).toEqual([2, 0]);
});

test("a size is worth a bulk mutation by what single calls take at the plan's rate", async () => {
  expect([100, 200, 1_000].map(bulkThresholdAt)).toEqual([600, 1_200, 6_000]);
  const { key } = await asking("Few");
  await keepPublications(
    withRequests(app.runtime, async (name) => void asked.push(name)),
    shop().ref,
    signal,
  );
  expect(count("runBulkMutation")).toBe(0);
  expect(await publicationOf(app, DOMAIN, key)).toMatchObject({ tagged: PEOPLE });
  await takeBack(key);
});

test("whom Shopify refuses is counted, and asked for singly again", async () => {
  const { local } = shop();
  const { key, tag } = await asking("Refused some");
  const refused = [...local.store.customers.keys()].slice(3, 6);
  for (const id of refused) local.faults.refuseTagsOf.set(id, "Customer is locked");
  await app.runtime.jobs.enqueue(segmentPublicationJob, { shop: shop().ref.domain });
  await app.settled();
  expect(await publicationOf(app, DOMAIN, key)).toMatchObject({
    ...{ tagged: PEOPLE - 3, refused: 3, tryAgainAt: expect.any(String) },
    reasons: [{ words: "Customer is locked", customers: 3 }],
  });
  expect(tagged(local, tag)).toHaveLength(PEOPLE - 3);
  local.faults.clear();
  await app.runtime.db.pool.query(
    "update published_member set try_again_at = try_again_at - interval '1 hour'",
  );
  await app.runtime.jobs.enqueue(segmentPublicationJob, { shop: shop().ref.domain });
  await app.settled();
  expect(await publicationOf(app, DOMAIN, key)).toMatchObject({ tagged: PEOPLE, refused: 0 });
  expect([count("runBulkMutation"), count("tagsAdd")]).toEqual([1, 1]);
  await takeBack(key);
});

test("a process that dies before it can note what it started finds it, and starts no other", async () => {
  const { local } = shop();
  const { key, tag } = await asking("Killed");
  const letGo = held();
  const died = new Error("the process died");
  let isStarted = false;
  const dying = withRequests(app.runtime, async (name) => {
    isStarted ||= name === "runBulkMutation";
  });
  const clock = () => {
    if (isStarted) throw died;
    return app.runtime.clock();
  };
  await expect(keep({ ...dying, clock })).rejects.toBe(died);
  expect((await bulkOf(key)).bulk).toMatchObject({ change: "tagsAdd", operationId: null });
  const noting = withRequests(app.runtime, async (name) => void asked.push(name));
  expect(await keep(noting)).toBeUndefined();
  expect((await bulkOf(key)).bulk).toMatchObject({ operationId: expect.any(String), lines: PEOPLE });
  expect(await publicationOf(app, DOMAIN, key)).toMatchObject({
    ...{ tagged: 0, inStepAt: null, bulk: { change: "tagsAdd", customers: PEOPLE } },
  });
  letGo();
  await app.settled();
  expect(await outOfStep(app, DOMAIN, key, tag)).toEqual(IN_STEP);
  expect(await publicationOf(app, DOMAIN, key)).toMatchObject({ tagged: PEOPLE, bulk: null });
  expect(count("runBulkMutation")).toBe(0);
  expect(local.store.segments.size).toBe(1);
  await takeBack(key);
});

test("one that died before anything was started begins again, with those who are members then", async () => {
  const { local } = shop();
  const { key, tag } = await asking("Not started");
  const died = new Error("the process died");
  const dying = withRequests(app.runtime, async (name) => {
    if (name === "stageVariables") throw died;
  });
  await expect(keep(dying)).rejects.toBe(died);
  expect((await bulkOf(key)).bulk).toMatchObject({ operationId: null });
  const [gone] = [...local.store.customers.keys()];
  leave(gone!);
  await app.settled();
  await app.runtime.jobs.enqueue(segmentPublicationJob, { shop: shop().ref.domain });
  await app.settled();
  expect(await outOfStep(app, DOMAIN, key, tag)).toEqual(IN_STEP);
  expect(tagged(local, tag)).toHaveLength(PEOPLE - 1);
  await takeBack(key);
  local.actions.placeOrder({ customerId: gone!, lines: [{ title: "Tea", unitPriceMinor: 1_000 }] });
  await app.settled();
});

test("an end that no webhook tells of is found by looking", async () => {
  const { key } = await asking("Not told");
  const letGo = held();
  await keep();
  const { bulk } = await bulkOf(key);
  expect(bulk?.operationId).toEqual(expect.any(String));
  await keep();
  expect((await bulkOf(key)).bulk).toMatchObject({ operationId: bulk?.operationId, done: PEOPLE });
  // Those of the customers were sent.
  await app.settled();
  shop().local.faults.dropWebhooks = 1;
  letGo();
  await app.settled();
  await expect.poll(() => shop().local.faults.dropWebhooks).toBe(0);
  expect(await publicationOf(app, DOMAIN, key)).toMatchObject({ tagged: 0 });
  await app.runtime.jobs.enqueue(sweepJob, {});
  await app.settled();
  expect(await publicationOf(app, DOMAIN, key)).toMatchObject({ tagged: PEOPLE, bulk: null });
  await takeBack(key);
});

test("a failure is made up for: what it did counts, and the rest is done by another", async () => {
  const { local } = shop();
  const { key, tag } = await asking("Failing");
  local.faults.bulk = [
    { kind: "fail", afterRoots: 35, errorCode: "INTERNAL_SERVER_ERROR", partialData: true },
  ];
  const noting = withRequests(app.runtime, async (name) => void asked.push(name));
  await keep(noting);
  while ((await bulkOf(key)).failures === 0) await keep(noting);
  expect((await publicationOf(app, DOMAIN, key))?.tagged).toBeGreaterThanOrEqual(35);
  await app.runtime.jobs.enqueue(segmentPublicationJob, { shop: shop().ref.domain });
  await app.settled();
  expect(await outOfStep(app, DOMAIN, key, tag)).toEqual(IN_STEP);
  expect((await bulkOf(key)).bulk).toBeNull();
  await takeBack(key);
});

test("after three without a whole result, tags are changed singly", async () => {
  const { local } = shop();
  const { key, tag } = await asking("Never whole");
  local.faults.bulk = Array.from({ length: 3 }, () => ({ kind: "expire" as const }));
  await app.runtime.jobs.enqueue(segmentPublicationJob, { shop: shop().ref.domain });
  await app.settled();
  expect(await outOfStep(app, DOMAIN, key, tag)).toEqual(IN_STEP);
  expect(count("runBulkMutation")).toBe(3);
  expect(count("tagsAdd")).toBeGreaterThan(0);
  expect(await publicationOf(app, DOMAIN, key)).toMatchObject({ tagged: PEOPLE });
  await takeBack(key);
});

test("lines that cannot be read are not taken for changes", async () => {
  const { local } = shop();
  const { key, tag } = await asking("Cut off");
  local.faults.bulk = [{ kind: "malform", line: 5 }];
  await keep();
  while ((await bulkOf(key)).bulk) await keep();
  expect((await bulkOf(key)).failures).toBe(1);
  await app.runtime.jobs.enqueue(segmentPublicationJob, { shop: shop().ref.domain });
  await app.settled();
  expect(await outOfStep(app, DOMAIN, key, tag)).toEqual(IN_STEP);
  await takeBack(key);
});

test("who withdraws, leaves or is erased between the file and its result is reached by nobody, and loses the tag next", async () => {
  const { local, ref } = shop();
  const { key, tag } = await asking("Meanwhile", {
    all: [buyers, { fact: "reachable", is: "=", value: true }],
  });
  const letGo = held();
  await app.runtime.jobs.enqueue(segmentPublicationJob, { shop: shop().ref.domain });
  await app.settled();
  const [withdrawn, , gone, , erased] = [...local.store.customers.keys()];
  expect(inShopify(local, "Meanwhile")).toContain(withdrawn);
  local.actions.setEmailMarketingConsent({ customerId: withdrawn!, state: "UNSUBSCRIBED" });
  expect(inShopify(local, "Meanwhile")).not.toContain(withdrawn);
  leave(gone!);
  local.actions.redactCustomer({ customerId: erased!, keepsTags: true });
  await app.settled();
  expect(count("tagsRemove")).toBe(0);
  local.actions.setTags({ customerId: erased!, tags: [tag] });
  letGo();
  await app.settled();
  expect(await outOfStep(app, DOMAIN, key, tag)).toEqual(IN_STEP);
  for (const one of [withdrawn, gone, erased]) expect(tagged(local, tag)).not.toContain(one);
  expect(inShopify(local, "Meanwhile")).not.toContain(withdrawn);
  const kept = "select 1 from published_member where shop_id = $1 and customer_id = $2";
  expect((await app.runtime.db.pool.query(kept, [ref.shopId, erased])).rows).toEqual([]);
  await takeBack(key);
});

test("a segment that is taken back has its bulk mutation cancelled, and keeps no tag of it", async () => {
  const { local } = shop();
  const { key, tag } = await asking("Taken back");
  local.faults.bulk = [{ kind: "stall", afterRoots: 30 }];
  await app.runtime.jobs.enqueue(segmentPublicationJob, { shop: shop().ref.domain });
  await app.settled();
  expect(tagged(local, tag)).toHaveLength(30);
  await unpublishSegment(app.runtime, shop().ref, key, BY);
  await app.settled();
  expect(count("cancelBulkOperation")).toBe(1);
  expect(tagged(local, tag)).toEqual([]);
  expect(await publicationOf(app, DOMAIN, key)).toBeNull();
});

test("where others take all places, it is waited for one, and nothing is begun", async () => {
  const { local, ref } = shop();
  const { key, tag } = await asking("No place");
  const admin = await app.runtime.shopify.adminFor(ref);
  local.faults.bulk = Array.from({ length: 5 }, () => ({ kind: "stall" as const, afterRoots: 0 }));
  const mutation = `mutation other($id: ID!) { tagsAdd(id: $id, tags: ["theirs"]) { userErrors { message } } }`;
  const others: string[] = [];
  for (let at = 0; at < 5; at++) {
    const path = await uploadVariables(
      admin,
      fetch,
      new Blob(['{"id":"gid://shopify/Customer/1"}\n']),
      signal,
    );
    const { data } = await admin.query(runBulkMutation, { mutation, path });
    others.push(data.bulkOperationRunMutation?.bulkOperation?.id ?? "");
  }
  expect(await keep()).toEqual({ againAfterMs: 30_000 });
  expect(await bulkOf(key)).toEqual({ bulk: null, failures: 0 });
  expect(tagged(local, tag)).toEqual([]);
  for (const id of others) await admin.query(cancelBulkOperation, { id });
  await app.settled();
  await keep();
  while ((await bulkOf(key)).bulk) await keep();
  expect(await outOfStep(app, DOMAIN, key, tag)).toEqual(IN_STEP);
  await takeBack(key);
});

test("a shop that leaves meanwhile ends it without an error, and it is gone on with when the shop comes back", async () => {
  const { local, ref } = app.shop(LEAVING);
  const end = Promise.withResolvers<void>();
  const key = await ownSegment(app, LEAVING, "Leaving", buyers);
  await app.settled();
  local.faults.bulk = [{ kind: "hold", until: end.promise }];
  await publish(app, LEAVING, key);
  local.uninstallApp();
  await app.settled();
  end.resolve();
  await app.settled();
  const left = await rows<{ uninstalled_at: Date | null }>(
    app.runtime.db.pool,
    "select uninstalled_at from shop where shop_id = $1",
    [ref.shopId],
  );
  expect(left[0]?.uninstalled_at).not.toBeNull();
  expect(await keepPublications(app.runtime, ref, signal, BULK).catch(String)).toContain("ShopNotInstalled");
  await app.open(LEAVING);
  allow(local, true);
  await app.settled();
  await publish(app, LEAVING, key);
  expect(await outOfStep(app, LEAVING, key, "klantwaarde-leaving")).toEqual(IN_STEP);
  expect(await publicationOf(app, LEAVING, key)).toMatchObject({ tagged: PEOPLE, bulk: null });
});
