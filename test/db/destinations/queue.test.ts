import sql from "sql-template-tag";
import { afterAll, beforeAll, expect, test } from "vitest";
import { rows } from "../../../app/db/client.ts";
import { blockBuckets, takeTokens } from "../../../app/db/queries/destinations/buckets.ts";
import { destinationsDue } from "../../../app/db/queries/destinations/destinations.ts";
import { keepDestination } from "../../../app/destinations/engine/keep-in-step.ts";
import { rateOf } from "../../../app/destinations/engine/open-tool.ts";
import { newId } from "../../../app/platform/ids.ts";
import { redactCustomer } from "../../../app/sync/privacy/redaction.ts";
import { storeRequest } from "../../builders/privacy-requests.ts";
import { shopsOfTests } from "./connected-shop.ts";

const SIX = ["a", "b", "c", "d", "e", "f"];
const { app, connect } = shopsOfTests(["sick", "gone"], { before: beforeAll, after: afterAll });

test("an erasure is passed on although the shop has removed the app meanwhile", async () => {
  const shop = await connect("gone", { people: SIX });
  await shop.rest();
  const { runtime } = app().app;
  const requestId = await storeRequest(runtime.db, shop.ref, {
    customerId: shop.ids.get("a") ?? 0,
    requestedAt: app().clock.now(),
  });
  await runtime.db.pool.query(
    sql`update shop set uninstalled_at = ${app().clock.now()} where shop_id = ${shop.ref.shopId}`,
  );
  await redactCustomer({ ...runtime, env: shop.host.env }, shop.ref, requestId);
  const signal = new AbortController().signal;
  // One import is open, of whose answer the process did not live to hear.
  await runtime.db.pool.query(
    sql`insert into destination_job (shop_id, job_id, list_id, people, asked_at)
      values (${shop.ref.shopId}, ${newId()}, ${shop.listId}, 1, ${app().clock.now()})`,
  );
  const isDue = async () => {
    const now = app().clock.now();
    const due = await destinationsDue(runtime.db.pool, now, { readBackBefore: now, comparedBefore: now });
    return due.some(({ destinationId }) => destinationId === shop.destinationId);
  };
  expect(await isDue()).toBe(true);
  const turn = () => keepDestination(shop.engine, shop.ref, shop.destinationId, signal, { only: "erasures" });
  expect(await turn()).toMatchObject({ againAfterMs: expect.any(Number) });
  app().clock.advance(25 * 3_600_000);
  expect(await isDue()).toBe(true);
  expect(await turn()).toBeUndefined();
  expect(await isDue()).toBe(false);
  expect(shop.tool.person(shop.address("a"))).toBeNull();
  expect(shop.onList()).toHaveLength(5);
});

test("a bucket gives out no more than the tool's limit, to however many ask at once, and nothing while it is blocked", async () => {
  const shop = await connect("sick", { people: ["a"] });
  const { db } = app().app.runtime;
  // So slow that nothing comes in while the test runs.
  const hour = rateOf({ name: "hour", most: 100, perMs: 100 * 3_600_000 });
  const take = () => takeTokens(db, shop.ref.shopId, shop.destinationId, [hour]);
  const taken = await Promise.all(Array.from({ length: 12 }, take));
  expect(taken.filter((waitMs) => waitMs === null)).toHaveLength(hour.capacity);
  expect(hour.capacity + hour.perMs * 100 * 3_600_000).toBeLessThanOrEqual(100);
  const waits = taken.filter((waitMs) => waitMs !== null);
  expect(Math.max(...waits)).toBeLessThanOrEqual(1.2 * 3_600_000);
  await db.pool.query(
    sql`update destination_bucket set tokens = 5 where shop_id = ${shop.ref.shopId} and bucket = 'hour'`,
  );
  await blockBuckets(db.pool, shop.ref.shopId, shop.destinationId, ["hour"], 3_600_000);
  expect(await take()).toBeGreaterThan(3_500_000);
  const [left] = await rows<{ tokens: number }>(
    db.pool,
    sql`select tokens from destination_bucket where shop_id = ${shop.ref.shopId} and bucket = 'hour'`,
  );
  expect(left?.tokens).toBeGreaterThanOrEqual(5);
});
