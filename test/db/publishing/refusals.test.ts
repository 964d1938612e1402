import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import {
  askForHolders,
  publications,
  shopsWithDueTags,
} from "../../../app/db/queries/publishing/publications.ts";
import { keepPublications } from "../../../app/publishing/keep-in-step.ts";
import { publishSegment, unpublishSegment } from "../../../app/publishing/publication.ts";
import { UnexpectedAnswer } from "../../../app/shopify/errors.ts";
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
  withRequests,
} from "./published-shop.ts";

const DOMAIN = "refusing.myshopify.com";
let app: SyncedApp;

beforeAll(async () => {
  app = await startPublishingApp([DOMAIN], (local) => somePeople(local, 12, 8));
});
afterEach(() => shop().local.faults.clear());
afterAll(() => app.close());

const shop = () => app.shop(DOMAIN);
const HOUR_MS = 3_600_000;
const later = (hours: number) => new Date(app.runtime.clock().getTime() + hours * HOUR_MS);
/** A run, as it would be after so many hours. */
const keep = (hours = 0) =>
  keepPublications({ ...app.runtime, clock: () => later(hours) }, shop().ref, new AbortController().signal);
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
  const told = await publicationOf(app, DOMAIN, key);
  expect(told).toMatchObject({ left: 1, leftRefused: 1, refused: 0 });
  expect(told?.reasons).toEqual([{ words: "Customer is locked", customers: 1 }]);
  const waits = Date.parse(told?.tryAgainAt ?? "") - app.runtime.clock().getTime();
  expect([waits > 0.5 * HOUR_MS, waits <= HOUR_MS]).toEqual([true, true]);
  local.faults.clear();
  // Not before its time.
  await keep();
  expect(tagged(local, tag)).toContain(refused);
  await keep(1.1);
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
  await keep(1.1);
  expect(tagged(local, tag)).not.toContain(lead);
});

test("what Shopify goes on refusing is asked at growing intervals, and not for ever; the sweep finds what is due", async () => {
  const { local, ref } = shop();
  const { key, tag } = await published("Locked");
  const { pool } = app.runtime.db;
  const [member] = tagged(local, tag);
  local.faults.refuseTagsOf.set(member!, "Customer is locked");
  await pool.query(
    "update published_member set written_at = null where segment_key = $1 and customer_id = $2",
    [key, member],
  );
  let asked = 0;
  const counting = withRequests(app.runtime, async (name) => {
    if (name.startsWith("tagsAdd")) asked++;
  });
  const ours = async (at: Date) => (await shopsWithDueTags(pool, at)).map(({ domain }) => domain);
  const hours: number[] = [];
  for (let hour = 0; hour < 100; hour += 0.5) {
    if (hour > 0 && (await ours(later(hour))).length === 0) continue;
    const before = asked;
    await keepPublications({ ...counting, clock: () => later(hour) }, ref, new AbortController().signal);
    if (asked > before) hours.push(hour);
  }
  const gaps = hours.slice(1).map((hour, at) => Math.round(hour - hours[at]!));
  expect(gaps).toEqual([1, 2, 4, 8, 16, 32]);
  expect(await publicationOf(app, DOMAIN, key)).toMatchObject({ refused: 1, tryAgainAt: null });
  local.faults.clear();
  await publish(app, DOMAIN, key);
  expect(await publicationOf(app, DOMAIN, key)).toMatchObject({ refused: 0, reasons: [] });
});

test("a refusal holds back the same change alone: who leaves meanwhile is asked for at once", async () => {
  const { local } = shop();
  const { key, tag } = await published("Left meanwhile");
  const [member] = tagged(local, tag);
  await app.runtime.db.pool.query(
    `update published_member set written_at = null, refused = 'Too many tags', refusals = 7
     where segment_key = $1 and customer_id = $2`,
    [key, member],
  );
  expect(await publicationOf(app, DOMAIN, key)).toMatchObject({ refused: 1, leftRefused: 0 });
  leave(member!);
  await app.settled();
  expect(tagged(local, tag)).not.toContain(member);
  expect(await publicationOf(app, DOMAIN, key)).toMatchObject({ refused: 0, left: 0 });
  order(local, member!);
  await app.settled();
});

