import { afterAll, beforeAll, expect, test } from "vitest";
import { backfillJob } from "../../../app/jobs/definitions/backfill.ts";
import type { StoredKey } from "../../../app/segments/segment-key.ts";
import { redactCustomer } from "../../../app/sync/privacy/redaction.ts";
import { storeRequest } from "../../builders/privacy-requests.ts";
import type { SyncedApp } from "../synced-app.ts";
import {
  buyers,
  order,
  outOfStep,
  ownSegment,
  publish,
  somePeople,
  startPublishingApp,
  tagged,
} from "./published-shop.ts";

const DOMAIN = "accidents.myshopify.com";
const TAG = "klantwaarde-buyers";
const IN_STEP = { tooMany: [], missing: [] };
let app: SyncedApp;
let key: StoredKey;

beforeAll(async () => {
  app = await startPublishingApp([DOMAIN], (local) => somePeople(local, 40, 30));
  key = await ownSegment(app, DOMAIN, "Buyers", buyers);
  await app.settled();
  await publish(app, DOMAIN, key);
});
afterAll(() => app.close());

const shop = () => app.shop(DOMAIN);
const setTags = (customerId: number, tags: string[]) => shop().local.actions.setTags({ customerId, tags });
const customers = () => [...shop().local.store.customers.keys()];
const leads = () => customers().filter((id) => shop().local.store.ordersOf(id).length === 0);
const state = () => outOfStep(app, DOMAIN, key, TAG);
/** All that is known was known two hours ago. */
const age = () =>
  app.runtime.db.pool.query("update published_member set written_at = written_at - interval '2 hours'");

test("what staff, an automation or an unknown merge does to the tag is undone once the customer is read", async () => {
  const { local } = shop();
  expect(await state()).toEqual(IN_STEP);
  await age();
  const [put, cased, merged] = leads();
  const [taken, replaced, gone] = tagged(local, TAG);
  setTags(put!, [TAG]);
  setTags(cased!, ["Klantwaarde-Buyers", "theirs"]);
  setTags(taken!, []);
  setTags(replaced!, ["theirs", "klantwaarde-buyers-2"]);
  // Shopify does not tell of the merge; the survivor is read because it changed.
  for (const { id } of local.store.ordersOf(gone!)) local.actions.deleteOrder({ orderId: id });
  await app.settled();
  setTags(gone!, [TAG]);
  local.faults.dropWebhooks = 2;
  local.actions.mergeCustomers({ keptId: merged!, deletedId: gone! });
  expect(local.store.customers.get(merged!)?.tags).toContain(TAG);
  setTags(merged!, [...(local.store.customers.get(merged!)?.tags ?? []), "theirs"]);
  await app.settled();
  expect(await state()).toEqual(IN_STEP);
  expect(local.store.customers.get(cased!)?.tags).toEqual(["theirs"]);
  // A tag of no segment that is published now is nobody's business.
  expect(local.store.customers.get(replaced!)?.tags).toContain("klantwaarde-buyers-2");
});

test("a tag that was removed right after it was written is put back an hour later, and not in a circle", async () => {
  const { local } = shop();
  const { pool } = app.runtime.db;
  const [member] = tagged(local, TAG);
  await pool.query("update published_member set written_at = $1 where customer_id = $2", [
    new Date(app.runtime.clock().getTime() - 60_000),
    member,
  ]);
  setTags(member!, []);
  await app.settled();
  expect(await state()).toEqual({ tooMany: [], missing: [member] });
  await pool.query("update published_member set try_again_at = try_again_at - interval '1 hour'");
  setTags(member!, ["theirs"]);
  await app.settled();
  expect(await state()).toEqual(IN_STEP);
});

test("customers who were read from a file are asked for by their tag", async () => {
  const { local, ref } = shop();
  await age();
  const [put] = leads();
  const [taken] = tagged(local, TAG);
  local.faults.dropWebhooks = 2;
  setTags(put!, [TAG]);
  setTags(taken!, []);
  await app.runtime.jobs.enqueue(backfillJob, { shop: ref.domain, catchUp: true });
  await app.settled();
  expect(await state()).toEqual(IN_STEP);
});

