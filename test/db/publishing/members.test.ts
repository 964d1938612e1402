import { afterAll, beforeAll, expect, test } from "vitest";
import { rows } from "../../../app/db/client.ts";
import type { SyncedApp } from "../synced-app.ts";
import {
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
});
afterAll(() => app.close());

const shop = () => app.shop(DOMAIN);
const leadOf = (at: number): number => [...shop().local.store.customers.keys()][30 + at]!;

/** Updates of customers that Shopify told of since it had told of so many webhooks. */
const customerUpdates = (since: number): number[] =>
  shop()
    .local.deliveries.slice(since)
    .filter(({ topic }) => topic === "customers/update")
    .map(({ payload }) => Number((JSON.parse(payload) as { id: number }).id));

test("a published segment holds in Shopify exactly the members who may be written to", async () => {
  const { local } = shop();
  const key = await ownSegment(app, DOMAIN, "Buyers", buyers);
  await app.settled();
  await publish(app, DOMAIN, key);
  const reachable = await reachableMembers(app, DOMAIN, key);
  expect(reachable).toHaveLength(15);
  expect(inShopify(local, "Buyers")).toEqual(reachable);
  expect(tagged(local, "klantwaarde-buyers")).toHaveLength(30);
  expect(await publicationOf(app, DOMAIN, key)).toMatchObject({
    tag: "klantwaarde-buyers",
    query: "customer_tags CONTAINS 'klantwaarde-buyers' AND email_subscription_status = 'SUBSCRIBED'",
    ...{ problem: null, members: 30, tagged: 30, refused: 0, left: 0 },
  });
  expect((await publicationOf(app, DOMAIN, key))?.inStepAt).not.toBeNull();
});

test("only differences are written, once, and what the app wrote itself leads to nothing", async () => {
  const { local, ref } = shop();
  const before = local.deliveries.length;
  const entering = leadOf(0);
  order(local, entering);
  await app.settled();
  expect(inShopify(local, "Buyers")).toContain(entering);
  expect(new Set(customerUpdates(before))).toEqual(new Set([entering]));
  // The tag of the app is no tag of the customer's to a rule.
  const [row] = await rows<{ tags: string[] }>(
    app.runtime.db.pool,
    "select tags from customer where shop_id = $1 and customer_id = $2",
    [ref.shopId, entering],
  );
  expect(row?.tags).toEqual([]);
  const events = "select count(*)::int count from segment_event where shop_id = $1";
  const [counted] = await rows<{ count: number }>(app.runtime.db.pool, events, [ref.shopId]);
  local.actions.setTags({ customerId: entering, tags: ["klantwaarde-buyers", "mine"] });
  await app.settled();
  expect((await rows<{ count: number }>(app.runtime.db.pool, events, [ref.shopId]))[0]).toEqual(counted);
});

test("who withdraws consent is out of the segment at once, and who leaves loses the tag", async () => {
  const { local } = shop();
  const [gone] = inShopify(local, "Buyers");
  local.actions.setEmailMarketingConsent({ customerId: gone!, state: "UNSUBSCRIBED" });
  expect(inShopify(local, "Buyers")).not.toContain(gone);
  const [placed] = local.store.ordersOf(gone!);
  local.actions.deleteOrder({ orderId: placed!.id });
  await app.settled();
  expect(tagged(local, "klantwaarde-buyers")).not.toContain(gone);
});

test("an erased person has no tag, and gets none", async () => {
  const { local, ref } = shop();
  const [erased] = inShopify(local, "Buyers");
  local.actions.redactCustomer({ customerId: erased! });
  await app.settled();
  const rowsLeft = await rows(
    app.runtime.db.pool,
    "select 1 from published_member where shop_id = $1 and customer_id = $2",
    [ref.shopId, erased],
  );
  expect(rowsLeft).toEqual([]);
  expect(local.store.customers.get(erased!)?.tags).toEqual([]);
  expect(inShopify(local, "Buyers")).not.toContain(erased);
});

test("who is merged takes no tag along", async () => {
  const { local } = shop();
  const [member] = inShopify(local, "Buyers");
  const lead = leadOf(5);
  const placed = local.store.ordersOf(member!)[0]!;
  local.actions.deleteOrder({ orderId: placed.id });
  local.actions.mergeCustomers({ keptId: lead, deletedId: member! });
  expect(local.store.customers.get(lead)?.tags).toContain("klantwaarde-buyers");
  await app.settled();
  expect(local.store.customers.get(lead)?.tags).toEqual([]);
});
