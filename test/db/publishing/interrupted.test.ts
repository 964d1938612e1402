import { afterAll, beforeAll, expect, test } from "vitest";
import { keepPublications } from "../../../app/publishing/keep-in-step.ts";
import { publishSegment } from "../../../app/publishing/publication.ts";
import type { SyncedApp } from "../synced-app.ts";
import {
  BY,
  buyers,
  inShopify,
  ownSegment,
  publicationOf,
  publish,
  somePeople,
  startPublishingApp,
  tagged,
  withRequests,
} from "./published-shop.ts";

const DOMAIN = "publishing.myshopify.com";
const LARGE = "large.myshopify.com";
const MANY = 1_000;
let app: SyncedApp;

beforeAll(async () => {
  app = await startPublishingApp([DOMAIN, LARGE], (local) =>
    local.domain === LARGE ? somePeople(local, MANY) : somePeople(local, 40, 30),
  );
});
afterAll(() => app.close());

const shop = () => app.shop(DOMAIN);
const segmentsInShopify = () => [...shop().local.store.segments.values()].map(({ name }) => name);

test("a process that dies between Shopify's answer and its note leaves no tag behind", async () => {
  const { local, ref } = shop();
  const { runtime } = app;
  const key = await ownSegment(app, DOMAIN, "Interrupted", buyers);
  await app.settled();
  const members = 30;
  const died = new Error("the process died");
  let batches = 0;
  const counting = withRequests(runtime, async (name) => {
    if (name.startsWith("tagsAdd")) batches++;
  });
  const dying = {
    ...counting,
    // Asked when an answer is noted: the first batch of 25 is, the second is not.
    clock: () => {
      if (batches > 1) throw died;
      return runtime.clock();
    },
  };
  const idle = { ...runtime, jobs: { enqueue: async () => true } };
  expect(await publishSegment(idle, ref, key, "", BY)).toEqual({ ok: true });
  const { signal } = new AbortController();
  await expect(keepPublications(dying, ref, signal)).rejects.toBe(died);
  const half = await publicationOf(app, DOMAIN, key);
  expect(half).toMatchObject({ members, tagged: 25, inStepAt: null });
  expect(tagged(local, "klantwaarde-interrupted")).toHaveLength(members);
  // Of the second batch: has the tag, which nobody knows.
  const leaving = tagged(local, "klantwaarde-interrupted").at(-1)!;
  local.actions.deleteOrder({ orderId: local.store.ordersOf(leaving)[0]!.id });
  await app.settled();
  expect(tagged(local, "klantwaarde-interrupted")).not.toContain(leaving);
  expect(await publicationOf(app, DOMAIN, key)).toMatchObject({ members: members - 1, tagged: members - 1 });
  expect(segmentsInShopify().filter((name) => name === "Interrupted")).toHaveLength(1);
});

test("a segment that was made, and not noted, is not made twice", async () => {
  const key = await ownSegment(app, DOMAIN, "Made once", { fact: "orders", is: ">", value: 99 });
  await publish(app, DOMAIN, key);
  await app.runtime.db.pool.query(
    "update published_segment set shopify_segment_id = null, in_step_at = null where segment_key = $1",
    [key],
  );
  await publish(app, DOMAIN, key);
  expect(segmentsInShopify().filter((name) => name.startsWith("Made once"))).toEqual(["Made once"]);
});

test(`${MANY} members are written, and read by nobody twice`, async () => {
  const { local } = app.shop(LARGE);
  const key = await ownSegment(app, LARGE, "Everybody", buyers);
  await app.settled();
  const before = app.log.length;
  await publish(app, LARGE, key);
  expect(inShopify(local, "Everybody")).toHaveLength(MANY / 2);
  expect(tagged(local, "klantwaarde-everybody")).toHaveLength(MANY);
  const reads = app.log
    .slice(before)
    .filter(({ event, fields }) => event === "sync.refetched" && fields.resource === "customers");
  expect(reads.reduce((sum, { fields }) => sum + Number(fields.fetched), 0)).toBe(MANY);
});