test("tags that should not be there are removed before any is added, and segments get their turns in between", async () => {
  const { local, ref } = shop();
  const { pool } = app.runtime.db;
  const [first, second] = [await published("First of two"), await published("Second of two")];
  const [leaving] = tagged(local, second.tag);
  const lead = [...local.store.customers.keys()].find((id) => local.store.ordersOf(id).length === 0)!;
  local.faults.dropWebhooks = 1;
  local.actions.setTags({ customerId: lead, tags: [second.tag] });
  await pool.query("delete from published_member where segment_key = any($1) and customer_id <> $2", [
    [first.key, second.key],
    leaving,
  ]);
  await pool.query("update published_segment set holders_read_at = null");
  const steps: string[] = [];
  const noting = withRequests(app.runtime, async (name) => {
    steps.push(name.replace(/_\d+$/, ""));
  });
  await keepPublications(noting, ref, new AbortController().signal);
  expect(tagged(local, second.tag)).not.toContain(lead);
  expect(steps.lastIndexOf("tagsRemove")).toBeLessThan(steps.indexOf("tagsAdd"));
  expect(steps.filter((step) => step === "tagsAdd")).toHaveLength(2);
  // What the segments themselves are is asked once their tags are as they should be.
  expect(steps.indexOf("segmentById")).toBeGreaterThan(steps.lastIndexOf("tagsAdd"));
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
  // Its own tags were removed all the same.
  expect(tagged(local, broken.tag)).not.toContain(member);
  expect(await publicationOf(app, DOMAIN, broken.key)).toMatchObject({ problem: "failed" });
  const troubles = "select 1 from shop_trouble where shop_id = $1";
  expect((await app.runtime.db.pool.query(troubles, [ref.shopId])).rows).toEqual([]);
  local.faults.clear();
  await keep();
  expect(await publicationOf(app, DOMAIN, broken.key)).toMatchObject({ problem: null });
  expect(tagged(local, broken.tag)).not.toContain(member);
});

test("those who are known to have left lose the tag before holders are asked for, and although they cannot be", async () => {
  const { local, ref } = shop();
  const { key, tag } = await published("Not read");
  const [member, other] = tagged(local, tag);
  const { pool } = app.runtime.db;
  const run = (runtime: typeof app.runtime) => keepPublications(runtime, ref, new AbortController().signal);
  await pool.query("delete from segment_member where segment_key = $1 and customer_id = $2", [key, member]);
  await pool.query(
    "update published_member set written_at = null where segment_key = $1 and customer_id = $2",
    [...[key, other]],
  );
  local.actions.setTags({ customerId: other!, tags: [] });
  await pool.query("update published_segment set holders_read_at = null where segment_key = $1", [key]);
  const steps: string[] = [];
  const unreadable = withRequests(app.runtime, async (name) => {
    steps.push(name);
    if (name === "customersWithTags") throw new UnexpectedAnswer(name, "nodes: not a list");
  });
  await run(unreadable);
  expect(tagged(local, tag)).not.toContain(member);
  expect(tagged(local, tag)).not.toContain(other);
  expect(steps.indexOf("tagsRemove_1")).toBeLessThan(steps.indexOf("customersWithTags"));
  expect(await publicationOf(app, DOMAIN, key)).toMatchObject({ problem: "failed", left: 0 });
  await run(app.runtime);
  expect(tagged(local, tag)).toContain(other);
  expect(await publicationOf(app, DOMAIN, key)).toMatchObject({ problem: null });
});

test("holders are asked for from the beginning where that is asked for while they are read", async () => {
  const { ref } = shop();
  const { key } = await published("Read twice");
  const { pool } = app.runtime.db;
  await pool.query(
    "update published_segment set holders_read_at = null, holders_read_to = 1 where segment_key = $1",
    [key],
  );
  const askingAgain = withRequests(app.runtime, async (name) => {
    if (name === "customersWithTags") await askForHolders(pool, ref.shopId);
  });
  await keepPublications(askingAgain, ref, new AbortController().signal);
  const read = async () =>
    (await publications(pool, ref.shopId)).find(({ segmentKey }) => segmentKey === key);
  expect(await read()).toMatchObject({ holdersReadAt: null, holdersReadTo: 0 });
  await keep();
  expect((await read())?.holdersReadAt).not.toBeNull();
});

test("a segment that is taken back is deleted before its tags are removed", async () => {
  const { local, ref } = shop();
  const { key, tag, segmentId } = await published("Deleted first");
  const idle = { ...app.runtime, jobs: { enqueue: async () => true } };
  await unpublishSegment(idle, ref, key, BY);
  const steps: string[] = [];
  const noting = withRequests(app.runtime, async (name) => {
    steps.push(name);
    if (name.startsWith("tagsRemove")) expect(segmentIn(segmentId)).toBeUndefined();
  });
  await keepPublications(noting, ref, new AbortController().signal);
  expect(steps.filter((name) => name === "segmentDelete")).toHaveLength(1);
  expect(tagged(local, tag)).toEqual([]);
  expect(await publicationOf(app, DOMAIN, key)).toBeNull();
});

test("what is asked for once more while a run is under way is done by the next one", async () => {
  const { ref } = shop();
  const { key } = await published("Asked twice");
  const { pool } = app.runtime.db;
  const inStep = async () => (await publicationOf(app, DOMAIN, key))?.inStepAt;
  const idle = { ...app.runtime, jobs: { enqueue: async () => true } };
  let asked = false;
  const asking = withRequests(app.runtime, async (name) => {
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
  const failing = withRequests(app.runtime, async (name) => {
    if (name.startsWith("tagsAdd") && failed++ === 0) local.faults.failRequests = 1;
  });
  expect(await keepPublications(failing, ref, new AbortController().signal)).toBeUndefined();
  expect(failed).toBe(1);
  expect(local.faults.failRequests).toBe(0);
  expect(await publicationOf(app, DOMAIN, key)).toMatchObject({ problem: null });
  const counts = await publicationOf(app, DOMAIN, key);
  expect(counts?.tagged).toBe(counts?.members);
});