test("after the app was installed again, the tags of the first time are found and removed", async () => {
  const { local, ref } = shop();
  const { pool } = app.runtime.db;
  // What a redaction of the shop leaves in Shopify, and nothing of it here; more than one page of customers has the tag.
  for (const table of ["published_member", "published_segment"])
    await pool.query(`delete from ${table} where shop_id = $1`, [ref.shopId]);
  for (let at = 0; at < 260; at++)
    local.actions.createCustomer({ email: `again${at}@example.com`, tags: [TAG, "klantwaarde-vip"] });
  await app.settled();
  const before = await state();
  expect(before.tooMany.length).toBeGreaterThanOrEqual(260);
  await publish(app, DOMAIN, key);
  expect(await state()).toEqual(IN_STEP);
  const [newest] = customers().slice(-1);
  expect(local.store.customers.get(newest!)?.tags).toEqual(["klantwaarde-vip"]);
  order(local, newest!);
  await app.settled();
  expect(await state()).toEqual(IN_STEP);
});

test("a person whom Shopify redacts without clearing the tags loses those of the app, and no id is kept", async () => {
  const { local, ref } = shop();
  const [person, other] = tagged(local, TAG);
  setTags(person!, [...(local.store.customers.get(person!)?.tags ?? []), "theirs"]);
  await app.settled();
  local.actions.redactCustomer({ customerId: person!, keepsTags: true });
  await app.settled();
  expect(local.store.customers.get(person!)?.tags).toEqual(["theirs"]);
  const kept = "select 1 from published_member where shop_id = $1 and customer_id = $2";
  expect((await app.runtime.db.pool.query(kept, [ref.shopId, person])).rows).toEqual([]);
  // Somebody puts it back: nobody is noted, and it goes with the next look at the tag.
  setTags(person!, [TAG, "theirs"]);
  await publish(app, DOMAIN, key);
  expect(local.store.customers.get(person!)?.tags).toEqual(["theirs"]);
  expect((await app.runtime.db.pool.query(kept, [ref.shopId, person])).rows).toEqual([]);
  expect(tagged(local, TAG)).toContain(other);
});

test("an erasure takes a tag that staff put there since the app last looked", async () => {
  const { local } = shop();
  const [person] = leads();
  local.faults.dropWebhooks = 1;
  setTags(person!, [TAG, "theirs"]);
  local.actions.redactCustomer({ customerId: person!, keepsTags: true });
  await app.settled();
  expect(local.store.customers.get(person!)?.tags).toEqual(["theirs"]);
});

test("an erasure waits for Shopify for an hour at most, and a refusal does not hold it up", async () => {
  const { local, ref } = shop();
  const [locked, silent] = tagged(local, TAG);
  local.faults.refuseTagsOf.set(locked!, "Customer is locked");
  local.actions.redactCustomer({ customerId: locked!, keepsTags: true });
  await app.settled();
  local.faults.clear();
  const known = async (id: number) =>
    (
      await app.runtime.db.pool.query("select 1 from customer where shop_id = $1 and customer_id = $2", [
        ref.shopId,
        id,
      ])
    ).rows.length;
  expect(await known(locked!)).toBe(0);
  const requests = "select request_id id from privacy_request where shop_id = $1 and handled_at is null";
  const requestedAt = app.runtime.clock();
  const requestId = await storeRequest(app.runtime.db, ref, { customerId: silent!, requestedAt });
  local.faults.throttleRequests = 1;
  await expect(redactCustomer(app.runtime, ref, requestId)).rejects.toThrow("Shopify does not answer");
  expect(await known(silent!)).toBe(1);
  expect((await app.runtime.db.pool.query(requests, [ref.shopId])).rows).toHaveLength(1);
  local.faults.throttleRequests = 2;
  const late = { ...app.runtime, clock: () => new Date(app.runtime.clock().getTime() + 3_700_000) };
  await redactCustomer(late, ref, requestId);
  expect(await known(silent!)).toBe(0);
  local.faults.clear();
});
